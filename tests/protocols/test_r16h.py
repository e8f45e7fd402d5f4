"""R16H ankle bracelet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baqylau.observations import Alarm, Battery, Contact, Position, Sos, Strap
from baqylau.protocols.language import Message, Refusal
from baqylau.protocols.r16h import R16h
from tests.protocols import golden
from tests.protocols.golden import NOW_MS, Frame

FRAMES = golden.frames("r16h")
LOADED = golden.loaded("r16h")
HEAD = "@GPSD,356823031235028,R,20261118,110640,51.12830,N,071.43050,E,4,111,350,72,"


@pytest.mark.parametrize("frame", FRAMES)
def test_golden(frame: Frame) -> None:
    """Each golden frame gives its positions, observations and device, or is refused where it is broken."""
    golden.check(frame, R16h, {})


@pytest.mark.parametrize("frame", FRAMES)
def test_cut(frame: Frame) -> None:
    """Where the bytes of a frame are cut makes no difference to what comes out."""
    golden.check_cut(frame, R16h)


@pytest.mark.parametrize("frame", FRAMES)
def test_twice(frame: Frame) -> None:
    """A frame sent twice is read twice."""
    golden.check_twice(frame, R16h)


@given(golden.damaged(LOADED))
def test_survives_damage(damaged: tuple[Frame, bytes]) -> None:
    """A damaged frame gives messages and refusals, never an exception."""
    golden.check_survives(*damaged, R16h)


@given(st.text(st.characters(codec="latin-1"), max_size=60))
def test_survives_odd_fields(text: str) -> None:
    """Whatever stands behind the head, the frame is read or refused."""
    data = (HEAD + text).encode("latin-1") + b"$"
    events = R16h().receive(data, NOW_MS) + R16h().end(NOW_MS)
    assert events
    for seen in golden.observations(events):
        golden.as_line(seen)


def _seen(tail: str) -> tuple[object, ...]:
    (event,) = R16h().receive(f"{HEAD}{tail}$".encode(), NOW_MS)
    assert isinstance(event, Message), event
    assert isinstance(event.observations[0], Position)
    return event.observations[1:]


AT = 1_795_000_000_000


@pytest.mark.parametrize(
    ("tail", "wanted"),
    [
        ("L,", (Battery(AT, 72.0), Strap(AT, open=False))),
        ("R,", (Battery(AT, 72.0), Strap(AT, open=True))),
        ("R,ULK", (Battery(AT, 72.0), Strap(AT, open=True))),
        ("L,ULK", (Battery(AT, 72.0), Strap(AT, open=True), Strap(AT, open=False))),
        ("R,SOS", (Battery(AT, 72.0), Sos(AT), Strap(AT, open=True))),
        ("R,LBT", (Battery(AT, 72.0, low=True), Strap(AT, open=True))),
        ("L,SHK", (Battery(AT, 72.0), Alarm(AT, "shk"), Strap(AT, open=False))),
    ],
)
def test_strap_and_alarm_both_count(tail: str, wanted: tuple[object, ...]) -> None:
    """The alarm flag never hides the strap's state, nor the state an alarm."""
    assert _seen(tail) == wanted


@pytest.mark.parametrize("tail", ["X,", "", ",", "LR,"])
def test_a_strap_that_cannot_be_is_refused(tail: str) -> None:
    """A strap status that is neither L nor R refuses the frame."""
    (event,) = R16h().receive(f"{HEAD}{tail}$".encode(), NOW_MS)
    assert isinstance(event, Refusal)


def test_stored_data_is_archived() -> None:
    """Type S is data from the bracelet's memory."""
    (event,) = R16h().receive((HEAD.replace(",R,", ",S,") + "L,$").encode(), NOW_MS)
    assert [item.archived for item in golden.observations([event]) if isinstance(item, Position)] == [True]


def test_a_cut_frame_costs_only_itself() -> None:
    """A frame whose tail is missing is given up where the next begins; the next is read."""
    refusal, message = R16h().receive((HEAD + "@LINK,356823031235028$").encode(), NOW_MS)
    assert isinstance(refusal, Refusal)
    assert golden.observations([message]) == [Contact(NOW_MS)]


def test_indoor_data_without_a_clock_is_heard_now() -> None:
    """Indoor data without date and time happened when it was received."""
    (event,) = R16h().receive(b"@LBSD,356823031235028,R,,,401-1-75f8-61c3715:-111,,,21,R,ULK$", NOW_MS)
    assert isinstance(event, Message)
    assert {item.time_ms for item in event.observations} == {NOW_MS}
    assert Strap(NOW_MS, open=True) in event.observations


def test_endless_noise_is_fatal() -> None:
    """A peer that never ends a frame is no R16H."""
    language = R16h()
    (event,) = language.receive(b"@GPSD" + b"1" * 5000, NOW_MS)
    assert isinstance(event, Refusal)
    assert event.fatal
    assert language.receive(b"@LINK,356823031235028$", NOW_MS) == []
