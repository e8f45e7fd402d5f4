"""Framing, identity and replies ("Teltonika Data Sending Protocols": communication over TCP, over UDP)."""

from __future__ import annotations

from struct import Struct
from typing import Literal

from baqylau.observations import CommandResult, Contact, Observation
from baqylau.protocols.checksums import crc16_ibm
from baqylau.protocols.commanding import Sending
from baqylau.protocols.language import Event, FrameError, Message, Refusal, Transport
from baqylau.protocols.teltonika import commands, gh3000, orders
from baqylau.protocols.teltonika.records import LAYOUTS, Records, contact_if_empty, read_records
from baqylau.register.command import Command, CommandKind

MAX_DATA_BYTES = 16_384
"""Longest data field taken: the specification allows 1280 for AVL packets; answers may be longer."""
MIN_DATA_BYTES = 3
GH3000 = 0x07
AVL_CODECS = frozenset((*LAYOUTS, GH3000))

_HEAD = Struct(">II")
_CHECKSUM = Struct(">I")
_DATAGRAM = Struct(">HHBBH")
_COUNTS = tuple(Struct(">I").pack(count) for count in range(256))
_NOTHING_TAKEN = _COUNTS[0]
_REJECTED = (_NOTHING_TAKEN,)
_WELCOME = (b"\x01",)
_UNWELCOME = (b"\x00",)
_PING = 0xFF


class Teltonika:
    """One connection (TCP) or one datagram (UDP) of a Teltonika device."""

    name = "teltonika"
    transports: tuple[Transport, ...] = ("tcp", "udp")
    commands: frozenset[CommandKind] = frozenset(orders.TEXTS)
    only_in_answers = False

    def __init__(self, transport: Transport = "tcp") -> None:
        self._udp = transport == "udp"
        if self._udp:
            # Codec 12 is described for TCP alone.
            self.commands = frozenset()
        self._device: str | None = None
        self._buffer = b""
        self._dead = False

    def receive(self, data: bytes, now_ms: int) -> list[Event]:
        if self._dead or not data:
            return []
        if self._udp:
            return _read_datagram(data, now_ms)
        if self._buffer:
            data = self._buffer + data
        events: list[Event] = []
        at = 0
        while at < len(data) and not self._dead:
            length = self._read_next(data, at, now_ms, events)
            if not length:
                break
            at += length
        self._buffer = b"" if self._dead else data[at:]
        return events

    def end(self, now_ms: int) -> list[Event]:  # noqa: ARG002
        unfinished, self._buffer = self._buffer, b""
        if not unfinished or self._dead:
            return []
        self._dead = True
        error = FrameError("the connection ended inside it", field="frame", offset=len(unfinished))
        return [Refusal(unfinished, error, self._device, fatal=True)]

    def command(self, command: Command, device: str, now_ms: int) -> Sending:  # noqa: ARG002
        return orders.order(command)

    def _read_next(self, data: bytes, at: int, now_ms: int, events: list[Event]) -> int:
        """Bytes that the next frame took, 0 while it is not complete."""
        if data[at] == _PING:
            events.append(Message(data[at : at + 1], self._device, (Contact(now_ms),)))
            return 1
        have = len(data) - at
        if have < 2:
            return 0
        if data[at] or data[at + 1]:
            return self._read_login(data, at, now_ms, events)
        if have < _HEAD.size:
            return 0
        preamble, size = _HEAD.unpack_from(data, at)
        if preamble or not MIN_DATA_BYTES <= size <= MAX_DATA_BYTES:
            events.append(self._lost(data[at : at + _HEAD.size], _bad_head(preamble, size)))
            return 0
        length: int = size + _HEAD.size + _CHECKSUM.size
        if have < length:
            return 0
        frame = data if have == length and not at else data[at : at + length]
        events += _read_frame(frame, self._device, now_ms)
        return length

    def _read_login(self, data: bytes, at: int, now_ms: int, events: list[Event]) -> int:
        size = int.from_bytes(data[at : at + 2], "big")
        if not 15 <= size <= 16:
            error = FrameError(f"{size}, neither an IMEI nor a frame", field="IMEI length", offset=0)
            events.append(self._lost(data[at : at + 2], error))
            return 0
        raw = data[at : at + 2 + size]
        if len(raw) < 2 + size:
            return 0
        imei = _imei(raw[2:])
        if imei is None or self._device not in (None, imei):
            problem = "not digits" if imei is None else f"{imei} after {self._device}"
            events.append(self._lost(raw, FrameError(problem, field="IMEI", offset=2), _UNWELCOME))
            return 0
        self._device = imei
        events.append(Message(raw, imei, (Contact(now_ms),), _WELCOME, _UNWELCOME))
        return len(raw)

    def _lost(self, raw: bytes, error: FrameError, replies: tuple[bytes, ...] = ()) -> Refusal:
        # Nothing marks where a frame begins, so after a bad length the stream cannot be found again.
        self._dead = True
        return Refusal(raw, error, self._device, replies, fatal=True)


def _imei(digits: bytes) -> str | None:
    return digits.decode() if digits.isdigit() else None


