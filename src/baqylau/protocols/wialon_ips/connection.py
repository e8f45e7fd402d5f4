"""Packets, identity, checksums and replies (Wialon IPS 1.1, 2.0, 2.1: "TCP Data Transfer", "UDP Data Transfer")."""

from __future__ import annotations

import re
import zlib

from baqylau.observations import Contact, Observation
from baqylau.protocols.checksums import crc16_ibm
from baqylau.protocols.commanding import Sending
from baqylau.protocols.language import Event, FrameError, Message, Refusal, Transport
from baqylau.protocols.wialon_ips import orders
from baqylau.protocols.wialon_ips.records import (
    EXTENDED_FIELDS,
    SHORT_FIELDS,
    STRUCTURE,
    RecordError,
    read_record,
)
from baqylau.register.command import Command, CommandKind

MAX_LINE_BYTES = 65_536
"""Longest packet taken: a black box of 500 records with parameters; the specification sets no limit."""
MAX_BINARY_BYTES = 1_048_576
"""Longest picture part that is passed over."""

_PACKET = re.compile(r"#([A-Z]{1,3})#")
_DATAGRAM = re.compile(r'(?:(\d\.\d);)?([!-"$-:<-~]{1,50})(?=#)')
_CHECKSUM = re.compile(r"[0-9A-Fa-f]{1,4}")
_DEVICE = re.compile(r'[!-"$-:<-~]{1,50}')
_VERSION = re.compile(r"\d+\.\d+")
_COMPRESSED = 0xFF


