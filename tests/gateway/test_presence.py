"""When two connections that claim one identity are both alive, and when one has only been replaced."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from baqylau.gateway.presence import OVERLAP_MS, Presence


@dataclass(eq=False)
class Party:
    address: str
    lasting: bool = True


def test_a_second_connection_beside_a_live_one_is_a_conflict_once() -> None:
    """It is told with both addresses when the second speaks, and not again."""
    presence, one, other = Presence(), Party("a"), Party("b")
    assert presence.heard(1, one, 0) is None
    conflict = presence.heard(1, other, 5_000)
    assert conflict is not None
    assert {conflict.here, conflict.there} == {"a", "b"}
    assert presence.heard(1, one, 6_000) is None
    assert presence.heard(1, other, 7_000) is None


def test_a_device_that_reconnects_is_no_conflict_however_often_it_speaks() -> None:
    """The old connection looks open for long after the network was lost, but says nothing."""
    presence, old, new = Presence(), Party("a"), Party("b")
    presence.heard(1, old, 0)
    start = OVERLAP_MS + 1
    assert all(presence.heard(1, new, start + n * 1000) is None for n in range(100))


def test_an_old_connection_that_speaks_again_is_a_conflict() -> None:
    """Quiet for an hour, then both speak: neither has replaced the other."""
    presence, old, new = Presence(), Party("a"), Party("b")
    presence.heard(1, old, 0)
    presence.heard(1, new, 3_600_000)
    assert presence.heard(1, old, 3_600_001) is not None


def test_datagrams_are_never_a_party() -> None:
    """They come from any address."""
    presence = Presence()
    assert presence.heard(1, Party("a", lasting=False), 0) is None
    assert presence.heard(1, Party("b", lasting=False), 1) is None
    assert len(presence) == 0


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4)), max_size=60))
def test_nothing_is_kept_of_connections_that_are_gone(frames: list[tuple[int, int]]) -> None:
    """Connections that carry several devices each leave nothing behind when they have all ended."""
    presence = Presence()
    parties = [Party(str(n)) for n in range(4)]
    carried: dict[int, set[int]] = {n: set() for n in range(4)}
    for at, (party, device) in enumerate(frames):
        presence.heard(device, parties[party], at * 3_000)
        carried[party].add(device)
    for number, devices in carried.items():
        presence.gone(parties[number], devices)
    assert len(presence) == 0
