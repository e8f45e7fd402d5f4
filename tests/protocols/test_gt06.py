"""GT06 / Concox: frames of real devices, frames of the vendor's documents, and damage."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baqylau.observations import Position
from baqylau.protocols.gt06 import Gt06, framing
from baqylau.protocols.gt06.alarms import ALARMS, LOW_BATTERY, templates
from baqylau.protocols.gt06.replies import long_frame, short_frame
from baqylau.protocols.language import Event, Message, Refusal
from tests.protocols import golden
from tests.protocols.golden import Difference, Frame

FRAMES = golden.frames("gt06")
LOADED = golden.loaded("gt06")
REFUSED = [frame for frame in LOADED if "refused" in frame.line]
SOUND = [frame for frame in LOADED if not frame.broken and frame.line["checksum"] == "valid"]
STREAMED = [frame for frame in SOUND if frame.transport == "tcp" and frame not in REFUSED]

_SHARED = "gt06/Gt06/testDecode/"
DIFFERENCES = {
    f"{_SHARED}24": Difference(
        'V3.1, 6.1: after the alarm\'s "Alarm/Language 2" comes the serial number; the file reads the altitude '
        "from the stop bits 0d0a.",
        fields={(0, "altitude_m"): None},
    ),
    f"{_SHARED}71": Difference(
        "v1.8.1, 4.2 and 4.7: length 0x3C counts 60 bytes and the stop bits are 0d0a; the last byte is missing.",
        refused=True,
    ),
} | {frame.id: Difference(frame.line["origin"], refused=True) for frame in REFUSED}

LOCATION = bytes.fromhex("78781f12110819110216d402f250340828924055d4c801944600d300c09501429c830d0a")
HEARTBEAT = bytes.fromhex("78780a134004040001000fdcee0d0a")


@pytest.mark.parametrize("frame", FRAMES)
def test_frame_is_read_as_the_file_says(frame: Frame) -> None:
    """Every frame gives the positions, replies and device of its file, or a difference that is written down."""
    golden.check(frame, Gt06, DIFFERENCES)


@pytest.mark.parametrize("frame", FRAMES)
def test_frame_cut_at_every_byte(frame: Frame) -> None:
    """A frame that arrives in pieces gives the same events as whole."""
    golden.check_cut(frame, Gt06)


@pytest.mark.parametrize("frame", FRAMES)
def test_frame_twice(frame: Frame) -> None:
    """A frame sent twice is read twice."""
    if frame.id not in DIFFERENCES:
        golden.check_twice(frame, Gt06)


@pytest.mark.parametrize("frame", [pytest.param(frame, id=frame.id) for frame in STREAMED])
def test_any_changed_byte_is_refused(frame: Frame) -> None:
    """With any single byte changed, start and stop bits included, nothing is observed."""
    golden.check_protected(frame, Gt06, 0, 0)


@given(golden.damaged(LOADED))
def test_damage_never_escapes(damaged: tuple[Frame, bytes]) -> None:
    """Whatever a bad line makes of a frame, only messages and refusals come out."""
    golden.check_survives(*damaged, Gt06)


@given(st.binary(max_size=400), st.integers(0, 400))
def test_noise_is_cut_alike(noise: bytes, cut: int) -> None:
    """Bytes that are no frame give the same events however they are cut into reads."""
    data = noise + LOCATION
    assert _outcome([data]) == _outcome([data[:cut], data[cut:]]) == _outcome(_singly(data))


@given(golden.damaged(STREAMED), st.lists(st.sampled_from(STREAMED), min_size=1, max_size=3))
@settings(max_examples=60)
def test_damaged_stream_is_cut_alike(damaged: tuple[Frame, bytes], after: list[Frame]) -> None:
    """Damage followed by good frames gives the same events byte by byte as at once."""
    data = damaged[1] + b"".join(frame.data for frame in after)
    assert _outcome([data]) == _outcome(_singly(data))


@given(
    st.lists(st.sampled_from(STREAMED), min_size=2, max_size=5),
    st.data(),
)
def test_damage_costs_one_frame(frames: list[Frame], data: st.DataObject) -> None:
    """One changed byte in a stream costs its own frame: one refusal, and every other frame is read."""
    victim = data.draw(st.integers(0, len(frames) - 1))
    raw = bytearray(frames[victim].data)
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    parts = [frame.data for frame in frames]
    parts[victim] = bytes(raw)
    events = _events([b"".join(parts)])
    good = [event.raw for event in events if isinstance(event, Message)]
    assert good == parts[:victim] + parts[victim + 1 :]
    assert [event.raw for event in events if isinstance(event, Refusal)] == [bytes(raw)]


@pytest.mark.parametrize("frame", [pytest.param(frame, id=frame.id) for frame in REFUSED])
def test_refusal_names_byte_and_field(frame: Frame) -> None:
    """A field that cannot be gives its offset in the frame and its name."""
    (event,) = Gt06().receive(frame.data, golden.NOW_MS)
    assert isinstance(event, Refusal)
    assert str(event.error).startswith(frame.line["refused"])
    assert event.raw == frame.data


def test_damage_does_not_wait_for_the_end() -> None:
    """A frame after one with changed content is read at once, on the same connection."""
    flipped = LOCATION[:10] + b"\0" + LOCATION[11:]
    refusal, message = Gt06().receive(flipped + HEARTBEAT, golden.NOW_MS)
    assert isinstance(refusal, Refusal)
    assert isinstance(message, Message)


def test_garbage_before_a_frame_is_one_refusal() -> None:
    """Bytes before the first start bits are given up together; the frame after them is read."""
    refusal, message = Gt06().receive(b"GET / HTTP/1.1\r\n" + LOCATION, golden.NOW_MS)
    assert isinstance(refusal, Refusal)
    assert refusal.raw == b"GET / HTTP/1.1\r\n"
    assert message.raw == LOCATION


def test_a_wrong_length_swallows_no_frame() -> None:
    """A length that points to the end of the next frame costs only the frame that has it."""
    longer = LOCATION[:2] + bytes((LOCATION[2] + len(HEARTBEAT),)) + LOCATION[3:]
    refusal, message = Gt06().receive(longer + HEARTBEAT, golden.NOW_MS)
    assert refusal.raw == longer
    assert message.raw == HEARTBEAT


def test_endless_noise_is_fatal() -> None:
    """A peer that sends no frame within the limit is no GT06 device; afterwards nothing is returned."""
    language = Gt06()
    events = language.receive(b"\0" * (framing.MAX_FRAME_BYTES + 2), golden.NOW_MS)
    assert [isinstance(event, Refusal) and event.fatal for event in events] == [True]
    assert language.receive(LOCATION, golden.NOW_MS) == []
    assert language.end(golden.NOW_MS) == []


def test_buffer_is_bounded() -> None:
    """Start bits without a frame behind them are held no longer than the limit."""
    language = Gt06()
    events = language.receive(b"\x79\x79\xff\xff" + b"\0" * 3000, golden.NOW_MS)
    assert any(isinstance(event, Refusal) and event.fatal for event in events)


def test_unfinished_frame_at_the_end() -> None:
    """What the peer left unfinished is one refusal that says how much came."""
    language = Gt06()
    assert language.receive(LOCATION[:20], golden.NOW_MS) == []
    (event,) = language.end(golden.NOW_MS)
    assert str(event.error) == "byte 20, frame: 20 of 36 bytes came"  # type: ignore[union-attr]


def test_datagram_is_complete() -> None:
    """In a datagram nothing is waited for: a cut frame is refused at once."""
    (event,) = Gt06("udp").receive(LOCATION[:20], golden.NOW_MS)
    assert isinstance(event, Refusal)


def test_device_of_the_login_holds() -> None:
    """Frames after the login carry its identity, refusals too."""
    login = bytes.fromhex("78780d01012345678901234500018cdd0d0a")
    events = Gt06().receive(login + LOCATION + LOCATION[:10] + b"\0" + LOCATION[11:], golden.NOW_MS)
    assert [event.device for event in events] == ["123456789012345"] * 3


@pytest.mark.parametrize("code", sorted(ALARMS.keys() - {0}))
def test_no_alarm_code_is_lost(code: int) -> None:
    """Every alarm code of the table comes out of an alarm packet as an observation."""
    content = LOCATION[4:22] + b"\x09" + LOCATION[22:30] + bytes((0, 5, 3, code, 2))
    (event,) = Gt06().receive(_frame(0x26, content), golden.NOW_MS)
    assert isinstance(event, Message)
    kinds = {type(item) for item in event.observations}
    assert {type(item) for item in templates(ALARMS, code)} <= kinds
    if LOW_BATTERY in templates(ALARMS, code):
        assert any(getattr(item, "low", False) for item in event.observations)


def test_the_documented_table_has_every_code() -> None:
    """docs/protocols/gt06.md has a row for every alarm code that is read."""
    page = (golden.ROOT / "docs" / "protocols" / "gt06.md").read_text("utf-8")
    page = page.split("## Alarms")[1].split("## Refused")[0]
    rows = [line.split("|")[1] for line in page.splitlines() if line.startswith("| 0x")]
    named = {int(code, 16) for row in rows for code in re.findall(r"0x([0-9A-F]{2})", row)}
    assert set(ALARMS) - {0} <= named


@given(st.integers(0, 255), st.integers(0, 255), st.integers(0, 6))
def test_alarm_byte_and_status_bits_both_count(information: int, code: int, level: int) -> None:
    """An alarm packet always gives its position first, and observations that stream and store can carry."""
    content = LOCATION[4:22] + b"\x09" + LOCATION[22:30] + bytes((information, level, 3, code, 2))
    (event,) = Gt06().receive(_frame(0x16, content), golden.NOW_MS)
    assert isinstance(event, Message)
    assert isinstance(event.observations[0], Position)
    assert len(set(event.observations)) == len(event.observations)
    assert msgspec.msgpack.encode(event.observations)


@given(st.integers(0, 255), st.booleans(), st.binary(max_size=80))
def test_any_content_is_read_or_refused(number: int, long: bool, content: bytes) -> None:
    """Any content under any protocol number is read or refused, with an offset inside the frame."""
    raw = long_frame(bytes((number,)) + content + b"\0\1") if long else _frame(number, content)
    (event,) = Gt06().receive(raw, golden.NOW_MS)
    if isinstance(event, Refusal):
        assert 0 <= event.error.offset < len(raw)
    else:
        assert event.observations


@given(st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001
def test_dates(moment: datetime) -> None:
    """Every second of 2000 to 2099 is read as what the calendar says."""
    fields = (moment.year - 2000, moment.month, moment.day, moment.hour, moment.minute, moment.second)
    content = bytes(fields) + LOCATION[10:30]
    (event,) = Gt06().receive(_frame(0x12, content), golden.NOW_MS)
    assert isinstance(event, Message)
    assert event.observations[0].time_ms == int(moment.timestamp()) * 1000


def _frame(number: int, content: bytes) -> bytes:
    return short_frame(bytes((number,)) + content + b"\0\1")


def _events(chunks: Sequence[bytes]) -> list[Event]:
    language = Gt06()
    return golden.run(language, chunks) + language.end(golden.NOW_MS)


def _singly(data: bytes) -> list[bytes]:
    return [data[at : at + 1] for at in range(len(data))]


def _outcome(chunks: Sequence[bytes]) -> list[tuple[bytes, str]]:
    return [(event.raw, _told(event)) for event in _events(chunks)]


def _told(event: Event) -> str:
    return str(event.error) if isinstance(event, Refusal) else repr(event.observations)