class WialonIps:
    """One connection (TCP) or one datagram (UDP) of a device that speaks Wialon IPS."""

    name = "wialon_ips"
    transports: tuple[Transport, ...] = ("tcp", "udp")
    commands: frozenset[CommandKind] = frozenset(orders.TEXTS)
    only_in_answers = False

    def __init__(self, transport: Transport = "tcp") -> None:
        self._udp = transport == "udp"
        self._device: str | None = None
        self._version: str | None = None
        self._buffer = b""
        self._dead = False

    def receive(self, data: bytes, now_ms: int) -> list[Event]:
        if self._dead or not data:
            return []
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
        return events + self.end(now_ms) if self._udp else events

    def end(self, now_ms: int) -> list[Event]:  # noqa: ARG002
        unfinished, self._buffer = self._buffer, b""
        if not unfinished or self._dead:
            return []
        error = FrameError("the connection ended inside it", field="packet", offset=len(unfinished))
        self._dead = not self._udp
        return [Refusal(unfinished, error, self._device, fatal=self._dead)]

    def command(self, command: Command, device: str, now_ms: int) -> Sending:  # noqa: ARG002
        return orders.order(command, self._version)

    def _read_next(self, data: bytes, at: int, now_ms: int, events: list[Event]) -> int:
        """Bytes that the next packet took, 0 while it is not complete."""
        if data[at] == _COMPRESSED:
            return self._read_compressed(data, at, now_ms, events)
        newline = data.find(b"\n", at, at + MAX_LINE_BYTES)
        if newline < 0 and self._udp and len(data) - at < MAX_LINE_BYTES:
            newline = len(data) - 1
        if newline < 0:
            if len(data) - at >= MAX_LINE_BYTES:
                self._lose(data[at : at + MAX_LINE_BYTES], f"no end in {MAX_LINE_BYTES} bytes", events)
            return 0
        raw = data[at : newline + 1]
        binary = _binary_size(raw)
        if binary > MAX_BINARY_BYTES:
            self._lose(raw, f"{binary} bytes of picture, allowed are {MAX_BINARY_BYTES}", events)
            return 0
        if binary:
            raw = data[at : newline + 1 + binary]
            if len(raw) < newline + 1 + binary - at:
                return 0
        line = data[at : newline + 1].rstrip(b"\r\n")
        if line:
            events += self._read_line(raw, line, now_ms)
        return len(raw)

    def _lose(self, raw: bytes, problem: str, events: list[Event]) -> None:
        self._dead = True
        error = FrameError(problem, field="packet", offset=0)
        events.append(Refusal(raw, error, self._device, fatal=True))

    def _read_compressed(self, data: bytes, at: int, now_ms: int, events: list[Event]) -> int:
        """FF, two bytes of length (little-endian), and one packet deflated ("Data Compression", 2.1)."""
        if len(data) - at < 3:
            return 0
        size = int.from_bytes(data[at + 1 : at + 3], "little")
        raw = data[at : at + 3 + size]
        if len(raw) < 3 + size:
            return 0
        inflater = zlib.decompressobj()
        try:
            text = inflater.decompress(raw[3:], MAX_LINE_BYTES)
        except zlib.error as problem:
            error = FrameError(str(problem), field="compressed packet", offset=3)
            events.append(Refusal(raw, error, self._device))
            return len(raw)
        if not inflater.eof or b"\n" in text.rstrip(b"\r\n"):
            error = FrameError("not one whole packet", field="compressed packet", offset=3)
            events.append(Refusal(raw, error, self._device))
        elif line := text.rstrip(b"\r\n"):
            events += self._read_line(raw, line, now_ms)
        return len(raw)

    def _read_line(self, raw: bytes, line: bytes, now_ms: int) -> list[Event]:
        try:
            text = line.decode("latin-1")
            start = self._read_prefix(text) if self._udp else 0
            packet = _PACKET.match(text, start)
            if not packet:
                raise RecordError("no #TYPE#", field="packet type", offset=start, code=STRUCTURE)
        except RecordError as error:
            return [Refusal(raw, error, self._device)]
        kind, body = packet[1], text[packet.end() :]
        offset = packet.end()
        try:
            return self._read_packet(kind, raw, body, offset, now_ms)
        except RecordError as error:
            return [Refusal(raw, error, self._device, _negative(kind, error.code))]

    def _read_prefix(self, text: str) -> int:
        """A datagram names version (from 2.0 on) and device before its packet; returns where that begins."""
        prefix = _DATAGRAM.match(text)
        if not prefix:
            raise RecordError("no IMEI before the packet", field="IMEI", offset=0, code=STRUCTURE)
        self._version, self._device = prefix[1], prefix[2]
        return prefix.end()

    def _read_packet(self, kind: str, raw: bytes, body: str, offset: int, now_ms: int) -> list[Event]:
        if kind == "L" and not self._udp:
            return [self._read_login(raw, body, offset, now_ms)]
        if kind in ("D", "SD"):
            return [self._read_data(kind, raw, body, offset, now_ms)]
        if kind == "B":
            return self._read_black_box(raw, body, offset, now_ms)
        if kind == "AM":
            return [Message(raw, self._device, orders.answered(body, now_ms))]
        if kind in ("P", "M", "I"):
            return [self._read_contact(kind, raw, body, offset, now_ms)]
        raise RecordError(f"{kind} is not known", field="packet type", offset=offset, code=STRUCTURE)

    def _read_login(self, raw: bytes, body: str, offset: int, now_ms: int) -> Event:
        fields = body.split(";")
        version = fields[0] if len(fields) == 4 and _VERSION.fullmatch(fields[0]) else None
        if version:
            _check(body, fields[-1], offset, "10")
            fields = fields[1:3]
        if len(fields) != 2 or not _DEVICE.fullmatch(fields[0]):
            raise RecordError("neither IMEI;password nor version 2", field="login", offset=offset, code="0")
        device = fields[0]
        if self._device not in (None, device):
            error = FrameError(f"{device} after {self._device}", field="login", offset=offset)
            self._dead = True
            return Refusal(raw, error, self._device, (b"#AL#0\r\n",), fatal=True)
        self._device, self._version = device, version
        return Message(raw, device, (Contact(now_ms),), (b"#AL#1\r\n",), (b"#AL#0\r\n",))

    def _read_data(self, kind: str, raw: bytes, body: str, offset: int, now_ms: int) -> Message:
        count = SHORT_FIELDS if kind == "SD" else EXTENDED_FIELDS
        record = self._without_checksum(body, count, offset, "13" if kind == "SD" else "16")
        if record.count(";") != count - 1:
            problem = f"{record.count(';') + 1} fields instead of {count}"
            raise RecordError(problem, field="record", offset=offset, code=STRUCTURE)
        seen = read_record(record, offset, now_ms, archived=False)
        return Message(raw, self._device, seen, (f"#A{kind}#1\r\n".encode(),))

    def _without_checksum(self, body: str, count: int, offset: int, code: str) -> str:
        record, separator, last = body.rpartition(";")
        if separator and record.count(";") == count - 1:
            _check(body, last, offset, code)
            return record
        if self._version:
            raise RecordError("missing", field="CRC16", offset=offset + len(body), code=code)
        return body

    def _read_black_box(self, raw: bytes, body: str, offset: int, now_ms: int) -> list[Event]:
        records = body.split("|")
        if ";" not in records[-1] and records[-1]:
            _check(body, records[-1], offset, "")
            records.pop()
        elif self._version:
            raise RecordError("missing", field="CRC16", offset=offset + len(body), code="")
        seen: list[Observation] = []
        refusals: list[Event] = []
        taken = 0
        for record in records:
            if record:
                try:
                    seen += read_record(record, offset, now_ms, archived=True)
                    taken += 1
                except RecordError as error:
                    refusals.append(Refusal(record.encode("latin-1"), error, self._device))
            offset += len(record) + 1
        # Records that were read count even where their neighbours are damaged: the answer says how many.
        message = Message(
            raw, self._device, tuple(seen) or (Contact(now_ms),), (f"#AB#{taken}\r\n".encode(),)
        )
        return [message, *refusals]

    def _read_contact(self, kind: str, raw: bytes, body: str, offset: int, now_ms: int) -> Message:
        fields = body.split(";")
        reply = "#AP#\r\n"
        if kind == "M":
            if self._version:
                _check(body, fields[-1], offset, "01")
            reply = "#AM#1\r\n"
        elif kind == "I":
            reply = _picture_reply(fields, body, offset, checked=self._version is not None)
        return Message(raw, self._device, (Contact(now_ms),), (reply.encode(),))


