"""When a run of fixes is enough to say that a person has crossed the edge of a place."""

from __future__ import annotations

from baqylau.rules.state import OFF, ON, UNKNOWN, Latch, Sighting


def observe(
    latch: Latch, side: int, sighting: Sighting, fixes_needed: int, span_ms: float, gap_ms: float
) -> bool:
    """Takes in a fix that speaks for `side`; True when that settles the latch on it.

    The run that settles it has at least `fixes_needed` fixes, spans `span_ms`, has no fix that speaks for the
    other side and no gap longer than `gap_ms`: silence is no evidence.
    """
    time_ms = sighting.time_ms
    if latch.side == side:
        latch.run = None
        _seen(latch, side, time_ms)
        return False
    first = latch.run
    if first is None or time_ms - latch.run_ms > gap_ms:
        first, latch.run, latch.run_n = sighting, sighting, 1
    else:
        latch.run_n += 1
    latch.run_ms = time_ms
    if latch.run_n < fixes_needed or time_ms - first.time_ms < span_ms:
        return False
    latch.side, latch.since_ms, latch.run = side, first.time_ms, None
    latch.evidence = () if side == OFF else (first, sighting)
    _seen(latch, side, time_ms)
    return True


def forget_if_stale(latch: Latch, time_ms: int, known_for_ms: float) -> None:
    """Nobody is taken to be where they were last seen long ago, unless a finding says since when."""
    if latch.side == ON and latch.finding is None and time_ms - latch.on_ms > known_for_ms:
        latch.side, latch.run, latch.evidence = UNKNOWN, None, ()


def _seen(latch: Latch, side: int, time_ms: int) -> None:
    if side == ON:
        latch.on_ms = max(latch.on_ms, time_ms)
    else:
        latch.off_ms = max(latch.off_ms, time_ms)
