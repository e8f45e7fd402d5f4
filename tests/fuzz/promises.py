"""What every device language promises whatever arrives (`baqylau.protocols.language`), checked on given bytes."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from baqylau.observations import Observation, Position
from baqylau.observations.plausible import implausible
from baqylau.observations.reports import Batch, Report, decode_batch, encode_batch
from baqylau.protocols.catalogue import language
from baqylau.protocols.language import Event, FrameError, Message, Refusal, Transport

NOW_MS = 1_795_000_000_000

SLOW_S_PER_BYTE = 0.0002
"""Two hundred times what a real frame takes: whoever needs more can be kept busy by one sender."""


class Broken(AssertionError):
    """A promise that was not kept, in words."""


@dataclass(frozen=True)
class Case:
    """What arrives on one connection, piece by piece."""

    protocol: str
    transport: Transport
    pieces: tuple[bytes, ...]


def check(case: Case) -> list[Event]:
    """Everything the language made of it. Raises Broken, or whatever the language itself raised."""
    began = time.process_time()
    events = _heard(case, case.pieces)
    size = sum(map(len, case.pieces))
    if _too_long(time.process_time() - began, size):
        _check_pace(case, size)
    for event in events:
        _check_event(event)
    if case.transport != "udp" and size <= 4096:
        whole = [_comparable(event) for event in _heard(case, [b"".join(case.pieces)])]
        if whole != [_comparable(event) for event in events]:
            raise Broken("in pieces it is read otherwise than whole")
    return events


def _too_long(took_s: float, size: int) -> bool:
    return took_s > 0.2 + SLOW_S_PER_BYTE * size


def _check_pace(case: Case, size: int) -> None:
    """Once slow may be the collector of a long hunt; slow every time is the language."""
    best_s = float("inf")
    for _ in range(3):
        began = time.process_time()
        _heard(case, case.pieces)
        best_s = min(best_s, time.process_time() - began)
    if _too_long(best_s, size):
        raise Broken(f"slow: {size} bytes took {best_s:.2f} s of processor time")


def _heard(case: Case, pieces: Sequence[bytes]) -> list[Event]:
    speaker = language(case.protocol, case.transport)
    events: list[Event] = []
    for piece in pieces:
        ended = any(isinstance(event, Refusal) and event.fatal for event in events)
        more = speaker.receive(piece, NOW_MS)
        if ended and more:
            raise Broken("something came after a fatal refusal")
        events += more
    return events + speaker.end(NOW_MS)


def _check_event(event: Event) -> None:
    if isinstance(event, Refusal):
        if not isinstance(event.error, FrameError):
            raise Broken(f"a refusal without a reason: {event!r}")
        return
    if not isinstance(event, Message):
        raise Broken(f"neither a message nor a refusal: {event!r}")
    sound = tuple(one for one in event.observations if implausible(one) is None)
    for one in sound:
        _check_observation(one)
    if any(not isinstance(reply, bytes) for reply in (*event.replies, *event.rejection)):
        raise Broken("a reply that is no bytes")
    report = Report(1, 1, 1, "fuzz", NOW_MS, event.raw, sound)
    try:
        again = decode_batch(encode_batch(Batch(NOW_MS, (report,))))
    except (OverflowError, UnicodeEncodeError, ValueError) as cause:
        raise Broken(f"what was read cannot be put in the stream: {cause}") from cause
    if again.reports[0] != report:
        raise Broken("what was read comes out of the stream otherwise")


def _check_observation(observation: Observation) -> None:
    if type(observation) is Position and not (-90 <= observation.lat <= 90):
        raise Broken(f"a latitude of {observation.lat}")


def _comparable(event: Event) -> object:
    if isinstance(event, Message):
        return event
    return (event.raw, str(event.error), event.device, event.replies, event.fatal)


def signature(events: Sequence[Event]) -> frozenset[str]:
    """What kind of thing came out, without its figures: damage that brings something new is worth damaging further."""
    seen = set()
    for event in events:
        if isinstance(event, Refusal):
            words = "".join(each for each in event.error.problem if not each.isdigit())
            seen.add(f"refused {event.error.field} {words[:60]} {event.fatal}")
        else:
            kinds = sorted({type(one).__name__ for one in event.observations})
            seen.add(f"{','.join(kinds)} {len(event.replies)} {event.final}")
    return frozenset(seen)
