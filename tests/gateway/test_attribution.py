"""Every observation of a frame goes to whoever wore the device when it happened."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from baqylau.gateway.attribution import MAX_OBSERVATIONS, attribute
from baqylau.observations import Motion
from baqylau.register.activation import Activation, WornDevice
from baqylau.register.partition import partition_of

CHANGES = st.lists(st.integers(0, 1000), min_size=2, max_size=8, unique=True).map(sorted)


def worn(changes: list[int]) -> WornDevice:
    """Worn by persons 1, 2, … between each two changes."""
    spells = [Activation(n, 7, n, a, b) for n, (a, b) in enumerate(pairwise(changes), 1)]
    return WornDevice(7, "device", "teltonika", "fitted", tuple(spells))


@given(CHANGES, st.lists(st.integers(-100, 1100), max_size=60))
def test_nothing_is_lost_and_each_goes_to_its_wearer(changes: list[int], times: list[int]) -> None:
    """The shares together are the frame's observations, in order, each under the activation that covers it."""
    device = worn(changes)
    seen = [Motion(time, bool(time % 2)) for time in times]
    shares = attribute(device, seen, protocol="p", received_ms=2000, raw=b"raw", partitions=16)
    assert Counter(o for _, report in shares for o in report.observations) == Counter(seen)
    for partition, report in shares:
        assert partition == partition_of(report.person_id, 7, 16)
        assert list(report.observations) == [o for o in seen if o in report.observations]
        for observation in report.observations:
            activation = device.activation_at(observation.time_ms)
            assert report.activation_id == (activation.activation_id if activation else None)


def test_a_frame_without_observations_is_one_empty_report() -> None:
    """The contact of a device that says nothing is stored under its present wearer."""
    shares = attribute(worn([0, 1000]), [], protocol="p", received_ms=10, raw=b"", partitions=4)
    assert [(report.person_id, report.observations) for _, report in shares] == [(1, ())]


@given(st.integers(1, 3 * MAX_OBSERVATIONS))
def test_no_report_is_longer_than_its_ids_allow(count: int) -> None:
    """A frame of more observations than an id can count is several reports with all of them."""
    seen = [Motion(time, True) for time in range(count)]
    shares = attribute(
        WornDevice(7, "d", "p", "fitted"), seen, protocol="p", received_ms=0, raw=b"", partitions=4
    )
    assert max(len(report.observations) for _, report in shares) <= MAX_OBSERVATIONS
    assert [o for _, report in shares for o in report.observations] == seen
