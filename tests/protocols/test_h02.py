"""H02: text and packed binary."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baqylau.observations import Battery, Observation, Position, Power, Sos, Tamper
from baqylau.protocols.h02 import H02
from baqylau.protocols.h02.status import BITS, read_status
from baqylau.protocols.language import Event, Message, Refusal
from tests.protocols import golden
from tests.protocols.golden import NOW_MS, Difference, Frame

FRAMES = golden.frames("h02")
LOADED = golden.loaded("h02")
PACKED = bytes.fromhex("2441060116601245431311165035313006004318210e000000fffffbffff0024")
AT = 1_795_000_000_000


def _ms(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


_SHARED = "h02/H02/testDecode/"
_OWN_TIME = "the frame has time and date; the file takes the time of decoding"
_TIMES = {
    f"{_SHARED}28": (_OWN_TIME, _ms("2017-02-09T18:15:19")),
    f"{_SHARED}34": (_OWN_TIME, _ms("2017-02-10T10:37:32")),
    f"{_SHARED}48": (_OWN_TIME, _ms("2016-09-13T09:30:43")),
    f"{_SHARED}49": ("neither time nor date: heard now", NOW_MS),
    f"{_SHARED}20": ("a date without a time of day is no time: heard now", NOW_MS),
}


def _differences() -> Iterator[tuple[str, Difference]]:
    """Confirmations carry the time of receipt, and no line end; the file has its own time and adds one."""
    for frame in LOADED:
        why, time_ms = _TIMES.get(frame.id, ("the confirmation carries the time of receipt", None))
        replies: tuple[bytes, ...] | None = None
        if frame.id.startswith("h02/H02") and "reply" in frame.line:
            _, device, kind = frame.data.rstrip(b"#\r\n").split(b",")[:3]
            told = b"V4,%b,20261118110640" % kind if kind != b"HTBT" else kind
            replies = (b"*HQ,%b,%b#" % (device, told),)
        if replies or time_ms is not None:
            fields = {} if time_ms is None else {(0, "time_ms"): time_ms}
            yield frame.id, Difference(why, fields=fields, replies=replies)


_SECOND_69 = Difference("HHMMSS is 160169: no time of day has 69 seconds", refused=True)
DIFFERENCES = dict(_differences()) | {f"{_SHARED}43": _SECOND_69}


@pytest.mark.parametrize("frame", FRAMES)
def test_golden(frame: Frame) -> None:
    """Each golden frame gives its positions, observations, replies and device, or is refused."""
    golden.check(frame, H02, DIFFERENCES)


@pytest.mark.parametrize("frame", FRAMES)
def test_cut(frame: Frame) -> None:
    """Where the bytes of a frame are cut makes no difference to what comes out."""
    golden.check_cut(frame, H02)


@pytest.mark.parametrize("frame", FRAMES)
def test_twice(frame: Frame) -> None:
    """A frame sent twice is read twice."""
    if not DIFFERENCES.get(frame.id, Difference("")).refused:
        golden.check_twice(frame, H02)


@given(golden.damaged(LOADED))
def test_survives_damage(damaged: tuple[Frame, bytes]) -> None:
    """A damaged frame gives messages and refusals, never an exception."""
    golden.check_survives(*damaged, H02)


@given(st.binary(max_size=80), st.integers(0, 80))
def test_noise_is_cut_alike(noise: bytes, cut: int) -> None:
    """Whatever follows a packed position, the events are the same however the bytes are cut into reads."""
    data = PACKED + noise + PACKED
    assert (
        _told([data]) == _told([data[:cut], data[cut:]]) == _told([data[i : i + 1] for i in range(len(data))])
    )


def _told(chunks: list[bytes]) -> list[tuple[bytes, str]]:
    language = H02()
    events: list[Event] = golden.run(language, chunks) + language.end(NOW_MS)
    return [(event.raw, repr(getattr(event, "observations", event))[:40]) for event in events]


def test_a_packed_position_waits_for_nothing() -> None:
    """The position of a make that appends bytes is there before they are; they say nothing and cost nothing."""
    language = H02()
    (first,) = language.receive(PACKED, NOW_MS)
    assert any(isinstance(seen, Position) for seen in golden.observations([first]))
    further, second = language.receive(bytes(13) + PACKED, NOW_MS)
    assert isinstance(further, Message)
    assert further.observations == ()
    assert second.raw == PACKED


def test_text_and_packed_mix() -> None:
    """Text and packed frames follow each other on one connection."""
    text = b"*HQ,4106011660,LINK,112137,20,8,67,0,0,081116,FFFFFBFF#"
    events = H02().receive(text + b"\r\n" + PACKED + text, NOW_MS)
    assert [event.raw for event in events] == [text, PACKED, text]
    assert {event.device for event in events} == {"4106011660"}


@pytest.mark.parametrize(
    ("status", "wanted"),
    [
        (0xFFFFFFFF, ()),
        (0xFFFFFBFF, ()),
        (0xFFFBFFFD, (Sos(AT),)),
        (0xFFF7FFFD, (Sos(AT), Power(AT, connected=False))),
        (0xFFDFFFDF, (Tamper(AT, "antenna_cut"),)),
    ],
)
def test_every_bit_in_force_counts(status: int, wanted: tuple[Observation, ...]) -> None:
    """Each bit of 0 is an observation, what two bits say is said once, and none hides another."""
    assert read_status(status, AT) == wanted


@given(st.integers(0, 2**32 - 1))
def test_no_bit_hides_another(status: int) -> None:
    """Whatever the status, everything in force comes out."""
    assert {golden.as_line(item)["kind"] for item in read_status(status, AT)} == {
        golden.as_line(item)["kind"] for bit, item in BITS.items() if not status >> bit & 1
    }


@pytest.mark.parametrize(
    "frame",
    [
        b"*HQ,865205035331981,V1,132926,A,9935.3933,N,07920.4134,E,3.34,342,280519,FFFFFFFF#",
        b"*HQ,865205035331981,V1,252926,A,1935.3933,N,07920.4134,E,3.34,342,280519,FFFFFFFF#",
        b"*HQ,865205035331981,V1,132926,A,1935.3933,N,07920.4134,E,3.34,342,321319,FFFFFFFF#",
        b"*HQ,865205035331981,V1#",
        b"*HQ#",
    ],
)
def test_fields_that_cannot_be_are_refused(frame: bytes) -> None:
    """An impossible place, time or date, or no place at all, refuses a position frame."""
    (event,) = H02().receive(frame, NOW_MS)
    assert isinstance(event, Refusal)


def test_a_cut_text_costs_only_itself() -> None:
    """A text without its end sign is given up where the next begins."""
    text = b"*HQ,4106011660,LINK,112137,20,8,67,0,0,081116,FFFFFBFF#"
    refusal, message = H02().receive(text[:-9] + text, NOW_MS)
    assert isinstance(refusal, Refusal)
    assert Battery(_ms("2016-11-08T11:21:37"), 67.0) in golden.observations([message])
