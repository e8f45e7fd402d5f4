"""Megastek: prison bracelets and trackers of two generations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baqylau.observations import Alarm, Battery, Observation, Position, Power, Sos, Strap
from baqylau.protocols.language import Message, Refusal
from baqylau.protocols.megastek import Megastek
from baqylau.protocols.megastek.alerts import ALERTS, read_alert
from tests.protocols import golden
from tests.protocols.golden import NOW_MS, Difference, Frame

_NMEA = "NMEA 0183: the sentence's checksum is wrong, and so is the frame's sum where it has one"
_SHARED = "megastek/Megastek/testDecode/"
DIFFERENCES = {
    f"{_SHARED}5": Difference("<HDOP> is empty: it is not said", fields={(0, "hdop"): None}),
    f"{_SHARED}34": Difference(_NMEA, refused=True),
    f"{_SHARED}35": Difference(_NMEA, refused=True),
    f"{_SHARED}36": Difference(_NMEA, refused=True),
    f"{_SHARED}38": Difference(_NMEA, refused=True),
}
FRAMES = golden.frames("megastek")
LOADED = golden.loaded("megastek")
AT = 1_795_000_000_000
HEAD = (
    "$MGV002,860719020193193,,{flag},181126,110640,A,5107.69800,N,07125.83000,E,00,08,03,0.90,2.5,90,350,,"
    "401,01,262C,0F54,20,,,,,,,,,"
)


@pytest.mark.parametrize("frame", FRAMES)
def test_golden(frame: Frame) -> None:
    """Each golden frame gives its positions, observations and device, or is refused where it is broken."""
    golden.check(frame, Megastek, DIFFERENCES)


@pytest.mark.parametrize("frame", FRAMES)
def test_cut(frame: Frame) -> None:
    """Where the bytes of a frame are cut makes no difference to what comes out."""
    golden.check_cut(frame, Megastek)


@pytest.mark.parametrize("frame", FRAMES)
def test_twice(frame: Frame) -> None:
    """A frame sent twice is read twice."""
    if not DIFFERENCES.get(frame.id, Difference("")).refused:
        golden.check_twice(frame, Megastek)


@given(golden.damaged(LOADED))
def test_survives_damage(damaged: tuple[Frame, bytes]) -> None:
    """A damaged frame gives messages and refusals, never an exception."""
    golden.check_survives(*damaged, Megastek)


@given(st.text(st.characters(codec="latin-1"), max_size=60), st.sampled_from(("R", "S", "X")))
def test_survives_odd_fields(text: str, flag: str) -> None:
    """Whatever stands behind the head, frames are read or refused."""
    language = Megastek()
    events = language.receive((HEAD.format(flag=flag) + text).encode("latin-1") + b";!", NOW_MS)
    for seen in golden.observations(events + language.end(NOW_MS)):
        golden.as_line(seen)


def _is_summed(frame: Frame) -> bool:
    """An STX frame with a checksum of its own that is right."""
    refused = DIFFERENCES.get(frame.id, Difference("")).refused
    return not refused and all(mark in frame.data for mark in (b"STX", b";", b"*"))


@pytest.mark.parametrize("frame", [pytest.param(frame, id=frame.id) for frame in LOADED if _is_summed(frame)])
def test_checksums_protect(frame: Frame) -> None:
    """With any byte of an STX frame changed nothing is observed in it."""
    golden.check_protected(frame, Megastek, 0, len(frame.data.rstrip()))


def _frame(tail: str, flag: str = "R") -> bytes:
    return (HEAD.format(flag=flag) + tail + ";!").encode()


def _seen(language: Megastek, tail: str, flag: str = "R") -> tuple[Observation, ...]:
    (event,) = language.receive(_frame(tail, flag), NOW_MS)
    assert isinstance(event, Message), event
    assert isinstance(event.observations[0], Position)
    return event.observations[1:]


CHARGED = Battery(AT, 80.0, charging=True)
RUNNING = Battery(AT, 80.0, charging=False)


@pytest.mark.parametrize(
    ("tail", "wanted"),
    [
        ("00,080,Timer", (RUNNING, Strap(AT, open=True))),
        ("01,080,Timer", (RUNNING, Strap(AT, open=False))),
        ("13,080,Timer", (CHARGED, Strap(AT, open=False))),
        ("00,080,Belt Off", (Strap(AT, open=True), RUNNING)),
        ("01,080,BeltOff", (Strap(AT, open=True), RUNNING, Strap(AT, open=False))),
        ("00,080,SOS", (Sos(AT), RUNNING, Strap(AT, open=True))),
        ("00,009,Low Battery", (Battery(AT, 9.0, charging=False, low=True), Strap(AT, open=True))),
        ("00,080,PSD", (Power(AT, connected=False), RUNNING, Strap(AT, open=True))),
        ("1-1,080,GEO1 Out", (Alarm(AT, "fence_left"), CHARGED)),
        (",,Shock Alert", (Alarm(AT, "shock_alert"),)),
        (",,Belt Up", (Alarm(AT, "belt_up"),)),
    ],
)
def test_alert_and_states_both_count(tail: str, wanted: tuple[Observation, ...]) -> None:
    """An alert never hides the state of belt and battery, nor they the alert."""
    assert _seen(Megastek(), tail) == wanted


def test_one_of_two_belts_opened() -> None:
    """A belt that was connected and is not any more is open, even while the other holds."""
    language = Megastek()
    assert _seen(language, "03,080,Timer")[-1] == Strap(AT, open=False)
    assert _seen(language, "01,080,Timer")[-1] == Strap(AT, open=True)
    assert _seen(language, "01,080,Timer", "S")[-1] == Strap(AT, open=False)
    assert _seen(language, "03,080,Timer")[-1] == Strap(AT, open=False)


def test_stored_data_is_archived() -> None:
    """Flag S is data from the device's memory."""
    (event,) = Megastek().receive(_frame("01,080,Timer", "S"), NOW_MS)
    assert [item.archived for item in golden.observations([event]) if isinstance(item, Position)] == [True]


def test_length_is_checked() -> None:
    """Four digits before the frame count its bytes; a frame of another length is refused."""
    frame = _frame("01,080,Timer")
    (event,) = Megastek().receive(b"%04d" % len(frame) + frame, NOW_MS)
    assert isinstance(event, Message)
    (event,) = Megastek().receive(b"%04d" % (len(frame) + 1) + frame, NOW_MS)
    assert isinstance(event, Refusal)
    assert event.error.field == "length"


def test_damage_costs_one_frame() -> None:
    """A frame that cannot be read is one refusal; the next is read."""
    good = _frame("01,080,Timer")
    refusal, message = Megastek().receive(good.replace(b"181126", b"181326") + good, NOW_MS)
    assert isinstance(refusal, Refusal)
    assert refusal.error.field == "date"
    assert isinstance(message, Message)


def test_no_alert_is_lost() -> None:
    """Every word of the table but the reasons of a report is an observation, and so is an unknown word."""
    reasons = {"", "timer", "dist", "distance", "angle", "poll", "store"}
    for alert in ALERTS:
        assert bool(read_alert(alert, AT)) == (alert not in reasons)
    assert read_alert("Something New", AT) == (Alarm(AT, "something_new"),)


def test_documented() -> None:
    """docs/protocols/megastek.md names every alert word that is read."""
    page = (golden.ROOT / "docs" / "protocols" / "megastek.md").read_text("utf-8").lower()
    page = "".join(letter for letter in page if letter.isalnum())
    assert [alert for alert in ALERTS if alert not in page] == []
