"""Reports count what stands in the tables, within the account's offices, in three formats."""

from __future__ import annotations

import io

import openpyxl  # type: ignore[import-untyped]
import pytest

from tests.console.conftest import Desk
from tests.console.test_incidents import raise_incidents
from tests.console.test_positions import give_fixes
from tests.console.test_watch import order_whole
from tests.incidents.worlds import MINUTE, NOW, found

pytestmark = pytest.mark.services
SPAN = {"from": "2026-06-19T00:00:00Z", "to": "2026-06-21T00:00:00Z"}


def test_compliance_by_condition(desk: Desk) -> None:
    """A breach makes its day a breach day of that condition; other days and people are kept ones."""
    one, other = desk.world.people[:2]
    order_whole(desk, one, "curfew")
    order_whole(desk, other, "curfew")
    raise_incidents(desk, found("curfew_absence", one, began=NOW - 5 * MINUTE, condition="curfew"))
    (row,) = desk.get("/api/reports/compliance", params=SPAN).json()["rows"]
    assert (row["people"], row["conditions"], row["condition_days"]) == (2, 2, 4)
    assert (row["breaches"], row["breach_days"], row["kept_share"]) == (1, 1, 0.75)
    assert desk.get("/api/reports/compliance", "berik", params=SPAN).json()["rows"] == []


def test_incidents_and_devices(desk: Desk) -> None:
    """Incidents are counted by kind, devices by model with the share of valid fixes."""
    raise_incidents(desk, found("sos", desk.world.people[0]))
    give_fixes(desk, 0, 4)
    span = SPAN | {"to": "2026-06-22T00:00:00Z"}
    (row,) = desk.get("/api/reports/incidents", params=span).json()["rows"]
    assert (row["kind"], row["incidents"], row["open"]) == ("sos", 1, 1)
    (row,) = desk.get("/api/reports/devices", params=span).json()["rows"]
    assert (row["devices"], row["fixes"], row["valid_share"]) == (6, 4, 1.0)


def test_as_files(desk: Desk) -> None:
    """CSV and XLSX carry the same columns and rows."""
    raise_incidents(desk, found("sos", desk.world.people[0]))
    span = SPAN | {"to": "2026-06-22T00:00:00Z"}
    text = desk.get("/api/reports/incidents", params=span | {"format": "csv"}).content.decode("utf-8-sig")
    data = desk.get("/api/reports/incidents", params=span | {"format": "xlsx"}).content
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert text.splitlines()[0].split(",") == [cell.value for cell in sheet[1]]
    assert sheet[2][2].value == "sos"
