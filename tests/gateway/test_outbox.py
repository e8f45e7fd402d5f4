"""Reports become batches that keep their order and their limits, and are published until the stream has them."""

from __future__ import annotations

import asyncio

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from baqylau.gateway.outbox import MAX_BATCH_BYTES, Unencodable, batch_of, encoded, fitting
from baqylau.gateway.quarantine import KEPT_PER_S, MAX_WAITING, Allowance, Quarantine
from baqylau.gateway.tally import Tally
from baqylau.observations import Alarm, Cell, Motion, Network, Position
from baqylau.observations.refused import RefusedFrame
from baqylau.observations.reports import Batch, Report, decode_batch, encode_batch


def report(*observations: Motion | Position | Network | Alarm) -> Report:
    return Report(1, None, 2, "teltonika", 3, b"raw", observations)


def test_a_batch_of_encoded_reports_is_a_batch() -> None:
    """The bytes are those of the whole batch encoded at once."""
    reports = (report(Motion(1, True)), report(Position(2, 43.0, 76.0)))
    assert batch_of(9, [encoded(each) for each in reports]) == encode_batch(Batch(9, reports))
    assert decode_batch(batch_of(9, [])) == Batch(9)


@pytest.mark.parametrize("bad", [Network(1, (Cell(1, 1, 1, 10**30),)), Alarm(1, "\ud800")])
def test_what_cannot_travel_is_named_before_it_joins_others(bad: Network | Alarm) -> None:
    """A number beyond 64 bits and text that is not Unicode raise Unencodable."""
    with pytest.raises(Unencodable):
        encoded(report(bad))


@given(st.lists(st.integers(1, 2 * MAX_BATCH_BYTES), min_size=1, max_size=50))
def test_batches_stay_below_their_size(sizes: list[int]) -> None:
    """At least one report goes, and more only while their sum fits."""
    count = fitting(sizes)
    assert 1 <= count <= len(sizes)
    assert count == 1 or sum(sizes[:count]) <= MAX_BATCH_BYTES
    assert count == len(sizes) or sum(sizes[: count + 1]) > MAX_BATCH_BYTES


@given(st.lists(st.floats(0, 50), min_size=1, max_size=300))
def test_an_allowance_is_never_exceeded(pauses: list[float]) -> None:
    """In any length of time no more pass than at once plus the rate."""
    allowance, now, passed = Allowance(5, 2.0), 1000.0, 0
    for pause in pauses:
        now += pause
        passed += allowance.take(now)
    assert passed <= 5 + (now - 1000.0) * 2.0 + 1e-6


def test_a_flood_of_refused_frames_is_bounded_and_counted() -> None:
    """What does not fit is dropped, and every frame is counted by its reason all the same."""

    async def scenario() -> Tally:
        tally = Tally()
        quarantine = Quarantine(None, tally, lambda: 0.0)  # type: ignore[arg-type]  # nothing is published
        frame = RefusedFrame(0, "gt06", "tcp", "a:1", None, "damaged", "", None, None, b"x" * 1000)
        for _ in range(20_000):
            quarantine.put(frame)
        return tally

    tally = asyncio.run(scenario())
    assert tally.refused["damaged"] == 20_000
    assert tally.quarantine_dropped >= 20_000 - MAX_WAITING
    assert KEPT_PER_S > 0
    assert msgspec.msgpack.decode(encoded(report())) is not None
