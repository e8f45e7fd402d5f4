"""One connection, or one datagram, of JT/T 808 terminals: every message names its terminal."""

from __future__ import annotations

from collections.abc import Callable

from baqylau.observations import Alarm, Battery, Contact, Observation, Power
from baqylau.protocols.commanding import Sending
from baqylau.protocols.jt808 import alarms, header, location, locks, orders, replies
from baqylau.protocols.jt808.dates import time_ms
from baqylau.protocols.jt808.framing import FrameStream, Piece
from baqylau.protocols.jt808.header import Packet
from baqylau.protocols.jt808.parts import Parts
from baqylau.protocols.language import Event, FrameError, Message, Refusal, Transport
from baqylau.register.command import Command, CommandKind, CommandRefused

MOST_HEARD = 1_000
"""Terminals of one connection whose headers are kept for commands; a relay of more forgets, and hears them again."""


class Jt808:
    """JT/T 808. The terminal is the one of each message's header; a text is the last one's."""

    name = "jt808"
    transports: tuple[Transport, ...] = ("tcp", "udp")
    commands: frozenset[CommandKind] = frozenset(("locate", "interval", "reboot", "message"))
    only_in_answers = False

    def __init__(self, transport: Transport = "tcp") -> None:
        self._stream = FrameStream()
        self._datagram = transport == "udp"
        self._parts = Parts()
        self._device: str | None = None
        self._heard: dict[str, orders.Addressee] = {}
        self._dead = False

    def receive(self, data: bytes, now_ms: int) -> list[Event]:
        return self._events(data, now_ms, final=self._datagram)

    def end(self, now_ms: int) -> list[Event]:
        events = self._events(b"", now_ms, final=True)
        self._dead = True
        return events

    def command(self, command: Command, device: str, now_ms: int) -> Sending:  # noqa: ARG002
        to = self._heard.get(device)
        if to is None:
            raise CommandRefused("no_such_command", "the terminal is not heard in its own name")
        return orders.order(command, to)

    def _events(self, data: bytes, now_ms: int, *, final: bool) -> list[Event]:
        if self._dead:
            return []
        events: list[Event] = []
        for piece in self._stream.feed(data, final=final):
            events += self._piece(piece, now_ms)
            self._dead = self._dead or piece.fatal
        return events

    def _piece(self, piece: Piece, now_ms: int) -> list[Event]:
        if piece.error is not None:
            return [Refusal(piece.raw, piece.error, self._device, fatal=piece.fatal)]
        if piece.text:
            answers = (replies.time_text(piece.raw, now_ms),) if b"BASE,2" in piece.raw else ()
            return [Message(piece.raw, self._device, (Contact(now_ms),), answers)]
        try:
            packet = header.read(piece.content, now_ms)
        except FrameError as error:
            return [Refusal(piece.raw, error, self._device)]
        return self._read(piece.raw, packet)

    def _read(self, raw: bytes, packet: Packet) -> list[Event]:
        """What was read as one message, what was not as refusals."""
        self._device = packet.device
        if packet.message not in header.LOCK:
            if len(self._heard) >= MOST_HEARD:
                self._heard.clear()
            self._heard[packet.device] = orders.Addressee(packet.terminal, packet.is_2019)
        errors: list[FrameError] = []
        seen: list[Observation] = []
        try:
            whole = self._parts.join(packet) if packet.parts else packet
            if whole is None:
                seen = _contact(packet)
            elif whole.message == BATCH:
                seen = location.batch(whole, errors)
            else:
                seen = READERS.get(packet.message, _contact)(whole)
        except FrameError as error:
            errors.append(error)
        if not seen:
            first, *errors = errors
            answers = replies.unreadable(packet)
            return [Refusal(raw, first, packet.device, answers), *_refusals(raw, packet, errors)]
        accepted, rejected = replies.accepted(packet), replies.rejected(packet)
        message = Message(raw, packet.device, tuple(seen), accepted, rejected)
        return [message, *_refusals(raw, packet, errors)]


def _refusals(raw: bytes, packet: Packet, errors: list[FrameError]) -> list[Refusal]:
    return [Refusal(raw, error, packet.device) for error in errors]


def _contact(packet: Packet) -> list[Observation]:
    return [Contact(packet.now_ms)]


def _battery(packet: Packet) -> list[Observation]:
    """0x0210: a level in percent, and when."""
    packet.need(7, "battery")
    if packet.body[0] > 100:
        raise packet.fail(f"{packet.body[0]} %", "battery", 0)
    return [Battery(time_ms(packet, packet.body, 1), float(packet.body[0]))]


_OBD = 0xF0
_EVENTS = 0x03


def _transparent(packet: Packet) -> list[Observation]:
    """0x0900: of its kinds only F0 is read, for its time and its events of the supply and of driving."""
    body = packet.body
    if body[:1] != b"\xf0" or len(body) < 10:
        return _contact(packet)
    when_ms = time_ms(packet, body, 1)
    seen: list[Observation] = []
    if body[9] == _EVENTS and len(body) > 10:
        at = 11
        for _ in range(body[10]):
            packet.need(at + 2, "event")
            seen += _event(when_ms, body[at])
            at += 2 + body[at + 1]
    return seen or [Contact(when_ms)]


def _event(when_ms: int, code: int) -> list[Observation]:
    if code in (0x01, 0x02):
        return [Power(when_ms, connected=code == 0x01)]
    name = alarms.DRIVING.get(code)
    return [Alarm(when_ms, name)] if name else []


BATCH = 0x0704
READERS: dict[int, Callable[[Packet], list[Observation]]] = {
    orders.GENERAL_ANSWER: orders.answered,
    0x0200: location.report,
    0x0201: location.answer,
    0x0210: _battery,
    0x0900: _transparent,
    0x5501: locks.report,
    0x5502: locks.report,
}
