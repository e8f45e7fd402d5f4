from __future__ import annotations

from msgspec.structs import replace

from baqylau.observations.kinds import Position
from baqylau.register.activation import Activation
from baqylau.register.order import parse_order, versions_in_force
from baqylau.rules.evaluate import evaluate, first_state, is_late, rewind_due_ms
from baqylau.rules.finding import Finding
from baqylau.rules.programme import Programme, compile_programme
from baqylau.rules.rewind import rewind
from baqylau.rules.state import Heard, State
from tests.rules.worlds import BEGIN_MS, CURFEW, EXCLUSION, MINUTE_MS, order, point, programme_of

CURFEW_ONLY = programme_of(CURFEW)
START_MS = BEGIN_MS + 60 * MINUTE_MS
"""16:00, when the afternoon's hours begin."""


def _fixes(east_m: float, minutes: range, received: int | None = None) -> list[Heard]:
    lat, lon = point(east_m)
    return [
        Heard(
            Position(BEGIN_MS + minute * MINUTE_MS, lat, lon, accuracy_m=10, archived=received is not None),
            BEGIN_MS + (minute if received is None else received) * MINUTE_MS,
            minute,
            1,
        )
        for minute in minutes
    ]


def _away_at_start() -> tuple[State, list[Heard], Finding]:
    """Away until 15:55; the absence of 16:00 is decided with no further fix."""
    heard = _fixes(3000, range(30, 56))
    first = evaluate(CURFEW_ONLY, first_state(CURFEW_ONLY), heard, heard[-1].received_ms)
    assert first.deadline_ms == START_MS + 20_000
    second = evaluate(CURFEW_ONLY, first.state, [], first.deadline_ms)
    (finding,) = second.changed
    assert (finding.kind, finding.began_ms, finding.decided_ms) == (
        "curfew_absence",
        START_MS,
        START_MS + 20_000,
    )
    return second.state, heard, finding


def test_late_data_is_judged_when_its_upload_settles() -> None:
    """Late positions are noted at once and judged 20 s after the last of them, or 180 s after the first."""
    state, _, _ = _away_at_start()
    late = _fixes(0, range(56, 60), received=100)
    assert [is_late(state, each) for each in late] == [True] * 4
    received_ms = late[0].received_ms
    noted = evaluate(CURFEW_ONLY, state, late, received_ms)
    assert (noted.changed, noted.state.late_ms) == ((), late[0].observation.time_ms)
    assert rewind_due_ms(CURFEW_ONLY, noted.state) == noted.deadline_ms == received_ms + 20_000
    again = [
        replace(each, received_ms=received_ms + 175_000) for each in _fixes(0, range(50, 51), received=100)
    ]
    noted = evaluate(CURFEW_ONLY, noted.state, again, received_ms + 175_000)
    assert rewind_due_ms(CURFEW_ONLY, noted.state) == received_ms + 180_000


def test_a_disproved_finding_is_withdrawn() -> None:
    """Home since 15:56 by memory uploaded at 16:40: the absence of 16:00 is withdrawn then, and nothing replaces it."""
    _, heard, finding = _away_at_start()
    late = _fixes(0, range(56, 99), received=100)
    now_ms = BEGIN_MS + 101 * MINUTE_MS
    result = rewind(CURFEW_ONLY, first_state(CURFEW_ONLY), heard + late, [finding], now_ms)
    assert result.changed == (replace(finding, withdrawn_ms=now_ms),)


def test_what_is_found_anew_is_late() -> None:
    """An absence that only late memory shows is added, decided now and marked late, and can still end."""
    heard = [*_fixes(0, range(30, 65)), *_fixes(0, range(90, 92))]
    late = _fixes(3000, range(65, 80), received=93)
    now_ms = BEGIN_MS + 94 * MINUTE_MS
    result = rewind(CURFEW_ONLY, first_state(CURFEW_ONLY), heard + late, [], now_ms)
    (finding,) = result.changed
    assert (finding.kind, finding.began_ms, finding.ended_ms) == (
        "curfew_left_early",
        BEGIN_MS + 65 * MINUTE_MS,
        BEGIN_MS + 90 * MINUTE_MS,
    )
    assert finding.late
    assert finding.decided_ms == now_ms


