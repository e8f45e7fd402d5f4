"""EGTS: golden frames of real terminals and vectors built from GOST R 54619 and GOST 33472."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given

from baqylau.observations import Contact, Position
from baqylau.protocols.checksums import crc8_egts, crc16_ccitt
from baqylau.protocols.egts import Egts
from baqylau.protocols.language import Event, Message, Refusal
from tests.protocols import golden

_HDOP = "EGTS_SR_EXT_POS_DATA: HDOP is sent multiplied by 100"
DIFFERENCES = {
    "egts/Egts/testDecodeWithAuth/4": golden.Difference(_HDOP, fields={(0, "hdop"): 1.16}),
    "egts/Egts/testDecodeWithAuth/5": golden.Difference(_HDOP, fields={(0, "hdop"): 0.71, (1, "hdop"): 0.65}),
}

FRAMES = golden.frames("egts")
LOADED = golden.loaded("egts")
NOW = golden.NOW_MS
SECONDS = 500_000_000


@pytest.mark.parametrize("frame", FRAMES)
def test_golden(frame: golden.Frame) -> None:
    """A frame gives the positions, observations, device and replies that its file names."""
    golden.check(frame, Egts, DIFFERENCES)


@pytest.mark.parametrize("frame", FRAMES)
def test_cut(frame: golden.Frame) -> None:
    """A frame that arrives in pieces, cut anywhere, gives the same events as whole."""
    golden.check_cut(frame, Egts)


@pytest.mark.parametrize("frame", FRAMES)
def test_damaged_byte(frame: golden.Frame) -> None:
    """A frame with any one byte changed observes nothing."""
    if not frame.broken:
        golden.check_protected(frame, Egts, 0, len(frame.data))


@given(golden.damaged(LOADED))
def test_damaged(damaged: tuple[golden.Frame, bytes]) -> None:
    """Whatever arrives, only messages and refusals come out."""
    frame, data = damaged
    golden.check_survives(frame, data, Egts)


def packet(number: int, body: bytes, *, kind: int = 1, flags: int = 0) -> bytes:
    head = struct.pack("<BBBBBHHB", 1, 0, flags, 11, 0, len(body), number, kind)
    return head + bytes([crc8_egts(head)]) + body + struct.pack("<H", crc16_ccitt(body))


def record(number: int, object_id: int, body: bytes, service: int = 2) -> bytes:
    return struct.pack("<HHBIBB", len(body), number, 0x81, object_id, service, service) + body


IDENTITY = record(1, 5, struct.pack("<BHIB", 1, 5, 77, 0), service=1)


def position(seconds: int = SECONDS) -> bytes:
    return struct.pack("<BHIIIBHB3xBB", 16, 21, seconds, 1 << 30, 1 << 30, 1, 0, 0, 0, 0)


def receive(*packets: bytes) -> list[Event]:
    language = Egts()
    return [event for data in packets for event in language.receive(data, NOW)]


def only(events: list[Event]) -> Event:
    assert len(events) == 1
    return events[0]


def result_of(reply: bytes) -> tuple[int, int]:
    """Packet id and result code of an EGTS_PT_RESPONSE."""
    assert reply[9] == 0
    return struct.unpack_from("<HB", reply, 11)


def record_results(reply: bytes) -> list[tuple[int, int]]:
    """Record number and result of every confirmation in a response with one record."""
    body = reply[14 + 7 : -2]
    return [struct.unpack_from("<HB", body, at + 3) for at in range(0, len(body), 6)]


def test_relayed_objects() -> None:
    """Records of several objects in one packet are a message each, and the last carries the response."""
    data = packet(
        3, record(1, 10, position()) + record(2, 20, position()) + record(3, 10, position(SECONDS + 1))
    )
    first, last = receive(data)
    assert isinstance(first, Message)
    assert isinstance(last, Message)
    assert (first.device, last.device) == ("10", "20")
    assert [item.time_ms for item in first.observations if isinstance(item, Position)] == [
        1_262_304_000_000 + 1000 * (SECONDS + i) for i in (0, 1)
    ]
    assert first.raw == last.raw == data
    assert first.replies == first.rejection == ()
    assert record_results(last.replies[0]) == [(1, 0), (2, 0), (3, 0)]
    assert record_results(last.rejection[0]) == [(1, 0), (2, 146), (3, 0)]


def test_own_object() -> None:
    """Records that name the object the terminal authenticated as are the terminal's, others are not."""
    identity = struct.pack("<BHIB15s", 1, 20, 77, 2, b"356307042441013")
    events = receive(
        packet(1, record(1, 900, identity, service=1)),
        packet(2, record(2, 900, position())),
        packet(3, record(3, 77, position())),
        packet(4, record(4, 901, position())),
    )
    assert [event.device for event in events] == ["356307042441013"] * 3 + ["901"]


def test_unknown_terminal_is_told() -> None:
    """A terminal that the register does not know gets EGTS_PC_ID_NFOUND as the result of authentication."""
    event = only(receive(packet(1, IDENTITY)))
    assert isinstance(event, Message)
    response, result = event.rejection
    assert result_of(response) == (1, 0)
    assert (result[9], result[-3]) == (1, 153)
    assert event.replies[1][-3] == 0


