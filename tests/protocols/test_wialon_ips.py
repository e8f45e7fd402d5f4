"""Wialon IPS over TCP and UDP."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baqylau.observations import Battery, Contact, Position, Sos
from baqylau.protocols.checksums import crc16_ibm
from baqylau.protocols.language import Message, Refusal, Transport
from baqylau.protocols.wialon_ips import WialonIps
from baqylau.protocols.wialon_ips.connection import MAX_LINE_BYTES
from tests.protocols import golden
from tests.protocols.golden import NOW_MS, Difference, Frame

ASD = "the answer to a short data packet (SD) is ASD"
DIFFERENCES = {
    "wialon/Wialon/testDecode/15": Difference(ASD, replies=(b"#ASD#1\r\n",)),
    "wialon/Wialon/testDecode/24": Difference(
        "if there are no coordinates, NA is transmitted: the record has no position",
        missing=frozenset((0,)),
    ),
}
FRAMES = golden.frames("wialon_ips")
LOADED = golden.loaded("wialon_ips")
PROTECTED = [frame for frame in LOADED if frame.line["checksum"] == "valid"]
RECORD = "221126;093000;5107.6920;N;07125.8240;E;4;270;350;11"


@pytest.mark.parametrize("frame", FRAMES)
def test_golden(frame: Frame) -> None:
    """Each golden packet gives its positions, replies and device, or is refused where it is broken."""
    golden.check(frame, WialonIps, DIFFERENCES)


@pytest.mark.parametrize("frame", FRAMES)
def test_cut(frame: Frame) -> None:
    """Where the bytes of a packet are cut makes no difference to what comes out."""
    golden.check_cut(frame, WialonIps)


@pytest.mark.parametrize("frame", FRAMES)
def test_twice(frame: Frame) -> None:
    """A packet sent twice is read twice."""
    golden.check_twice(frame, WialonIps)


@pytest.mark.parametrize("frame", PROTECTED, ids=lambda frame: frame.id)
def test_checksum_protects(frame: Frame) -> None:
    """After a login of version 2, no damaged byte of a packet leaves a position or another identity."""
    for data in golden.flipped(frame.data, 0, len(frame.data) - 2):
        language = WialonIps(frame.transport)
        golden.run(language, frame.before)
        events = language.receive(data, NOW_MS) + language.end(NOW_MS)
        assert not [seen for seen in golden.observations(events) if not isinstance(seen, Contact)], data
        assert {event.device for event in events} <= {None, frame.line["device"]}, data


@given(golden.damaged(LOADED))
@settings(max_examples=500, deadline=None)
def test_survives_damage(damaged: tuple[Frame, bytes]) -> None:
    """A damaged packet gives messages and refusals, never an exception."""
    golden.check_survives(*damaged, WialonIps)


@given(st.binary(max_size=200), st.sampled_from(("tcp", "udp")))
@settings(deadline=None)
def test_survives_noise(data: bytes, transport: Transport) -> None:
    """Noise gives messages and refusals, never an exception."""
    language = WialonIps(transport)
    events = language.receive(data + b"\r\n", NOW_MS) + language.end(NOW_MS)
    assert all(isinstance(event, Message | Refusal) for event in events)


FIELD = st.one_of(
    st.sampled_from(RECORD.split(";")),
    st.text(st.characters(codec="utf-8", exclude_characters="\n;"), max_size=8),
    st.sampled_from(("NA", "", "-1", "9" * 400, "SOS:1:1", "bat:2:" + "9" * 400, "mcc:1:401,cell_id:1:٣")),
)


@given(st.sampled_from(("SD", "D", "B", "L", "M", "I", "P")), st.lists(FIELD, max_size=18))
@settings(max_examples=500, deadline=None)
def test_survives_odd_fields(kind: str, fields: list[str]) -> None:
    """A packet of any fields gives messages and refusals that can be stored, never an exception."""
    language = WialonIps()
    events = language.receive(f"#{kind}#{';'.join(fields)}\r\n".encode(), NOW_MS)
    for seen in golden.observations([*events, *language.end(NOW_MS)]):
        golden.as_line(seen)


def _packet(kind: str, body: str) -> bytes:
    return f"#{kind}#{body}{crc16_ibm(body.encode()):X}\r\n".encode()


def _only(events: list[Message | Refusal]) -> Message:
    (event,) = events
    assert isinstance(event, Message), event
    return event


def test_version_2_demands_a_checksum() -> None:
    """After a login of version 2 a packet without a checksum is refused with the code of a wrong one."""
    language = WialonIps()
    login = _only(language.receive(_packet("L", "2.0;356307042441013;NA;"), NOW_MS))
    assert (login.device, login.replies, login.rejection) == (
        "356307042441013",
        (b"#AL#1\r\n",),
        (b"#AL#0\r\n",),
    )
    (refusal,) = language.receive(f"#SD#{RECORD}\r\n".encode(), NOW_MS)
    assert isinstance(refusal, Refusal)
    assert refusal.replies == (b"#ASD#13\r\n",)
    assert _only(language.receive(_packet("SD", RECORD + ";"), NOW_MS)).replies == (b"#ASD#1\r\n",)


def test_a_wrong_login_checksum_is_answered_10() -> None:
    """A login whose checksum is wrong identifies nobody."""
    (event,) = WialonIps().receive(b"#L#2.0;356307042441013;NA;BEEF\r\n", NOW_MS)
    assert isinstance(event, Refusal)
    assert (event.device, event.replies) == (None, (b"#AL#10\r\n",))


@pytest.mark.parametrize(
    ("record", "reply"),
    [
        ("221126;093000;5107.6920;N", b"#ASD#-1\r\n"),
        (RECORD.replace("093000", "253000"), b"#ASD#0\r\n"),
        (RECORD.replace(";N;", ";X;"), b"#ASD#10\r\n"),
        (RECORD.replace("5107.6920", "NA"), b"#ASD#10\r\n"),
        (RECORD.replace(";270;", ";west;"), b"#ASD#11\r\n"),
        (RECORD + "x", b"#ASD#12\r\n"),
    ],
)
def test_mistakes_have_their_codes(record: str, reply: bytes) -> None:
    """Each kind of mistake in a short packet is refused with the code that the specification gives it."""
    (event,) = WialonIps().receive(f"#SD#{record}\r\n".encode(), NOW_MS)
    assert isinstance(event, Refusal)
    assert event.replies == (reply,)


def test_a_damaged_black_box_record_costs_only_itself() -> None:
    """Of three stored records, the one with a bad time is refused and the answer counts two."""
    bad = RECORD.replace("093000", "99")
    message, refusal = WialonIps().receive(f"#B#{RECORD}|{bad}|{RECORD}\r\n".encode(), NOW_MS)
    assert message.replies == (b"#AB#2\r\n",)
    assert [seen.archived for seen in golden.observations([message]) if isinstance(seen, Position)] == [
        True
    ] * 2
    assert isinstance(refusal, Refusal)
    assert refusal.raw == bad.encode()
    assert refusal.error.offset == len(f"#B#{RECORD}|221126;")


def test_a_black_box_with_a_wrong_checksum_is_answered_empty() -> None:
    """AB without a number is the answer to a black box whose checksum is wrong."""
    (event,) = WialonIps().receive(f"#B#{RECORD}|BEEF\r\n".encode(), NOW_MS)
    assert isinstance(event, Refusal)
    assert event.replies == (b"#AB#\r\n",)


def test_every_signal_of_a_record_counts() -> None:
    """SOS and a low battery in one record are two observations beside the position."""
    body = RECORD + ";0.9;NA;NA;NA;NA;SOS:1:1,Батарея:3:9 %,low_battery:1:1"
    seen = _only(WialonIps().receive(f"#D#{body}\r\n".encode(), NOW_MS)).observations
    at = seen[0].time_ms
    assert isinstance(seen[0], Position)
    assert seen[1:] == (Sos(at), Battery(at, 9.0, low=True))


def test_cyrillic_code_page_keeps_its_checksum() -> None:
    """Parameters in Windows-1251 are read, and the checksum is that of the bytes sent."""
    body = (RECORD + ";0.9;NA;NA;NA;NA;Батарея:1:50;").encode("cp1251")
    packet = b"#D#" + body + f"{crc16_ibm(body):X}\r\n".encode()
    assert Battery(_only(WialonIps().receive(packet, NOW_MS)).observations[0].time_ms, 50.0) in (
        golden.observations(list(WialonIps().receive(packet, NOW_MS)))
    )


def test_no_time_is_now() -> None:
    """A record without date and time happened when it was received."""
    body = RECORD.replace("221126;093000", "NA;NA")
    assert _only(WialonIps().receive(f"#SD#{body}\r\n".encode(), NOW_MS)).observations[0].time_ms == NOW_MS


def test_a_compressed_packet_is_read() -> None:
    """A deflated packet of version 2.1 is read like a plain one; one that is no deflate stream is refused."""
    plain = f"#SD#{RECORD}\r\n".encode()
    deflated = zlib.compress(plain)
    packet = b"\xff" + len(deflated).to_bytes(2, "little") + deflated
    assert _only(WialonIps().receive(packet, NOW_MS)).replies == (b"#ASD#1\r\n",)
    (refusal,) = WialonIps().receive(b"\xff\x03\x00abc", NOW_MS)
    assert isinstance(refusal, Refusal)


def test_a_line_without_end_is_refused() -> None:
    """A packet longer than the limit ends the connection."""
    (event,) = WialonIps().receive(b"#D#" + b"1" * MAX_LINE_BYTES, NOW_MS)
    assert isinstance(event, Refusal)
    assert event.fatal


def test_a_second_identity_on_one_connection_is_refused() -> None:
    """A login with another identity ends the connection."""
    language = WialonIps()
    language.receive(b"#L#356307042441013;NA\r\n", NOW_MS)
    (event,) = language.receive(b"#L#356307042441014;NA\r\n", NOW_MS)
    assert isinstance(event, Refusal)
    assert event.fatal
    assert language.receive(b"#P#\r\n", NOW_MS) == []


def test_a_picture_is_passed_over_whole() -> None:
    """The bytes of a picture are never read as packets, even if they look like one."""
    hidden = b"#SD#" + RECORD.encode() + b"\r\n"
    head = f"#I#{len(hidden)};0;1;221126;093000;x.jpg\r\n".encode()
    message, ping = WialonIps().receive(head + hidden + b"#P#\r\n", NOW_MS)
    assert message.replies == (b"#AI#0;1\r\n",)
    assert golden.observations([message]) == [Contact(NOW_MS)]
    assert ping.replies == (b"#AP#\r\n",)
