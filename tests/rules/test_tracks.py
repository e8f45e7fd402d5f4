from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baqylau.observations.tracks import TrackError, read_track

HEADER = "time_unix,lat,lon,accuracy_m"
GPX = """<?xml version="1.0"?><gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>
<trkpt lat="43.2" lon="76.9"><ele>800</ele><time>2025-03-10T17:00:00Z</time><hdop>1.2</hdop></trkpt>
<trkpt lat="43.3" lon="76.9"></trkpt>
</trkseg></trk></gpx>"""


def _read(tmp_path: Path, text: str, name: str = "track.csv") -> tuple[list[float], list[tuple[int, str]]]:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    damage: list[tuple[int, str]] = []
    fixes = read_track(file, lambda line, what: damage.append((line, what)))
    return [fix.position.lat for fix in fixes], damage


def test_a_track_is_read_in_order_of_receipt(tmp_path: Path) -> None:
    """Rows come in the order in which they were received, which is their time where nothing is said."""
    text = f"{HEADER},received_unix\n100,1,0,5,300\n200,2,0,5,\n150,3,0,5,160\n"
    assert _read(tmp_path, text) == ([3, 2, 1], [])


def test_damaged_rows_cost_nothing_else(tmp_path: Path) -> None:
    """Each damaged row is reported with its line and fault, and the others are read."""
    rows = ["1,1,0,5", "x,1,0,5", "2,91,0,5", "3,,0,5", "4,1,0,-5", "5,nan,0,5", "6,2,0,", "7"]
    lats, damage = _read(tmp_path, "\n".join([HEADER, *rows]))
    assert lats == [1, 2]
    assert [line for line, _ in damage] == [3, 4, 5, 6, 7, 9]
    assert "lat is beyond 90 degrees: 91" in dict(damage)[4]


def test_speed_and_altitude_are_read_where_given(tmp_path: Path) -> None:
    """Metres a second become km/h; the phone's -1 for an unknown speed is none."""
    file = tmp_path / "track.csv"
    file.write_text(f"{HEADER},speed_mps,altitude_m\n1,1,0,5,10,800\n2,1,0,5,-1.0,\n", encoding="utf-8")
    first, second = read_track(file, lambda *_: None)
    assert (first.position.speed_kmh, first.position.altitude_m) == (36, 800)
    assert (second.position.speed_kmh, second.position.altitude_m) == (None, None)


def test_gpx_points_need_a_time(tmp_path: Path) -> None:
    """A GPX point is read with its HDOP and altitude; one without a time is reported by its number."""
    lats, damage = _read(tmp_path, GPX, "track.gpx")
    assert lats == [43.2]
    assert damage == [(2, "the point has no time")]


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("track.csv", "", "no column time_unix"),
        ("track.csv", "time,lat,lon\n1,2,3\n", "no column time_unix, accuracy_m"),
        ("track.csv", f"{HEADER}\n", "no usable row"),
        ("track.csv", f"{HEADER}\nx,1,0,5\n", "no usable row"),
        ("track.gpx", "<gpx", "not GPX"),
        ("track.gpx", "hello", "not GPX"),
    ],
)
def test_what_is_no_track_is_an_error(tmp_path: Path, name: str, text: str, why: str) -> None:
    """A file without the columns, without a usable row, or that is no GPX is refused with the reason."""
    with pytest.raises(TrackError, match=why):
        _read(tmp_path, text, name)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=200), st.sampled_from(["track.csv", "track.gpx"]))
def test_any_text_is_read_or_refused(tmp_path: Path, text: str, name: str) -> None:
    """Whatever the rows hold, they are used, reported or refused; nothing else happens."""
    (tmp_path / name).write_bytes((HEADER + "\n1,1,0,5\n" + text).encode("utf-8", "surrogatepass"))
    with suppress(TrackError):
        assert read_track(tmp_path / name, lambda *_: None)
