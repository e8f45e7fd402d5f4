"""What simulated devices send is what the gateway's languages read, though neither knows the other's code."""

from __future__ import annotations

import struct
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from baqylau.observations import (
    Alarm,
    Battery,
    Case,
    Jamming,
    Network,
    Observation,
    Position,
    Sos,
    Strap,
    Tamper,
)
from baqylau.protocols import catalogue
from baqylau.protocols.language import Message, Transport
from baqylau.simulate.speak import (
    H02,
    PROTOCOLS,
    SEQUENCES,
    Answer,
    BadAnswerError,
    Egts,
    Galileosky,
    Jt808,
    Megastek,
    Meitrack,
    Navtelecom,
    Owntracks,
    ProtocolName,
    R16h,
    Record,
    Speaker,
    Teltonika,
    WialonIps,
    Word,
    says,
    speaker,
)

IMEI = "356307042441013"
NOW_MS = 1_795_000_000_000

MORE: dict[str, tuple[Callable[[], Speaker], ProtocolName, Transport]] = {
    "teltonika 8": (lambda: Teltonika(IMEI, codec=8), "teltonika", "tcp"),
    "teltonika udp": (lambda: Teltonika(IMEI, transport="udp"), "teltonika", "udp"),
    "wialon_ips 1.1": (lambda: WialonIps(IMEI, version="1.1"), "wialon_ips", "tcp"),
    "wialon_ips udp": (lambda: WialonIps(IMEI, transport="udp"), "wialon_ips", "udp"),
    "h02 udp": (lambda: H02(IMEI), "h02", "udp"),
    "meitrack udp": (lambda: Meitrack(IMEI), "meitrack", "udp"),
}
"""Forms beside the usual one."""
CASES: dict[str, tuple[Callable[[], Speaker], ProtocolName, Transport]] = {
    **{name: (partial(speaker, name, IMEI), name, "tcp") for name in PROTOCOLS},
    **MORE,
}
PLACE_DEGREES = {"r16h": 6e-6}
"""How finely a language says where something is, where that is coarser than 0.2 m."""
SILENT = {"megastek", "r16h"}
UNANSWERED = SILENT | {"meitrack", "meitrack udp"}
"""Live records are not answered."""
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


def _answers(device: Speaker, replies: bytes) -> list[Answer]:
    """All that the device makes of the replies, none of which may be cut short."""
    found = []
    while replies:
        answer = device.answer(replies)
        assert answer is not None, f"half a reply: {replies!r}"
        found.append(answer)
        replies = replies[answer.size :]
    return found


def _exchange(name: str, sent: list[Record], sequence: int) -> tuple[list[Message], Speaker, bytes]:
    """The messages the language reads from one frame, after the greeting; and its replies to the frame."""
    make, protocol, transport = CASES[name]
    device, language = make(), catalogue.language(protocol, transport)
    greeting = device.greeting()
    if greeting:
        welcomes = language.receive(greeting, NOW_MS)
        assert all(isinstance(each, Message) and each.device == IMEI for each in welcomes)
        answers = _answers(device, b"".join(reply for each in welcomes for reply in each.replies))
        assert [each.accepted for each in answers if each.kind == "greeting"] == [True]
    events = language.receive(device.encode(sent, sequence), NOW_MS)
    messages = [event for event in events if isinstance(event, Message)]
    assert messages == events, f"refused: {events}"
    return messages, device, b"".join(reply for message in messages for reply in message.replies)


def _seen(messages: list[Message]) -> list[Observation]:
    return [seen for message in messages for seen in message.observations]


def _positions(messages: list[Message]) -> list[Position]:
    return [seen for seen in _seen(messages) if isinstance(seen, Position)]


