"""OwnTracks over HTTP, and its payload whatever carries it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baqylau.observations import Alarm, Contact, Nearby, Position
from baqylau.protocols.language import FrameError, Message, Refusal
from baqylau.protocols.owntracks import Owntracks, read_payload
from tests.protocols import golden
from tests.protocols.golden import NOW_MS, Frame

FRAMES = golden.frames("owntracks")
LOADED = golden.loaded("owntracks")
PLACE = {"_type": "location", "lat": 51.1283, "lon": 71.4305, "tst": 1_795_000_000, "tid": "AB"}


@pytest.mark.parametrize("frame", FRAMES)
def test_golden(frame: Frame) -> None:
    """Each golden request gives its positions, observations, status and device, or is refused."""
    golden.check(frame, Owntracks, {})


@pytest.mark.parametrize("frame", FRAMES)
def test_cut(frame: Frame) -> None:
    """Where the bytes of a request are cut makes no difference to what comes out."""
    golden.check_cut(frame, Owntracks)


@pytest.mark.parametrize("frame", FRAMES)
def test_twice(frame: Frame) -> None:
    """A request sent twice is read and answered twice."""
    golden.check_twice(frame, Owntracks)


@given(golden.damaged(LOADED))
def test_survives_damage(damaged: tuple[Frame, bytes]) -> None:
    """A damaged request gives messages and refusals, never an exception."""
    golden.check_survives(*damaged, Owntracks)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=2),
    max_leaves=3,
)


@given(st.dictionaries(st.sampled_from(("_type", "lat", "lon", "tst", "acc", "batt", "bs", "vel")), VALUES))
def test_any_payload(values: dict[str, Any]) -> None:
    """Whatever a payload holds, it is read or refused."""
    try:
        report = read_payload(json.dumps({**PLACE, **values}).encode(), NOW_MS)
    except FrameError:
        return
    for seen in report.observations:
        golden.as_line(seen)


def _post(body: bytes, headers: str = "", target: str = "/pub") -> Message | Refusal:
    head = f"POST {target} HTTP/1.1\r\nHost: x\r\n{headers}Content-Length: {len(body)}\r\n\r\n"
    (event,) = Owntracks().receive(head.encode() + body, NOW_MS)
    return event


@pytest.mark.parametrize(
    ("headers", "target", "topic", "device"),
    [
        ("X-Limit-U: aigul\r\nX-Limit-D: phone\r\n", "/pub", "", "aigul/phone"),
        ("", "/pub?u=aigul&d=phone", "", "aigul/phone"),
        ("", "/pub", "owntracks/aigul/phone/event", "aigul/phone"),
        ("", "/pub", "", "AB"),
    ],
)
def test_who_it_is(headers: str, target: str, topic: str, device: str) -> None:
    """User and device come from headers, query or topic; the tracker ID is the last resort."""
    body = json.dumps({**PLACE, **({"topic": topic} if topic else {})}).encode()
    assert _post(body, headers, target).device == device


def test_nobody_is_refused() -> None:
    """A report that names nobody is answered 400."""
    event = _post(json.dumps({**PLACE, "tid": None}).encode())
    assert isinstance(event, Refusal)
    assert event.replies[0].startswith(b"HTTP/1.1 400 ")


def test_topic_of_mqtt_names_the_device() -> None:
    """Over MQTT the topic names the device, whatever the payload says."""
    report = read_payload(json.dumps(PLACE).encode(), NOW_MS, "owntracks/aigul/phone")
    assert report.device == "aigul/phone"
    assert isinstance(report.observations[0], Position)


def test_transition() -> None:
    """Entering or leaving a region of the phone is an alarm beside the place."""
    body = json.dumps({**PLACE, "_type": "transition", "event": "leave", "desc": "home"}).encode()
    event = _post(body)
    assert isinstance(event, Message)
    assert event.observations[1] == Alarm(NOW_MS, "fence_left")


def test_beacon() -> None:
    """A beacon that was heard is nearby, with its signal."""
    body = {"_type": "beacon", "tid": "AB", "uuid": "CA271EAE", "major": 1, "minor": 2, "rssi": -60}
    event = _post(json.dumps(body).encode())
    assert isinstance(event, Message)
    assert event.observations == (Nearby(NOW_MS, "CA271EAE:1:2", signal_dbm=-60),)


def test_a_last_will_is_no_contact() -> None:
    """A last will is the broker's word: the device is not heard."""
    report = read_payload(b'{"_type":"lwt","tst":1795000000}', NOW_MS, "owntracks/aigul/phone")
    assert report.observations == ()
    assert read_payload(b'{"_type":"card"}', NOW_MS).observations == (Contact(NOW_MS),)


@pytest.mark.parametrize("kind", ["encrypted", "nonsense"])
def test_kinds_that_are_not_taken(kind: str) -> None:
    """An encrypted payload and one of unknown type are refused."""
    assert isinstance(_post(json.dumps({**PLACE, "_type": kind}).encode()), Refusal)
