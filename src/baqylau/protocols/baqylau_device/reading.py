"""One publication: its topic and its payload, JSON or CBOR, to what the device observed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

import cbor2
import msgspec

from baqylau.observations import Contact, DeviceClock, Observation
from baqylau.protocols.baqylau_device.sequence import Counter
from baqylau.protocols.baqylau_device.words import BECOMES, VERSION, DeviceMessage, Envelope, One, Said
from baqylau.protocols.language import FrameError, Message, Refusal

TOPIC: Final = re.compile(r"baqylau/v1/([A-Za-z0-9_-]{1,64})/report", re.ASCII)

_BYTE = re.compile(r"\(byte (\d+)\)")
_PLACE = re.compile(r" - at `\$\.?(?:said\.?)?([^`]*)`")
_TARGETS: Final = {word: (kind, kind.__struct_fields__[1:]) for word, kind in BECOMES.items()}
_decode = msgspec.json.Decoder(DeviceMessage).decode
_CBOR_MAP: Final = range(0xA0, 0xC0)
_MOST_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class Reading:
    """Either half may be missing. counter: which of its messages the device says this is."""

    message: Message | None = None
    refusal: Refusal | None = None
    counter: Counter | None = None
    time_ms: int = 0


def read_publication(topic: str, payload: bytes) -> Reading:
    """Reads what a device published. Topic "": the payload alone says who it is, as in a file of messages.

    A wrong envelope refuses the message; wrong observations are refused by themselves and the rest is read.
    """
    device = None
    try:
        device = _of_topic(topic)
        message, problems = _message(payload)
        if device is not None and message.device != device:
            problem = f"{message.device!r} in a message published as {device!r}"
            raise FrameError(problem, field="device", offset=0)
    except FrameError as error:
        return Reading(refusal=Refusal(payload, error, device))
    return Reading(
        Message(payload, message.device, _observed(message)),
        Refusal(payload, _summed(problems), message.device) if problems else None,
        Counter(message.series, message.sequence),
        message.time_ms,
    )


def _of_topic(topic: str) -> str | None:
    if not topic:
        return None
    match = TOPIC.fullmatch(topic)
    if match is None:
        raise FrameError(f"not baqylau/v1/<device>/report: {topic[:80]!r}", field="topic", offset=0)
    return match[1]


def _message(payload: bytes) -> tuple[DeviceMessage, list[FrameError]]:
    """Read at once where everything fits, which is nearly always; else piece by piece."""
    if payload[:1] and payload[0] in _CBOR_MAP:
        loose = _cbor(payload)
        try:
            return msgspec.convert(loose, DeviceMessage), []
        except (msgspec.ValidationError, RecursionError):
            return _piecemeal(loose)
    try:
        return _decode(payload), []
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _piecemeal(_json(payload))


def _piecemeal(loose: Any) -> tuple[DeviceMessage, list[FrameError]]:
    if isinstance(loose, dict) and loose.get("v") != VERSION:
        problem = f"version {str(loose.get('v'))[:20]!r} is not known, only {VERSION}"
        raise FrameError(problem, field="v", offset=0)
    try:
        envelope = msgspec.convert(loose, Envelope)
    except (msgspec.ValidationError, RecursionError) as error:
        raise _misfit(error, "message") from error
    good: list[Said] = []
    problems: list[FrameError] = []
    for index, each in enumerate(envelope.observations):
        try:
            good.append(msgspec.convert({"said": each}, One).said)
        except (msgspec.ValidationError, RecursionError) as error:
            problems.append(_misfit(error, f"observations[{index}]"))
    return DeviceMessage(**{**msgspec.structs.asdict(envelope), "observations": good}), problems


def _json(payload: bytes) -> Any:
    try:
        return msgspec.json.decode(payload)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        place = _BYTE.search(str(error))
        raise FrameError(str(error), field="payload", offset=int(place[1]) if place else 0) from error


def _cbor(payload: bytes) -> Any:
    try:
        return cbor2.loads(payload, max_depth=8)
    except (cbor2.CBORError, ValueError, OverflowError, RecursionError) as error:
        raise FrameError(str(error) or "no CBOR", field="payload", offset=0) from error


def _observed(message: DeviceMessage) -> tuple[Observation, ...]:
    seen = [_observation(said, message.time_ms) for said in message.observations]
    if message.uptime_s is not None or message.firmware is not None:
        seen.append(DeviceClock(message.time_ms, message.uptime_s, message.firmware))
    return tuple(seen) or (Contact(message.time_ms),)


def _observation(said: Said, sent_ms: int) -> Observation:
    kind, names = _TARGETS[type(said)]
    time_ms = sent_ms if said.time_ms is None else said.time_ms
    made: Observation = kind(time_ms, *[getattr(said, name) for name in names])
    return made


def _misfit(error: Exception, inside: str) -> FrameError:
    text = str(error)
    place = _PLACE.search(text)
    field = f"{inside}.{place[1]}" if place and place[1] else inside
    return FrameError(_PLACE.sub("", text), field=field, offset=0)


def _summed(problems: list[FrameError]) -> FrameError:
    if len(problems) == 1:
        return problems[0]
    shown = "; ".join(f"{each.field}: {each.problem}" for each in problems[:_MOST_SHOWN])
    return FrameError(f"{len(problems)} observations: {shown}", field=problems[0].field, offset=0)