@every_language
@settings(max_examples=30)
@given(data=st.data(), sequence=st.integers(0, SEQUENCES - 1))
def test_positions_arrive_as_sent(name: str, data: st.DataObject, sequence: int) -> None:
    """Every record of a frame becomes one valid position at its own time and place."""
    most = CASES[name][0]().records_per_frame
    sent = data.draw(st.lists(records, min_size=1, max_size=min(most, 5)))
    messages, _, _ = _exchange(name, sent, sequence)
    assert {message.device for message in messages} == {IMEI}
    got = _positions(messages)
    assert [seen.time_ms for seen in got] == [record.time_ms for record in sent]
    for record, seen in zip(sent, got, strict=True):
        assert seen.valid
        assert seen.lat == pytest.approx(record.lat, abs=PLACE_DEGREES.get(name, 2e-6))
        assert seen.lon == pytest.approx(record.lon, abs=PLACE_DEGREES.get(name, 2e-6))
        if name != "rftrack":
            assert seen.speed_kmh == pytest.approx(record.speed_kmh, abs=0.6)


@every_language
@settings(max_examples=30)
@given(record=records)
def test_accuracy_arrives_where_the_language_has_it(name: str, record: Record) -> None:
    """The claimed accuracy, or the dilution it stands for, is what the language reads."""
    messages, device, _ = _exchange(name, [record], 1)
    (seen,) = _positions(messages)
    if "accuracy" in device.says:
        # OwnTracks has whole metres.
        assert seen.accuracy_m == pytest.approx(record.accuracy_m, rel=1e-4, abs=0.6)
    if "dilution" in device.says:
        assert record.hdop is not None
        # The smallest fields: a byte of tenths; two digits before the point.
        most = {"galileosky": 25.5, "navtelecom": 25.5, "megastek": 99.9}.get(name, 655.35)
        assert seen.hdop == pytest.approx(min(record.hdop, most), abs=0.06)


@every_language
@settings(max_examples=30)
@given(data=st.data(), sequence=st.integers(0, SEQUENCES - 1))
def test_replies_acknowledge_the_whole_frame(name: str, data: st.DataObject, sequence: int) -> None:
    """From the language's own replies the device concludes that all its records were taken."""
    most = CASES[name][0]().records_per_frame
    sent = data.draw(st.lists(records, min_size=1, max_size=min(most, 5)))
    if name in UNANSWERED:
        sent = [replace(each, archived=name not in SILENT) for each in sent]
    _, device, replies = _exchange(name, sent, sequence)
    answers = [each for each in _answers(device, replies) if each.kind == "data"]
    assert device.answered(sent) == bool(answers) == (name not in SILENT)
    for answer in answers:
        assert answer.accepted
        assert answer.sequence in (None, sequence)
        assert answer.records in (None, len(sent))


@pytest.mark.parametrize("name", sorted(UNANSWERED))
def test_what_nobody_answers_is_known_to_be_unanswered(name: str) -> None:
    """A device that gets no reply to its live records does not wait for one."""
    sent = [Record(NOW_MS, 51.1, 71.4), Record(NOW_MS + 1000, 51.1, 71.4)]
    _, device, replies = _exchange(name, sent, 1)
    assert not device.answered(sent)
    assert replies == b""


@pytest.mark.parametrize("name", sorted(CASES.keys() - SILENT))
def test_a_reply_cut_short_is_awaited(name: str) -> None:
    """Every beginning of a reply is "not yet", so a device never takes half a reply for a whole one."""
    sent = [Record(NOW_MS, 51.1, 71.4, archived=name in UNANSWERED)]
    _, device, replies = _exchange(name, sent, 3)
    whole = device.answer(replies)
    assert whole is not None
    for length in range(whole.size):
        assert device.answer(replies[:length]) is None


ALARM = Record(
    NOW_MS, 51.1, 71.4, battery_percent=12, battery_low=True, strap_open=True, case_open=True, sos=True
)
TELLS: dict[Word, type] = {
    "battery": Battery,
    "strap": Strap,
    "case": Case,
    "sos": Sos,
    "alarm": Alarm,
}


@every_language
def test_alarms_arrive(name: str) -> None:
    """Everything that befalls a device at once and that its language can say becomes an observation."""
    messages, device, _ = _exchange(name, [ALARM], 1)
    # EGTS names one cause a record, and help comes first.
    said = device.says - ({"case"} if name == "egts" else set())
    for word in said & TELLS.keys():
        assert any(isinstance(seen, TELLS[word]) for seen in _seen(messages)), word
    if "low" in said and name != "egts":
        assert any(isinstance(seen, Battery) and seen.low for seen in _seen(messages))
    if "strap" in said:
        assert any(isinstance(seen, Strap) and seen.open for seen in _seen(messages))


