"""One EGTS connection: packets in, observations and confirmations out."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from baqylau.observations import Contact, Observation
from baqylau.protocols.egts import identity, transport
from baqylau.protocols.egts.records import (
    AUTH,
    TELEDATA,
    Record,
    confirmation,
    records,
    result_code,
    subrecords,
)
from baqylau.protocols.egts.teledata import observe
from baqylau.protocols.egts.transport import Header, PacketError
from baqylau.protocols.language import Event, FrameError, Message, Refusal, Transport


class _Reading:
    """One packet, record by record: what each device said, what was not read, and a result code a record."""

    __slots__ = ("authenticates", "judged", "raw", "refused", "seen")

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.seen: dict[str | None, list[Observation]] = {}
        self.refused: list[FrameError] = []
        self.judged: list[tuple[Record, str | None, int]] = []
        self.authenticates = False


class Egts:
    """EGTS server side (GOST R 54619, GOST 33472).

    A device is who EGTS_SR_TERM_IDENTITY says (IMEI, else TID); records that name another object (OID) are
    that object's, as a relaying server sends them. Records of several objects in one packet are one message
    each, and the last event of a packet carries its confirmation.
    """

    name: ClassVar = "egts"
    transports: ClassVar[tuple[Transport, ...]] = ("tcp", "udp")

    def __init__(self, transport: Transport = "tcp") -> None:
        self.transport = transport
        self._buffer = bytearray()
        self._closed = False
        self._identity: str | None = None
        self._own_ids: set[int | None] = {None}
        self._packet_id = 0
        self._record_number = 0

    def receive(self, data: bytes, now_ms: int) -> list[Event]:
        events: list[Event] = []
        if self._closed:
            return events
        buffer = self._buffer
        buffer += data
        start = 0
        while len(buffer) - start >= transport.SHORT_HEADER:
            try:
                header = transport.read_header(buffer, start)
            except PacketError as error:
                events.append(self._unframed(bytes(buffer[start:]), error))
                break
            if header is None or len(buffer) - start < header.whole:
                break
            end = start + header.whole
            events += self._packet(header, bytes(buffer[start:end]), now_ms)
            start = end
        del buffer[:start]
        return events

    def end(self, now_ms: int) -> list[Event]:  # noqa: ARG002 - part of the contract
        raw = bytes(self._buffer)
        self._buffer.clear()
        if self._closed or not raw:
            return []
        self._closed = True
        error = FrameError("the connection ended inside a packet", field="packet", offset=len(raw))
        return [Refusal(raw, error, self._identity, fatal=True)]

    def _unframed(self, rest: bytes, error: PacketError) -> Refusal:
        self._closed = True
        raw = rest[: max(transport.SHORT_HEADER, error.offset + 1)]
        told = () if error.field == "PRV" else self._response(transport.packet_id_of(raw), error.code, [])
        return Refusal(raw, error, self._identity, told, fatal=True)

    def _packet(self, header: Header, raw: bytes, now_ms: int) -> list[Event]:
        try:
            transport.check_data(header, raw)
            if header.packet_type == transport.RESPONSE:
                return [Message(raw, self._identity, _heard(self._identity, [], now_ms))]
            found = records(raw, header.length, header.length + header.data_length)
        except PacketError as error:
            answered = header.packet_type != transport.RESPONSE
            told = self._response(header.packet_id, error.code, []) if answered else ()
            return [Refusal(raw, error, self._identity, told)]
        return self._application(header.packet_id, raw, found, now_ms)

    def _application(self, packet_id: int, raw: bytes, found: list[Record], now_ms: int) -> list[Event]:
        reading = _Reading(raw)
        for record in found:
            self._record(reading, record, now_ms)
        return self._events(packet_id, reading, now_ms)

    def _record(self, reading: _Reading, record: Record, now_ms: int) -> None:
        code = transport.OK
        observed: list[Observation] = []
        try:
            if record.recipient == TELEDATA:
                observed = observe(reading.raw, record, now_ms)
            elif record.recipient == AUTH:
                reading.authenticates |= self._authenticate(reading.raw, record)
        except FrameError as error:
            reading.refused.append(error)
            code = transport.INC_DATAFORM
        device = self._device(record.object_id)
        reading.judged.append((record, device, code))
        if code == transport.OK:
            reading.seen.setdefault(device, []).extend(observed)

    def _events(self, packet_id: int, reading: _Reading, now_ms: int) -> list[Event]:
        raw, seen = reading.raw, reading.seen
        reply, rejection = self._answers(packet_id, reading)
        refusals = [Refusal(raw, error, self._identity) for error in reading.refused]
        if not seen and refusals:
            return [*refusals[:-1], replace(refusals[-1], replies=reply)]
        messages = [
            Message(raw, device, _heard(device, observed, now_ms))
            for device, observed in (seen or {self._identity: []}).items()
        ]
        last = messages.pop()
        return [*refusals, *messages, Message(raw, last.device, last.observations, reply, rejection)]

    def _device(self, object_id: int | None) -> str | None:
        return self._identity if object_id in self._own_ids else str(object_id)

    def _authenticate(self, raw: bytes, record: Record) -> bool:
        """Takes the terminal's identity; whether the record asks for a result code."""
        asks = False
        for sub in subrecords(raw, record):
            if sub.kind == identity.SR_TERM_IDENTITY:
                self._identity, terminal_id = identity.terminal(raw, sub)
                self._own_ids = {None, terminal_id, record.object_id}
                asks = True
            asks |= sub.kind in (identity.SR_DISPATCHER_IDENTITY, identity.SR_AUTH_INFO)
        return asks

    def _answers(self, packet_id: int, reading: _Reading) -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
        """What to say when the last device of the packet is known, and when it is not.

        Both carry the same packet and record numbers: only one of them is sent.
        """
        numbers = self._packet_id, self._record_number
        judged, last = reading.judged, next(reversed(reading.seen), None)
        known = [(record, code) for record, _, code in judged]
        reply = self._response(packet_id, transport.OK, known)
        if reading.authenticates:
            reply += self._result(transport.OK)
        after = self._packet_id, self._record_number
        self._packet_id, self._record_number = numbers
        code = transport.OK if reading.authenticates else transport.OBJ_NFOUND
        strange = [(record, given or (code if device == last else given)) for record, device, given in judged]
        rejection = self._response(packet_id, transport.OK, strange)
        if reading.authenticates:
            rejection += self._result(transport.ID_NFOUND)
        self._packet_id, self._record_number = after
        return reply, rejection

    def _response(self, packet_id: int, code: int, confirmed: list[tuple[Record, int]]) -> tuple[bytes, ...]:
        body, self._record_number = confirmation(self._record_number, confirmed)
        data = b"%c%c%c%b" % (packet_id & 0xFF, packet_id >> 8, code, body)
        return (self._send(transport.RESPONSE, data),)

    def _result(self, code: int) -> tuple[bytes, ...]:
        record = result_code(self._record_number, code)
        self._record_number = (self._record_number + 1) & 0xFFFF
        return (self._send(transport.APPDATA, record),)

    def _send(self, packet_type: int, data: bytes) -> bytes:
        packet = transport.packet(self._packet_id, packet_type, data)
        self._packet_id = (self._packet_id + 1) & 0xFFFF
        return packet


def _heard(device: str | None, observed: list[Observation], now_ms: int) -> tuple[Observation, ...]:
    """What was observed; a device that reports nothing was at least heard."""
    return tuple(observed) or ((Contact(now_ms),) if device is not None else ())
