"""Which partition judges what a device reports."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baqylau.register.partition import partition_of

IDS = st.integers(min_value=1, max_value=2**63 - 1)
PARTITIONS_OF_PEOPLE = [13, 7, 1, 0]
PARTITIONS_OF_DEVICES = [0, 10, 12, 13]
COUNTS = st.integers(min_value=1, max_value=256)


@given(person_id=IDS | st.none(), device_id=IDS, partitions=COUNTS)
def test_in_range(person_id: int | None, device_id: int, partitions: int) -> None:
    """Every person and device falls into one of the partitions there are."""
    assert 0 <= partition_of(person_id, device_id, partitions) < partitions


@given(person_id=IDS, one=IDS, other=IDS, partitions=COUNTS)
def test_person_decides(person_id: int, one: int, other: int, partitions: int) -> None:
    """All devices of one person go to one partition."""
    assert partition_of(person_id, one, partitions) == partition_of(person_id, other, partitions)


def test_does_not_move() -> None:
    """The partition of an id is part of the stored stream's layout: it never changes between versions."""
    assert [partition_of(person_id, 7, 16) for person_id in (1, 2, 3, 25_500)] == PARTITIONS_OF_PEOPLE
    assert [partition_of(None, device_id, 16) for device_id in (1, 2, 3, 25_500)] == PARTITIONS_OF_DEVICES


def test_spreads_people_evenly() -> None:
    """25,000 people with consecutive ids fill 16 partitions to within a fifth of each other."""
    filled = [0] * 16
    for person_id in range(1, 25_001):
        filled[partition_of(person_id, 0, 16)] += 1
    assert min(filled) > 0.8 * max(filled)


def test_needs_a_partition() -> None:
    """Zero partitions is a mistake in the settings, said at once."""
    with pytest.raises(ValueError, match="at least 1"):
        partition_of(1, 1, 0)
