"""Every observation of a frame goes to whoever wore the device when it happened."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from baqylau.gateway.attribution import MAX_OBSERVATIONS, attribute
from baqylau.observations import Motion, Position
from baqylau.observations.kinds import ProtectedHeard
from baqylau.register.activation import Activation, WornDevice
from baqylau.register.partition import partition_of
from baqylau.register.protection import Carried

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


def carried(consent: tuple[int, int] | None) -> WornDevice:
    """Carried from 100 to 900 by protected person 5, because of persons 1 and 2 while they consent."""
    spans = [Carried(5, None, 100, 900)]
    if consent is not None:
        spans += [Carried(5, person, *consent) for person in (1, 2)]
    return WornDevice(7, "device", "teltonika", "serviceable", (), tuple(spans))


def test_what_a_protected_person_says_goes_to_those_judged_by_it() -> None:
    """The device's own report is nobody's; each bound person gets a copy without the raw bytes, in their partition."""
    fix = Position(500, 43.2, 76.9)
    shares = attribute(carried((200, 800)), [fix], protocol="p", received_ms=501, raw=b"raw", partitions=16)
    own, *copies = shares
    assert (own[1].person_id, own[1].activation_id, own[1].observations, own[1].raw) == (
        None,
        None,
        (fix,),
        b"raw",
    )
    assert [(p, r.person_id, r.activation_id, r.raw, r.observations) for p, r in copies] == [
        (partition_of(person, 7, 16), person, None, b"", (ProtectedHeard(500, person, 5, fix),))
        for person in (1, 2)
    ]


@given(st.lists(st.integers(0, 1000), max_size=30), st.one_of(st.none(), st.just((200, 800))))
def test_nothing_is_kept_without_consent(times: list[int], consent: tuple[int, int] | None) -> None:
    """While a protected person carries a device and no consent holds, neither position nor bytes are kept."""
    seen = [Position(time, 43.2, 76.9) for time in times]
    shares = attribute(carried(consent), seen, protocol="p", received_ms=50, raw=b"raw", partitions=4)
    kept = {one.time_ms for _, report in shares for one in report.observations}
    low, high = consent or (100, 100)
    assert kept == {time for time in times if not 100 <= time < 900 or low <= time < high}
    if kept != set(times):
        assert {report.raw for _, report in shares} == {b""}
