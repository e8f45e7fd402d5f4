"""What simulated devices send is what the gateway's languages read, though neither knows the other's code."""

from __future__ import annotations

import struct
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baqylau.observations import Battery, Case, Jamming, Position, Sos, Strap
from baqylau.protocols.egts import Egts as EgtsLanguage
from baqylau.protocols.gt06 import Gt06 as Gt06Language
from baqylau.protocols.language import Language, Message
from baqylau.protocols.osmand import OsmAnd as OsmAndLanguage
from baqylau.protocols.teltonika import Teltonika as TeltonikaLanguage
from baqylau.protocols.wialon_ips import WialonIps as WialonIpsLanguage
from baqylau.simulate.speak import (
    SEQUENCES,
    BadAnswerError,
    Egts,
    Gt06,
    Osmand,
    Record,
    Speaker,
    Teltonika,
    WialonIps,
)

IMEI = "356307042441013"
NOW_MS = 1_795_000_000_000

CASES: dict[str, tuple[Callable[[], Speaker], Callable[[], Language]]] = {
    "teltonika 8": (lambda: Teltonika(IMEI, codec=8), lambda: TeltonikaLanguage("tcp")),
    "teltonika 8E": (lambda: Teltonika(IMEI), lambda: TeltonikaLanguage("tcp")),
    "teltonika udp": (lambda: Teltonika(IMEI, transport="udp"), lambda: TeltonikaLanguage("udp")),
    "wialon_ips 1.1": (lambda: WialonIps(IMEI, version="1.1"), lambda: WialonIpsLanguage("tcp")),
    "wialon_ips 2.0": (lambda: WialonIps(IMEI), lambda: WialonIpsLanguage("tcp")),
    "wialon_ips udp": (lambda: WialonIps(IMEI, transport="udp"), lambda: WialonIpsLanguage("udp")),
    "egts": (lambda: Egts(IMEI, object_id=7), lambda: EgtsLanguage("tcp")),
    "gt06": (lambda: Gt06(IMEI), lambda: Gt06Language("tcp")),
    "osmand": (lambda: Osmand(IMEI), lambda: OsmAndLanguage("tcp")),
}
WITH_ACCURACY = {"wialon_ips 1.1", "wialon_ips 2.0", "wialon_ips udp", "osmand"}
WITH_HDOP = {"teltonika 8", "teltonika 8E", "teltonika udp", "egts"}
every_language = pytest.mark.parametrize("name", sorted(CASES))

records = st.builds(
    Record,
    time_ms=st.integers(1_500_000_000, 1_800_000_000).map(lambda second: second * 1000),
    # At (0, 0) trackers report that they have no fix.
    lat=st.floats(0.1, 85) | st.floats(-85, -0.1),
    lon=st.floats(0.1, 179.9) | st.floats(-179.9, -0.1),
    accuracy_m=st.floats(1, 3_000),
    satellites=st.integers(4, 15),
    speed_kmh=st.floats(0, 200),
    course_deg=st.floats(0, 359),
    altitude_m=st.floats(0, 4_000),
    battery_percent=st.integers(1, 100),
)


def _exchange(name: str, sent: list[Record], sequence: int) -> tuple[list[Message], Speaker, bytes]:
    """The messages the language reads from one frame, after the greeting; and its replies to the frame."""
    speaker, language = CASES[name][0](), CASES[name][1]()
    greeting = speaker.greeting()
    if greeting:
        (welcome,) = language.receive(greeting, NOW_MS)
        assert isinstance(welcome, Message)
        assert welcome.device == IMEI
        answer = speaker.answer(b"".join(welcome.replies))
        assert answer is not None
        assert answer.kind == "greeting"
        assert answer.accepted
    events = language.receive(speaker.encode(sent, sequence), NOW_MS)
    messages = [event for event in events if isinstance(event, Message)]
    assert messages == events, f"refused: {events}"
    return messages, speaker, b"".join(reply for message in messages for reply in message.replies)


@every_language
@settings(max_examples=30)
@given(data=st.data(), sequence=st.integers(0, SEQUENCES - 1))
def test_positions_arrive_as_sent(name: str, data: st.DataObject, sequence: int) -> None:
    """Every record of a frame becomes one valid position at its own time and place."""
    most = CASES[name][0]().records_per_frame
    sent = data.draw(st.lists(records, min_size=1, max_size=min(most, 5)))
    messages, _, _ = _exchange(name, sent, sequence)
    assert {message.device for message in messages} == {IMEI}
    got = [seen for message in messages for seen in message.observations if isinstance(seen, Position)]
    assert [seen.time_ms for seen in got] == [record.time_ms for record in sent]
    for record, seen in zip(sent, got, strict=True):
        assert seen.valid
        assert seen.lat == pytest.approx(record.lat, abs=2e-6)
        assert seen.lon == pytest.approx(record.lon, abs=2e-6)


