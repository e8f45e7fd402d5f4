"""The demonstration as anybody would start it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from baqylau.simulate.twins.script import CLASSES

pytestmark = [pytest.mark.services, pytest.mark.alone]


def _demo(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "baqylau", "demo", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)


def _working_in(folder: Path) -> list[str]:
    """Processes whose working folder is below this one."""
    return [
        str(place)
        for place in Path("/proc").glob("[0-9]*/cwd")
        if place.is_symlink() and str(place.resolve()).startswith(str(folder))
    ]


def test_nothing_acknowledged_is_lost(short_folder: Path) -> None:
    """Fifty generated people for twenty seconds: all acknowledged fixes are stored, and nothing keeps running."""
    folder, report = short_folder / "demo", short_folder / "report.json"
    missing = short_folder / "no-tracks"
    done = _demo(
        "--for", "20", "--people", "50", "--data", str(folder), "--report", str(report),
        "--tracks", str(missing),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = json.loads(report.read_text(encoding="utf-8"))
    assert found["lost"] == 0
    assert found["frames_sent"] >= found["frames_acknowledged"] > 0
    assert found["fixes_stored"] >= found["fixes_acknowledged"] > 0
    assert found["latency_ms"]["p50"] > 0
    assert found["wearers"] == {"phone": 0, "bus": 0, "invented": 50, "scripted": 16}
    assert set(found["classes"]) == set(CLASSES)
    assert all(each["reports"] > 0 for each in found["classes"].values())
    assert "generated" in done.stderr
    assert _working_in(folder) == []


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    """The demonstration refuses a data folder that is not empty, and says what to do."""
    (tmp_path / "mine").write_text("precious", encoding="utf-8")
    done = _demo("--for", "1", "--data", str(tmp_path))
    assert done.returncode == 1
    assert "not empty" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
