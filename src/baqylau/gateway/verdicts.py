"""What a device's report says about the commands that are under way to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from baqylau.observations import BreathResult, CheckInResult, CommandResult, Observation, Position
from baqylau.register.command import Command, Step


class Verdict(NamedTuple):
    """How a command is to end. reason: a snake_case word. answer: the device's own words."""

    command: Command
    step: Step
    reason: str = ""
    answer: str = ""


def verdicts(commands: Sequence[Command], observations: Sequence[Observation]) -> list[Verdict]:
    """One a command at most: a refusal or a result in the device's words before what its deeds say."""
    found: dict[int, Verdict] = {}
    for observation in observations:
        verdict = _verdict(commands, observation)
        if verdict is not None:
            found.setdefault(verdict.command.command_id, verdict)
    return list(found.values())


def _verdict(commands: Sequence[Command], observation: Observation) -> Verdict | None:
    if isinstance(observation, CommandResult):
        return _by_answer(commands, observation)
    if isinstance(observation, Position):
        return next((Verdict(one, "confirm") for one in commands if _located(one, observation)), None)
    if isinstance(observation, BreathResult | CheckInResult):
        return next((Verdict(one, "confirm") for one in commands if _tested(one, observation)), None)
    return None


def _by_answer(commands: Sequence[Command], result: CommandResult) -> Verdict | None:
    sent = [one for one in commands if one.state == "sent" and one.reference == result.command]
    if not sent:
        return None
    # An answer that names none belongs to what went out last: one goes out at a time.
    meant = max(sent, key=lambda one: one.sent_ms or 0)
    if result.outcome == "refused":
        return Verdict(meant, "refuse", "device_refused", result.detail)
    if meant.kind == "locate":
        # "I will" is not "here I am": only a position answers where somebody is.
        return None
    return Verdict(meant, "confirm", "", result.detail)


def _located(command: Command, position: Position) -> bool:
    return (
        command.kind == "locate"
        and position.valid
        and not position.archived
        and position.time_ms >= command.asked_ms
    )


def _tested(command: Command, result: BreathResult | CheckInResult) -> bool:
    return (
        command.kind in ("breath_test", "check_in")
        and result.request is not None
        and result.request == command.parameters.get("request")
    )
