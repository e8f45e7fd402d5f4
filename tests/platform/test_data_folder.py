"""A data folder has one owner at a time, who tells the others where the services are."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from baqylau.platform.data_folder import (
    DataFolder,
    DataFolderInUse,
    NewerDataFolder,
    NothingRunning,
    Runtime,
    with_running_services,
)
from baqylau.platform.settings import Settings

RUNTIME = Runtime(
    pid=1,
    database_url="postgresql:///found",
    nats_url="nats://found",
    mqtt_port=1883,
    clock_speed=60.0,
    clock_origin_real_ms=1000,
    clock_origin_ms=2000,
)


def test_a_second_owner_is_refused_by_process_id(tmp_path: Path) -> None:
    """Whoever comes second is told who holds the folder."""
    with DataFolder(tmp_path).held():
        holder = (tmp_path / "lock").read_text(encoding="ascii")
        with pytest.raises(DataFolderInUse, match=holder), DataFolder(tmp_path).held():
            pass


def test_a_folder_is_free_again_afterwards(tmp_path: Path) -> None:
    """Leaving it lets the next one in."""
    for _ in range(2):
        with DataFolder(tmp_path).held():
            pass


def test_a_newer_folder_is_refused(tmp_path: Path) -> None:
    """A layout that this version does not know is not touched."""
    (tmp_path / "version.json").write_text(json.dumps({"layout": 99}), encoding="ascii")
    with pytest.raises(NewerDataFolder, match="99"), DataFolder(tmp_path).held():
        pass


def test_commands_find_the_running_services_and_clock(tmp_path: Path) -> None:
    """What is unset comes from the runtime file of the `up` that holds the folder."""
    folder = DataFolder(tmp_path)
    with folder.held():
        folder.publish(RUNTIME)
        found = with_running_services(Settings(data_folder=tmp_path))
    assert (found.database_url, found.nats_url) == (RUNTIME.database_url, RUNTIME.nats_url)
    assert (found.clock_speed, found.clock_origin_real_ms, found.clock_origin_ms) == (60.0, 1000, 2000)


def test_what_is_set_wins(tmp_path: Path) -> None:
    """An address in the settings is used although something else runs in the folder."""
    folder = DataFolder(tmp_path)
    with folder.held():
        folder.publish(RUNTIME)
        settings = Settings(data_folder=tmp_path, database_url="postgresql:///mine", clock_speed=1.0)
        found = with_running_services(settings)
    assert (found.database_url, found.nats_url) == ("postgresql:///mine", RUNTIME.nats_url)
    assert found.clock_speed == 1.0


def test_what_a_killed_owner_left_is_not_believed(tmp_path: Path) -> None:
    """A runtime file whose writer is gone tells nothing."""
    folder = DataFolder(tmp_path)
    with folder.held():
        folder.publish(replace(RUNTIME, pid=2))
        left_behind = (tmp_path / "runtime.json").read_bytes()
    (tmp_path / "runtime.json").write_bytes(left_behind)
    with pytest.raises(NothingRunning, match="baqylau up"):
        with_running_services(Settings(data_folder=tmp_path))


def test_the_runtime_file_is_ours_alone(tmp_path: Path) -> None:
    """It holds the stream's token, so no other account may read it."""
    folder = DataFolder(tmp_path)
    with folder.held():
        folder.publish(RUNTIME)
        assert (tmp_path / "runtime.json").stat().st_mode & 0o077 == 0
