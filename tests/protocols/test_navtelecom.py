"""Navtelecom: frames of real devices, frames of the vendor's protocol, and damage."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baqylau.observations import Contact, Position
from baqylau.protocols.checksums import crc8_egts
from baqylau.protocols.language import Event, Message, Refusal
from baqylau.protocols.navtelecom import Navtelecom, ntcb
from baqylau.protocols.navtelecom.layout import SIZES, from_mask
from tests.protocols import golden
from tests.protocols.golden import NOW_MS, Difference, Frame

FRAMES = golden.frames("navtelecom")
LOADED = golden.loaded("navtelecom")
REFUSED = [frame for frame in LOADED if "refused" in frame.line]
SOUND = [frame for frame in LOADED if frame.line["checksum"] == "valid" and frame not in REFUSED]
PROTECTED = [frame for frame in SOUND if frame.data != b"\x7f"]

UNTOLD = "navis/Navis/testDecodeFlex20/3"
DIFFERENCES = {
    UNTOLD: Difference(
        "v6.2, 1.2.1: *>FLEX tells which fields a record has; the file leaves out the one that came before",
        refused=True,
    ),
} | {frame.id: Difference(frame.line["origin"], refused=True) for frame in REFUSED}

ANNOUNCED = (*range(1, 21), 29, 37, 45, 69, 70, 71)
"""Fields of the record of UNTOLD: those that the file's attributes name, in the order of the Annex."""


@pytest.mark.parametrize("frame", FRAMES)
def test_frame_is_read_as_the_file_says(frame: Frame) -> None:
    """Every frame gives the positions, replies and device of its file, or a difference that is written down."""
    golden.check(frame, Navtelecom, DIFFERENCES)


@pytest.mark.parametrize("frame", [param for param in FRAMES if param.id in (UNTOLD, "shared/navtelecom")])
def test_flex_record_of_a_real_device(frame: Frame) -> None:
    """After a negotiation of its fields the frame that lacks one gives the file's position and reply."""
    golden.check(replace(frame, before=(_negotiation(20, ANNOUNCED),)), Navtelecom, {})


@pytest.mark.parametrize("frame", FRAMES)
def test_frame_cut_at_every_byte(frame: Frame) -> None:
    """A message that arrives in pieces gives the same events as whole."""
    golden.check_cut(frame, Navtelecom)


@pytest.mark.parametrize("frame", FRAMES)
def test_frame_twice(frame: Frame) -> None:
    """A message sent twice is read twice."""
    if frame.id not in DIFFERENCES:
        golden.check_twice(frame, Navtelecom)


@pytest.mark.parametrize("frame", [pytest.param(frame, id=frame.id) for frame in PROTECTED])
def test_any_changed_byte_is_refused(frame: Frame) -> None:
    """With any single byte changed nothing is observed; the first byte of FLEX is one bit from a ping."""
    if frame.id != UNTOLD:
        golden.check_protected(frame, Navtelecom, int(frame.data[0] == 0x7E), 0)


@given(golden.damaged(LOADED))
def test_damage_never_escapes(damaged: tuple[Frame, bytes]) -> None:
    """Whatever a bad line makes of a message, only messages and refusals come out."""
    golden.check_survives(*damaged, Navtelecom)


@given(golden.damaged(LOADED), st.sampled_from(SOUND))
@settings(max_examples=60)
def test_damaged_stream_is_cut_alike(damaged: tuple[Frame, bytes], after: Frame) -> None:
    """Damage followed by a good message gives the same events byte by byte as at once."""
    frame, bad = damaged
    data = bad + after.data
    singly = [data[at : at + 1] for at in range(len(data))]
    assert _told(_events(frame, [data])) == _told(_events(frame, singly))


@pytest.mark.parametrize("frame", [pytest.param(frame, id=frame.id) for frame in REFUSED])
def test_refusal_names_byte_and_field(frame: Frame) -> None:
    """What cannot be read gives its offset in the message, its name, and the answer that its file has."""
    language = Navtelecom()
    golden.run(language, frame.before)
    (event,) = language.receive(frame.data, NOW_MS)
    assert isinstance(event, Refusal)
    assert str(event.error).startswith(frame.line["refused"])
    assert event.replies == tuple(golden.wire(reply) for reply in frame.line["reply"])


def test_one_bad_record_costs_itself_only() -> None:
    """In an archive message a record with an impossible place is refused, the other one is read."""
    language = Navtelecom()
    language.receive(_negotiation(10, (9, 10, 11)), NOW_MS)
    body = _place(1_700_000_000, 60_000_000, 0) + _place(1_700_000_060, 600_000, 600_000)
    message, refusal = language.receive(_flex(b"~A\x02" + body), NOW_MS)
    assert isinstance(message, Message)
    (position,) = message.observations
    assert isinstance(position, Position)
    assert (position.lat, position.time_ms) == (1.0, 1_700_000_060_000)
    assert message.replies == (_flex(b"~A\x02"),)
    assert isinstance(refusal, Refusal)


