"""JT/T 808: frames of real devices, frames of the standards, and damage."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baqylau.observations import Contact, Position, Power
from baqylau.protocols.jt808 import Jt808, framing
from baqylau.protocols.jt808.alarms import FLAGS
from baqylau.protocols.jt808.framing import frame as framed
from baqylau.protocols.language import Event, Message, Refusal
from tests.protocols import golden
from tests.protocols.golden import NOW_MS, Difference, Frame

_SHARED = "jt808/Jt808/testDecode/"


def _on_the_wire(frame: Frame) -> Frame:
    """The file has frames and replies after unescaping; the standard sends 7d and 7e inside as two bytes."""
    if not frame.id.startswith(_SHARED):
        return frame
    line = dict(frame.line)
    if "reply" in line:
        line["reply"] = [{"hex": _escaped(golden.wire(reply)).hex()} for reply in line["reply"]]
    return replace(frame, data=_escaped(frame.data), line=line)


def _escaped(data: bytes) -> bytes:
    if data[:1] != b"\x7e":
        return data
    return b"\x7e" + data[1:-1].replace(b"\x7d", b"\x7d\x01").replace(b"\x7e", b"\x7d\x02") + b"\x7e"


def _params() -> list[Any]:
    return [
        pytest.param(_on_the_wire(param.values[0]), id=param.id, marks=param.marks)
        if isinstance(param.values[0], Frame)
        else param
        for param in golden.frames("jt808")
    ]


FRAMES = _params()
LOADED = [_on_the_wire(frame) for frame in golden.loaded("jt808")]
REFUSED = [frame for frame in LOADED if "refused" in frame.line]
SOUND = [frame for frame in LOADED if frame.line["checksum"] == "valid" and frame not in REFUSED]
STREAMED = [frame for frame in SOUND if frame.transport == "tcp"]
LAST_PART = "jt808/spec/subpacket-last"

DIFFERENCES = {
    f"{_SHARED}3": Difference(
        "message 0200: 0, 0 under the bit for located; no device is there, so the place is not called valid",
        fields={(0, "valid"): False},
    ),
    f"{_SHARED}7": Difference(
        "item FD holds operator, cell and area (744, 4): 744 is Paraguay's code, no dilution",
        fields={(0, "hdop"): None},
    ),
    f"{_SHARED}53": Difference(
        "the text asks for the time and the answer has the time of receipt",
        replies=(b"(794104004140,1,001,BASE,2,20261118110640)",),
    ),
    f"{_SHARED}70": Difference(
        "5502 says that the report comes from a blind area, which is the archive; its flag says that it was located",
        fields={(0, "valid"): True},
    ),
    f"{_SHARED}71": Difference(
        "the flag behind the longitude has no bit for located, and there is one satellite",
        fields={(0, "valid"): False},
    ),
    f"{_SHARED}111": Difference("a dilution of 0 is none: there is no fix", fields={(0, "hdop"): None}),
} | {frame.id: Difference(frame.line["origin"], refused=True) for frame in REFUSED}

BODY = bytes.fromhex("00000000000000030293c7450495408d03520023007b261031180000")
TERMINAL = bytes.fromhex("013800138000")


@pytest.mark.parametrize("frame", FRAMES)
def test_frame_is_read_as_the_file_says(frame: Frame) -> None:
    """Every frame gives the positions, replies and device of its file, or a difference that is written down."""
    golden.check(frame, Jt808, DIFFERENCES)


@pytest.mark.parametrize("frame", FRAMES)
def test_frame_cut_at_every_byte(frame: Frame) -> None:
    """A frame that arrives in pieces gives the same events as whole."""
    golden.check_cut(frame, Jt808)


@pytest.mark.parametrize("frame", FRAMES)
def test_frame_twice(frame: Frame) -> None:
    """A frame sent twice is read twice; a last subpacket completes its message once."""
    if frame.id not in DIFFERENCES and frame.id != LAST_PART:
        golden.check_twice(frame, Jt808)


@pytest.mark.parametrize("frame", [pytest.param(frame, id=frame.id) for frame in STREAMED])
def test_any_changed_byte_is_refused(frame: Frame) -> None:
    """With any single byte changed, marks included, nothing is observed."""
    golden.check_protected(frame, Jt808, 0, 0)


@given(golden.damaged(LOADED))
def test_damage_never_escapes(damaged: tuple[Frame, bytes]) -> None:
    """Whatever a bad line makes of a frame, only messages and refusals come out."""
    golden.check_survives(*damaged, Jt808)


@given(st.binary(max_size=400), st.integers(0, 400))
def test_noise_is_cut_alike(noise: bytes, cut: int) -> None:
    """Bytes that are no frame give the same events however they are cut into reads."""
    data = noise + STREAMED[0].data
    assert _outcome([data]) == _outcome([data[:cut], data[cut:]]) == _outcome(_singly(data))


@given(golden.damaged(STREAMED), st.lists(st.sampled_from(STREAMED), min_size=1, max_size=3))
@settings(max_examples=60)
def test_damaged_stream_is_cut_alike(damaged: tuple[Frame, bytes], after: list[Frame]) -> None:
    """Damage followed by good frames gives the same events byte by byte as at once."""
    data = damaged[1] + b"".join(frame.data for frame in after)
    assert _outcome([data]) == _outcome(_singly(data))


@given(st.lists(st.sampled_from(STREAMED), min_size=2, max_size=5), st.data())
def test_damage_costs_one_frame(frames: list[Frame], data: st.DataObject) -> None:
    """One changed byte in a stream costs its own frame; every other frame is read."""
    victim = data.draw(st.integers(0, len(frames) - 1))
    raw = bytearray(frames[victim].data)
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    parts = [frame.data for frame in frames]
    parts[victim] = bytes(raw)
    good = [event.raw for event in _events([b"".join(parts)]) if isinstance(event, Message)]
    others = parts[:victim] + parts[victim + 1 :]
    assert [read for read in good if read in others] == others


@pytest.mark.parametrize("frame", [pytest.param(frame, id=frame.id) for frame in REFUSED])
def test_refusal_names_byte_and_field(frame: Frame) -> None:
    """What cannot be read gives its offset, its name, and the answer "message error" of the standard."""
    (event,) = Jt808().receive(frame.data, NOW_MS)
    assert isinstance(event, Refusal)
    assert str(event.error).startswith(frame.line["refused"])
    assert event.replies == tuple(golden.wire(reply) for reply in frame.line["reply"])


def test_one_bad_location_of_a_batch_costs_itself_only() -> None:
    """A batch with one impossible time gives the other location, one refusal, and is accepted."""
    bad = BODY[:22] + bytes.fromhex("261332100000")
    items = b"".join(len(body).to_bytes(2, "big") + body for body in (bad, BODY))
    message, refusal = Jt808().receive(_frame(0x0704, b"\0\2\0" + items), NOW_MS)
    assert isinstance(message, Message)
    assert len(message.observations) == 1
    assert message.replies == (_frame(0x8001, b"\0\5\x07\x04\0", serial=0),)
    assert isinstance(refusal, Refusal)
    assert str(refusal.error).startswith("byte 40, time")


def test_registration_of_an_unknown_terminal_is_rejected() -> None:
    """What to say to a terminal that is not in the register: result 4, "no such terminal", and no code."""
    (event,) = Jt808().receive(_frame(0x0100, bytes(40)), NOW_MS)
    assert isinstance(event, Message)
    assert event.rejection == (_frame(0x8100, b"\0\5\4", serial=0),)


def test_authentication_of_an_unknown_terminal_fails() -> None:
    """What to say to an unknown terminal that authenticates: result 1, failure."""
    (event,) = Jt808().receive(_frame(0x0102, b"code"), NOW_MS)
    assert isinstance(event, Message)
    assert event.rejection == (_frame(0x8001, b"\0\5\1\2\1", serial=0),)


def test_subpackets_in_any_order() -> None:
    """The parts of a message may arrive in any order; the last one to come carries what the whole says."""
    items = b"".join(len(BODY).to_bytes(2, "big") + BODY for _ in range(3))
    body = b"\0\3\1" + items
    parts = [body[:30], body[30:60], body[60:]]
    frames = [_frame(0x0704, part, serial=20 + n, part=(3, n + 1)) for n, part in enumerate(parts)]
    events = _events([frames[2], frames[0], frames[1]])
    seen = [event.observations for event in events if isinstance(event, Message)]
    assert seen[:2] == [(Contact(NOW_MS),)] * 2
    assert [type(item) for item in seen[2]] == [Position] * 3


def test_parts_of_different_messages_are_not_mixed() -> None:
    """A part of another series begins anew: halves of two messages never make one."""
    first = _frame(0x0704, b"\0\1\0\0", serial=20, part=(2, 1))
    other = _frame(0x0704, b"\x1c" + BODY, serial=31, part=(2, 2))
    events = _events([first, other])
    assert golden.observations(events) == [Contact(NOW_MS)] * 2


def test_impossible_part_is_refused() -> None:
    """A part beyond the number of parts is refused."""
    (event,) = Jt808().receive(_frame(0x0704, b"\0", part=(2, 3)), NOW_MS)
    assert isinstance(event, Refusal)
    assert "subpacket" in str(event.error)


def test_shared_mark_and_noise_between_frames() -> None:
    """One mark may end a frame and begin the next; bytes between frames are one refusal."""
    good = _frame(0x0200, BODY)
    events = _events([good + good[1:] + b"zz" + good])
    assert [isinstance(event, Message) for event in events] == [True, True, False, True]


def test_text_between_frames() -> None:
    """A text in parentheses is heard, and its request for the time answered, as the terminal of the connection."""
    good = _frame(0x0200, BODY)
    events = _events([good + b"(1,BASE,2,TIME)" + good])
    assert [event.device for event in events] == ["13800138000"] * 3
    assert events[1].replies == (b"(1,BASE,2,20261118110640)",)


def test_endless_frame_is_fatal() -> None:
    """A frame that does not end within the limit is none; afterwards nothing is returned."""
    language = Jt808()
    events = language.receive(b"\x7e" + b"\0" * framing.MAX_FRAME_BYTES, NOW_MS)
    assert [isinstance(event, Refusal) and event.fatal for event in events] == [True]
    assert language.receive(STREAMED[0].data, NOW_MS) == []
    assert language.end(NOW_MS) == []


def test_datagram_is_complete() -> None:
    """In a datagram nothing is waited for: a cut frame is refused at once."""
    (event,) = Jt808("udp").receive(_frame(0x0200, BODY)[:-4], NOW_MS)
    assert isinstance(event, Refusal)


@pytest.mark.parametrize("bit", range(32))
def test_no_alarm_bit_is_lost(bit: int) -> None:
    """Every bit of the alarm flag comes out as an observation beside the position."""
    (event,) = Jt808().receive(_frame(0x0200, (1 << bit).to_bytes(4, "big") + BODY[4:]), NOW_MS)
    assert isinstance(event, Message)
    position, alarm = event.observations
    assert isinstance(position, Position)
    assert type(alarm) is (Power if bit == 8 else type(FLAGS.get(bit, alarm)))


def test_the_documented_table_has_every_bit() -> None:
    """docs/protocols/jt808.md has a row for every alarm bit."""
    page = (golden.ROOT / "docs" / "protocols" / "jt808.md").read_text("utf-8")
    rows = [line.split("|")[1] for line in page.split("## Alarms")[1].splitlines() if line.startswith("| ")]
    named = {int(bit) for row in rows for bit in re.findall(r"\d+", row)}
    assert set(range(32)) <= named


@given(st.integers(0, 0xFFFFFFFF), st.integers(0, 0xFFFFFFFF), st.binary(max_size=80))
def test_any_location_is_read_or_refused(alarm: int, status: int, items: bytes) -> None:
    """Any flags and any items are read or refused, each thing is said once and can be carried."""
    flags = alarm.to_bytes(4, "big") + status.to_bytes(4, "big")
    raw = _frame(0x0200, flags + BODY[8:] + items)
    (event,) = Jt808().receive(raw, NOW_MS)
    if isinstance(event, Refusal):
        assert 0 <= event.error.offset < len(raw)
        return
    assert isinstance(event.observations[0], Position)
    assert len(set(event.observations)) == len(event.observations)
    assert msgspec.msgpack.encode(event.observations)


@given(st.integers(0, 0xFFFF), st.binary(max_size=80))
def test_any_message_is_read_or_refused(message: int, body: bytes) -> None:
    """Any body under any message id is read or refused, with an offset inside the frame."""
    raw = _frame(message, body)
    for event in Jt808().receive(raw, NOW_MS):
        if isinstance(event, Refusal):
            assert 0 <= event.error.offset <= len(raw)
        else:
            assert event.observations


@given(st.binary(max_size=300))
def test_escaping_is_undone(content: bytes) -> None:
    """What is framed comes out as it was, whatever bytes it has, and holds no mark inside."""
    raw = framed(bytes(10) + content)
    assert b"\x7e" not in raw[1:-1]
    (piece,) = framing.FrameStream().feed(raw)
    assert piece.content == bytes(10) + content


def _frame(message: int, body: bytes, *, serial: int = 5, part: tuple[int, int] | None = None) -> bytes:
    attributes = len(body) | (0x2000 if part else 0)
    head = message.to_bytes(2, "big") + attributes.to_bytes(2, "big") + TERMINAL + serial.to_bytes(2, "big")
    numbers = part[0].to_bytes(2, "big") + part[1].to_bytes(2, "big") if part else b""
    if message in (0x5501, 0x5502):
        head, numbers = head[:-1], b""
    return framed(head + numbers + body)


def _events(chunks: Sequence[bytes]) -> list[Event]:
    language = Jt808()
    return golden.run(language, chunks) + language.end(NOW_MS)


def _singly(data: bytes) -> list[bytes]:
    return [data[at : at + 1] for at in range(len(data))]


def _outcome(chunks: Sequence[bytes]) -> list[tuple[bytes, str]]:
    return [
        (event.raw, str(event.error) if isinstance(event, Refusal) else repr(event.observations))
        for event in _events(chunks)
    ]
