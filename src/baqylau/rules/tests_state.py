"""What is remembered of tests and check-ins between one observation and the next."""

from __future__ import annotations

from typing import Literal

import msgspec

from baqylau.rules.finding import Finding, Ground

Outcome = Literal["measured", "recorded", "match", "mismatch", "refused", "incomplete"]


class Given(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A result as a device reported it. used: it is the answer to something that was due."""

    time_ms: int
    received_ms: int
    observation_id: int
    device_id: int
    outcome: Outcome
    alcohol_mg_l: float | None = None
    calibration: str | None = None
    request: str | None = None
    used: bool = False

    def as_ground(self) -> Ground:
        value = self.outcome if self.alcohol_mg_l is None else self.alcohol_mg_l
        return Ground(
            "result", self.time_ms, self.received_ms, self.observation_id, self.device_id, value=value
        )


class OpenDue(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Something that is due and not yet decided.

    contact: the device was heard in the time to answer. unpowered: it last said that it is off the mains. best: the
    most complete result so far. lost_ms: receipt of the first word of that; heard_ms: of its last one of any kind.
    """

    due_ms: int
    until_ms: int
    origin: Literal["set_time", "random", "on_demand"]
    request: str
    contact: bool = False
    unpowered: bool = False
    best: Given | None = None
    lost_ms: int = 0
    heard_ms: int = 0


class Decided(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Something that was due and has a finding, which a late result may still change or disprove."""

    due: OpenDue
    finding: Finding


class Positive(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A positive test with its finding, and until when a second test decides. awaited: none has come yet."""

    first: Given
    until_ms: int
    finding: Finding
    awaited: bool = True


class TestWatch(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """State of one condition of tests.

    to_ms: until when it binds. seen_ms: up to when what is due is opened; next_ms: when the next is. asked: the
    requests on demand that were opened already. results: the newest, oldest first.
    """

    key: int
    to_ms: int
    seen_ms: int
    next_ms: int
    open: tuple[OpenDue, ...] = ()
    decided: tuple[Decided, ...] = ()
    positives: tuple[Positive, ...] = ()
    results: tuple[Given, ...] = ()
    asked: tuple[str, ...] = ()
