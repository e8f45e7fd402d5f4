"""OsmAnd and Traccar Client: golden requests of real phones and vectors built from the documentation."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baqylau.observations import Contact, Network, Position
from baqylau.protocols.language import Event, Message, Refusal
from baqylau.protocols.osmand import OsmAnd
from tests.protocols import golden

_ACCURACY = "traccar.org/osmand: accuracy is the accuracy of the position in metres, in JSON as in the query"
DIFFERENCES = {
    "osmand/OsmAnd/testDecodeJson/1": golden.Difference(_ACCURACY, fields={(0, "accuracy_m"): 5.0}),
    "osmand/OsmAnd/testDecodeJson/3": golden.Difference(
        f"{_ACCURACY}; a place that an app made up is not the receiver's",
        fields={(0, "accuracy_m"): 5.0, (0, "valid"): False},
    ),
    "osmand/OsmAnd/testDecodeJson/4": golden.Difference(_ACCURACY, fields={(0, "accuracy_m"): 3.8}),
    "osmand/OsmAnd/testDecodeQuery/2": golden.Difference(
        "a request without an id is answered 400", refused=True
    ),
    "osmand/OsmAnd/testDecodeQuery/6": golden.Difference(
        "a dilution of 0 cannot be", fields={(0, "hdop"): None}
    ),
}

FRAMES = golden.frames("osmand")
LOADED = golden.loaded("osmand")
NOW = golden.NOW_MS


@pytest.mark.parametrize("frame", FRAMES)
def test_golden(frame: golden.Frame) -> None:
    """A request gives the positions, observations, device and status that its file names."""
    golden.check(frame, OsmAnd, DIFFERENCES)


@pytest.mark.parametrize("frame", FRAMES)
def test_cut(frame: golden.Frame) -> None:
    """A request that arrives in pieces, cut anywhere, gives the same events as whole."""
    golden.check_cut(frame, OsmAnd)


@pytest.mark.parametrize("frame", FRAMES)
def test_twice(frame: golden.Frame) -> None:
    """A request sent twice on one connection, in turn or pipelined, is read and answered twice."""
    if not DIFFERENCES.get(frame.id, golden.Difference("")).refused:
        golden.check_twice(frame, OsmAnd)


@given(golden.damaged(LOADED))
def test_damaged(damaged: tuple[golden.Frame, bytes]) -> None:
    """Whatever arrives, only messages and refusals come out."""
    frame, data = damaged
    golden.check_survives(frame, data, OsmAnd)


@given(
    st.dictionaries(st.sampled_from(["id", "lat", "lon", "timestamp", "cell", "wifi", "alarm"]), st.text())
)
def test_any_values(values: dict[str, str]) -> None:
    """Whatever the parameters hold, a request is one message or one refusal."""
    body = "&".join(f"{name}={value}" for name, value in values.items()).encode()
    assert len(receive(request("POST /?id=7", body))) == 1


def request(start: str, body: bytes = b"", headers: str = "", version: str = "1.1") -> bytes:
    if body:
        headers += f"Content-Length: {len(body)}\r\n"
    return f"{start} HTTP/{version}\r\nHost: x\r\n{headers}\r\n".encode() + body


def receive(data: bytes) -> list[Event]:
    return OsmAnd().receive(data, NOW)


def refusal(data: bytes) -> Refusal:
    (event,) = receive(data)
    assert isinstance(event, Refusal)
    return event


def message(data: bytes) -> Message:
    (event,) = receive(data)
    assert isinstance(event, Message)
    return event


def status(event: Event) -> int:
    return int(event.replies[0].split(b" ", 2)[1])


def test_pipelined() -> None:
    """Requests of several devices on one connection come out in order, with the bytes of each."""
    one, two = request("GET /?id=1&batt=5"), request("POST /", b"id=2&lat=1&lon=2")
    first, second = receive(one + two)
    assert (first.device, second.device) == ("1", "2")
    assert (first.raw, second.raw) == (one, two)


def test_stranger() -> None:
    """A device that the register does not know is told 404."""
    (told,) = message(request("GET /?id=1")).rejection
    assert told.startswith(b"HTTP/1.1 404 Not Found\r\n")


@pytest.mark.parametrize(
    "data",
    [request("GET /?id=1", version="1.0"), request("GET /?id=1", headers="Connection: close\r\n")],
)
def test_closing(data: bytes) -> None:
    """A client that wants the connection closed is told that it will be."""
    assert b"\r\nConnection: close\r\n" in message(data).replies[0]


@pytest.mark.parametrize(
    ("query", "field", "problem"),
    [
        ("lat=1&lon=2", "id", "missing"),
        ("id=%00", "id", "not an id: up to 64 printable characters"),
        ("id=1&lat=x&lon=2", "lat", "not a number: 'x'"),
        ("id=1&lat=nan&lon=2", "lat", "not a finite number"),
        ("id=1&lat=91&lon=2", "lat", "91.0 degrees"),
        ("id=1&lat=1&lon=2&speed=1e30", "speed", "1e+30 is more than anything measured here"),
        ("id=1&lat=1&lon=181", "lon", "181.0 degrees"),
        ("id=1&lat=1", "lon", "missing"),
        ("id=1&location=5", "location", "not latitude,longitude: '5'"),
        ("id=1&timestamp=yesterday", "timestamp", "not a time: 'yesterday'"),
        ("id=1&timestamp=-5", "timestamp", "not a time: '-5'"),
        ("id=1&lat=1&lon=1&bearing=400", "bearing", "400.0 degrees"),
        ("id=1&cell=1,2", "cell", "not mcc,mnc,lac,cell[,dBm]: '1,2'"),
        ("id=1&wifi=router,-5", "wifi", "not an address: 'router'"),
        ("id=1&wifi=00:14:22:01:23:45,loud", "wifi", "not a signal in dBm: 'loud'"),
        ("&".join(["id=1"] * 300), "query", "more than 200 parameters"),
    ],
)
def test_bad_parameter(query: str, field: str, problem: str) -> None:
    """A value that cannot be read is answered 400 with a sentence that names it, and the connection lives."""
    event = refusal(request(f"GET /?{query}"))
    assert (event.error.field, event.error.problem, event.fatal) == (field, problem, False)
    assert status(event) == 400
    assert event.replies[0].endswith(f"\r\n\r\n{field}: {problem}\n".encode())


def test_offset_of_parameter() -> None:
    """A refusal says at which byte of the request the value's name stands."""
    event = refusal(request("GET /?id=1&lat=x&lon=2"))
    assert str(event.error) == "byte 11, lat: not a number: 'x'"


