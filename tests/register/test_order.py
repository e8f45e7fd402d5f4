from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from baqylau.register.grounds import legal_grounds
from baqylau.register.hours import weekdays
from baqylau.register.order import (
    OrderError,
    order_schema,
    parse_order,
    read_order,
    read_versions,
    versions_in_force,
)

ROOT = Path(__file__).parents[2]


def _order(**changes: Any) -> dict[str, Any]:
    return {
        "person": {"name": "Айгүл"},
        "timezone": "Asia/Almaty",
        "ground": "restriction_of_liberty",
        "valid": {"from": "2025-03-01T00:00:00+05:00", "to": "2026-03-01T00:00:00+05:00"},
        "conditions": [_curfew()],
        **changes,
    }


def _curfew(**changes: Any) -> dict[str, Any]:
    return {
        "id": "home",
        "kind": "curfew",
        "place": {"type": "Point", "coordinates": [76.9, 43.2], "radius_m": 100},
        "hours": [{"days": "mon-sun", "from": "22:00", "to": "06:00"}],
        **changes,
    }


def test_the_published_schema_is_not_stale() -> None:
    """docs/reference/order.schema.json is the schema of the format that is read."""
    published = (ROOT / "docs/reference/order.schema.json").read_text(encoding="utf-8")
    assert published == order_schema(), (
        "run: python -m baqylau.register.order_schema docs/reference/order.schema.json"
    )


def test_an_order_is_read_as_written() -> None:
    """The published format, with a polygon, an exception and a permitted absence, is accepted."""
    ring = [[76.8, 43.1], [77.0, 43.1], [77.0, 43.3], [76.8, 43.1]]
    town = {"id": "town", "kind": "inclusion", "place": {"type": "Polygon", "coordinates": [ring]}}
    absence = {"from": "2025-03-08T09:00:00+05:00", "to": "2025-03-08T12:00:00+05:00", "reason": "funeral"}
    home = _curfew(exceptions=[{"date": "2025-03-22", "hours": []}], permitted_absences=[absence])
    order = parse_order(_order(conditions=[home, town], number="1-234", court="Almaty"))
    assert [condition.id for condition in order.conditions] == ["home", "town"]
    assert order.conditions[0].hours[0].span_minutes() == (1320, 1800)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"timezone": "Mars/Base"}, "timezone"),
        ({"ground": "suspicion"}, "unknown ground 'suspicion'"),
        ({"valid": {"from": "2025-03-01T00:00:00"}}, "valid.from"),
        ({"valid": {"from": "2025-03-01T00:00:00Z", "to": "2025-02-01T00:00:00Z"}}, "ends before it begins"),
        ({"conditions": [_curfew(), _curfew()]}, "two conditions with the id 'home'"),
        ({"conditions": [_curfew(hours=[])]}, "conditions.0: a condition of kind curfew needs hours"),
        ({"conditions": [_curfew(warning_m=50)]}, "only an exclusion has a warning ring"),
        ({"conditions": [_curfew(hours=[{"days": "someday", "from": "22:00", "to": "06:00"}])]}, "'someday'"),
        ({"conditions": [_curfew(hours=[{"days": "mon", "from": "25:00", "to": "06:00"}])]}, "hours.0.from"),
        ({"conditions": [_curfew(hours=[{"days": "mon", "from": "24:00", "to": "06:00"}])]}, "24:00"),
        (
            {"conditions": [_curfew(place={"type": "Point", "coordinates": [76, 99], "radius_m": 5})]},
            "coordinates",
        ),
        ({"conditions": [_curfew(place={"type": "Point", "coordinates": [76, 43]})]}, "radius_m"),
        ({"conditions": [_curfew(place={"type": "Line", "coordinates": []})]}, "place"),
        ({"conditions": [_curfew(kind="custody")]}, "kind"),
        ({"remark": "x"}, "remark"),
    ],
)
def test_a_wrong_order_is_refused_by_field(changes: dict[str, Any], named: str) -> None:
    """The message names the field or the reason."""
    with pytest.raises(OrderError) as caught:
        parse_order(_order(**changes))
    assert named in str(caught.value)


@pytest.mark.parametrize(
    "ring",
    [
        [[0, 0], [1, 0], [0, 0]],
        [[0, 0], [1, 0], [1, 1], [0, 1]],
        [[0, 0], [1, 0], [2, 0], [0, 0]],
        [[0, 0], [2, 2], [2, 0], [0, 1], [0, 0]],
        [[179, 0], [-179, 0], [-179, 1], [179, 0]],
    ],
)
def test_a_ring_that_encloses_nothing_is_refused(ring: list[list[float]]) -> None:
    """Too few points, an open ring, no area, crossing lines, or one across the antimeridian is an error."""
    with pytest.raises(OrderError):
        parse_order(_order(conditions=[_curfew(place={"type": "Polygon", "coordinates": [ring]})]))


def test_a_version_is_in_force_until_the_next() -> None:
    """A version ends when the next begins, or by itself if that comes first; one replaced at once never was."""
    begins = ["2025-03-01T00:00:00Z", "2025-04-01T00:00:00Z", "2025-04-01T00:00:00Z", "2025-09-01T00:00:00Z"]
    orders = [
        parse_order(_order(valid={"from": begin, "to": "2025-06-01T00:00:00Z"})) for begin in begins[:3]
    ]
    orders.append(parse_order(_order(valid={"from": begins[3]})))
    versions = versions_in_force(orders)
    day = 86_400_000
    spans = [(v.in_force_from_ms // day, v.in_force_to_ms and v.in_force_to_ms // day) for v in versions]
    assert spans == [(20148, 20179), (20179, 20240), (20332, None)]


def test_a_file_may_hold_one_order_or_its_versions(tmp_path: Path) -> None:
    """A JSON object is one version, a list several; anything else is an error that names the file."""
    file = tmp_path / "order.json"
    file.write_text(json.dumps(_order()), encoding="utf-8")
    assert len(read_versions(file)) == 1
    assert read_order(file).person.name == "Айгүл"
    later = _order(valid={"from": "2025-05-01T12:00:00+05:00"})
    file.write_text(json.dumps([_order(), later]), encoding="utf-8")
    assert len(read_versions(file)) == 2
    file.write_text("{", encoding="utf-8")
    with pytest.raises(OrderError, match="not JSON"):
        read_versions(file)
    with pytest.raises(OrderError, match="No such file"):
        read_versions(tmp_path / "none.json")


def test_weekdays_wrap_round_the_week() -> None:
    """fri-mon is four days."""
    assert weekdays("fri-mon") == {4, 5, 6, 0}
    assert weekdays("mon, wed") == {0, 2}


def test_every_ground_has_its_names() -> None:
    """Each legal ground is named in Kazakh, Russian and English, and says its source."""
    for ground in legal_grounds().values():
        assert all(ground.names.values())
        assert ground.source
