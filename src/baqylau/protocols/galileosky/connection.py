"""One connection of a Galileosky terminal: packets, their checksum, and what is answered."""

from __future__ import annotations

from baqylau.observations import Contact, Observation
from baqylau.protocols.commanding import Sending
from baqylau.protocols.galileosky import compressed, iridium, orders, tags
from baqylau.protocols.galileosky.records import observe
from baqylau.protocols.galileosky.sums import crc16_modbus
from baqylau.protocols.language import Event, FrameError, Message, Refusal, Transport
from baqylau.register.command import Command, CommandKind

MAX_DATA_BYTES = 4096
"""The manuals allow 1,000 bytes; later firmware sends more, an Iridium message up to 1,960."""

TAGS, GARMIN, PHOTO, COMPRESSED = 0x01, 0x06, 0x07, 0x08
_KINDS = frozenset((TAGS, GARMIN, PHOTO, COMPRESSED))
_SHORTEST = 6
_CONFIRMED = b"\x02"
_PHOTO_CONFIRMED = b"\x07"


class Galileosky:
    """Galileosky over TCP. The terminal is the one of tag 0x03, or of the Iridium header."""

    name = "galileosky"
    transports: tuple[Transport, ...] = ("tcp",)
    commands: frozenset[CommandKind] = frozenset(orders.TEXTS)
    only_in_answers = False

    def __init__(self, transport: Transport = "tcp") -> None:  # noqa: ARG002 - there is one only
        self._device: str | None = None
        self._buffer = b""
        self._dead = False

    def receive(self, data: bytes, now_ms: int) -> list[Event]:
        if self._dead:
            return []
        if self._buffer:
            data = self._buffer + data
        events: list[Event] = []
        at = 0
        while len(data) - at >= _SHORTEST:
            length = _length(data, at)
            if isinstance(length, FrameError):
                # Nothing marks where a packet begins: after this the stream cannot be found again.
                self._dead = True
                events.append(Refusal(data[at : at + _SHORTEST], length, self._device, fatal=True))
                break
            if len(data) - at < length:
                break
            events += self._packet(data[at : at + length], now_ms)
            at += length
        self._buffer = b"" if self._dead else data[at:]
        return events

    def end(self, now_ms: int) -> list[Event]:  # noqa: ARG002 - part of the contract
        rest, self._buffer = self._buffer, b""
        if self._dead or not rest:
            return []
        self._dead = True
        error = FrameError("the connection ended inside it", field="packet", offset=len(rest))
        return [Refusal(rest, error, self._device, fatal=True)]

    def command(self, command: Command, device: str, now_ms: int) -> Sending:  # noqa: ARG002
        return orders.order(command, device)

    def _packet(self, raw: bytes, now_ms: int) -> list[Event]:
        if _is_iridium(raw, 0):
            return self._from_iridium(raw, now_ms)
        error = _checked(raw)
        if error is not None:
            return [Refusal(raw, error, self._device)]
        archived = bool(raw[2] & 0x80)
        end = len(raw) - 2
        match raw[0]:
            case 0x01:
                return self._tags(raw, 3, end, now_ms, (_CONFIRMED + raw[end:],), archived=archived)
            case 0x08:
                return self._compressed(raw, end, now_ms, archived=archived)
            case 0x07:
                return [Message(raw, self._device, (Contact(now_ms),), (_PHOTO_CONFIRMED + raw[end:],))]
            case _:
                return [Message(raw, self._device, (Contact(now_ms),))]

    def _tags(
        self, raw: bytes, at: int, end: int, now_ms: int, replies: tuple[bytes, ...], *, archived: bool
    ) -> list[Event]:
        """The records that can be read as one message; for each that cannot a refusal.

        The packet arrived whole, so it is confirmed all the same: it is kept, and a terminal that is not
        answered would repeat it for ever and never send the rest of its memory.
        """
        records, error = tags.cut(raw, at, end)
        errors = [] if error is None else [error]
        seen: list[Observation] = []
        read = 0
        for record in records:
            try:
                self._identify(raw, record)
                seen += observe(raw, record, now_ms, archived=archived)
                read += 1
            except FrameError as bad:
                errors.append(bad)
        if read:
            refused = [Refusal(raw, each, self._device) for each in errors]
            return [Message(raw, self._device, tuple(seen), replies), *refused]
        if not errors:
            errors = [FrameError("no tag", field="packet", offset=at)]
        first, *others = errors
        return [
            Refusal(raw, first, self._device, replies),
            *(Refusal(raw, each, self._device) for each in others),
        ]

    def _compressed(self, raw: bytes, end: int, now_ms: int, *, archived: bool) -> list[Event]:
        replies = (_CONFIRMED + raw[end:],)
        try:
            seen = compressed.read(raw, 3, end, now_ms, archived=archived)
        except FrameError as error:
            return [Refusal(raw, error, self._device, replies)]
        return [Message(raw, self._device, tuple(seen) or (Contact(now_ms),), replies)]

    def _from_iridium(self, raw: bytes, now_ms: int) -> list[Event]:
        try:
            device = iridium.identity(raw)
            start, end = iridium.payload(raw)
        except FrameError as error:
            return [Refusal(raw, error, self._device)]
        self._device = device
        return self._tags(raw, start, end, iridium.session_ms(raw) or now_ms, (), archived=False)

    def _identify(self, raw: bytes, record: tags.Record) -> None:
        at = record.get(tags.IMEI)
        if at is None:
            return
        imei = raw[at : at + 15]
        if not imei.isdigit():
            raise FrameError(f"{imei!r} is no number", field="IMEI", offset=at)
        device = imei.decode()
        if self._device not in (None, device):
            raise FrameError(f"{device} after {self._device}", field="IMEI", offset=at)
        self._device = device


def _is_iridium(data: bytes, at: int) -> bool:
    return data[at] == TAGS and data[at + 3 : at + 6] == iridium.HEADER_ELEMENT


def _length(data: bytes, at: int) -> int | FrameError:
    """Bytes of the packet at `at`, from its header to its checksum."""
    if _is_iridium(data, at):
        length = int.from_bytes(data[at + 1 : at + 3], "big") + 3
    else:
        length = (data[at + 1] | (data[at + 2] & 0x7F) << 8) + 5
    if data[at] not in _KINDS:
        return FrameError(f"0x{data[at]:02x} begins no packet", field="header", offset=0)
    if not _SHORTEST <= length <= MAX_DATA_BYTES:
        return FrameError(f"{length} bytes cannot be", field="packet length", offset=1)
    return length


def _checked(raw: bytes) -> FrameError | None:
    """CRC-16/MODBUS of everything before it, low byte first; None where it is right."""
    given = raw[-2] | raw[-1] << 8
    computed = crc16_modbus(raw[:-2])
    if given == computed:
        return None
    problem = f"0x{given:04x} given, 0x{computed:04x} computed"
    return FrameError(problem, field="checksum", offset=len(raw) - 2)