@pytest.mark.parametrize(
    "body",
    [b"{", b'{"location": 5}', b'{"location": {"coords": {"latitude": 5}}}', b"{\xff}"],
)
def test_bad_json(body: bytes) -> None:
    """A body that is no report is answered 400."""
    event = refusal(request("POST /?id=7", body))
    assert (event.error.field, status(event), event.fatal) == ("body", 400, False)
    assert event.error.offset == len(event.raw) - len(body)


def test_json_beyond_measure() -> None:
    """A value that nothing can measure is refused, not stored."""
    coords = {"latitude": 1, "longitude": 2, "speed": 1e308}
    event = refusal(request("POST /?id=7", json.dumps({"location": {"coords": coords}}).encode()))
    assert event.error.field == "speed"


def test_json_without_device() -> None:
    """A JSON report may leave its device to the query, and is refused where neither names one."""
    body = json.dumps({"location": {"timestamp": 1_795_000_000}}).encode()
    assert message(request("POST /?id=7", body)).observations == (Contact(1_795_000_000_000),)
    assert refusal(request("POST /", body)).error.field == "id"


@pytest.mark.parametrize("method", ["PUT", "HEAD", "DELETE"])
def test_other_methods(method: str) -> None:
    """Only GET and POST are taken."""
    event = refusal(request(f"{method} /?id=7"))
    assert (event.error.field, status(event), event.fatal) == ("method", 400, False)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"GET  /\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\n\n", 400),
        (request("POST /", headers="Content-Length: 9x\r\n"), 400),
        (request("POST /", headers="Content-Length: 70000\r\n"), 413),
        (request("POST /", headers="Transfer-Encoding: chunked\r\n"), 411),
        (request("GET /?id=1&x=" + "y" * 9000), 431),
    ],
)
def test_broken_framing(data: bytes, code: int) -> None:
    """Bytes that are no HTTP, or more than is taken, end the connection, however they arrive."""
    whole, pieces = OsmAnd(), OsmAnd()
    events = whole.receive(data, NOW)
    (event,) = events
    assert isinstance(event, Refusal)
    assert (status(event), event.fatal) == (code, True)
    assert whole.receive(request("GET /?id=1"), NOW) == []
    assert whole.end(NOW) == []
    bytewise = [event for i in range(len(data)) for event in pieces.receive(data[i : i + 1], NOW)]
    assert [(e.raw, e.replies) for e in bytewise] == [(event.raw, event.replies)]


def test_unfinished() -> None:
    """A request that the peer left unfinished is a refusal of what there is of it."""
    language = OsmAnd()
    assert language.receive(b"GET /?id", NOW) == []
    (event,) = language.end(NOW)
    assert isinstance(event, Refusal)
    assert event.raw == b"GET /?id"


def test_empty_lines_between_requests() -> None:
    """Empty lines before a request are passed over."""
    assert len(receive(b"\r\n" + request("GET /?id=1") + b"\r\n" + request("GET /?id=1"))) == 2


def test_nothing_is_not_a_place() -> None:
    """Latitude and longitude 0 are reported as no valid fix."""
    position = message(request("GET /?id=1&lat=0&lon=0")).observations[0]
    assert isinstance(position, Position)
    assert not position.valid


def test_no_cell() -> None:
    """A cell of impossible numbers is none; without any there is no network to report."""
    assert message(request("GET /?id=1&cell=-1,-1,-1,-1")).observations == (Contact(NOW),)
    network = message(request("GET /?id=1&cell=401,1,5,6,99")).observations[0]
    assert isinstance(network, Network)
    assert network.cells[0].signal_dbm is None


def test_empty_values_say_nothing() -> None:
    """An empty parameter is one that the phone does not know."""
    position = message(
        request("GET /?id=1&lat=1&lon=2&timestamp=&altitude=&speed=&batt=&alarm=")
    ).observations
    assert position == (Position(NOW, 1.0, 2.0, source="unknown"),)
