"""One wearer of a device at a time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from baqylau.register.activation import Activation, WornDevice, first_overlap, overlap


@st.composite
def activations(draw: st.DrawFn) -> Activation:
    start = draw(st.integers(0, 40))
    length = draw(st.none() | st.integers(1, 20))
    return Activation(
        draw(st.integers(1, 10**6)),
        draw(st.integers(1, 3)),
        draw(st.integers(1, 3)),
        start,
        None if length is None else start + length,
    )


@given(one=activations(), other=activations())
def test_overlap_is_a_shared_instant(one: Activation, other: Activation) -> None:
    """Two activations overlap exactly when some instant lies in both."""
    assert overlap(one, other) == any(one.covers(t) and other.covers(t) for t in range(70))


@given(one=activations(), other=activations())
def test_overlap_is_symmetric(one: Activation, other: Activation) -> None:
    """Which of two is named first makes no difference."""
    assert overlap(one, other) == overlap(other, one)


@given(st.lists(activations(), max_size=6))
def test_first_overlap_finds_any(worn: list[Activation]) -> None:
    """An overlap on a device is found if and only if there is one between some two of its activations."""
    pairs = [(a, b) for i, a in enumerate(worn) for b in worn[i + 1 :] if a.device_id == b.device_id]
    assert (first_overlap(worn) is not None) == any(overlap(a, b) for a, b in pairs)


@given(st.lists(activations(), max_size=5), st.integers(0, 70))
def test_wearer_at_a_time(worn: list[Activation], time_ms: int) -> None:
    """The wearer at a time is the activation that covers it, None when none does."""
    device = WornDevice(1, "86", "teltonika", "fitted", tuple(worn))
    found = device.activation_at(time_ms)
    assert (
        found is None
        if not any(a.covers(time_ms) for a in worn)
        else found is not None and found.covers(time_ms)
    )