def test_place_without_receiver_state_is_not_valid() -> None:
    """Without field 8 nothing says that the place is current, so it is not called so."""
    language = Navtelecom()
    language.receive(_negotiation(10, (9, 10, 11)), NOW_MS)
    (event,) = language.receive(_flex(b"~C" + _place(1_700_000_000, 600_000, 600_000)), NOW_MS)
    assert isinstance(event, Message)
    assert event.observations[0].valid is False  # type: ignore[union-attr]


def test_new_negotiation_counts() -> None:
    """A device that announces other fields is read by the new mask."""
    language = Navtelecom()
    language.receive(_negotiation(10, (1, 2, 3)), NOW_MS)
    language.receive(_negotiation(10, (9, 10, 11)), NOW_MS)
    (event,) = language.receive(_flex(b"~C" + _place(1_700_000_000, 600_000, 600_000)), NOW_MS)
    assert isinstance(event, Message)
    assert isinstance(event.observations[0], Position)


def test_later_version_is_answered_with_the_latest_known() -> None:
    """A version after 3.0 is answered with 3.0, and its mask is not used."""
    language = Navtelecom()
    (event,) = language.receive(_ntcb(b"*>FLEX\xb0\x28\x28\xff" + bytes(32)), NOW_MS)
    assert isinstance(event, Message)
    assert event.replies[0].endswith(b"*<FLEX\xb0\x1e\x1e")
    (lost,) = language.receive(_flex(b"~C"), NOW_MS)
    assert isinstance(lost, Refusal)
    assert lost.fatal


def test_another_identity_is_refused() -> None:
    """A connection is one device: a second handshake with another number changes nothing."""
    language = Navtelecom()
    language.receive(_ntcb(b"*>S:866795033323864"), NOW_MS)
    (event,) = language.receive(_ntcb(b"*>S:866795033323865"), NOW_MS)
    assert isinstance(event, Refusal)
    assert event.device == "866795033323864"


@pytest.mark.parametrize("data", [b"GET /", b"~Z", b"@NTX" + bytes(12), b"@NTC" + bytes(11) + b"\xff"])
def test_lost_stream_is_fatal(data: bytes) -> None:
    """What no message begins with ends the trust in the connection."""
    language = Navtelecom()
    (event,) = language.receive(data, NOW_MS)
    assert isinstance(event, Refusal)
    assert event.fatal
    assert language.receive(_ntcb(b"*>S:866795033323864"), NOW_MS) == []
    assert language.end(NOW_MS) == []


def test_ping_is_contact() -> None:
    """The ping of one byte is heard and not answered."""
    (event,) = Navtelecom().receive(b"\x7f", NOW_MS)
    assert event == Message(b"\x7f", None, (Contact(NOW_MS),))


def test_layout_of_all_fields() -> None:
    """A mask of every field counts every size once; the Annex has 255 fields."""
    assert len(SIZES) == 255
    layout = from_mask(b"\xff" * 32, 255)
    assert layout.size == sum(SIZES)
    assert layout.at[255] == layout.size - 8


@given(st.binary(max_size=120), st.sampled_from((b"*>T", b"*>A", b"*>S", b"*>FLEX\xb0", b"*#", b"")))
def test_any_ntcb_content_is_read_or_refused(content: bytes, head: bytes) -> None:
    """Any content with right sums is read or refused, with an offset inside the message."""
    raw = _ntcb(head + content)
    for event in Navtelecom().receive(raw, NOW_MS):
        if isinstance(event, Refusal):
            assert 0 <= event.error.offset <= len(raw)
        else:
            assert event.observations


@given(st.sets(st.integers(1, 255)), st.data())
def test_any_record_of_any_mask_is_read_or_refused(fields: set[int], data: st.DataObject) -> None:
    """Whatever fields a device announces, any record of them is read or refused."""
    language = Navtelecom()
    language.receive(_negotiation(30, tuple(fields)), NOW_MS)
    size = sum(SIZES[number - 1] for number in fields)
    record = data.draw(st.binary(min_size=size, max_size=size))
    events = language.receive(_flex(b"~A\x01" + record), NOW_MS)
    assert [isinstance(event, Message | Refusal) for event in events] == [True]


def _negotiation(version: int, fields: tuple[int, ...]) -> bytes:
    count = {10: 69, 20: 122, 30: 255}[version]
    mask = bytearray((count + 7) // 8)
    for number in fields:
        mask[(number - 1) // 8] |= 0x80 >> (number - 1) % 8
    return _ntcb(b"*>FLEX\xb0" + bytes((version, version, count)) + mask)


def _ntcb(data: bytes) -> bytes:
    return ntcb.reply(ntcb.Header(b"@NTC", 0, 1, 0, 0, 0), data)


def _flex(data: bytes) -> bytes:
    return data + bytes((crc8_egts(data),))


def _place(seconds: int, lat: int, lon: int) -> bytes:
    return b"".join(value.to_bytes(4, "little", signed=True) for value in (seconds, lat, lon))


def _events(frame: Frame, chunks: list[bytes]) -> list[Event]:
    language = Navtelecom()
    golden.run(language, frame.before)
    return golden.run(language, chunks) + language.end(NOW_MS)


def _told(events: list[Event]) -> list[tuple[bytes, str]]:
    return [
        (event.raw, str(event.error) if isinstance(event, Refusal) else repr(event.observations))
        for event in events
    ]
