"""Watches and wristbands of the Setracker family."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baqylau.observations import Alarm, Battery, Contact, Observation, Power, Sos, Strap
from baqylau.protocols.language import Message, Refusal
from baqylau.protocols.watch import Watch
from baqylau.protocols.watch.report import ALARM_BITS
from tests.protocols import golden
from tests.protocols.golden import NOW_MS, Difference, Frame

_NO_PLACE = Difference("V and zeros for coordinates: neither a fix nor a last place", missing=frozenset((0,)))
_SHARED = "watch/Watch/testDecode/"
DIFFERENCES = {f"{_SHARED}{number}": _NO_PLACE for number in (1, 3, 15, 46)} | {
    f"{_SHARED}8": Difference(
        "six frames in one read, each confirmed",
        replies=tuple(b"[ZJ*789468050042692*%04d*0007*JXTKR,1]" % number for number in range(34, 40)),
    ),
}
FRAMES = golden.frames("watch")
LOADED = golden.loaded("watch")
AT = 1_795_000_000_000


@pytest.mark.parametrize("frame", FRAMES)
def test_golden(frame: Frame) -> None:
    """Each golden frame gives its positions, replies and device, or is refused where it is broken."""
    golden.check(frame, Watch, DIFFERENCES)


@pytest.mark.parametrize(
    "frame", [item for item in LOADED if len(item.data) < 1000], ids=lambda item: item.id
)
def test_cut(frame: Frame) -> None:
    """Where the bytes of a frame are cut makes no difference to what comes out."""
    golden.check_cut(frame, Watch)


@pytest.mark.parametrize("frame", FRAMES)
def test_twice(frame: Frame) -> None:
    """A frame sent twice is read twice."""
    golden.check_twice(frame, Watch)


@given(golden.damaged(LOADED))
def test_survives_damage(damaged: tuple[Frame, bytes]) -> None:
    """A damaged frame gives messages and refusals, never an exception."""
    golden.check_survives(*damaged, Watch)


@given(st.sampled_from(("UD", "AL", "WAD", "LK", "UD_LTE")), st.text(st.characters(codec="latin-1")))
def test_survives_odd_fields(kind: str, text: str) -> None:
    """Whatever the fields hold, frames are read or refused."""
    language = Watch()
    data = f"[3G*1234567890*0000*{kind},181126,110640,A,{text}]".encode("latin-1")
    for seen in golden.observations(language.receive(data, NOW_MS) + language.end(NOW_MS)):
        golden.as_line(seen)


def _report(kind: str, status: str, tail: str = "0,0,0") -> bytes:
    content = f"{kind},181126,110640,A,51.1283,N,71.4305,E,4.0,270.0,350,9,100,55,0,0,{status},{tail}"
    return f"[3G*1234567890*{len(content):04X}*{content}]".encode()


def _seen(data: bytes) -> tuple[Observation, ...]:
    (event,) = Watch().receive(data, NOW_MS)
    assert isinstance(event, Message), event
    return event.observations[1:]


@pytest.mark.parametrize(
    ("kind", "status", "wanted"),
    [
        ("UD", "00000000", (Battery(AT, 55.0),)),
        ("AL", "00100000", (Strap(AT, open=True), Battery(AT, 55.0))),
        (
            "AL_LTE",
            "00110011",
            (Sos(AT), Strap(AT, open=True), Battery(AT, 55.0, low=True)),
        ),
        ("AL", "00004000", (Power(AT, connected=False), Battery(AT, 55.0))),
        ("AL", "0001", (Battery(AT, 55.0, low=True),)),
        ("AL", "00000002", (Alarm(AT, "fence_left"), Battery(AT, 55.0))),
        ("AL", "00000000", (Alarm(AT, "unnamed"), Battery(AT, 55.0))),
        ("UD", "00000008", (Strap(AT, open=True), Battery(AT, 55.0))),
        (
            "AL",
            "00600008",
            (Alarm(AT, "fall"), Alarm(AT, "heart_rate"), Strap(AT, open=True), Battery(AT, 55.0)),
        ),
        ("UD", "00800000", (Alarm(AT, "status_bit_23"), Battery(AT, 55.0))),
    ],
)
def test_every_status_bit_counts(kind: str, status: str, wanted: tuple[Observation, ...]) -> None:
    """Each alarm bit of a report is an observation, and no alarm report is without one."""
    assert _seen(_report(kind, status)) == wanted


def test_taken_off_and_put_on_again() -> None:
    """A watch that has told that it was taken off tells when it is worn again; before that, a 0 tells nothing."""
    language = Watch()
    straps = []
    for status in ("00000000", "00000008", "00000000"):
        seen = golden.observations(language.receive(_report("UD", status), NOW_MS))
        straps.append([item.open for item in seen if isinstance(item, Strap)])
    assert straps == [[], [True], [False]]


def test_taken_off_in_memory() -> None:
    """A report from memory tells that the watch was taken off then, and nothing of now."""
    language = Watch()
    straps = []
    for kind, status in (("UD2", "00000008"), ("UD2", "00000000"), ("UD", "00000000")):
        seen = golden.observations(language.receive(_report(kind, status), NOW_MS))
        straps.append([item.open for item in seen if isinstance(item, Strap)])
    assert straps == [[True], [], []]


@given(st.integers(0, 2**32 - 1))
def test_no_alarm_bit_hides_another(status: int) -> None:
    """Whatever bits are set, every one of the table comes out."""
    seen = _seen(_report("AL", f"{status:08x}"))
    kinds = {golden.as_line(item)["kind"] for item in seen}
    wanted = {golden.as_line(item)["kind"] for bit, item in ALARM_BITS.items() if status >> bit & 1}
    assert wanted <= kinds


def test_link_is_confirmed() -> None:
    """Link keeping is answered with its keyword; battery percent is its third value."""
    (event,) = Watch().receive(b"[SG*8800000015*000C*LK,50,100,77]", NOW_MS)
    assert isinstance(event, Message)
    assert event.replies == (b"[SG*8800000015*0002*LK]",)
    assert event.observations == (Contact(NOW_MS), Battery(NOW_MS, 77.0))


def test_shorter_than_its_length_is_refused() -> None:
    """A frame that lost bytes is refused; one with bytes more than counted is read, as real makes send."""
    (event,) = Watch().receive(b"[SG*8800000015*000D*LK,50,100,77]", NOW_MS)
    assert isinstance(event, Refusal)
    assert event.error.field == "length"
    (event,) = Watch().receive(b"[SG*8800000015*000B*LK,50,100,77]", NOW_MS)
    assert isinstance(event, Message)


def test_a_cut_frame_costs_only_itself() -> None:
    """A frame without its end is given up where the next begins."""
    cut = _report("AL", "00100000")[:-30]
    refusal, message = Watch().receive(cut + _report("AL", "00100000"), NOW_MS)
    assert isinstance(refusal, Refusal)
    assert refusal.raw == cut
    assert isinstance(message, Message)


def test_names_of_access_points_may_hold_commas() -> None:
    """A comma in the name of an access point costs nothing."""
    tail = "1,0,401,1,9360,4082,131,1,Home, sweet,34:60:f9:ec:19:f8,-82,0.0"
    data = _report("UD", "00000000", tail).replace(b",A,51", b",V,51")
    (event,) = Watch().receive(data, NOW_MS)
    line = golden.as_line(golden.observations([event])[1])
    assert line["wifi"] == [["34:60:f9:ec:19:f8", -82]]
    assert line["cells"] == [[401, 1, 9360, 4082, None]]
