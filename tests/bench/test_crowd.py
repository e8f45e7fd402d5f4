"""The crowd of a measurement says what a gateway reads."""

from __future__ import annotations

from baqylau.bench.crowd import report
from baqylau.observations import Position
from baqylau.protocols.baqylau_device import read_publication


def test_each_report_of_the_crowd_is_a_position_with_the_next_number() -> None:
    """A report is read whole: one position, and numbers without a gap."""
    for number in (1, 2, 60):
        reading = read_publication("baqylau/v1/350000000000001/report", report("350000000000001", number))
        assert reading.refusal is None
        assert reading.message is not None
        assert [type(one) for one in reading.message.observations if type(one) is Position] == [Position]
        assert reading.counter is not None
        assert reading.counter.sequence == number
