"""Galileosky: frames of real terminals, frames of the manuals, and damage."""

from __future__ import annotations

import struct

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baqylau.observations import Alarm, Contact, Position
from baqylau.protocols.galileosky import Galileosky
from baqylau.protocols.galileosky.connection import MAX_DATA_BYTES
from baqylau.protocols.galileosky.tags import SIZES
from baqylau.protocols.language import Event, Message, Refusal
from tests.protocols import golden
from tests.protocols.golden import NOW_MS, Difference, Frame

FRAMES = golden.frames("galileosky")
LOADED = golden.loaded("galileosky")
REFUSED = [frame for frame in LOADED if "refused" in frame.line]
SOUND = [frame for frame in LOADED if frame.line["checksum"] == "valid"]
PLACED = bytes.fromhex("20a0fde46930a0000a0d03400a0d03")
DIFFERENCES = {frame.id: Difference(frame.line["origin"], refused=True) for frame in REFUSED}


@pytest.mark.parametrize("frame", FRAMES)
def test_frame_is_read_as_the_file_says(frame: Frame) -> None:
    """Every frame gives the positions, replies and device of its file, or is refused where it is broken."""
    golden.check(frame, Galileosky, DIFFERENCES)


@pytest.mark.parametrize("frame", FRAMES)
def test_frame_cut_at_every_byte(frame: Frame) -> None:
    """A packet that arrives in pieces gives the same events as whole."""
    golden.check_cut(frame, Galileosky)


@pytest.mark.parametrize("frame", FRAMES)
def test_frame_twice(frame: Frame) -> None:
    """A packet sent twice is read twice."""
    if frame.id not in DIFFERENCES:
        golden.check_twice(frame, Galileosky)


@pytest.mark.parametrize("frame", [pytest.param(frame, id=frame.id) for frame in SOUND])
def test_any_changed_byte_is_refused(frame: Frame) -> None:
    """With any single byte changed nothing is observed."""
    golden.check_protected(frame, Galileosky, 0, 0)


@given(golden.damaged(LOADED))
def test_damage_never_escapes(damaged: tuple[Frame, bytes]) -> None:
    """Whatever a bad line makes of a packet, only messages and refusals come out."""
    golden.check_survives(*damaged, Galileosky)


@given(golden.damaged(LOADED), st.sampled_from(SOUND))
@settings(max_examples=60)
def test_damaged_stream_is_cut_alike(damaged: tuple[Frame, bytes], after: Frame) -> None:
    """Damage followed by a good packet gives the same events byte by byte as at once."""
    data = damaged[1] + after.data
    singly = [data[at : at + 1] for at in range(len(data))]
    assert _told(_events([data])) == _told(_events(singly))


@pytest.mark.parametrize("frame", [pytest.param(frame, id=frame.id) for frame in REFUSED])
def test_refusal_names_byte_and_field(frame: Frame) -> None:
    """A packet that arrived whole but cannot be read says where it fails, and is confirmed all the same."""
    (event,) = Galileosky().receive(frame.data, NOW_MS)
    assert isinstance(event, Refusal)
    assert str(event.error).startswith(frame.line["refused"])
    assert event.replies == tuple(golden.wire(reply) for reply in frame.line["reply"])


def test_records_before_an_unknown_tag_are_kept() -> None:
    """A tag that no document has costs what follows it, never the records before it."""
    raw = _packet(PLACED + PLACED + b"\xed\x00\x00")
    message, refusal = Galileosky().receive(raw, NOW_MS)
    assert isinstance(message, Message)
    assert [type(item) for item in message.observations] == [Position, Position]
    assert message.replies == (b"\x02" + raw[-2:],)
    assert isinstance(refusal, Refusal)
    assert str(refusal.error) == "byte 33, tag 0xed: no document has it"


def test_one_bad_record_costs_itself_only() -> None:
    """A record with an impossible place is refused, the one beside it is read."""
    bad = PLACED[:7] + struct.pack("<ii", 91_000_000, 0)
    message, refusal = Galileosky().receive(_packet(bad + PLACED), NOW_MS)
    assert isinstance(message, Message)
    assert len(message.observations) == 1
    assert isinstance(refusal, Refusal)


