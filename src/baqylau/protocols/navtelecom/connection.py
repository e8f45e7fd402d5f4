"""One connection of a Navtelecom device: the handshake, then NTCB messages, FLEX messages and pings mixed."""

from __future__ import annotations

from baqylau.observations import Contact, Observation
from baqylau.protocols.commanding import Sending
from baqylau.protocols.language import Event, FrameError, Message, Refusal, Transport
from baqylau.protocols.navtelecom import flex, formats, ntcb, orders
from baqylau.protocols.navtelecom.layout import Layout, from_mask
from baqylau.protocols.navtelecom.ntcb import Header
from baqylau.register.command import Command, CommandKind, CommandRefused

_PING, _TILDE = 0x7F, 0x7E
_DECIDING = {ntcb.PREAMBLE[0]: ntcb.HEADER_BYTES, _TILDE: 2}
"""Bytes by whose first one and number it shows that the stream is lost; they are the refusal's."""
_FLEX = 0xB0
_COUNTS = {10: 69, 20: 122, 30: 255}
"""How many fields each version of the structure has."""
_LATEST = 30


class Navtelecom:
    """Navtelecom over TCP. The device is the one of the handshake *>S; what FLEX holds, *>FLEX tells."""

    name = "navtelecom"
    transports: tuple[Transport, ...] = ("tcp",)
    commands: frozenset[CommandKind] = frozenset(orders.TEXTS)
    only_in_answers = False

    def __init__(self, transport: Transport = "tcp") -> None:  # noqa: ARG002 - there is one only
        self._device: str | None = None
        self._layout: Layout | None = None
        self._heard: Header | None = None
        self._buffer = b""
        self._dead = False

    def receive(self, data: bytes, now_ms: int) -> list[Event]:
        if self._dead:
            return []
        if self._buffer:
            data = self._buffer + data
        events: list[Event] = []
        at = 0
        while at < len(data):
            try:
                taken = self._next(data, at, now_ms, events)
            except FrameError as error:
                # The length is not to be trusted: the stream cannot be found again.
                self._dead = True
                decided = data[at : at + _DECIDING.get(data[at], 1)]
                events.append(Refusal(decided, error, self._device, fatal=True))
                break
            if not taken:
                break
            at += taken
        self._buffer = b"" if self._dead else data[at:]
        return events

    def end(self, now_ms: int) -> list[Event]:  # noqa: ARG002 - part of the contract
        rest, self._buffer = self._buffer, b""
        if self._dead or not rest:
            return []
        self._dead = True
        error = FrameError("the connection ended inside it", field="message", offset=len(rest))
        return [Refusal(rest, error, self._device, fatal=True)]

    def command(self, command: Command, device: str, now_ms: int) -> Sending:  # noqa: ARG002
        if self._heard is None:
            raise CommandRefused("no_such_command", "the device has not named itself")
        return orders.order(command, self._heard)

    def _next(self, data: bytes, at: int, now_ms: int, events: list[Event]) -> int:
        """Bytes that the next message took, 0 while it is not complete."""
        mark = data[at]
        if mark == _TILDE:
            size = flex.length(data, at, self._layout)
            if not size or len(data) - at < size:
                return 0
            events += self._flex(data[at : at + size], now_ms)
            return size
        if mark == _PING:
            events.append(Message(data[at : at + 1], self._device, (Contact(now_ms),)))
            return 1
        if mark != ntcb.PREAMBLE[0]:
            raise FrameError(f"0x{mark:02x} begins no message", field="preamble", offset=0)
        if len(data) - at < ntcb.HEADER_BYTES:
            return 0
        header = ntcb.read_header(data, at)
        size = ntcb.HEADER_BYTES + header.size
        if len(data) - at < size:
            return 0
        events += self._ntcb(header, data[at : at + size], now_ms)
        return size

    def _flex(self, raw: bytes, now_ms: int) -> list[Event]:
        try:
            flex.check(raw)
        except FrameError as error:
            return [Refusal(raw, error, self._device)]
        assert self._layout is not None, "flex.length refuses what no mask came before"
        seen, errors = flex.read(raw, self._layout, now_ms)
        return self._told(raw, seen, errors, flex.reply(raw), now_ms)

    def _told(
        self, raw: bytes, seen: list[Observation], errors: list[FrameError], reply: bytes, now_ms: int
    ) -> list[Event]:
        """What was read as one message, what was not as refusals.

        The message arrived whole and is kept, so it is confirmed all the same: a device that is not answered
        would repeat it and never send the rest of its memory.
        """
        if seen or not errors:
            message = Message(raw, self._device, tuple(seen) or (Contact(now_ms),), (reply,))
            return [message, *(Refusal(raw, each, self._device) for each in errors)]
        first, *others = errors
        refusals = [Refusal(raw, each, self._device) for each in others]
        return [Refusal(raw, first, self._device, (reply,)), *refusals]

    def _ntcb(self, header: Header, raw: bytes, now_ms: int) -> list[Event]:
        data = raw[ntcb.HEADER_BYTES :]
        try:
            ntcb.check_data(header, data)
            match data[:3]:
                case b"*>S":
                    return [self._handshake(header, raw, data, now_ms)]
                case b"*>F":
                    return [self._negotiate(header, raw, data, now_ms)]
                case b"*>T":
                    return self._formats(header, raw, 3, 1, now_ms)
                case b"*>A":
                    return self._formats(header, raw, 4, data[3] if len(data) > 3 else 0, now_ms)
        except FrameError as error:
            return [Refusal(raw, error, self._device)]
        return [Message(raw, self._device, orders.answered(data, now_ms))]

    def _handshake(self, header: Header, raw: bytes, data: bytes, now_ms: int) -> Message:
        digits = data[4:]
        if data[3:4] != b":" or not digits.isdigit() or len(digits) > 16:
            raise FrameError(f"{data[3:]!r} is no number", field="identity", offset=ntcb.HEADER_BYTES + 3)
        device = digits.decode()
        if self._device not in (None, device):
            problem = f"{device} after {self._device}"
            raise FrameError(problem, field="identity", offset=ntcb.HEADER_BYTES + 4)
        self._device, self._heard = device, header
        return Message(raw, device, (Contact(now_ms),), (ntcb.reply(header, b"*<S"),))

    def _negotiate(self, header: Header, raw: bytes, data: bytes, now_ms: int) -> Message:
        """The versions are taken as asked for; later ones are answered with 3.0, upon which a device asks anew."""
        if data[:6] != b"*>FLEX" or len(data) < 10 or data[6] != _FLEX:
            raise FrameError("neither FLEX nor whole", field="negotiation", offset=ntcb.HEADER_BYTES + 3)
        protocol, structure, count = data[7], data[8], data[9]
        mask = data[10:]
        if protocol <= _LATEST and structure <= _LATEST:
            most = _COUNTS.get(structure)
            if most is None or count > most or len(mask) != (count + 7) // 8:
                problem = f"{count} fields of structure {structure} in a mask of {len(mask)} bytes"
                raise FrameError(problem, field="mask", offset=ntcb.HEADER_BYTES + 9)
            self._layout = from_mask(mask, count)
        versions = bytes((min(protocol, _LATEST), min(structure, _LATEST)))
        reply = ntcb.reply(header, b"*<FLEX\xb0" + versions)
        return Message(raw, self._device, (Contact(now_ms),), (reply,))

    def _formats(self, header: Header, raw: bytes, head: int, count: int, now_ms: int) -> list[Event]:
        """*>T and *>A. Records are as long as their format says: after a bad one the others cannot be found."""
        at = ntcb.HEADER_BYTES + head
        seen: list[Observation] = []
        errors: list[FrameError] = []
        index = 0
        try:
            for _ in range(count):
                record = formats.read(raw, at, now_ms, archived=head == 4)
                seen += record.observations
                index, at = record.index, record.after
        except FrameError as error:
            if head == 3:
                raise
            errors.append(error)
        answer = b"*<T" + index.to_bytes(4, "little") if head == 3 else b"*<A" + bytes((count,))
        return self._told(raw, seen, errors, ntcb.reply(header, answer), now_ms)
