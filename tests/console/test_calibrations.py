"""Calibrations are written down by whoever keeps the devices, only ever added, and count for the person at once."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import psycopg
import pytest

from baqylau.platform.instants import to_datetime
from baqylau.register.store import supervised_person
from tests.console.conftest import Desk
from tests.incidents.worlds import MINUTE, NOW, run

pytestmark = pytest.mark.services
DAY = 1440 * MINUTE


def body(serial: str = "C-7", valid_ms: int = NOW + 200 * DAY, **more: Any) -> dict[str, Any]:
    return {
        "serial": serial,
        "calibrated_by": "Ұлттық сараптама орталығы",
        "calibrated_at": to_datetime(NOW - DAY).isoformat(),
        "valid_to": to_datetime(valid_ms).isoformat(),
        "certificate": "№ 118",
    } | more


def unit(desk: Desk) -> str:
    desk.do("UPDATE devices SET kind = 'breath_unit' WHERE device_id = %s", desk.world.devices[0])
    return f"/api/devices/{desk.world.devices[0]}"


def test_a_calibration_is_added_and_counts_at_once(desk: Desk) -> None:
    """A technician writes it down with the certificate; the ledger has it, and the rules are given it."""
    path = unit(desk)
    made = desk.post(f"{path}/calibrations", "talgat", json=body())
    assert made.status_code == 201, made.text
    (one,) = desk.get(f"{path}/calibrations", "dana").json()
    assert (one["serial"], one["recorded_by"], one["certificate"]) == ("C-7", "talgat", "№ 118")
    person = run(lambda connection: supervised_person(connection, desk.world.people[0]), desk.world.url)
    assert person is not None
    assert [(each.serial, each.to_ms) for each in person.calibrations] == [("C-7", NOW + 200 * DAY)]
    ((account, act, detail),) = desk.do("SELECT account, act, detail FROM ledger_entries WHERE act = 'write'")
    assert (account, act, json.loads(detail)["calibration"]) == ("talgat", "write", "C-7")


def test_a_mistake_is_corrected_and_stays(desk: Desk) -> None:
    """An entry of the same serial number takes the place of the one before, which stays to be seen."""
    path = unit(desk)
    desk.post(f"{path}/calibrations", "talgat", json=body())
    desk.post(f"{path}/calibrations", "talgat", json=body(valid_ms=NOW + 10 * DAY))
    entries = desk.get(f"{path}/calibrations").json()
    assert [one["counts"] for one in entries] == [True, False]
    for change in ("UPDATE calibrations SET serial = 'x'", "DELETE FROM calibrations"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            desk.do(change)


def test_one_that_ends_soon_is_shown_in_stock(desk: Desk) -> None:
    """Within thirty days of its end, or past it, the list of devices says so; what is soon is data."""
    path = unit(desk)
    assert desk.get(path).json()["calibrated_until"] is None
    desk.post(f"{path}/calibrations", "talgat", json=body(valid_ms=NOW + 31 * DAY))
    shown = desk.get(path).json()
    assert datetime.fromisoformat(shown["calibrated_until"]) == to_datetime(NOW + 31 * DAY)
    assert shown["calibration_ends_soon"] is False
    desk.do(
        "INSERT INTO threshold_versions (valid_from, values, written_by, reason)"
        " VALUES (now(), '{\"calibration_warn_days\": 60}', 'admin', 'tried')"
    )
    listed = desk.get("/api/devices").json()["items"]
    assert [one["calibration_ends_soon"] for one in listed if one["kind"] == "breath_unit"] == [True]
    assert not any(one["calibration_ends_soon"] for one in listed if one["kind"] != "breath_unit")


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"valid_to": to_datetime(NOW - 2 * DAY).isoformat()}, 422),
        ({"calibrated_at": to_datetime(NOW + DAY).isoformat()}, 422),
        ({"serial": "  "}, 422),
        ({"valid_to": "2027-01-01T00:00:00"}, 422),
    ],
)
def test_what_cannot_be(desk: Desk, wrong: dict[str, Any], status: int) -> None:
    """An end before the beginning, a calibration of tomorrow, no number, a time without zone: refused with why."""
    assert desk.post(f"{unit(desk)}/calibrations", "talgat", json=body(**wrong)).status_code == status


def test_who_may(desk: Desk) -> None:
    """An operator reads and does not write; what measures nothing has no calibration."""
    path = unit(desk)
    assert desk.post(f"{path}/calibrations", "dana", json=body()).status_code == 403
    other = f"/api/devices/{desk.world.devices[1]}/calibrations"
    assert desk.post(other, "talgat", json=body()).status_code == 409


def test_the_outlook_of_a_battery(desk: Desk) -> None:
    """A battery that falls five per cent an hour is said to last as long as it will, and since when it falls."""
    device = desk.world.devices[0]
    path = f"/api/devices/{device}/battery"
    assert desk.get(path, "talgat").json() == {"end": None, "reminders": [], "ways": []}
    desk.do("UPDATE activations SET from_at = from_at - interval '2 days'")
    for n in range(25):
        at = to_datetime(NOW - (360 - n * 15) * MINUTE)
        detail = json.dumps({"level_percent": 60 - 1.25 * n, "voltage_v": None, "charging": None})
        desk.do(
            "INSERT INTO signals VALUES (%s, %s, 'battery', 1, 0, null, %s, %s, %s)",
            device,
            at,
            at,
            at,
            detail,
        )
    end = desk.get(path, "talgat").json()["end"]
    assert datetime.fromisoformat(end["discharging_since"]) == to_datetime(NOW - 360 * MINUTE)
    off = datetime.fromisoformat(end["empty_at"]) - to_datetime(NOW + 360 * MINUTE)
    assert abs(off.total_seconds()) < 60
    assert end["earliest_at"] <= end["empty_at"] <= end["latest_at"]
