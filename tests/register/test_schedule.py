"""Conditions that are kept by a test or a check-in when it is due: their format, and how the register keeps them."""

from __future__ import annotations

from typing import Any

import pytest

from baqylau.console.feasible import warnings_of
from baqylau.register.order import Condition, OrderError, parse_order
from tests.register.test_load import ERLAN, EXAMPLE, NOW, ask, everything, load, person

TWICE = {"random": [{"days": "mon-sun", "from": "22:00", "to": "06:00", "tests": 2}]}
TESTS = """          - id: sober
            kind: alcohol
            schedule:
              times: [{days: "mon,wed", at: 08:00}]
              random: [{from: 10:00, to: 20:00, tests: 2}]
              apart_minutes: 90
            limit_mg_l: 0.1
          - id: shows
            kind: check_in
            way: face
            schedule: {on_demand_only: true}
"""
LATER = EXAMPLE.replace("from: 23:30, to: 06:00}\n", "from: 23:30, to: 06:00}\n" + TESTS, 1)


def condition(**changes: Any) -> dict[str, Any]:
    return {"id": "sober", "kind": "alcohol", "schedule": TWICE, **changes}


def order(*conditions: dict[str, Any]) -> dict[str, Any]:
    return {
        "person": {"name": "Айгүл"},
        "timezone": "Asia/Almaty",
        "ground": "restriction_of_liberty",
        "valid": {"from": "2025-03-01T00:00:00+05:00"},
        "conditions": list(conditions),
    }


def test_a_test_is_read_as_written() -> None:
    """A breath test with random times over midnight, and a check-in on demand, need no place."""
    read = parse_order(
        order(
            condition(limit_mg_l=0.1, tolerance_mg_l=0.02),
            {"id": "shows", "kind": "check_in", "way": "voice", "schedule": {"on_demand_only": True}},
        )
    )
    sober, shows = read.conditions
    assert sober.schedule is not None
    assert sober.schedule.random[0].span_minutes() == (1320, 1800)
    assert shows.place is None
    assert shows.way == "voice"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"schedule": None}, "needs a schedule"),
        ({"schedule": {}}, "needs times or random tests, or on_demand_only"),
        ({"schedule": TWICE | {"on_demand_only": True}}, "leave one of the two out"),
        ({"place": {"type": "Point", "coordinates": [76.9, 43.2], "radius_m": 100}}, "neither place nor hours"),
        ({"kind": "check_in"}, "needs its way"),
        ({"kind": "check_in", "way": "face", "limit_mg_l": 0.1}, "only a condition of kind alcohol"),
        ({"kind": "curfew"}, "needs a place"),
        ({"schedule": {"times": [{"at": "24:00"}]}}, "00:00 of the next day"),
        ({"schedule": {"random": [{"from": "10:00", "to": "20:00", "tests": 13}]}}, "less than or equal to 12"),
    ],
)  # fmt: skip
def test_what_is_no_test(changes: dict[str, Any], says: str) -> None:
    """What contradicts itself is refused in words that say what to do."""
    with pytest.raises(OrderError, match=says):
        parse_order(order(condition(**changes)))


def test_tests_that_do_not_fit_are_warned_of() -> None:
    """Ten tests an hour apart do not fit into eight hours; neither does half an hour's answer into ten minutes."""
    crowded = {"random": [{"from": "22:00", "to": "06:00", "tests": 10}]}
    hasty = TWICE | {"apart_minutes": 10, "answer_minutes": 30}
    conditions = [
        Condition.model_validate(condition(id=id_, schedule=schedule))
        for id_, schedule in (("well", TWICE), ("crowded", crowded), ("hasty", hasty))
    ]
    assert [(one.code, one.condition) for one in warnings_of(conditions)] == [
        ("tests_too_many", "crowded"),
        ("tests_unanswerable", "hasty"),
    ]


@pytest.mark.services
def test_secrets_stay_in_the_register(fresh_database: str) -> None:
    """Each test has a secret of its own, kept when a new version repeats it; no export has it."""
    load(fresh_database, LATER)
    first = person(fresh_database, ERLAN).versions[-1]
    assert set(first.seeds) == {"sober", "shows"}
    assert len(first.seeds["sober"]) == 64
    load(fresh_database, LATER.replace("from: 23:30", "from: 23:45"), NOW + 5000)
    before, second = person(fresh_database, ERLAN).versions[-2:]
    assert second.order.conditions[1] == before.order.conditions[1] == first.order.conditions[1]
    assert second.seeds == before.seeds == first.seeds
    assert first.seeds["sober"] not in everything(fresh_database)
    assert first.seeds["sober"] not in repr(first)


@pytest.mark.services
def test_an_exported_test_is_the_same_test(fresh_database: str) -> None:
    """What the register writes out of a test, loaded again, changes nothing."""
    load(fresh_database, LATER)
    written = everything(fresh_database)
    load(fresh_database, written, NOW + 5000)
    assert everything(fresh_database) == written
    assert ask(fresh_database, "SELECT count(*) FROM order_versions WHERE version > 2") == [(0,)]