def _check(body: str, given: str, offset: int, code: str) -> None:
    """The checksum stands last and protects everything before it, the separator included."""
    protected = body[: len(body) - len(given)].encode("latin-1")
    computed = crc16_ibm(protected)
    if not _CHECKSUM.fullmatch(given) or int(given, 16) != computed:
        problem = f"{given[:20]!r} given, {computed:X} computed"
        raise RecordError(problem, field="CRC16", offset=offset + len(protected), code=code)


def _negative(kind: str, code: str) -> tuple[bytes, ...]:
    """The answer that names the mistake. A packet of unknown type gets none: no answer is defined for it."""
    if kind not in ("L", "D", "SD", "B", "M"):
        return ()
    return (f"#A{kind}#{code}\r\n".encode(),)


def _binary_size(raw: bytes) -> int:
    """Bytes that follow a picture packet (#I#size;…), 0 for any other."""
    if not raw.startswith(b"#I#"):
        return 0
    size = raw[3:].split(b";", 1)[0]
    return int(size) if size.isdigit() and len(size) < 10 else 0


def _picture_reply(fields: list[str], body: str, offset: int, *, checked: bool) -> str:
    if len(fields) < 6 or not all(field.isdigit() for field in fields[:3]):
        raise RecordError("not size;index;count;…", field="picture", offset=offset, code=STRUCTURE)
    if checked:
        _check(body, fields[-1], offset, STRUCTURE)
    return f"#AI#{fields[1]};1\r\n"
