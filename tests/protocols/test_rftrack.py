"""RFTrack two-piece set: a carried unit and the bracelets it hears."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baqylau.observations import Alarm, Battery, Nearby, Observation
from baqylau.protocols.language import Message, Refusal
from baqylau.protocols.rftrack import Rftrack
from tests.protocols import golden
from tests.protocols.golden import NOW_MS, Frame

FRAMES = golden.frames("rftrack")
LOADED = golden.loaded("rftrack")
AT = 1_795_000_000_000


@pytest.mark.parametrize("frame", FRAMES)
def test_golden(frame: Frame) -> None:
    """Each golden request gives its positions, observations, status and device, or is refused."""
    golden.check(frame, Rftrack, {})


@pytest.mark.parametrize("frame", FRAMES)
def test_cut(frame: Frame) -> None:
    """Where the bytes of a request are cut makes no difference to what comes out."""
    golden.check_cut(frame, Rftrack)


@pytest.mark.parametrize("frame", FRAMES)
def test_twice(frame: Frame) -> None:
    """A request sent twice is read and answered twice."""
    golden.check_twice(frame, Rftrack)


@given(golden.damaged(LOADED))
def test_survives_damage(damaged: tuple[Frame, bytes]) -> None:
    """A damaged request gives messages and refusals, never an exception."""
    golden.check_survives(*damaged, Rftrack)


NAMES = st.sampled_from(("t", "gps", "gsm", "wifi", "bat", "rc", "id", "idt", "u_ids", "i_ids", "mt"))


@given(st.dictionaries(NAMES, st.one_of(st.text(), st.integers().map(str), st.just("[1.1,x]"))))
def test_any_values(values: dict[str, str]) -> None:
    """Whatever the values hold, a request is one message or one refusal."""
    body = "i=358477047125172" + "".join(f"&{name}={value}" for name, value in values.items())
    (event,) = _receive(body)
    for seen in golden.observations([event]):
        golden.as_line(seen)


def _receive(body: str) -> list[Message | Refusal]:
    data = body.encode("utf-8", "surrogatepass")
    head = f"POST /deviceDataUpload.do HTTP/1.1\r\nHost: x\r\nContent-Length: {len(data)}\r\n\r\n"
    return Rftrack().receive(head.encode() + data, NOW_MS)


def _seen(body: str) -> tuple[Observation, ...]:
    (event,) = _receive(f"i=358477047125172&t={AT}&{body}")
    assert isinstance(event, Message), event
    return event.observations[1:]


def _ages(heartbeat: int, paired: int, unpaired: int) -> int:
    return heartbeat << 45 | paired << 30 | unpaired << 15


@pytest.mark.parametrize(
    ("ages", "wanted"),
    [
        (_ages(3, 3, 100), (Nearby(AT - 30_000, "39163", paired=True),)),
        (_ages(3, 0x7FFF, 3), (Nearby(AT - 30_000, "39163", paired=False),)),
        (_ages(0, 0x7FFF, 0x7FFF), (Nearby(AT, "39163"),)),
        (_ages(0x7FFF, 3, 3), ()),
    ],
)
def test_own_bracelet(ages: int, wanted: tuple[Observation, ...]) -> None:
    """The wearer's bracelet is heard at its last heartbeat, paired as it was last; silence is no observation."""
    assert _seen(f"id=39163&idt={ages}") == wanted


def test_lists_of_bracelets() -> None:
    """Each bracelet of the lists is heard once; those of the list of unpaired ones are not paired."""
    assert _seen("u_ids=[8441644.1,53036.1]&i_ids=[4247328.1,53036.1]") == (
        Nearby(AT, "8441644", paired=False),
        Nearby(AT, "53036", paired=False),
        Nearby(AT, "4247328"),
    )


def test_bracelet_codes_are_alarms() -> None:
    """A code or status of the bracelet that is not 0 is an alarm, each its own."""
    assert _seen(f"rc={1 << 16 | 0x20}") == (
        Alarm(AT, "bracelet_code_0020"),
        Alarm(AT, "bracelet_status_0001"),
    )


@pytest.mark.parametrize(("value", "charging"), [(0x305C, False), (0x225C, True), (0x525C, False)])
def test_battery(value: int, charging: bool) -> None:
    """The low byte is percent, the high four bits Android's battery status."""
    assert _seen(f"bat={value}") == (Battery(AT, 92.0, charging=charging),)


@pytest.mark.parametrize("value", ["bat=255", "gps={}", "gps={", "u_ids=[x]", "idt=x", "t=-5"])
def test_values_that_cannot_be_are_refused(value: str) -> None:
    """A value that cannot be refuses the whole report, is answered 400 and leaves the connection usable."""
    (event,) = _receive(f"i=358477047125172&{value}")
    assert isinstance(event, Refusal)
    assert event.replies[0].startswith(b"HTTP/1.1 400 ")
    assert not event.fatal
