"""Frames in a file, read one line at a time: what `baqylau decode` prints.

A line is plain hex, or JSON `{"input": {"hex"|"text"|"http": …}, "before": […]}`, and stands for a connection
of its own. Its reading is one JSON object, whatever is wrong with the line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import msgspec

from baqylau.observations import Observation
from baqylau.protocols.catalogue import LANGUAGES, language
from baqylau.protocols.language import Event, FrameError, Language, Message, Refusal, Transport

_TEXT_ENDINGS: Final = {"wialon_ips": b"\r\n", "megastek": b"\r\n", "r16h": b"\r\n"}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST_MS = 253_402_300_799_999
_NO_HEX = re.compile(r"[^0-9a-fA-F\s]", re.ASCII)
_BYTE = re.compile(r"\(byte (\d+)\)")


class _Http(msgspec.Struct):
    uri: str
    method: str = "GET"
    headers: dict[str, str] = {}
    body: str = ""


class _Input(msgspec.Struct):
    hex: str | None = None
    text: str | None = None
    http: _Http | None = None


class _Line(msgspec.Struct):
    input: _Input
    # The shared files also hold strings here: settings of another decoder, no input.
    before: list[_Input | str] = []


_line_decoder = msgspec.json.Decoder(_Line)
_encoder = msgspec.json.Encoder()


def decode_line(line: bytes, protocol: str, transport: Transport | None, now_ms: int) -> bytes:
    """The reading of a line as one JSON object. Raises UnknownLanguage and nothing else.

    transport None: over the first of its transports, or as a datagram if that gives sense and the other does not.
    """
    try:
        before, data = _inputs(line, protocol)
    except FrameError as error:
        return _encoder.encode(_reading([], error))
    session = language(protocol, transport)
    if transport != "udp":
        for earlier in before:
            session.receive(earlier, now_ms)
    reading = _read(session, data, now_ms)
    if transport is None and not reading["ok"] and "udp" in LANGUAGES[protocol].transports:
        as_datagram = _read(language(protocol, "udp"), data, now_ms)
        reading = as_datagram if as_datagram["ok"] else reading
    return _encoder.encode(reading)


def _read(session: Language, data: bytes, now_ms: int) -> dict[str, Any]:
    events = session.receive(data, now_ms) + session.end(now_ms)
    refused = next((event.error for event in events if isinstance(event, Refusal)), None)
    if not events:
        refused = FrameError("nothing that could be read", field="frame", offset=0)
    return _reading(events, refused)


def _reading(events: Sequence[Event], error: FrameError | None) -> dict[str, Any]:
    devices = list(dict.fromkeys(event.device for event in events if event.device is not None))
    messages = [event for event in events if isinstance(event, Message)]
    return {
        "ok": error is None,
        "error": str(error) if error else None,
        "offset": error.offset if error else None,
        "field": error.field if error else None,
        "device": devices[0] if devices else None,
        "observations": [
            as_object(seen) | ({"device": message.device} if len(devices) > 1 else {})
            for message in messages
            for seen in message.observations
        ],
        "reply": [reply.hex() for event in events for reply in event.replies],
    }


def as_object(seen: Observation) -> dict[str, Any]:
    """An observation by the names of its fields, its time as ISO 8601 in UTC."""
    out: dict[str, Any] = {"kind": seen.__struct_config__.tag, "time": iso(seen.time_ms)}
    for name in seen.__struct_fields__[1:]:
        value = getattr(seen, name)
        out[name] = [msgspec.structs.asdict(item) for item in value] if isinstance(value, tuple) else value
    return out


def iso(time_ms: int) -> str | None:
    """ISO 8601 in UTC with milliseconds; None for a time outside the years 1 to 9999."""
    if not 0 <= time_ms <= _LAST_MS:
        return None
    text = (_EPOCH + timedelta(milliseconds=time_ms)).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


def _inputs(line: bytes, protocol: str) -> tuple[list[bytes], bytes]:
    """What came earlier on the connection, and the input. Raises FrameError with the place in the line."""
    if not line.lstrip().startswith(b"{"):
        return [], _from_hex(line.decode("latin-1"), "line")
    try:
        read = _line_decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise FrameError(str(error), field="line", offset=_place(error, line)) from error
    before = [_wire(item, "before", protocol) for item in read.before if isinstance(item, _Input)]
    return before, _wire(read.input, "input", protocol)


def _place(error: Exception, line: bytes) -> int:
    """Where in the line JSON ends to be JSON: at its end if it was cut, 0 if it is JSON of another form."""
    place = _BYTE.search(str(error))
    if place is not None:
        return int(place[1])
    return 0 if isinstance(error, msgspec.ValidationError) else len(line)


def _wire(given: _Input, field: str, protocol: str) -> bytes:
    if given.hex is not None:
        return _from_hex(given.hex, f"{field}.hex")
    if given.text is not None:
        data, ending = _encoded(given.text), _TEXT_ENDINGS.get(protocol, b"")
        return data if data.endswith(ending) else data + ending
    if given.http is not None:
        return _request(given.http)
    raise FrameError("one of hex, text and http is needed", field=field, offset=0)


def _from_hex(text: str, field: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        wrong = _NO_HEX.search(text)
        problem = f"not hex: {wrong[0]!r}" if wrong else "half a byte"
        raise FrameError(problem, field=field, offset=wrong.start() if wrong else len(text)) from None


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _request(http: _Http) -> bytes:
    body = _encoded(http.body)
    headers = {name.lower(): value for name, value in http.headers.items()}
    headers.setdefault("host", "localhost")
    if body or http.method != "GET":
        headers.setdefault("content-length", str(len(body)))
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return _encoded(f"{http.method} {http.uri} HTTP/1.1\r\n{head}\r\n") + body