def test_own_numbers_advance() -> None:
    """Every packet of ours has an id of its own."""
    events = receive(*[packet(i, record(i, 5, position())) for i in range(3)])
    assert [struct.unpack_from("<H", event.replies[0], 7)[0] for event in events] == [0, 1, 2]


def test_response_is_contact() -> None:
    """A terminal's response to a packet of ours is heard as contact and never answered."""
    _, event = receive(packet(1, IDENTITY), packet(9, b"\x01\x00\x00", kind=0))
    assert isinstance(event, Message)
    assert event.observations == (Contact(NOW),)
    assert event.replies == ()


def test_nobody_is_not_in_contact() -> None:
    """A relaying server that authenticates itself is answered; no device was heard by that."""
    dispatcher = struct.pack("<BHBI", 5, 5, 0, 12)
    event = only(receive(packet(1, record(1, 0, dispatcher, service=1))))
    assert isinstance(event, Message)
    assert (event.device, event.observations) == (None, ())
    assert event.replies[1][-3] == 0


@pytest.mark.parametrize(
    ("flags", "kind", "code", "field"),
    [(0x08, 1, 129, "ENA"), (0x04, 1, 132, "CMP"), (0, 2, 133, "PT")],
)
def test_unreadable_packets(flags: int, kind: int, code: int, field: str) -> None:
    """Encrypted, compressed and signed packets are refused with the standard's code, not fatally."""
    body = record(1, 5, position())
    refused, read = receive(packet(8, body, flags=flags, kind=kind), packet(9, body))
    assert isinstance(refused, Refusal)
    assert (refused.error.field, refused.fatal) == (field, False)
    assert result_of(refused.replies[0]) == (8, code)
    assert isinstance(read, Message)


def test_bad_record_costs_only_itself() -> None:
    """A record that cannot be read is refused by its number; its neighbours are kept."""
    short = struct.pack("<BH", 16, 4) + bytes(4)
    refused, read = receive(packet(1, record(1, 5, position()) + record(2, 5, short)))
    assert isinstance(refused, Refusal)
    assert str(refused.error) == "byte 60, EGTS_SR_POS_DATA: 4 bytes, 21 expected"
    assert isinstance(read, Message)
    assert len([item for item in read.observations if isinstance(item, Position)]) == 1
    assert record_results(read.replies[0]) == [(1, 0), (2, 132)]


def test_only_bad_records() -> None:
    """A packet without one readable record is a refusal that carries the response."""
    event = only(receive(packet(1, record(2, 5, struct.pack("<BH", 16, 400)))))
    assert isinstance(event, Refusal)
    assert event.error.field == "SRL"
    assert record_results(event.replies[0]) == [(2, 132)]


@pytest.mark.parametrize(
    ("body", "field"), [(b"\x01\x00", "record header"), (record(1, 5, position())[:-1], "RL")]
)
def test_broken_records(body: bytes, field: str) -> None:
    """Records that do not fill their packet make it a refusal with EGTS_PC_INC_DATAFORM."""
    event = only(receive(packet(6, body)))
    assert isinstance(event, Refusal)
    assert event.error.field == field
    assert result_of(event.replies[0]) == (6, 132)


@pytest.mark.parametrize("body", [b"", b"\x04\x55"])
def test_precision_shorter_than_flags(body: bytes) -> None:
    """EGTS_SR_EXT_POS_DATA without the fields its flags announce is refused."""
    sub = struct.pack("<BH", 17, len(body)) + body
    event = receive(packet(1, record(1, 5, position() + sub)))[0]
    assert isinstance(event, Refusal)
    assert event.error.field == "EGTS_SR_EXT_POS_DATA"


@pytest.mark.parametrize(
    ("identity", "field"),
    [
        (struct.pack("<IB", 0, 0), "TID"),
        (struct.pack("<IB", 7, 2) + b"3563", "IMEI"),
        (struct.pack("<IB15s", 7, 2, b"35630\x0704244101"), "IMEI"),
        (b"\x01", "EGTS_SR_TERM_IDENTITY"),
    ],
)
def test_bad_identity(identity: bytes, field: str) -> None:
    """A terminal without a readable identity stays unidentified."""
    sub = struct.pack("<BH", 1, len(identity)) + identity
    events = receive(packet(1, record(1, 0, sub, service=1)), packet(2, record(1, 0, position())))
    assert isinstance(events[0], Refusal)
    assert events[0].error.field == field
    assert events[1].device is None


def test_not_egts() -> None:
    """Bytes that are no EGTS header close the connection without a word."""
    language = Egts()
    event = only(language.receive(b"GET / HTTP/1.1\r\n\r\n", NOW))
    assert isinstance(event, Refusal)
    assert event.fatal
    assert event.replies == ()
    assert language.receive(packet(1, b""), NOW) == []
    assert language.end(NOW) == []


def test_no_records() -> None:
    """A packet without records is contact and is answered."""
    head = struct.pack("<BBBBBHHB", 1, 0, 0, 11, 0, 0, 3, 1)
    _, event = receive(packet(1, IDENTITY), head + bytes([crc8_egts(head)]))
    assert isinstance(event, Message)
    assert event.observations == (Contact(NOW),)
    assert result_of(event.replies[0]) == (3, 0)
