"""The contract every device language keeps.

A language object lives as long as one connection (TCP) or one datagram (UDP). It is fed bytes as they arrive
and returns what became complete: messages to store and acknowledge, refusals to count and quarantine. It
never raises for anything a device sends, never looks at a clock (the time of receipt is passed in) and never
writes to a socket (replies are bytes in the message, to be sent once the stream has stored the frame).

    language.receive(data, now_ms) -> [Message | Refusal, …]

- Feeding bytes one at a time gives the same events as feeding them at once.
- A frame with a wrong checksum, length or field is a Refusal; it never becomes an observation.
- After a Refusal with `fatal` the rest of the connection cannot be trusted: the caller closes it, and
  further `receive` calls return nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Protocol

from baqylau.observations import Observation

Transport = Literal["tcp", "udp", "mqtt"]


class FrameError(ValueError):
    """A frame that cannot be read: which field, at which byte of the frame, and what is wrong with it."""

    def __init__(self, problem: str, *, field: str, offset: int) -> None:
        super().__init__(f"byte {offset}, {field}: {problem}")
        self.problem = problem
        self.field = field
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Message:
    """A frame that was read.

    raw: the frame's bytes as received.
    device: the identity the frame or its connection gave (IMEI, id), None while the device has not said.
    replies: to send, in order, after the frame is stored.
    rejection: to send instead if the register does not know the device; empty where the language has none.
    final: the device asked for the connection to be closed after the reply.
    """

    raw: bytes
    device: str | None
    observations: tuple[Observation, ...] = ()
    replies: tuple[bytes, ...] = ()
    rejection: tuple[bytes, ...] = ()
    final: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """Bytes that were not read: counted and kept in quarantine, never a position.

    replies: what the specification wants answered to a damaged frame (a negative acknowledgement), if anything.
    """

    raw: bytes
    error: FrameError
    device: str | None = None
    replies: tuple[bytes, ...] = field(default=())
    fatal: bool = False


Event = Message | Refusal


class Language(Protocol):
    """One connection (or datagram) in one device language."""

    def receive(self, data: bytes, now_ms: int) -> list[Event]:
        """Takes bytes as they arrived; returns the frames they completed, in order."""
        ...

    def end(self, now_ms: int) -> list[Event]:
        """The peer closed: an unfinished frame in the buffer is returned as one Refusal."""
        ...