@every_language
@settings(max_examples=30)
@given(record=records)
def test_accuracy_arrives_where_the_language_has_it(name: str, record: Record) -> None:
    """The claimed accuracy, or the dilution it stands for, is what the language reads."""
    messages, _, _ = _exchange(name, [record], 1)
    (seen,) = [seen for message in messages for seen in message.observations if isinstance(seen, Position)]
    if name in WITH_ACCURACY:
        assert seen.accuracy_m == pytest.approx(record.accuracy_m, rel=1e-4)
    if name in WITH_HDOP:
        assert record.hdop is not None
        assert seen.hdop == pytest.approx(min(record.hdop, 655.35), abs=0.06)


@every_language
@settings(max_examples=30)
@given(data=st.data(), sequence=st.integers(0, SEQUENCES - 1))
def test_replies_acknowledge_the_whole_frame(name: str, data: st.DataObject, sequence: int) -> None:
    """From the language's own replies the device concludes that all its records were taken."""
    most = CASES[name][0]().records_per_frame
    sent = data.draw(st.lists(records, min_size=1, max_size=min(most, 5)))
    _, speaker, replies = _exchange(name, sent, sequence)
    while True:
        answer = speaker.answer(replies)
        assert answer is not None, "no acknowledgement"
        replies = replies[answer.size :]
        if answer.kind == "data":
            break
    assert answer.accepted
    assert answer.sequence in (None, sequence)
    assert answer.records in (None, len(sent))
    assert speaker.answer(replies) is None


@every_language
def test_a_reply_cut_short_is_awaited(name: str) -> None:
    """Every beginning of a reply is "not yet", so a device never takes half a reply for a whole one."""
    _, speaker, replies = _exchange(name, [Record(NOW_MS, 51.1, 71.4)], 3)
    whole = speaker.answer(replies)
    assert whole is not None
    for length in range(whole.size):
        assert speaker.answer(replies[:length]) is None


ALARM = Record(
    NOW_MS, 51.1, 71.4, battery_percent=12, battery_low=True, strap_open=True, case_open=True, sos=True
)
SAYS: dict[str, set[type]] = {
    "teltonika 8": {Sos, Battery},
    "teltonika 8E": {Sos, Battery},
    "teltonika udp": {Sos, Battery},
    "wialon_ips 2.0": {Sos},
    "egts": {Sos, Battery},
    "gt06": {Sos, Battery, Strap, Case},
    "osmand": {Sos, Battery, Strap},
}


@pytest.mark.parametrize("name", sorted(SAYS))
def test_alarms_arrive(name: str) -> None:
    """Everything that befalls a device at once and that its language can say becomes an observation."""
    messages, _, _ = _exchange(name, [ALARM], 1)
    kinds = {type(seen) for message in messages for seen in message.observations}
    assert kinds >= SAYS[name]


@pytest.mark.parametrize("name", ["wialon_ips 2.0", "egts", "gt06", "osmand", "teltonika 8"])
def test_nonsense_is_no_reply(name: str) -> None:
    """Bytes that are no reply in the language are an error, not an acknowledgement."""
    with pytest.raises(BadAnswerError):
        CASES[name][0]().answer(b"\xff" * 40 + b"\r\n\r\n")


def test_egts_refusal_is_not_an_acknowledgement() -> None:
    """A response with a result other than 0 leaves the records in the device's memory."""
    speaker = Egts(IMEI)
    _, _, reply = _exchange("egts", [Record(NOW_MS, 51.1, 71.4)], 3)
    answer = speaker.answer(reply)
    assert answer is not None
    assert answer.accepted
    refused = bytearray(reply)
    refused[13] = 151
    changed = speaker.answer(bytes(refused))
    assert changed is not None
    assert not changed.accepted


def test_jamming_arrives() -> None:
    """A jammed Teltonika device says so."""
    messages, _, _ = _exchange("teltonika 8E", [Record(NOW_MS, 51.1, 71.4, jamming=True)], 1)
    assert any(isinstance(seen, Jamming) and seen.active for seen in messages[0].observations)


def test_teltonika_record_has_the_layout_of_the_specification() -> None:
    """A codec 8 record without elements is 24 bytes of position and the five counters of its elements."""
    frame = Teltonika(IMEI, codec=8).encode([Record(NOW_MS, 51.1, 71.4)])
    (length,) = struct.unpack(">I", frame[4:8])
    assert length == len(frame) - 12
    assert frame[8:10] == b"\x08\x01"
    assert frame[-5] == 1