def test_another_imei_on_the_connection_is_refused() -> None:
    """A connection is one terminal: a second IMEI observes nothing."""
    language = Galileosky()
    language.receive(_packet(b"\x03861234567890123"), NOW_MS)
    (event,) = language.receive(_packet(b"\x03861234567890124" + PLACED), NOW_MS)
    assert isinstance(event, Refusal)
    assert event.device == "861234567890123"


def test_wrong_checksum_is_not_confirmed() -> None:
    """A packet with a wrong checksum is not answered, so the terminal sends it again; the next one is read."""
    raw = _packet(PLACED)
    refusal, message = Galileosky().receive(raw[:-1] + bytes((raw[-1] ^ 1,)) + raw, NOW_MS)
    assert isinstance(refusal, Refusal)
    assert refusal.replies == ()
    assert message.raw == raw


@pytest.mark.parametrize(
    "head", [b"\x00\x01\x00\x00\x00\x00", b"\x01\xff\x7f\x00\x00\x00", b"\x01\x00\x00\0\0\0"]
)
def test_impossible_head_is_fatal(head: bytes) -> None:
    """After an unknown header or impossible length nothing on the connection is trusted."""
    language = Galileosky()
    (event,) = language.receive(head + _packet(PLACED), NOW_MS)
    assert isinstance(event, Refusal)
    assert event.fatal
    assert language.receive(_packet(PLACED), NOW_MS) == []
    assert language.end(NOW_MS) == []


def test_longest_packet_is_taken() -> None:
    """A packet of the greatest length is read, and one byte more is fatal."""
    filler = b"\xea\xff" + bytes(255)
    body = (filler * 20)[: MAX_DATA_BYTES - 5 - len(PLACED)]
    (first, *_) = Galileosky().receive(_packet(PLACED + body), NOW_MS)
    assert isinstance(first, Message)
    (event,) = Galileosky().receive(_packet(PLACED + body + b"\0"), NOW_MS)
    assert isinstance(event, Refusal)
    assert event.fatal


def test_packet_without_time_is_heard_now() -> None:
    """A head packet has no time: the terminal is heard at the time of receipt."""
    (event,) = Galileosky().receive(_packet(b"\x01\x82"), NOW_MS)
    assert isinstance(event, Message)
    assert event.observations == (Contact(NOW_MS),)


@given(st.integers(0, 0xFFFF))
def test_every_status_gives_carriable_observations(status: int) -> None:
    """Whatever the status field, each trouble is said once and stream and store can carry it."""
    (event,) = Galileosky().receive(_packet(PLACED + b"\x40" + status.to_bytes(2, "little")), NOW_MS)
    assert isinstance(event, Message)
    assert len(set(event.observations)) == len(event.observations)
    assert msgspec.msgpack.encode(event.observations)
    alarmed = Alarm(event.observations[0].time_ms, "device_alarm") in event.observations
    assert alarmed == bool(status & 0x8000)


@given(st.binary(min_size=1, max_size=200), st.sampled_from((0x01, 0x08)))
def test_any_content_is_read_or_refused(content: bytes, head: int) -> None:
    """Any content with a right checksum is read or refused, with an offset inside the packet."""
    raw = _packet(content, head)
    for event in Galileosky().receive(raw, NOW_MS):
        if isinstance(event, Refusal):
            assert 0 <= event.error.offset <= len(raw)
        else:
            assert event.observations


def test_every_tag_of_a_length_is_passed_over() -> None:
    """Each tag with a fixed length may stand behind a place without costing it."""
    for tag, size in enumerate(SIZES):
        if size > 0 and tag not in (0x03, 0x20, 0x30):
            (event,) = Galileosky().receive(_packet(PLACED + bytes((tag, *bytes(size)))), NOW_MS)
            assert isinstance(event, Message), hex(tag)
            assert isinstance(event.observations[0], Position)


def _packet(body: bytes, head: int = 0x01) -> bytes:
    data = bytes((head,)) + struct.pack("<H", len(body)) + body
    register = 0xFFFF
    for byte in data:
        register ^= byte
        for _ in range(8):
            register = (register >> 1) ^ (0xA001 if register & 1 else 0)
    return data + struct.pack("<H", register)


def _events(chunks: list[bytes]) -> list[Event]:
    language = Galileosky()
    return golden.run(language, chunks) + language.end(NOW_MS)


def _told(events: list[Event]) -> list[tuple[bytes, str]]:
    return [
        (event.raw, str(event.error) if isinstance(event, Refusal) else repr(event.observations))
        for event in events
    ]
