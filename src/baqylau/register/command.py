"""Something a device is told to do, and every way it can end: one table of states, no clock, no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal, get_args

import msgspec
from msgspec import Meta

CommandKind = Literal["locate", "interval", "reboot", "vibrate", "message", "breath_test", "check_in"]
CommandState = Literal["queued", "sent", "confirmed", "refused", "no_answer", "expired"]
Step = Literal["send", "confirm", "refuse", "give_up", "expire"]

KINDS: tuple[CommandKind, ...] = get_args(CommandKind)
STATES: tuple[CommandState, ...] = get_args(CommandState)
UNDER_WAY: frozenset[CommandState] = frozenset({"queued", "sent"})

TRANSITIONS: Final[Mapping[tuple[CommandState, Step], CommandState]] = {
    ("queued", "send"): "sent",
    ("queued", "confirm"): "confirmed",
    ("queued", "refuse"): "refused",
    ("queued", "expire"): "expired",
    ("sent", "send"): "sent",
    ("sent", "confirm"): "confirmed",
    ("sent", "refuse"): "refused",
    ("sent", "give_up"): "no_answer",
    ("sent", "expire"): "no_answer",
}
"""A command that was not sent can be confirmed: a device asked where it is may say so before it is asked."""

LOCATE_ANSWER_MS: Final = 180_000
"""Locate on demand: at most 3 minutes, or an explicit "no answer" (GAO on the draft of NIJ 1004.00)."""

LIFETIME_MS: Final[Mapping[CommandKind, int]] = {
    "locate": LOCATE_ANSWER_MS,
    "interval": 24 * 3_600_000,
    "reboot": 3_600_000,
    "vibrate": 900_000,
    "message": 24 * 3_600_000,
    "breath_test": 3_600_000,
    "check_in": 3_600_000,
}
"""How long a command may take when whoever asks says nothing else."""

LONGEST_MS: Final = 7 * 86_400_000

RESEND_MS: Final = 45_000
"""A command without an answer goes out again after so long, and the next one of its device may go before it."""

ATTEMPTS: Final[Mapping[CommandKind, int]] = {
    "locate": 4,
    "interval": 5,
    "reboot": 1,
    "vibrate": 2,
    "message": 3,
    "breath_test": 5,
    "check_in": 5,
}
"""How often a command goes out at most. A device that restarted without saying so is not restarted again."""


class CommandRefused(ValueError):
    """A command that cannot be given; `reason` is a snake_case word that the screen has words for."""

    def __init__(self, reason: str, problem: str) -> None:
        super().__init__(problem)
        self.reason = reason


class _Parameters(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a kind of command takes."""


class Nothing(_Parameters, frozen=True):
    """Locate and reboot take nothing."""


class Interval(_Parameters, frozen=True):
    """How often the device reports its position."""

    seconds: Annotated[int, Meta(ge=10, le=86_400)]


class Vibrate(_Parameters, frozen=True):
    """Not every device can be told for how long."""

    seconds: Annotated[int, Meta(ge=1, le=60)] = 5


class Words(_Parameters, frozen=True):
    """A text for the wearer, in one line."""

    text: Annotated[str, Meta(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]


class Test(_Parameters, frozen=True):
    """A breath test or check-in: `request` comes back in its result; it must begin within `within_s` seconds."""

    request: Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.:-]+$")]
    within_s: Annotated[int, Meta(ge=10, le=86_400)] = 900


PARAMETERS: Final[Mapping[CommandKind, type[_Parameters]]] = {
    "locate": Nothing,
    "interval": Interval,
    "reboot": Nothing,
    "vibrate": Vibrate,
    "message": Words,
    "breath_test": Test,
    "check_in": Test,
}


def parameters_of(kind: CommandKind, given: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters, whole. Raises CommandRefused for what this kind does not take."""
    try:
        read = msgspec.convert(dict(given), PARAMETERS[kind])
    except msgspec.ValidationError as cause:
        raise CommandRefused("bad_parameters", f"{kind}: {cause}") from cause
    return msgspec.structs.asdict(read)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks of a device. asked_by: a login, or 'system'. Times: UTC, milliseconds since the epoch."""

    device_id: int
    kind: CommandKind
    parameters: Mapping[str, Any]
    asked_by: str
    asked_ms: int
    expires_ms: int


def wanted(
    device_id: int,
    kind: CommandKind,
    parameters: Mapping[str, Any],
    *,
    asked_by: str,
    now_ms: int,
    lifetime_ms: int | None = None,
) -> Wanted:
    """A command ready to be queued. Raises CommandRefused."""
    if kind not in PARAMETERS:
        raise CommandRefused("unknown_kind", f"no command is called {kind!r}; there are: {', '.join(KINDS)}")
    lifetime_ms = LIFETIME_MS[kind] if lifetime_ms is None else lifetime_ms
    if not 0 < lifetime_ms <= LONGEST_MS:
        raise CommandRefused("bad_expiry", f"a command ends after 1 ms to {LONGEST_MS} ms, not {lifetime_ms}")
    return Wanted(device_id, kind, parameters_of(kind, parameters), asked_by, now_ms, now_ms + lifetime_ms)


@dataclass(frozen=True, slots=True)
class Command:
    """A command as it stands. attempts: how often it went out; reference: what the device's answer repeats."""

    command_id: int
    device_id: int
    activation_id: int | None
    kind: CommandKind
    parameters: Mapping[str, Any]
    asked_ms: int
    expires_ms: int
    state: CommandState = "queued"
    attempts: int = 0
    sent_ms: int | None = None
    reference: str = ""


def after(state: CommandState, step: Step) -> CommandState | None:
    """The state a step leads to; None where it cannot be taken."""
    return TRANSITIONS.get((state, step))


def at_end(kind: CommandKind, state: CommandState) -> CommandState | None:
    """The state of a command whose time is over. To "where are you?" there is an answer or none."""
    ended = after(state, "expire")
    return "no_answer" if kind == "locate" and ended else ended


def may_go(command: Command, now_ms: int) -> bool:
    """Whether it may go out (again) now."""
    if command.state not in UNDER_WAY or now_ms >= command.expires_ms:
        return False
    return command.attempts < ATTEMPTS[command.kind] and not in_flight(command, now_ms)


def in_flight(command: Command, now_ms: int) -> bool:
    """Whether it went out so lately that its answer is waited for, and nothing else is sent meanwhile."""
    return command.state == "sent" and command.sent_ms is not None and now_ms < command.sent_ms + RESEND_MS


def exhausted(command: Command, now_ms: int) -> bool:
    """Whether it went out as often as it may and nobody answered the last time either."""
    return (
        command.state == "sent"
        and command.attempts >= ATTEMPTS[command.kind]
        and not in_flight(command, now_ms)
    )


def next_to_go(commands: list[Command], now_ms: int) -> Command | None:
    """Of one device: one at a time in the order asked, but whoever is to say where he is says so first."""
    if any(in_flight(one, now_ms) for one in commands):
        return None
    ready = [one for one in commands if may_go(one, now_ms)]
    return min(ready, key=lambda one: (one.kind != "locate", one.attempts > 0, one.command_id), default=None)