@every_language
def test_a_quiet_record_raises_nothing(name: str) -> None:
    """Where nothing befalls a device, its language says no alarm, no call, and no open strap or case."""
    quiet = Record(NOW_MS, 51.1, 71.4, battery_percent=80, strap_open=False, case_open=False, jamming=False)
    messages, _, _ = _exchange(name, [quiet], 1)
    assert not [seen for seen in _seen(messages) if isinstance(seen, Alarm | Sos | Tamper)]
    assert not [seen for seen in _seen(messages) if isinstance(seen, Strap | Case) and seen.open]
    assert not [seen for seen in _seen(messages) if isinstance(seen, Jamming) and seen.active]
    assert not [seen for seen in _seen(messages) if isinstance(seen, Battery) and seen.low]


@every_language
def test_a_lost_place_is_never_a_valid_one(name: str) -> None:
    """Without a fix a device says where it was last, marked as such, or no place at all."""
    messages, device, _ = _exchange(name, [Record(NOW_MS, 51.1, 71.4, valid=False, satellites=0)], 1)
    assert [seen.valid for seen in _positions(messages)] == [False] * ("lost place" in device.says)


@every_language
def test_memory_is_marked(name: str) -> None:
    """A record from memory is marked where the language can, and only it is."""
    old, new = Record(NOW_MS - 3_600_000, 51.1, 71.4, archived=True), Record(NOW_MS, 51.1, 71.4)
    for record in (old, new):
        messages, device, _ = _exchange(name, [record], 1)
        marked = record.archived and "archived" in device.says
        assert [seen.archived for seen in _positions(messages)] == [marked]


@pytest.mark.parametrize("name", sorted(name for name in CASES if "jamming" in CASES[name][0]().says))
def test_jamming_arrives(name: str) -> None:
    """A jammed device says so."""
    messages, _, _ = _exchange(name, [Record(NOW_MS, 51.1, 71.4, jamming=True)], 1)
    assert any(isinstance(seen, Jamming) and seen.active for seen in _seen(messages))


@pytest.mark.parametrize("name", sorted(CASES.keys() - {"teltonika udp"}))
def test_nonsense_is_no_reply(name: str) -> None:
    """Bytes that are no reply in the language are an error, not an acknowledgement."""
    with pytest.raises(BadAnswerError):
        CASES[name][0]().answer(b"\xff" * 40 + b"\r\n\r\n#]")


def test_egts_refusal_is_not_an_acknowledgement() -> None:
    """A response with a result other than 0 leaves the records in the device's memory."""
    device = Egts(IMEI)
    _, _, reply = _exchange("egts", [Record(NOW_MS, 51.1, 71.4)], 3)
    answer = device.answer(reply)
    assert answer is not None
    assert answer.accepted
    refused = bytearray(reply)
    refused[13] = 151
    changed = device.answer(bytes(refused))
    assert changed is not None
    assert not changed.accepted


def test_teltonika_record_has_the_layout_of_the_specification() -> None:
    """A codec 8 record without elements is 24 bytes of position and the five counters of its elements."""
    frame = Teltonika(IMEI, codec=8).encode([Record(NOW_MS, 51.1, 71.4)])
    (length,) = struct.unpack(">I", frame[4:8])
    assert length == len(frame) - 12
    assert frame[8:10] == b"\x08\x01"
    assert frame[-5] == 1


