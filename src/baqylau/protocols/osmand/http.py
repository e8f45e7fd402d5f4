"""HTTP/1.1 requests out of a stream of bytes, one at a time and in order (RFC 9112)."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Final, NamedTuple

import h11

from baqylau.protocols.language import FrameError

MOST_HEAD: Final = 8_192
MOST_BODY: Final = 65_536

_BLANK_LINE = re.compile(rb"\n\r?\n")


class Unframed(FrameError):
    """The bytes are no HTTP, or what follows the request cannot be found.

    raw: the bytes looked at. status: what HTTP answers them with.
    """

    def __init__(self, problem: str, raw: bytes, *, field: str, offset: int, status: HTTPStatus) -> None:
        super().__init__(problem, field=field, offset=offset)
        self.raw = raw
        self.status = status


class Request(NamedTuple):
    """`closing`: the client wants the connection closed after the response."""

    raw: bytes
    method: str
    target: str
    content_type: str
    closing: bool
    body: bytes


class _Head(NamedTuple):
    end: int
    method: str
    target: str
    content_type: str
    closing: bool
    body_length: int


class Requests:
    """The requests of one connection."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._head: _Head | None = None

    def add(self, data: bytes) -> None:
        self._buffer += data

    def rest(self) -> bytes:
        """What is left of an unfinished request."""
        return bytes(self._buffer)

    def take(self) -> Request | None:
        """The next request, or None until it is complete. Raises Unframed: nothing can follow then."""
        head = self._head = self._head or self._read_head()
        if head is None or len(self._buffer) < head.end + head.body_length:
            return None
        self._head = None
        raw = bytes(self._buffer[: head.end + head.body_length])
        del self._buffer[: len(raw)]
        return Request(raw, head.method, head.target, head.content_type, head.closing, raw[head.end :])

    def _read_head(self) -> _Head | None:
        buffer = self._buffer
        # RFC 9112, 2.2: empty lines before a request line are to be ignored.
        del buffer[: len(buffer) - len(buffer.lstrip(b"\r\n"))]
        blank = _BLANK_LINE.search(buffer, 0, MOST_HEAD)
        if blank is not None:
            return _parsed(bytes(buffer[: blank.end()]))
        if len(buffer) < MOST_HEAD:
            return None
        raise Unframed(
            f"no end within {MOST_HEAD} bytes",
            bytes(buffer[:MOST_HEAD]),
            field="headers",
            offset=MOST_HEAD,
            status=HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
        )


def _parsed(raw: bytes) -> _Head:
    connection = h11.Connection(h11.SERVER, max_incomplete_event_size=MOST_HEAD)
    try:
        connection.receive_data(raw)
        event = connection.next_event()
    except h11.RemoteProtocolError as error:
        raise Unframed(str(error), raw, field="request", offset=0, status=HTTPStatus.BAD_REQUEST) from error
    if not isinstance(event, h11.Request):
        raise Unframed("no request", raw, field="request", offset=0, status=HTTPStatus.BAD_REQUEST)
    headers = {bytes(name): bytes(value) for name, value in event.headers}
    return _Head(
        len(raw),
        event.method.decode("ascii"),
        event.target.decode("latin-1"),
        headers.get(b"content-type", b"").decode("latin-1").lower(),
        event.http_version == b"1.0" or b"close" in headers.get(b"connection", b"").lower(),
        _body_length(raw, headers),
    )


def _body_length(raw: bytes, headers: dict[bytes, bytes]) -> int:
    if b"transfer-encoding" in headers:
        problem = "bodies must have a Content-Length"
        raise _no_body(raw, problem, b"transfer-encoding", HTTPStatus.LENGTH_REQUIRED)
    length = int(headers.get(b"content-length", b"0"))
    if length > MOST_BODY:
        problem = f"{length} bytes, at most {MOST_BODY} are taken"
        raise _no_body(raw, problem, b"content-length", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return length


def _no_body(raw: bytes, problem: str, header: bytes, status: HTTPStatus) -> Unframed:
    return Unframed(
        problem, raw, field=header.decode(), offset=max(raw.lower().find(header), 0), status=status
    )


def response(status: HTTPStatus, *, closing: bool, sentence: str = "") -> bytes:
    """A response with an empty body or one plain sentence."""
    body = f"{sentence}\n".encode() if sentence else b""
    head = f"HTTP/1.1 {status.value} {status.phrase}\r\n"
    if body:
        head += "Content-Type: text/plain; charset=utf-8\r\n"
    if closing:
        head += "Connection: close\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body
