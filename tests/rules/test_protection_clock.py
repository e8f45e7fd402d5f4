"""A protected person's device whose clock is behind: it may warn, it accuses nobody, and it hides no blindness."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from baqylau.observations.kinds import Sos
from baqylau.rules.finding import Finding
from baqylau.rules.state import Heard
from tests.rules.test_protection import MINUTE_MS, START_MS, Pair

_BEHIND_S = 3600.0


def _behind(pair: Pair, minute: float, east_m: float = 0, behind_s: float = _BEHIND_S) -> Heard:
    """Heard at that minute of a day, with a clock that is so far behind."""
    return pair.theirs(minute - behind_s / 60, east_m, after_s=behind_s + 2)


def _day(pair: Pair, minutes: int, mine_m: float, behind_s: float = _BEHIND_S) -> None:
    for minute in range(minutes):
        pair.hear(pair.mine(minute + 0.4, mine_m), _behind(pair, minute + 0.5, behind_s=behind_s))


def test_a_clock_behind_keeps_nobody_blind_unsaid() -> None:
    """A device whose clock is an hour behind is no fresh word: after ten minutes the protection is said not to work."""
    pair = Pair(((START_MS - 24 * 60 * MINUTE_MS, START_MS + 24 * 60 * MINUTE_MS),))
    pair.guard.mine_heard_ms = pair.guard.theirs_heard_ms = START_MS
    _day(pair, 15, 5000)
    finding = pair.one("protection_degraded")
    assert [each.fact for each in finding.because] == ["protected_clock_behind", "threshold"]
    assert finding.ended_ms is None


def test_a_clock_behind_still_warns_and_never_accuses() -> None:
    """Dated by receipt once the lag is known, their fixes warn of one who is near; no breach is found by them."""
    pair = Pair(((START_MS - 24 * 60 * MINUTE_MS, START_MS + 24 * 60 * MINUTE_MS),))
    _day(pair, 15, 100)
    assert pair.one("protection_approach").severity == "critical"
    assert "protection_breached" not in pair.kinds()


def test_a_clock_put_right_counts_again() -> None:
    """With the first fix of a right clock the protection works again, and a breach is found as ever."""
    pair = Pair(((START_MS - 24 * 60 * MINUTE_MS, START_MS + 24 * 60 * MINUTE_MS),))
    pair.guard.mine_heard_ms = pair.guard.theirs_heard_ms = START_MS
    _day(pair, 15, 5000)
    for minute in range(15, 18):
        pair.hear(pair.theirs(minute), pair.mine(minute + 0.4, 100))
    assert pair.one("protection_degraded").ended_ms is not None
    assert pair.one("protection_breached").began_ms == START_MS + round(15.4 * MINUTE_MS)


def test_what_was_found_by_a_right_clock_stands() -> None:
    """Judged again in one piece after the clock went wrong, the breach before that is still found."""
    pair = Pair(((START_MS - 24 * 60 * MINUTE_MS, START_MS + 24 * 60 * MINUTE_MS),))
    heard: list[object] = []
    for minute in range(5):
        heard += [pair.theirs(minute), pair.mine(minute + 0.4, 100)]
    for minute in range(5, 30):
        heard += [pair.mine(minute + 0.4, 5000), _behind(pair, minute + 0.5)]
    pair.hear(*heard)  # type: ignore[arg-type]
    assert pair.one("protection_breached").ended_ms == START_MS + round(5.4 * MINUTE_MS)


def test_a_call_for_help_counts_whatever_the_clock_says() -> None:
    """A call that a clock an hour behind dates before the consent began is a call."""
    pair = Pair()
    call = Sos(START_MS - 50 * MINUTE_MS)
    pair.hear(pair.said(call, after_s=3600))
    assert pair.kinds() == ["protected_sos"]


@given(
    behind_s=st.floats(601, 30 * 86_400),
    jitter_s=st.lists(st.floats(0, 14), min_size=12, max_size=12),
    mine_m=st.sampled_from([50.0, 300.0, 900.0, 5000.0]),
)
def test_no_steady_lag_accuses_or_hides(behind_s: float, jitter_s: list[float], mine_m: float) -> None:
    """However far a clock is behind, and however it trembles: never a breach, and blindness is always said."""
    pair = Pair(((0, START_MS + 24 * 60 * MINUTE_MS),))
    pair.guard.mine_heard_ms = pair.guard.theirs_heard_ms = START_MS
    for minute, off_s in enumerate(jitter_s):
        pair.hear(pair.mine(minute + 0.4, mine_m), _behind(pair, minute + 0.5, behind_s=behind_s + off_s))
    found: dict[str, Finding] = {each.kind: each for each in pair.found.values()}
    assert "protection_breached" not in found
    assert "protection_degraded" in found
    assert ("protection_approach" in found) == (mine_m < 1000)