def test_frames_have_the_form_of_the_documents() -> None:
    """Examples as vendors and real devices write them, byte for byte where a field is not ours to choose."""
    record = Record(
        1_779_235_293_000, 1.34587, 103.71993, altitude_m=36, course_deg=111, battery_percent=72, satellites=7
    )
    assert R16h("356823031235028").encode([record]) == (
        b"@GPSD,356823031235028,R,20260520,000133,01.34587,N,103.71993,E,0,111,36,72,L,$"
    )
    assert H02("4210051415").encode([replace(record, battery_percent=None)]) == (
        b"*HQ,4210051415,V1,000133,A,0120.7522,N,10343.1958,E,000.00,111,200526,FFFFFFFF#"
    )
    assert (
        Megastek("860719020193193")
        .encode([record])
        .startswith(
            b"0144$MGV002,860719020193193,,R,200526,000133,A,0120.75220,N,10343.19580,E,00,07,00,99.9,"
        )
    )
    assert b"location" in Owntracks("jane/phone").encode([record])
    assert Galileosky(IMEI).encode([record])[3:19] == b"\x03" + IMEI.encode()


@given(record=records)
def test_jt808_of_2013_tells_of_removal(record: Record) -> None:
    """A terminal of 2013 is its twelve digits, and its removal is a tamper; one of 2019 has no bit for it."""
    old, new = Jt808("123456789012", version="2013"), Jt808(IMEI)
    removed = replace(record, strap_open=True)
    (seen,) = catalogue.language("jt808", "tcp").receive(old.encode([removed]), NOW_MS)
    assert isinstance(seen, Message)
    assert seen.device == "123456789012"
    assert Tamper(record.time_ms, "removed") in seen.observations
    (quiet,) = catalogue.language("jt808", "tcp").receive(new.encode([removed]), NOW_MS)
    assert isinstance(quiet, Message)
    assert not [each for each in quiet.observations if isinstance(each, Tamper | Alarm)]


def test_a_phone_is_its_user_and_device() -> None:
    """OwnTracks names a phone in headers, and is then registered by both."""
    (seen,) = catalogue.language("owntracks", "tcp").receive(
        Owntracks("jane/phone").encode([Record(NOW_MS, 51.1, 71.4)]), NOW_MS
    )
    assert isinstance(seen, Message)
    assert seen.device == "jane/phone"


@pytest.mark.parametrize("name", ["r16h", "rftrack"])
def test_a_cell_instead_of_a_place(name: str) -> None:
    """What finds no place says which cell it hears; that never becomes a position."""
    messages, _, _ = _exchange(name, [Record(NOW_MS, 51.1, 71.4, valid=False)], 1)
    (heard,) = [seen for seen in _seen(messages) if isinstance(seen, Network)]
    assert heard.cells[0].mcc == 401


def test_a_watch_closes_its_strap_again() -> None:
    """Taken off and put on on one connection: open, then closed."""
    device, language = speaker("watch", IMEI), catalogue.language("watch", "tcp")
    told = []
    for second, is_open in enumerate((False, True, False)):
        frame = device.encode([Record(NOW_MS + second * 1000, 51.1, 71.4, strap_open=is_open)])
        messages = [each for each in language.receive(frame, NOW_MS) if isinstance(each, Message)]
        told += [seen.open for seen in _seen(messages) if isinstance(seen, Strap)]
    assert told == [True, False]


def test_meitrack_brings_memory_with_a_count() -> None:
    """What is brought from memory is confirmed with its number of records; another number is no acknowledgement."""
    sent = [Record(NOW_MS + second * 1000, 51.1, 71.4, archived=True) for second in range(3)]
    _, device, replies = _exchange("meitrack", sent, 7)
    assert [each.records for each in _answers(device, replies)] == [3]


def test_navtelecom_records_fit_the_announced_fields() -> None:
    """The mask names fourteen fields, and a record is as long as they are together."""
    device = Navtelecom(IMEI)
    assert device.greeting().count(b"@NTC") == 2
    one, two = (device.encode([Record(NOW_MS, 51.1, 71.4)] * count) for count in (1, 2))
    assert len(two) - 4 == 2 * (len(one) - 7)


def test_every_language_says_what_it_can() -> None:
    """Fifteen vendors' languages are registered, and what each says is known without a device."""
    assert len(PROTOCOLS) == 15
    assert set(PROTOCOLS) <= set(catalogue.LANGUAGES)
    assert {name for name in PROTOCOLS if "strap" in says(name)} == {
        "wialon_ips", "gt06", "osmand", "megastek", "r16h", "watch",
    }  # fmt: skip
