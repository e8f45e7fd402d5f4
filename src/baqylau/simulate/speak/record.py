"""What a simulated device knows at one moment, and what it takes for a reply; shared by all speakers.

Nothing here comes from `baqylau.protocols`: a mistake there must not be repeated here and so go unseen.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple, Protocol

import msgspec

UERE_M = 5.0
"""Metres of error per unit of HDOP, for languages that carry HDOP instead of metres: the usual figure for one
consumer receiver (user equivalent range error)."""

SEQUENCES = 256
"""Frame numbers run from 0 to this, excluded, and again: what the smallest counter (Teltonika UDP) holds."""


class Record(msgspec.Struct, frozen=True, gc=False):
    """One record of a device's memory. None: the device does not report it.

    time_ms: UTC milliseconds; most languages carry whole seconds, so simulated fixes fall on whole seconds.
    accuracy_m: what the receiver claims, 68 % radius; `valid` False marks a repeated last-known place.
    battery_low: the device raises its own low-battery alarm. Not every language can say everything: what a
    speaker `says` of it arrives, the rest is lost.
    """

    time_ms: int
    lat: float
    lon: float
    accuracy_m: float | None = None
    valid: bool = True
    satellites: int = 9
    altitude_m: float = 0.0
    speed_kmh: float = 0.0
    course_deg: float = 0.0
    battery_percent: int | None = None
    charging: bool | None = None
    battery_low: bool = False
    strap_open: bool | None = None
    case_open: bool | None = None
    sos: bool = False
    jamming: bool | None = None
    archived: bool = False

    @property
    def hdop(self) -> float | None:
        return None if self.accuracy_m is None else self.accuracy_m / UERE_M


class Answer(NamedTuple):
    """The first complete reply in what was received.

    size: bytes it takes up. kind: to the greeting, to a data frame, or to something nobody waits for.
    accepted: the server has taken everything the frame held. sequence: of the frame it answers, where the
    language numbers frames. reply: what the device says back at once, where this was a command.
    """

    size: int
    kind: Literal["greeting", "data", "other"]
    accepted: bool
    sequence: int | None = None
    records: int | None = None
    reply: bytes = b""


class BadAnswerError(ValueError):
    """The server said something that is no reply in this language."""


Word = Literal[
    "accuracy",
    "dilution",
    "lost place",
    "battery",
    "low",
    "strap",
    "case",
    "sos",
    "alarm",
    "jamming",
    "archived",
]
"""What a language can say beside a place and its time.

accuracy: metres. dilution: HDOP. lost place: a record without a fix still carries the last place, as such.
battery: its level or voltage. low: the device's own low-battery alarm. sos: a call for help; alarm: the same
button where the language does not say what the alarm is. archived: that a record comes from memory.
"""


class Speaker(Protocol):
    """One device speaking one language. Pure: the bytes depend on the arguments alone."""

    records_per_frame: int
    """The most records one frame may hold."""

    says: frozenset[Word]

    def answered(self, records: Sequence[Record]) -> bool:
        """Whether the server says that it took a frame with these records.

        Where it does not, a device that has written the frame forgets the records, and never learns whether they
        arrived.
        """
        ...

    def greeting(self) -> bytes:
        """What a connection begins with; empty where every frame names its device."""
        ...

    def encode(self, records: Sequence[Record], sequence: int = 0) -> bytes:
        """One frame (or as many as the language needs for one acknowledgement) holding all the records."""
        ...

    def answer(self, received: bytes) -> Answer | None:
        """None while the reply is incomplete. Raises BadAnswerError."""
        ...
