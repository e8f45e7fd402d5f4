"""Meitrack: text and binary reports."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baqylau.observations import Alarm, Battery, Jamming, Observation, Position, Power, Sos
from baqylau.protocols.language import Message, Refusal
from baqylau.protocols.meitrack import Meitrack
from baqylau.protocols.meitrack.events import EVENTS, read_event
from tests.protocols import golden
from tests.protocols.golden import NOW_MS, Difference, Frame

_HDOP = "HDOP comes in tenths, as in CCC: nine satellites do not give 11; 0 was not computed"
_SHARED = "meitrack/Meitrack/testDecode/"
DIFFERENCES = {
    f"{_SHARED}2": Difference(_HDOP, fields={(0, "hdop"): 0.8}),
    f"{_SHARED}3": Difference(_HDOP, fields={(0, "hdop"): 1.1}),
    f"{_SHARED}9": Difference(_HDOP, fields={(0, "hdop"): None}),
    f"{_SHARED}11": Difference(_HDOP, fields={(0, "hdop"): 99.9, (1, "hdop"): 99.9}),
    f"{_SHARED}35": Difference(
        "1.1: the length counts from the comma to the line end; it says 141, and 139 are there", refused=True
    ),
    f"{_SHARED}50": Difference(
        "the confirmation ends with its line end", replies=(b"@@G28,369800013460674,CCC,18*1A\r\n",)
    ),
}
FRAMES = golden.frames("meitrack")
LOADED = golden.loaded("meitrack")
SOUND = [
    frame
    for frame in LOADED
    if not frame.broken and not DIFFERENCES.get(frame.id, Difference("")).refused and len(frame.data) < 300
]
AT = 1_795_000_000_000
REPORT = (
    "AAA,{event},51.128300,71.430500,261118110640,A,9,21,4,270,0.9,350,16345,20145,401|1|262C|0F54,0000,"
    "{analogue},,"
)


@pytest.mark.parametrize("frame", FRAMES)
def test_golden(frame: Frame) -> None:
    """Each golden frame gives its positions, observations, replies and device, or is refused."""
    golden.check(frame, Meitrack, DIFFERENCES)


@pytest.mark.parametrize("frame", [item for item in LOADED if len(item.data) < 300], ids=lambda item: item.id)
def test_cut(frame: Frame) -> None:
    """Where the bytes of a frame are cut makes no difference to what comes out."""
    golden.check_cut(frame, Meitrack)


@pytest.mark.parametrize("frame", FRAMES)
def test_twice(frame: Frame) -> None:
    """A frame sent twice is read twice."""
    if frame.id != f"{_SHARED}35":
        golden.check_twice(frame, Meitrack)


@pytest.mark.parametrize("frame", SOUND, ids=lambda frame: frame.id)
def test_checksum_protects(frame: Frame) -> None:
    """With any single byte changed, from the length to the checksum, nothing is observed."""
    golden.check_protected(frame, Meitrack, 0, len(frame.data.rstrip(b"\r\n")))


@given(golden.damaged(LOADED))
def test_survives_damage(damaged: tuple[Frame, bytes]) -> None:
    """A damaged frame gives messages and refusals, never an exception."""
    golden.check_survives(*damaged, Meitrack)


def _packet(content: bytes) -> bytes:
    body = b",353358017784062,%b*" % content
    whole = b"$$A%d%b" % (len(body) + 4, body)
    return whole + b"%02X\r\n" % (sum(whole) & 0xFF)


@given(st.sampled_from((b"CCE,", b"CCC,", b"AAA,", b"D00,")), st.binary(max_size=120))
def test_any_content_is_read_or_refused(command: bytes, content: bytes) -> None:
    """Any content under a right checksum is read or refused, with an offset inside the frame."""
    raw = _packet(command + content)
    (event,) = Meitrack().receive(raw, NOW_MS)
    if isinstance(event, Refusal):
        assert 0 <= event.error.offset <= len(raw)
    else:
        assert event.observations or b"CC" in command


def _seen(event: int, analogue: str = "0000|0000|0000|018D|04F0") -> tuple[Observation, ...]:
    packet = _packet(REPORT.format(event=event, analogue=analogue).encode())
    (message,) = Meitrack().receive(packet, NOW_MS)
    assert isinstance(message, Message), message
    assert isinstance(message.observations[0], Position)
    return message.observations[1:]


BATTERY, SUPPLY = Battery(AT, voltage_v=3.97), Power(AT, connected=True, voltage_v=12.64)


@pytest.mark.parametrize(
    ("event", "wanted"),
    [
        (35, (BATTERY, SUPPLY)),
        (1, (Sos(AT), BATTERY, SUPPLY)),
        (17, (Battery(AT, voltage_v=3.97, low=True), SUPPLY)),
        (23, (Power(AT, connected=False), BATTERY)),
        (44, (Jamming(AT, active=True), BATTERY, SUPPLY)),
        (777, (Alarm(AT, "event_777"), BATTERY, SUPPLY)),
    ],
)
def test_event_and_states_both_count(event: int, wanted: tuple[Observation, ...]) -> None:
    """An event never hides battery and supply; a cut supply is not also connected."""
    assert _seen(event) == wanted


@pytest.mark.parametrize(
    ("analogue", "volts"),
    [
        ("0|0|0|018D|0", 3.97),
        ("0|0|0|02D3|0", 4.236),
        ("0|0|0|0A58|0", 4.267),
        ("4.01|12.5|3.1|3.0|2.8", 4.01),
    ],
)
def test_battery_of_every_model(analogue: str, volts: float) -> None:
    """The one formula that gives a lithium cell's voltage is taken."""
    (battery,) = (item for item in _seen(35, analogue) if isinstance(item, Battery))
    assert battery.voltage_v == pytest.approx(volts, abs=1e-3)


def test_battery_that_no_formula_gives() -> None:
    """A value that is a lithium cell's voltage in no formula is not read."""
    assert _seen(35, "0|0|0|0400|0") == ()


def test_no_event_is_lost() -> None:
    """Every code of the table but the reasons of a report is an observation."""
    reasons = {0, 9, 31, 32, 33, 34, 35, 37, 39}
    assert {code for code in EVENTS if read_event(code, AT) is None} == reasons


def test_documented() -> None:
    """docs/protocols/meitrack.md has a row for every event code that is read."""
    page = (golden.ROOT / "docs" / "protocols" / "meitrack.md").read_text("utf-8").split("## Events")[1]
    rows = " ".join(line.split("|")[1] for line in page.splitlines() if line.startswith("|"))
    assert {code for code in EVENTS if str(code) not in rows.replace(",", " ").split()} == set()


def test_a_wrong_length_swallows_no_frame() -> None:
    """A frame inside the bytes that a wrong length claims is found."""
    good = _packet(REPORT.format(event=1, analogue="0|0|0|0|0").encode())
    longer = good.replace(b"$$A1", b"$$A2", 1)
    events = Meitrack().receive(longer + good + good, NOW_MS)
    assert [event.raw for event in events if isinstance(event, Message)] == [good[:-2]] * 2
