"""Who may connect, and who has been silent or nameless for too long."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from baqylau.gateway.limits import Bounds, Limits


@dataclass(eq=False)
class Visitor:
    address: str = "10.0.0.1:1"
    opened: float = 0.0
    heard: float = 0.0
    waiting: bool = False
    told: list[str] = field(default_factory=list)

    def dismiss(self) -> None:
        self.told.append("dismiss")

    def drop(self) -> None:
        self.told.append("drop")

    def hold(self) -> None:
        self.told.append("hold")

    def release(self) -> None:
        self.told.append("release")


def limits(**changes: float) -> Limits:
    given: dict[str, float] = {
        "connections": 10,
        "connections_per_address": 4,
        "unidentified": 3,
        "identify_s": 30,
        "idle_s": 100,
    }
    return Limits(Bounds(**(given | changes)))  # type: ignore[arg-type]


@given(st.lists(st.tuples(st.sampled_from("iola"), st.integers(0, 3)), max_size=80))
def test_the_bounds_hold_whatever_comes_and_goes(steps: list[tuple[str, int]]) -> None:
    """Never more in all, from one address or without a name than allowed; and those who left are forgotten."""
    guests = limits()
    inside: list[Visitor] = []
    named: set[int] = set()
    for step, host in steps:
        if step in "il" and inside:
            chosen = inside[host % len(inside)]
            if step == "i":
                guests.identified(chosen)
                named.add(id(chosen))
            else:
                guests.leave(chosen)
                inside.remove(chosen)
        elif guests.admit(new := Visitor(f"10.0.0.{host}:{len(inside)}")):
            inside.append(new)
        assert len(guests) == len(inside) <= 10
        assert guests.unidentified <= 3
        assert max(Counter(v.address.split(":")[0] for v in inside).values(), default=0) <= 4


def test_overdue_guests_are_dropped_but_not_those_we_keep_waiting() -> None:
    """The nameless after 30 s, the silent after 100 s; never one whose frame is still being stored."""
    guests = limits()
    nameless, silent, waiting = Visitor(), Visitor(), Visitor(waiting=True)
    for guest in (nameless, silent, waiting):
        assert guests.admit(guest)
    guests.identified(silent)
    guests.identified(waiting)
    assert guests.dismiss_overdue(31) == 1
    assert (nameless.told, silent.told) == (["drop"], [])
    guests.leave(nameless)
    assert guests.dismiss_overdue(101) == 1
    assert (silent.told, waiting.told) == (["drop"], [])


def test_new_guests_are_held_while_the_others_are() -> None:
    """The brake holds for those who come while it is on, and release lets all go on."""
    guests = limits()
    early, late = Visitor(), Visitor()
    guests.admit(early)
    guests.hold()
    guests.admit(late)
    guests.release()
    assert early.told == late.told == ["hold", "release"]
