from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.rules.worlds import BEGIN_MS, CURFEW, order, point

SHARED = Path(__file__).parents[3] / "shared"


def _replay(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "baqylau.cli.replay", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def _files(tmp_path: Path, rows: list[str]) -> tuple[Path, Path]:
    order_file, track = tmp_path / "order.json", tmp_path / "track.csv"
    order_file.write_text(json.dumps(order(CURFEW)), encoding="utf-8")
    track.write_text("\n".join(["time_unix,lat,lon,accuracy_m", *rows]), encoding="utf-8")
    return order_file, track


def _away(minutes: range) -> list[str]:
    lat, lon = point(3000)
    return [f"{BEGIN_MS // 1000 + minute * 60},{lat},{lon},10" for minute in minutes]


def _lines(run: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    assert run.returncode == 0, run.stderr
    return [json.loads(line) for line in run.stdout.splitlines()]


def test_replay_prints_an_object_per_finding(tmp_path: Path) -> None:
    """A person away from 15:30 to 17:00 breaks the curfew of 16:00: one line, with its grounds."""
    run = _replay(*_files(tmp_path, _away(range(30, 120))))
    (line,) = _lines(run)
    assert line["finding"] == "curfew_absence"
    assert line["condition"] == "home"
    assert line["began"] == "2025-03-10T11:00:00Z"
    assert line["decided"] == "2025-03-10T11:00:00Z"
    assert (line["ended"], line["late"], line["withdrawn"]) == (None, False, None)
    facts = [ground["fact"] for ground in line["because"]]
    assert facts[:3] == ["hours_began", "outside", "outside"]
    assert line["because"][1]["observation_id"] == 1


def test_the_clock_may_run_on(tmp_path: Path) -> None:
    """With --until the hours end at 17:30 and the silence after the track becomes a finding."""
    run = _replay(*_files(tmp_path, _away(range(30, 120))), "--until", "2025-03-10T18:30:00+05:00")
    found = {line["finding"]: line["ended"] for line in _lines(run)}
    assert found == {"curfew_absence": "2025-03-10T12:30:00Z", "device_silent": None}


def test_thresholds_can_be_tried(tmp_path: Path) -> None:
    """A file of thresholds changes what is found."""
    figures = tmp_path / "thresholds.json"
    figures.write_text('{"persistence_s": 36000}', encoding="utf-8")
    run = _replay(*_files(tmp_path, _away(range(30, 120))), "--thresholds", figures)
    assert _lines(run) == []


def test_damaged_rows_are_counted(tmp_path: Path) -> None:
    """Damaged rows are named on stderr and counted, and the rest is replayed."""
    run = _replay(*_files(tmp_path, ["x,y", *_away(range(30, 120))]))
    assert len(_lines(run)) == 1
    assert "track.csv:2: time_unix is no number: 'x'" in run.stderr
    assert "1 damaged rows left out, 90 used" in run.stderr


def test_a_wrong_order_or_track_is_an_error(tmp_path: Path) -> None:
    """An unreadable order, an empty track and a time without zone end with status 2 and say why."""
    order_file, track = _files(tmp_path, _away(range(3)))
    for arguments, why in (
        ((tmp_path / "none.json", track), "No such file"),
        ((track, track), "not JSON"),
        ((order_file, order_file), "no column"),
        ((order_file, track, "--until", "2025-03-10T18:30:00"), "needs a zone"),
        ((order_file, track, "--until", "soon"), "soon"),
        ((order_file, track, "--thresholds", order_file), "unknown field"),
    ):
        run = _replay(*arguments)
        assert run.returncode == 2
        assert why in run.stderr
        assert "Traceback" not in run.stderr


@pytest.mark.slow
def test_alerts_on_real_phones_are_few_and_right() -> None:
    """On real tracks: at most one alert a person-day, at most 6 % in no absence, at least 90 % of absences found."""
    tool = SHARED / "tools/alert_quality.py"
    if not tool.exists():
        pytest.skip("needs ../shared/tools/alert_quality.py and ../shared/data/tracks")
    command = [sys.executable, tool, "--command", f"{sys.executable} -m baqylau.cli.replay"]
    run = subprocess.run(
        [*map(str, command), str(SHARED / "data/tracks/phones")], capture_output=True, text=True, check=True
    )
    figures = json.loads(run.stdout)
    assert figures["alerts_per_day"] <= 1.0
    assert figures["wrong_share"] <= 0.06
    assert figures["found_share"] >= 0.90


def test_replay_takes_what_several_devices_said(tmp_path: Path) -> None:
    """A unit that hears the bracelet until 17:00 and then lives without it shows an absence; a wrong line is told."""
    order_file, day = tmp_path / "order.json", tmp_path / "day.jsonl"
    order_file.write_text(json.dumps(order(CURFEW)), encoding="utf-8")
    lat, lon = point(0)
    rows: list[dict[str, Any]] = [
        {"device": 1, "kind": "bracelet", "radio": "RB-1"},
        {"device": 2, "kind": "home_unit", "installed": [lat, lon]},
        {"device": 2, "received_ms": BEGIN_MS, "said": {"kind": "no_such", "time_ms": BEGIN_MS}},
    ]
    for minute in range(60, 145, 5):
        at_ms = BEGIN_MS + minute * 60_000
        heard = {"kind": "bracelet_heard", "time_ms": at_ms, "bracelet": "RB-1"}
        said = heard if minute <= 120 else {"kind": "unit_state", "time_ms": at_ms, "mains": True}
        rows.append({"device": 2, "received_ms": at_ms + 1000, "said": said})
    day.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    run = _replay(order_file, day)
    (line,) = _lines(run)
    assert (line["finding"], line["began"]) == ("curfew_left_early", "2025-03-10T12:00:00Z")
    assert [ground["fact"] for ground in line["because"]][:2] == ["last_heard", "not_heard"]
    assert ":3: no observation is called 'no_such'" in run.stderr