def _bad_head(preamble: int, size: int) -> FrameError:
    if preamble:
        return FrameError(f"{preamble:08x} instead of zeros", field="preamble", offset=0)
    problem = f"{size}, allowed are {MIN_DATA_BYTES} to {MAX_DATA_BYTES}"
    return FrameError(problem, field="data length", offset=4)


def _read_frame(frame: bytes, device: str | None, now_ms: int) -> list[Event]:
    """A whole TCP frame: preamble, length, data, checksum."""
    end = len(frame) - _CHECKSUM.size
    codec = frame[8]
    replies = _REJECTED if codec in AVL_CODECS else ()
    (given,) = _CHECKSUM.unpack_from(frame, end)
    computed = crc16_ibm(frame[8:end])
    if given != computed:
        error = FrameError(f"{given:08x} given, {computed:08x} computed", field="CRC-16", offset=end)
        return [Refusal(frame, error, device, replies)]
    try:
        if codec in AVL_CODECS:
            found = _read_avl(frame, 8, end)
            return _avl_events(frame, device, found, _COUNTS[frame[9]], now_ms)
        return [_read_answer(frame, end, device, now_ms)]
    except FrameError as error:
        return [Refusal(frame, error, device, replies)]


def _avl_events(frame: bytes, device: str | None, found: Records, reply: bytes, now_ms: int) -> list[Event]:
    # A record with impossible values but a right checksum was sent so: acknowledged, or it would be sent for
    # ever and hold back all that follows; refused alone, so that the others of its frame count.
    seen = contact_if_empty(found.observations, now_ms)
    events: list[Event] = [Message(frame, device, seen, (reply,), _REJECTED)]
    for begin, end, error in found.unread:
        events.append(Refusal(frame[begin:end], error, device))
    return events


def _read_avl(data: bytes, at: int, end: int) -> Records:
    """The AVL data array from its codec id at `at` to its second count, which must end at `end`."""
    codec, count = data[at], data[at + 1]
    if codec == GH3000:
        found = gh3000.read_records(data, at + 2, count)
    else:
        found = read_records(codec, data, at + 2, count, end)
    _check_second_count(data, found.end, end, count)
    return found


def _check_second_count(data: bytes, at: int, end: int, count: int) -> None:
    if at + 1 != end:
        problem = f"the records end at byte {at}, the data at byte {end - 1}"
        raise FrameError(problem, field="number of data", offset=min(at, end - 1))
    if data[at] != count:
        raise FrameError(f"{data[at]} at the end, {count} at the start", field="number of data", offset=at)


def _read_answer(frame: bytes, end: int, device: str | None, now_ms: int) -> Message:
    codec = frame[8]
    if codec not in commands.CODECS:
        raise FrameError(f"{codec:#04x} is not known", field="codec", offset=8)
    answers, at = commands.read_answers(codec, frame, 10, frame[9])
    _check_second_count(frame, at, end, frame[9])
    named = {answer.imei for answer in answers if answer.imei}
    if len(named | ({device} if device else set())) > 1:
        raise FrameError(f"{sorted(named)} on a connection of {device}", field="answer IMEI", offset=15)
    seen: list[Observation] = []
    for answer in answers:
        time_ms = now_ms if answer.time_ms is None else answer.time_ms
        seen.append(Contact(time_ms))
        if answer.text or answer.refused:
            outcome: Literal["done", "refused"] = "refused" if answer.refused else "done"
            seen.append(CommandResult(time_ms, outcome, "", answer.text))
    return Message(frame, device or (named.pop() if named else None), contact_if_empty(seen, now_ms))


def _read_datagram(data: bytes, now_ms: int) -> list[Event]:
    """A datagram has no checksum: every length and count must fit, or nothing of it is read."""
    device = None
    try:
        packet_id, channel, avl_id, device, at = _read_channel(data)
        found = _read_datagram_records(data, at)
    except FrameError as error:
        return [Refusal(data, error, device)]
    answer = (Struct(">HHBB").pack(5, packet_id, channel, avl_id), data[at + 1 : at + 2], b"\x00")
    seen = contact_if_empty(found.observations, now_ms)
    return [Message(data, device, seen, (answer[0] + answer[1],), (answer[0] + answer[2],))]


def _read_channel(data: bytes) -> tuple[int, int, int, str, int]:
    """Packet id, the unused byte, AVL packet id, IMEI, and where the data begin."""
    if len(data) < _DATAGRAM.size:
        raise FrameError(f"{len(data)} bytes are too few", field="UDP channel header", offset=0)
    length, packet_id, channel, avl_id, size = _DATAGRAM.unpack_from(data)
    if length != len(data) - 2 or length > MAX_DATA_BYTES:
        raise FrameError(f"{length}, of {len(data) - 2} here", field="length", offset=0)
    at = _DATAGRAM.size + size
    imei = _imei(data[_DATAGRAM.size : at])
    if imei is None or not 15 <= size <= 16 or at + MIN_DATA_BYTES > len(data):
        raise FrameError("not 15 or 16 digits", field="IMEI", offset=_DATAGRAM.size)
    return packet_id, channel, avl_id, imei, at


def _read_datagram_records(data: bytes, at: int) -> Records:
    if data[at] not in AVL_CODECS:
        raise FrameError(f"{data[at]:#04x} is not known", field="codec", offset=at)
    found = _read_avl(data, at, len(data))
    for _, _, error in found.unread:
        raise error
    return found
