"""Recorded tracks are read as they are, and moved without losing their times of day."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from baqylau.simulate.geometry import Place, metres_between
from baqylau.simulate.tracks import (
    DAY_MS,
    HOUR_MS,
    TrackError,
    moved,
    read_gpx,
    read_phone,
    read_track_files,
    read_vehicles,
)

PHONE = """time_unix,lat,lon,accuracy_m,speed_mps,altitude_m
1501112179,-23.183879,-46.808827,65,-1.0,808
1501147661,-23.186275,-46.809762,5,10.2,814
1501147661,-23.000000,-46.809762,5,10.2,814
not a time,-23.186738,-46.809806,5,7.5,814
1501147676,-123.187141,-46.810157,5,10.2,814
1501147600,-23.186900,-46.809900,,0,
"""
GPX = """<gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>
<trkpt lat="51.1" lon="71.4"><time>2026-03-01T10:00:00Z</time><hdop>2</hdop></trkpt>
<trkpt lat="51.2" lon="71.4"></trkpt>
</trkseg></trk></gpx>"""
BUSES = """vehicle_id,timestamp,speed,route_id,trip_id,latitude,longitude,trip_headsign
2205,2015-03-18T21:13:16-05:00,10.0,3,1,30.163252,-97.7912,NORTHBOUND
7,2015-03-18T21:14:00-05:00,0,3,1,30.2,-97.8,SOUTHBOUND
2205,yesterday,0,3,1,30.2,-97.8,NORTHBOUND
"""


def _written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_phone_track_keeps_what_can_be_read(tmp_path: Path) -> None:
    """Fixes come in order of time, the first of a second stays, and lines without a fix are counted."""
    track = read_phone(_written(tmp_path, "a.csv", PHONE))
    assert (track.times_ms // 1000).tolist() == [1501112179, 1501147600, 1501147661]
    assert track.lats.tolist() == [-23.183879, -23.1869, -23.186275]
    assert track.unreadable == 2
    assert np.isnan(track.speeds_kmh[0])
    assert track.speeds_kmh[2] == pytest.approx(36.72)
    assert np.isnan(track.accuracies_m[1])


def test_a_gpx_track_takes_accuracy_from_hdop(tmp_path: Path) -> None:
    """A point without a time is counted as unreadable, HDOP 2 becomes 10 m."""
    track = read_gpx(_written(tmp_path, "a.gpx", GPX))
    assert len(track) == track.unreadable == 1
    assert track.accuracies_m.tolist() == [10.0]


def test_vehicles_come_apart(tmp_path: Path) -> None:
    """Each vehicle is a track of its own, in its own local time, at km/h."""
    tracks = read_vehicles(_written(tmp_path, "v.csv", BUSES))
    assert [track.name for track in tracks] == ["bus-2205", "bus-7"]
    assert tracks[0].utc_offset_ms == -5 * HOUR_MS
    assert tracks[0].speeds_kmh.tolist() == [pytest.approx(16.09, abs=0.01)]


def test_files_are_told_apart(tmp_path: Path) -> None:
    """A mixture of formats is read by name and header."""
    paths = [
        _written(tmp_path, "a.gpx", GPX),
        _written(tmp_path, "p.csv", PHONE),
        _written(tmp_path, "v.csv", BUSES),
    ]
    assert [track.name for track in read_track_files(paths)] == ["a", "p", "bus-2205", "bus-7"]


@pytest.mark.parametrize(("name", "text"), [("a.gpx", "<gpx"), ("a.csv", "x,y\n1,2\n")])
def test_a_file_without_a_track_is_a_clear_error(tmp_path: Path, name: str, text: str) -> None:
    """What is no track raises TrackError that names the file."""
    with pytest.raises(TrackError, match="a"):
        list(read_track_files([_written(tmp_path, name, text)]))


def test_a_moved_track_keeps_its_times_of_day(tmp_path: Path) -> None:
    """Local wall time stays, days are whole, and distances between fixes are those recorded."""
    track = read_phone(_written(tmp_path, "a.csv", PHONE))
    there = moved(track, track.home(), Place(51.13, 71.43), 3_000, 5 * HOUR_MS).track
    assert (there.local_time_of_day_ms() == track.local_time_of_day_ms()).all()
    local_shift = there.times_ms + there.utc_offset_ms - track.times_ms - track.utc_offset_ms
    assert set(local_shift.tolist()) == {3_000 * DAY_MS}
    for i, j in ((0, 1), (0, 2), (1, 2)):
        before = metres_between(Place(track.lats[i], track.lons[i]), Place(track.lats[j], track.lons[j]))
        after = metres_between(Place(there.lats[i], there.lons[i]), Place(there.lats[j], there.lons[j]))
        assert after == pytest.approx(before, abs=0.01)
