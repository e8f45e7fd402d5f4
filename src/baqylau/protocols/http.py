"""HTTP/1.1 requests out of a stream of bytes, one at a time and in order (RFC 9112)."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from functools import lru_cache
from http import HTTPStatus
from typing import ClassVar, Final, NamedTuple

import h11

from baqylau.observations import Observation
from baqylau.protocols.language import Event, FrameError, Message, Refusal, Transport

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
    """`closing`: the client wants the connection closed after the response. `headers`: names in lower case."""

    raw: bytes
    method: str
    target: str
    content_type: str
    closing: bool
    body: bytes
    headers: Mapping[bytes, bytes]


class _Head(NamedTuple):
    end: int
    method: str
    target: str
    content_type: str
    closing: bool
    body_length: int
    headers: Mapping[bytes, bytes]


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
        body = raw[head.end :]
        return Request(raw, head.method, head.target, head.content_type, head.closing, body, head.headers)

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


@lru_cache(maxsize=256)
def _parsed(raw: bytes) -> _Head:
    # Devices of a make send the same head again and again, but for their content's length.
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
        headers,
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


def response(status: HTTPStatus, *, closing: bool, sentence: str = "", json: bytes = b"") -> bytes:
    """A response with an empty body, one plain sentence or a JSON document."""
    body = json or (f"{sentence}\n".encode() if sentence else b"")
    head = f"HTTP/1.1 {status.value} {status.phrase}\r\n"
    if body:
        kind = "application/json" if json else "text/plain; charset=utf-8"
        head += f"Content-Type: {kind}\r\n"
    if closing:
        head += "Connection: close\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


@lru_cache(maxsize=16)
def _answers(json: bytes, *, closing: bool) -> tuple[bytes, bytes]:
    """To a known device, and to one that the register does not have."""
    stranger = response(HTTPStatus.NOT_FOUND, closing=closing, sentence="This device is not registered.")
    return response(HTTPStatus.OK, closing=closing, json=json), stranger


class HttpLanguage(ABC):
    """One HTTP connection of a device: requests in, each answered in order."""

    name: ClassVar[str]
    transports: ClassVar[tuple[Transport, ...]] = ("tcp",)

    def __init__(self, transport: Transport = "tcp") -> None:
        self.transport = transport
        self._requests = Requests()
        self._device: str | None = None
        self._closed = False

    @abstractmethod
    def _answered(self, request: Request, now_ms: int) -> Event:
        """What a whole request says, with the response to it."""

    def receive(self, data: bytes, now_ms: int) -> list[Event]:
        events: list[Event] = []
        if self._closed:
            return events
        self._requests.add(data)
        try:
            while not self._closed and (request := self._requests.take()) is not None:
                events.append(self._answered(request, now_ms))
                self._closed = request.closing
        except Unframed as error:
            self._closed = True
            told = response(error.status, closing=True, sentence=f"{error.field}: {error.problem}")
            events.append(Refusal(error.raw, error, self._device, (told,), fatal=True))
        return events

    def end(self, now_ms: int) -> list[Event]:  # noqa: ARG002 - part of the contract
        rest = self._requests.rest()
        if self._closed or not rest:
            return []
        self._closed = True
        error = FrameError("the connection ended inside a request", field="request", offset=len(rest))
        return [Refusal(rest, error, self._device, fatal=True)]

    def _refused(self, request: Request, error: FrameError) -> Refusal:
        sentence = "" if request.method == "HEAD" else f"{error.field}: {error.problem}"
        told = response(HTTPStatus.BAD_REQUEST, closing=request.closing, sentence=sentence)
        return Refusal(request.raw, error, self._device, (told,), fatal=request.closing)


class PostingLanguage(HttpLanguage):
    """A device that posts reports, each naming its device.

    answer: the JSON document that tells the device its report is stored.
    """

    answer: ClassVar[bytes]

    @abstractmethod
    def _read(self, request: Request, now_ms: int) -> tuple[str, tuple[Observation, ...]]:
        """Device and observations of a request with a body. Raises FrameError, its offset within the body."""

    def _answered(self, request: Request, now_ms: int) -> Event:
        try:
            if request.method != "POST":
                raise FrameError(f"{request.method} is not taken, only POST", field="method", offset=0)
            self._device, seen = self._read(request, now_ms)
        except FrameError as error:
            return self._refused(request, _placed(request, error))
        stored, stranger = _answers(self.answer, closing=request.closing)
        return Message(request.raw, self._device, seen, (stored,), (stranger,), final=request.closing)


def _placed(request: Request, error: FrameError) -> FrameError:
    """The offset within the whole request."""
    begin = 0 if error.field == "method" else len(request.raw) - len(request.body)
    return FrameError(error.problem, field=error.field, offset=begin + error.offset)
