"""One connection, or one datagram, of a language whose bytes alone say where its next frame ends."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar, NamedTuple

from baqylau.protocols.language import Event, FrameError, Message, Refusal, Transport


class Cut(NamedTuple):
    """What stands next in the stream: where it ends, and why it is no frame (None: it is one)."""

    end: int
    error: FrameError | None = None


class Framed(ABC):
    """Cuts what arrives, reads frames, gives up what is none.

    What is cut off depends on the bytes alone, never on how they were divided into reads.
    """

    name: ClassVar[str]
    transports: ClassVar[tuple[Transport, ...]] = ("tcp",)
    most_bytes: ClassVar[int]
    """A longer stretch without the end of a frame is no such device: the refusal is fatal."""
    between: ClassVar[bytes] = b"\r\n"
    """Bytes that may stand between frames and mean nothing there."""

    def __init__(self, transport: Transport = "tcp") -> None:
        self._datagram = transport == "udp"
        self._device: str | None = None
        self._rest = b""
        self._closed = False

    @abstractmethod
    def _cut(self, data: bytes, at: int, limit: int) -> Cut | None:
        """What begins at `at`, looking no further than `limit`; None: more bytes will tell."""

    @abstractmethod
    def _read(self, raw: bytes, now_ms: int) -> Message:
        """The frame read; knows its device from then on. Raises FrameError."""

    def receive(self, data: bytes, now_ms: int) -> list[Event]:
        events: list[Event] = []
        if self._closed:
            return events
        if self._rest:
            data = self._rest + data
        at, size = 0, len(data)
        while True:
            at = self._skip(data, at)
            if at == size:
                break
            limit = at + self.most_bytes
            cut = self._cut(data, at, limit)
            if cut is None:
                if size < limit:
                    break
                events.append(self._lost(data[at:limit]))
                return events
            events.append(self._event(data[at : cut.end], cut.error, now_ms))
            at = cut.end
        self._rest = data[at:]
        return events + self.end(now_ms) if self._datagram else events

    def end(self, now_ms: int) -> list[Event]:  # noqa: ARG002 - part of the contract
        rest, self._rest = self._rest, b""
        if not rest or self._closed:
            return []
        self._closed = not self._datagram
        error = FrameError("the connection ended inside it", field="frame", offset=len(rest))
        return [Refusal(rest, error, self._device, fatal=self._closed)]

    def _skip(self, data: bytes, at: int) -> int:
        while at < len(data) and data[at] in self.between:
            at += 1
        return at

    def _event(self, raw: bytes, error: FrameError | None, now_ms: int) -> Event:
        if error is None:
            try:
                return self._read(raw, now_ms)
            except FrameError as problem:
                error = problem
        return Refusal(raw, error, self._device)

    def _lost(self, raw: bytes) -> Refusal:
        self._closed, self._rest = True, b""
        error = FrameError(f"no frame ends within {len(raw)} bytes", field="frame", offset=0)
        return Refusal(raw, error, self._device, fatal=True)