def test_what_still_stands_is_left_alone() -> None:
    """A finding that the late data confirms is not reported again, and keeps its dates when it ends."""
    _, heard, finding = _away_at_start()
    late = _fixes(3000, range(40, 41), received=100)
    now_ms = BEGIN_MS + 101 * MINUTE_MS
    standing = replace(finding, decided_ms=finding.decided_ms + 5, late=True)
    result = rewind(CURFEW_ONLY, first_state(CURFEW_ONLY), heard + late, [standing], now_ms)
    assert result.changed == ()
    home = _fixes(0, range(102, 105))
    (ended,) = evaluate(CURFEW_ONLY, result.state, home, home[-1].received_ms).changed
    assert (ended.kind, ended.decided_ms, ended.late) == ("curfew_late_return", standing.decided_ms, True)


def test_what_the_snapshot_had_concluded_is_left_alone() -> None:
    """A finding that ended before the snapshot is not withdrawn although it is not derived again."""
    state, _, finding = _away_at_start()
    home = _fixes(0, range(62, 66))
    settled = evaluate(CURFEW_ONLY, state, home, home[-1].received_ms)
    (ended,) = settled.changed
    late = _fixes(0, range(67, 68), received=100)
    result = rewind(CURFEW_ONLY, settled.state, late, [ended], BEGIN_MS + 101 * MINUTE_MS)
    assert ended.finding_id == finding.finding_id
    assert result.changed == ()


def _replaced(noon_ms: int | None, **second: object) -> Programme:
    first = parse_order(order(CURFEW))
    versions = versions_in_force([first])
    if noon_ms is not None:
        later = parse_order(order(EXCLUSION, valid={"from": _iso(noon_ms)}, **second))
        versions = versions_in_force([first, later])
    return compile_programme(7, versions, [Activation(0, 1, 7, BEGIN_MS)])


def _iso(time_ms: int) -> str:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(time_ms / 1000, UTC).isoformat()


def test_a_replaced_order_ends_its_findings() -> None:
    """When the register learns at 16:10 that the order was replaced at 16:05, the absence ends at 16:05."""
    before = _replaced(None)
    heard = _fixes(3000, range(30, 70))
    found = evaluate(before, first_state(before), heard, heard[-1].received_ms)
    after = _replaced(START_MS + 5 * MINUTE_MS)
    (ended,) = evaluate(after, found.state, [], START_MS + 10 * MINUTE_MS).changed
    assert (ended.kind, ended.ended_ms, ended.withdrawn_ms) == (
        "curfew_absence",
        START_MS + 5 * MINUTE_MS,
        None,
    )


def test_a_finding_after_the_end_of_its_order_is_withdrawn() -> None:
    """When the register learns that the order had ended at 15:30, the absence of 16:00 is withdrawn."""
    before = _replaced(None)
    heard = _fixes(3000, range(30, 70))
    found = evaluate(before, first_state(before), heard, heard[-1].received_ms)
    after = _replaced(START_MS - 30 * MINUTE_MS)
    (withdrawn,) = evaluate(after, found.state, [], START_MS + 10 * MINUTE_MS).changed
    assert withdrawn.finding_id == found.changed[-1].finding_id
    assert withdrawn.withdrawn_ms is not None


def test_a_changed_register_keeps_what_is_known() -> None:
    """Another condition added to an order does not restart an absence that is open."""
    one, two = programme_of(CURFEW), programme_of(CURFEW, EXCLUSION)
    heard = _fixes(3000, range(30, 70))
    found = evaluate(one, first_state(one), heard, heard[-1].received_ms)
    home = _fixes(0, range(70, 74))
    (ended,) = evaluate(two, found.state, home, home[-1].received_ms).changed
    assert ended.finding_id == found.changed[-1].finding_id
    assert ended.kind == "curfew_late_return"
