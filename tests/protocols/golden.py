"""Golden frames: what real devices sent, and what a device language must make of it.

`../shared/data/frames/<name>.jsonl` holds frames of real devices as another decoder read them;
`tests/vectors/<name>.jsonl` holds our own, built from the vendor's specification. Both have one JSON object
a line: `id`, `input` ({"hex"} | {"text"} | {"http"}), optional `before` (inputs that came earlier on the same
connection), `checksum`, `positions`, `reply`, `device`, `origin`; ours may add `transport` ("udp") and
`observations` (every observation that is no position, as {"kind": …, fields…}).

In a test module:

    FRAMES = golden.frames("gt06")                      # pytest parameters; skipped without ../shared
    @pytest.mark.parametrize("frame", FRAMES)
    def test_x(frame): golden.check(frame, Gt06, DIFFERENCES)
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import strategies as st

from baqylau.observations import Observation, Position
from baqylau.protocols.language import Event, FrameError, Language, Message, Refusal, Transport

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "data" / "frames"
VECTORS = ROOT / "tests" / "vectors"
NOW_MS = 1_795_000_000_000
KNOT_KMH = 1.852

OpenLanguage = Callable[[Transport], Language]


@dataclass(frozen=True)
class Frame:
    """One line of a golden file; `data` and `before` are the bytes as on the wire."""

    id: str
    data: bytes
    before: tuple[bytes, ...]
    line: Mapping[str, Any]
    transport: Transport

    @property
    def broken(self) -> bool:
        return self.line.get("checksum") in ("invalid", "truncated")


@dataclass(frozen=True)
class Difference:
    """Where we read a frame otherwise than the file; `why` names the specification's words.

    missing: indexes in the file's `positions` of those that we do not report as a position.
    fields: (index in the file, field of Position) -> our value, instead of the file's.
    replies: ours, instead of the file's. refused: we do not read the frame at all.
    """

    why: str
    missing: frozenset[int] = frozenset()
    fields: Mapping[tuple[int, str], Any] = field(default_factory=dict)
    replies: tuple[bytes, ...] | None = None
    refused: bool = False


def wire(given: Mapping[str, Any]) -> bytes:
    """The bytes of an `input`, `before` or `reply`; a text line gets the CRLF that the file leaves out."""
    if "hex" in given:
        return bytes.fromhex(given["hex"])
    if "text" in given:
        text: str = given["text"]
        return (text if text.endswith("\r\n") else text + "\r\n").encode()
    return _http_request(given["http"])


def _http_request(http: Mapping[str, Any]) -> bytes:
    body: bytes = http.get("body", "").encode()
    headers = {"Host": "localhost", **http.get("headers", {})}
    if body or http["method"] != "GET":
        headers["Content-Length"] = str(len(body))
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    request: str = f"{http['method']} {http['uri']} HTTP/1.1\r\n{head}\r\n"
    return request.encode() + body


def read(path: Path) -> list[Frame]:
    return [_frame(json.loads(line)) for line in path.read_text("utf-8").splitlines() if line.strip()]


def _frame(line: dict[str, Any]) -> Frame:
    # Some `before` entries of the shared files are settings of the other decoder, no input.
    before = tuple(wire(item) for item in line.get("before", ()) if isinstance(item, dict))
    transport: Transport = (
        "udp" if line.get("transport") == "udp" or "Connectionless" in line["id"] else "tcp"
    )
    return Frame(line["id"], wire(line["input"]), before, line, transport)


def frames(name: str) -> list[Any]:
    """Every frame of `name`, shared and our own, as pytest parameters."""
    params = [pytest.param(frame, id=frame.id) for frame in loaded(name)]
    if not SHARED.is_dir():
        reason = "../shared/data/frames is not here: frames of real devices are not tested"
        params.append(pytest.param(None, id=f"shared/{name}", marks=pytest.mark.skip(reason=reason)))
    return params


def loaded(name: str) -> list[Frame]:
    """Every frame of `name` that is present, for strategies and counts."""
    paths = (SHARED / f"{name}.jsonl", VECTORS / f"{name}.jsonl")
    return [frame for path in paths if path.exists() for frame in read(path)]


def run(language: Language, chunks: Sequence[bytes]) -> list[Event]:
    """Everything that comes out of the chunks, ended or not by the peer."""
    return [event for chunk in chunks for event in language.receive(chunk, NOW_MS)]


def _started(frame: Frame, open_language: OpenLanguage) -> Language:
    language = open_language(frame.transport)
    run(language, frame.before)
    return language


def observations(events: Sequence[Event]) -> list[Observation]:
    return [seen for event in events if isinstance(event, Message) for seen in event.observations]


def replies(events: Sequence[Event]) -> tuple[bytes, ...]:
    return tuple(reply for event in events for reply in event.replies)


def check(frame: Frame, open_language: OpenLanguage, differences: Mapping[str, Difference]) -> None:
    """The frame, whole: refused if it is broken, else positions, replies and device as the file has them."""
    difference = differences.get(frame.id, Difference(""))
    if frame.broken or difference.refused:
        check_refused(frame, open_language)
        return
    events = run(_started(frame, open_language), [frame.data])
    assert events, "the whole frame completed nothing"
    refused = [event for event in events if isinstance(event, Refusal)]
    assert not refused, refused
    seen = observations(events)
    _check_positions(frame, [item for item in seen if isinstance(item, Position)], difference)
    _check_others(frame, seen)
    _check_replies(frame, replies(events), difference)
    if "device" in frame.line:
        assert {event.device for event in events} == {frame.line["device"]}


def check_refused(frame: Frame, open_language: OpenLanguage) -> None:
    """Nothing is observed in the frame, and it is refused at the latest when the peer closes."""
    language = _started(frame, open_language)
    events = run(language, [frame.data]) + language.end(NOW_MS)
    assert observations(events) == []
    assert any(isinstance(event, Refusal) for event in events)


def check_cut(frame: Frame, open_language: OpenLanguage) -> None:
    """A byte at a time, and cut at every byte into two parts: the same events as whole."""
    if frame.transport == "udp":
        return
    data = frame.data
    whole = _outcome(frame, open_language, [data])
    assert _outcome(frame, open_language, [data[i : i + 1] for i in range(len(data))]) == whole
    for cut in range(1, len(data)):
        assert _outcome(frame, open_language, [data[:cut], data[cut:]]) == whole, f"cut at byte {cut}"


def check_twice(frame: Frame, open_language: OpenLanguage) -> None:
    """The frame sent twice in a row on one connection gives twice what it gives once."""
    if frame.transport == "udp" or frame.broken:
        return
    once = run(_started(frame, open_language), [frame.data])
    if any(isinstance(event, Refusal) and event.fatal for event in once):
        return
    language = _started(frame, open_language)
    assert run(language, [frame.data]) + run(language, [frame.data]) == once * 2
    assert run(_started(frame, open_language), [frame.data * 2]) == once * 2


def _outcome(frame: Frame, open_language: OpenLanguage, chunks: Sequence[bytes]) -> list[Any]:
    language = _started(frame, open_language)
    return [_comparable(event) for event in run(language, chunks) + language.end(NOW_MS)]


def _comparable(event: Event) -> Any:
    if isinstance(event, Message):
        return event
    return (event.raw, str(event.error), event.device, event.replies, event.fatal)


def _check_positions(frame: Frame, ours: Sequence[Position], difference: Difference) -> None:
    expected = [
        (index, position)
        for index, position in enumerate(frame.line.get("positions", ()))
        if position["fix"] and index not in difference.missing
    ]
    assert len(ours) == len(expected), f"{len(ours)} positions, the file has {len(expected)}: {ours}"
    for (index, position), mine in zip(expected, ours, strict=True):
        for name, theirs in _fields(position).items():
            value = getattr(mine, name)
            wanted = difference.fields.get((index, name), theirs)
            assert _same(name, value, wanted), f"position {index}, {name}: {value}, the file has {wanted}"


def _fields(position: Mapping[str, Any]) -> dict[str, Any]:
    more = position.get("attributes", {})
    return {
        "time_ms": round(datetime.fromisoformat(position["time"]).timestamp() * 1000),
        "valid": position["valid"],
        "lat": position["lat"],
        "lon": position["lon"],
        "altitude_m": position["altitude_m"],
        "speed_kmh": position["speed_kn"] * KNOT_KMH,
        "course_deg": position["course_deg"],
        "accuracy_m": position["accuracy_m"],
        **({"satellites": more["sat"]} if "sat" in more else {}),
        **({"hdop": more["hdop"]} if "hdop" in more else {}),
    }


_TOLERANCE = {"lat": 1e-6, "lon": 1e-6, "speed_kmh": 1e-3}
_ZERO_WHERE_ABSENT = ("altitude_m", "speed_kmh", "course_deg")


def _same(name: str, ours: Any, wanted: Any) -> bool:
    # The other decoder writes 0 where the frame says nothing.
    if ours is None and name in _ZERO_WHERE_ABSENT:
        return wanted in (None, 0)
    if ours is None or wanted is None or isinstance(wanted, bool):
        return ours is wanted
    return bool(abs(ours - wanted) <= _TOLERANCE.get(name, 1e-6))


def _check_others(frame: Frame, seen: Sequence[Observation]) -> None:
    if "observations" not in frame.line:
        return
    ours = [as_line(item) for item in seen if not isinstance(item, Position)]
    assert ours == frame.line["observations"]


def as_line(item: Observation) -> dict[str, Any]:
    """The observation as our vectors write it: without its time, and without fields that say nothing."""
    names = type(item).__struct_fields__
    kind, *values = msgspec.json.decode(msgspec.json.encode(item))
    given = zip(names, values, strict=True)
    return {"kind": kind} | {name: value for name, value in given if value is not None and name != "time_ms"}


def _check_replies(frame: Frame, ours: Sequence[bytes], difference: Difference) -> None:
    if difference.replies is not None:
        assert tuple(ours) == difference.replies
        return
    for given in frame.line.get("reply", ()):
        if "http_status" in given:
            assert ours, "no reply"
            assert ours[0].split(b" ", 2)[1] == str(given["http_status"]).encode()
        else:
            assert wire(given) in ours
    if "reply" in frame.line:
        assert len(ours) == len(frame.line["reply"])


@st.composite
def damaged(draw: st.DrawFn, golden: Sequence[Frame]) -> tuple[Frame, bytes]:
    """A golden frame and what a bad line made of it: bytes flipped, cut, repeated or added."""
    frame = draw(st.sampled_from(golden))
    data = bytearray(frame.data)
    for _ in range(draw(st.integers(1, 3))):
        _damage(draw, data)
    return frame, bytes(data)


def _damage(draw: st.DrawFn, data: bytearray) -> None:
    place = draw(st.integers(0, max(0, len(data) - 1)))
    match draw(st.sampled_from(("flip", "cut", "repeat", "lengthen"))):
        case "flip" if data:
            data[place] ^= draw(st.integers(1, 255))
        case "cut":
            del data[place : place + draw(st.integers(1, 40))]
        case "repeat":
            data[place:place] = data[place : place + draw(st.integers(1, 40))]
        case _:
            data[place:place] = draw(st.binary(min_size=1, max_size=40))


def check_survives(frame: Frame, data: bytes, open_language: OpenLanguage) -> list[Event]:
    """Whatever arrives, only messages and refusals come out; after a fatal one, nothing."""
    language = _started(frame, open_language)
    events = language.receive(data, NOW_MS)
    fatal = any(isinstance(event, Refusal) and event.fatal for event in events)
    more = language.receive(frame.data, NOW_MS)
    assert not (fatal and more), "events after a fatal refusal"
    every = events + more + language.end(NOW_MS)
    for event in every:
        assert isinstance(event, Message | Refusal)
        if isinstance(event, Refusal):
            assert isinstance(event.error, FrameError)
    return every


def flipped(data: bytes, first: int, last: int) -> Iterator[bytes]:
    """`data` with one byte changed, for each byte from `first` up to, not including, `last`."""
    for place in range(first, last):
        for mask in (0x01, 0x80, 0xFF):
            yield data[:place] + bytes([data[place] ^ mask]) + data[place + 1 :]


def check_protected(frame: Frame, open_language: OpenLanguage, first: int, last: int) -> None:
    """With any one byte of the protected range changed the frame observes nothing (`last` as in a slice)."""
    end = last if last > 0 else len(frame.data) + last
    for data in flipped(frame.data, first, end):
        language = _started(frame, open_language)
        events = language.receive(data, NOW_MS) + language.end(NOW_MS)
        assert observations(events) == [], data.hex()
