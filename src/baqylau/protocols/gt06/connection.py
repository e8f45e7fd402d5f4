"""One connection, or one datagram, of a GT06 device."""

from __future__ import annotations

from baqylau.protocols.commanding import Sending
from baqylau.protocols.gt06 import orders
from baqylau.protocols.gt06.framing import Damage, FrameStream
from baqylau.protocols.gt06.identity import LOGIN, carried_id, login_zone_ms, read_id
from baqylau.protocols.gt06.kinds import kind_of
from baqylau.protocols.gt06.packet import Packet
from baqylau.protocols.language import Event, FrameError, Message, Refusal, Transport
from baqylau.register.command import Command, CommandKind


class Gt06:
    """GT06 / Concox. The device is the one of the login, or of a packet that carries its IMEI.

    Times are UTC in packets that the specification marks so, else in the time zone of the login (UTC where it
    has none). A heartbeat and other packets without a time are heard now.
    """

    name = "gt06"
    transports: tuple[Transport, ...] = ("tcp", "udp")
    commands: frozenset[CommandKind] = frozenset(orders.TEXTS)
    only_in_answers = False

    def __init__(self, transport: Transport = "tcp") -> None:
        self._stream = FrameStream()
        self._datagram = transport == "udp"
        self._device: str | None = None
        self._zone_ms = 0
        self._closed = False

    def receive(self, data: bytes, now_ms: int) -> list[Event]:
        return self._events(data, now_ms, final=self._datagram)

    def end(self, now_ms: int) -> list[Event]:
        events = self._events(b"", now_ms, final=True)
        self._closed = True
        return events

    def command(self, command: Command, device: str, now_ms: int) -> Sending:  # noqa: ARG002
        return orders.order(command)

    def _events(self, data: bytes, now_ms: int, *, final: bool) -> list[Event]:
        if self._closed:
            return []
        events: list[Event] = []
        for piece in self._stream.feed(data, final=final):
            if isinstance(piece, Damage):
                self._closed = piece.fatal
                events.append(Refusal(piece.raw, piece.error, self._device, fatal=piece.fatal))
            else:
                events.append(self._read(piece, now_ms))
        return events

    def _read(self, raw: bytes, now_ms: int) -> Event:
        long = raw[0] == 0x79
        start = 5 if long else 4
        number = raw[start - 1]
        content = raw[start:-6]
        kind = kind_of(number, len(content), long=long)
        zone_ms = 0 if kind.utc else self._zone_ms
        packet = Packet(number, long, content, raw[-6:-4], start, now_ms, zone_ms)
        try:
            self._identify(packet)
            return Message(raw, self._device, kind.read(packet), kind.reply(packet))
        except FrameError as error:
            return Refusal(raw, error, self._device)

    def _identify(self, packet: Packet) -> None:
        if packet.number == LOGIN and not packet.long:
            device, zone_ms = read_id(packet, 0), login_zone_ms(packet)
            self._device, self._zone_ms = device, zone_ms
        elif self._device is None:
            self._device = carried_id(packet)
