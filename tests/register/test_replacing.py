"""Which version a decision becomes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baqylau.register.order import Order, epoch_ms, parse_order
from baqylau.register.replacing import Decision, OrderState, ReplacementError, Version, ended
from baqylau.register.write_orders import DecisionsRefused, plan_decisions

NOW = epoch_ms(datetime(2026, 5, 1, tzinfo=UTC))
HOUR = 3_600_000


def order(
    number: str = "1", begins: str = "2026-03-01T00:00:00Z", until: str = "06:00", **more: Any
) -> Order:
    home = {"type": "Point", "coordinates": [76.9, 43.2], "radius_m": 100}
    hours = [{"days": "mon-sun", "from": "22:00", "to": until}]
    return parse_order(
        {
            "person": {"name": "Ерлан"},
            "timezone": "Asia/Almaty",
            "ground": "restriction_of_liberty",
            "number": number,
            "court": "Алмалы",
            "valid": {"from": begins, "to": "2027-01-01T00:00:00Z"},
            "conditions": [{"id": "home", "kind": "curfew", "place": home, "hours": hours}],
            **more,
        }
    )


def test_first_version_from_the_courts_day() -> None:
    """A new order is in force from the day the court names."""
    (chain,) = plan_decisions([], [Decision(1, order())], NOW)
    assert [(v.version, v.in_force_from_ms) for v in chain.added] == [
        (1, epoch_ms(datetime(2026, 3, 1, tzinfo=UTC)))
    ]


def test_same_decision_again_changes_nothing() -> None:
    """A decision that the register holds already makes no version, however its instants are written."""
    (chain,) = plan_decisions([], [Decision(1, order())], NOW)
    elsewhere = order(begins="2026-03-01T05:00:00+05:00")
    assert plan_decisions([chain.state], [Decision(1, elsewhere)], NOW + HOUR) == []


def test_changed_decision_counts_from_now() -> None:
    """Other hours under the same number and dates replace the version from now on."""
    (chain,) = plan_decisions([], [Decision(1, order())], NOW)
    (again,) = plan_decisions([chain.state], [Decision(1, order(until="07:00"))], NOW)
    assert (again.closes_ms, again.added[0].version, again.added[0].in_force_from_ms) == (NOW, 2, NOW)


def test_replaced_at_noon() -> None:
    """A decision with another number that names the one it replaces counts from the court's instant."""
    noon = epoch_ms(datetime(2026, 6, 1, 12, tzinfo=UTC))
    later = order("2", "2026-06-01T12:00:00Z", replaces="1")
    (chain,) = plan_decisions([], [Decision(1, order()), Decision(1, later)], NOW)
    assert [(v.version, v.decision.number) for v in chain.added] == [(1, "1"), (2, "2")]
    assert chain.added[1].in_force_from_ms == noon


def test_history_again_changes_nothing() -> None:
    """Both versions of an order loaded a second time are seen to be those that are there."""
    decisions = [Decision(1, order()), Decision(1, order("2", "2026-06-01T12:00:00Z", replaces="1"))]
    (chain,) = plan_decisions([], decisions, NOW)
    assert plan_decisions([chain.state], decisions, NOW) == []


def test_return_to_an_older_version() -> None:
    """An older content that comes alone is a new decision to return to it."""
    (chain,) = plan_decisions([], [Decision(1, order())], NOW)
    (chain,) = plan_decisions([chain.state], [Decision(1, order(until="07:00"))], NOW)
    (chain,) = plan_decisions([chain.state], [Decision(1, order())], NOW + HOUR)
    assert [(v.version, v.in_force_from_ms) for v in chain.added] == [(3, NOW + HOUR)]


def test_not_before_the_version_it_replaces() -> None:
    """A version cannot begin before the one it replaces."""
    (chain,) = plan_decisions([], [Decision(1, order())], NOW)
    with pytest.raises(DecisionsRefused, match="before the version"):
        plan_decisions([chain.state], [Decision(1, order(until="07:00"), None, 0)], NOW)


def test_replaces_an_unknown_order() -> None:
    """A decision that replaces an order the person does not have is refused."""
    with pytest.raises(DecisionsRefused, match="'7'"):
        plan_decisions([], [Decision(1, order("2", replaces="7"))], NOW)


@given(
    st.lists(
        st.tuples(st.sampled_from(["05:00", "06:00", "07:00"]), st.integers(0, 48)), min_size=1, max_size=8
    )
)
def test_versions_never_overlap(changes: list[tuple[str, int]]) -> None:
    """Whatever decisions come when, each version begins no earlier than the one before it, numbered without a gap."""
    states: list[OrderState] = []
    versions: list[Version] = []
    now_ms = NOW
    for until, hours in changes:
        now_ms += hours * HOUR
        for chain in plan_decisions(states, [Decision(1, order(until=until))], now_ms):
            states, versions = [chain.state], versions + chain.added
    begins = [version.in_force_from_ms for version in versions]
    assert begins == sorted(begins)
    assert [version.version for version in versions] == list(range(1, len(versions) + 1))


def test_ends_early() -> None:
    """An order can be ended before its time, but neither before it begins nor after its end."""
    at = datetime(2026, 7, 1, tzinfo=UTC)
    assert ended(order(), at).valid.to == at
    with pytest.raises(ReplacementError, match="before it begins"):
        ended(order(), datetime(2026, 1, 1, tzinfo=UTC))
    with pytest.raises(ReplacementError, match="already ends"):
        ended(order(), datetime(2028, 1, 1, tzinfo=UTC))
