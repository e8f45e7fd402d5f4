"""Teltonika over TCP and UDP."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baqylau.observations import Contact, Position
from baqylau.protocols.checksums import crc16_ibm
from baqylau.protocols.language import Message, Refusal, Transport
from baqylau.protocols.teltonika import Teltonika
from baqylau.protocols.teltonika.connection import MAX_DATA_BYTES
from tests.protocols import golden
from tests.protocols.golden import NOW_MS, Difference, Frame

IMEI = "356307042441013"
LOGIN = b"\x00\x0f" + IMEI.encode()
DIFFERENCES = {
    "teltonika/Teltonika/testDecode/29": Difference(
        "Data Field Length counts from Codec ID to Number of Data 2: it is 0 here, the CRC is missing",
        refused=True,
    ),
    "teltonika/Teltonika/testDecode/32": Difference(
        "the fourth record's mask holds signal and operator but no coordinates, so it is no position",
        missing=frozenset((3,)),
    ),
    "teltonika/Teltonika/testDecode/47": Difference(
        "Speed of the GPS element is the speed calculated from satellites; the file has element 24 instead",
        fields={(i, "speed_kmh"): kmh for i, kmh in enumerate((4, 3, 6, 6, 7, 6, 6, 7, 8, 8, 8))},
    ),
    "teltonika/Teltonika/testDecodeConnectionless/1": Difference(
        "UDP channel protocol: the acknowledgement repeats the packet id of the packet it answers (CAFE)",
        replies=(bytes.fromhex("0005cafe012201"),),
    ),
}
FRAMES = golden.frames("teltonika")
LOADED = golden.loaded("teltonika")
PROTECTED = [frame for frame in LOADED if frame.line["checksum"] == "valid"]
CODECS = (0x07, 0x08, 0x8E, 0x10, 0x0C, 0x0D, 0x0E, 0x0F, 0x63)


@pytest.mark.parametrize("frame", FRAMES)
def test_golden(frame: Frame) -> None:
    """Each golden frame gives its positions, replies and device, or is refused where it is broken."""
    golden.check(frame, Teltonika, DIFFERENCES)


@pytest.mark.parametrize("frame", FRAMES)
def test_cut(frame: Frame) -> None:
    """Where the bytes of a frame are cut makes no difference to what comes out."""
    golden.check_cut(frame, Teltonika)


@pytest.mark.parametrize("frame", FRAMES)
def test_twice(frame: Frame) -> None:
    """A frame sent twice is read twice."""
    golden.check_twice(frame, Teltonika)


@pytest.mark.parametrize(
    "frame", [item for item in LOADED if item.line["checksum"] == "valid"], ids=lambda f: f.id
)
def test_checksum_protects(frame: Frame) -> None:
    """No damaged byte between codec id and checksum leaves anything to observe."""
    golden.check_protected(frame, Teltonika, 8, len(frame.data))


@given(golden.damaged(LOADED))
@settings(max_examples=500, deadline=None)
def test_survives_damage(damaged: tuple[Frame, bytes]) -> None:
    """A damaged frame gives messages and refusals, never an exception."""
    golden.check_survives(*damaged, Teltonika)


@given(st.binary(max_size=200), st.sampled_from(("tcp", "udp")))
@settings(deadline=None)
def test_survives_noise(data: bytes, transport: Transport) -> None:
    """Noise gives messages and refusals, never an exception."""
    language = Teltonika(transport)
    assert all(isinstance(event, Message | Refusal) for event in language.receive(data, NOW_MS))
    language.end(NOW_MS)


@given(
    st.binary(max_size=120),
    st.integers(0, 3),
    st.sampled_from(CODECS),
)
@settings(max_examples=500, deadline=None)
def test_survives_nonsense_with_a_right_checksum(body: bytes, count: int, codec: int) -> None:
    """A right checksum over nonsense is refused or read, never an exception."""
    language = Teltonika()
    events = language.receive(_frame(bytes([codec, count]) + body + bytes([count])), NOW_MS)
    assert events
    assert all(isinstance(event, Message | Refusal) for event in events)


def _frame(data: bytes) -> bytes:
    return bytes(4) + len(data).to_bytes(4, "big") + data + crc16_ibm(data).to_bytes(4, "big")


def _record(time_ms: int, lat: float, lon: float, satellites: int = 9) -> bytes:
    place = round(lon * 1e7).to_bytes(4, "big", signed=True) + round(lat * 1e7).to_bytes(
        4, "big", signed=True
    )
    return time_ms.to_bytes(8, "big") + b"\x00" + place + bytes((1, 94, 0, 90, satellites, 0, 5)) + bytes(6)


def _records(*records: bytes) -> bytes:
    return _frame(bytes([8, len(records)]) + b"".join(records) + bytes([len(records)]))


def test_login_names_the_frames_that_follow() -> None:
    """Frames after the login carry its IMEI; the login is answered 01, and 00 for an unknown device."""
    language = Teltonika()
    login, frame = language.receive(LOGIN + _records(_record(NOW_MS, 51.1, 71.4)), NOW_MS)
    assert login == Message(LOGIN, IMEI, (Contact(NOW_MS),), (b"\x01",), (b"\x00",))
    assert isinstance(frame, Message)
    assert frame.device == IMEI


def test_a_second_identity_on_one_connection_is_refused() -> None:
    """A login with another IMEI ends the connection."""
    language = Teltonika()
    language.receive(LOGIN, NOW_MS)
    (event,) = language.receive(b"\x00\x0f" + b"1" * 15, NOW_MS)
    assert isinstance(event, Refusal)
    assert event.fatal
    assert language.receive(LOGIN, NOW_MS) == []


def test_wrong_checksum_is_answered_zero_and_the_next_frame_is_read() -> None:
    """A frame with a wrong checksum is acknowledged with 0 records and costs nothing that follows."""
    good = _records(_record(NOW_MS, 51.1, 71.4))
    bad = good[:-1] + bytes([good[-1] ^ 1])
    refusal, message = Teltonika().receive(bad + good, NOW_MS)
    assert isinstance(refusal, Refusal)
    assert (refusal.replies, refusal.fatal) == ((bytes(4),), False)
    assert refusal.error.field == "CRC-16"
    assert isinstance(message, Message)


def test_impossible_coordinates_cost_only_their_own_record() -> None:
    """Of three records, one with latitude 95 is refused, two are read, and all three are acknowledged."""
    records = [_record(NOW_MS, 51.1, 71.4), _record(NOW_MS + 1, 95.0, 71.4), _record(NOW_MS + 2, 51.2, 71.4)]
    message, refusal = Teltonika().receive(_records(*records), NOW_MS)
    assert [seen.time_ms for seen in message.observations] == [NOW_MS, NOW_MS + 2]  # type: ignore[union-attr]
    assert message.replies == (bytes((0, 0, 0, 3)),)
    assert isinstance(refusal, Refusal)
    assert refusal.raw == records[1]
    assert not refusal.fatal


def test_an_oversized_frame_is_refused_before_it_is_buffered() -> None:
    """A length above the limit ends the connection at once."""
    (event,) = Teltonika().receive(bytes(4) + (MAX_DATA_BYTES + 1).to_bytes(4, "big"), NOW_MS)
    assert isinstance(event, Refusal)
    assert event.fatal
    assert event.error.field == "data length"


def test_no_satellites_is_no_current_fix() -> None:
    """A record with 0 satellites repeats the last place: not valid, without speed and course."""
    (event,) = Teltonika().receive(_records(_record(NOW_MS, 51.1, 71.4, satellites=0)), NOW_MS)
    (seen,) = golden.observations([event])
    assert isinstance(seen, Position)
    assert (seen.valid, seen.speed_kmh, seen.course_deg, seen.satellites) == (False, None, None, 0)


def test_an_unfinished_frame_is_refused_at_the_end() -> None:
    """What the peer left unfinished comes back as one refusal."""
    language = Teltonika()
    assert language.receive(_records(_record(NOW_MS, 51.1, 71.4))[:30], NOW_MS) == []
    (event,) = language.end(NOW_MS)
    assert isinstance(event, Refusal)
    assert len(event.raw) == 30


def test_a_datagram_with_a_wrong_length_is_refused() -> None:
    """UDP has no checksum, so a datagram whose length does not fit is not read at all."""
    udp = next(frame for frame in LOADED if frame.id == "teltonika/spec/udp8/1")
    (event,) = Teltonika("udp").receive(udp.data + b"\x00", NOW_MS)
    assert isinstance(event, Refusal)


def test_an_unknown_device_is_answered_zero_records_by_udp() -> None:
    """The rejection of a datagram acknowledges none of its records."""
    udp = next(frame for frame in LOADED if frame.id == "teltonika/spec/udp8/1")
    (event,) = Teltonika("udp").receive(udp.data, NOW_MS)
    assert isinstance(event, Message)
    assert event.rejection == (bytes.fromhex("0005cafe010500"),)
