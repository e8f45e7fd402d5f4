"""The open device language: what the page promises a maker is what the reader does."""

from __future__ import annotations

import json
import re
from typing import Any

import cbor2
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import fields

from baqylau.observations import (
    Contact,
    DeviceClock,
    Position,
    SequenceGap,
    Strap,
    UnitState,
)
from baqylau.protocols.baqylau_device import (
    BaqylauDevice,
    Counter,
    Reading,
    gap,
    later,
    read_publication,
    schema,
)
from baqylau.protocols.baqylau_device.words import BECOMES
from baqylau.protocols.decoding import decode_line
from tests.protocols import golden

TIME_MS = 1_795_000_000_000
PAGE = golden.ROOT / "docs" / "protocols" / "baqylau-device.md"
SCHEMA = PAGE.with_name("baqylau-device.schema.json")
EXAMPLES = [json.loads(text) for text in re.findall(r"```json\n(.*?)```", PAGE.read_text("utf-8"), re.S)]
VECTORS = [
    json.loads(line) for line in (golden.VECTORS / "baqylau_device.jsonl").read_text("utf-8").splitlines()
]
TOPIC = "baqylau/v1/HU-1/report"
MESSAGE: dict[str, Any] = {"v": 1, "device": "HU-1", "time_ms": TIME_MS, "series": 7, "sequence": 3}


def said(*observations: dict[str, Any], **changes: Any) -> bytes:
    return json.dumps({**MESSAGE, "observations": observations, **changes}).encode()


def read(payload: bytes, topic: str = TOPIC) -> Reading:
    return read_publication(topic, payload)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: f"{each['device']}-{each['sequence']}")
def test_examples_of_the_page(example: dict[str, Any]) -> None:
    """Each example is read whole, each of its observations comes out, and CBOR says the same as JSON."""
    topic = f"baqylau/v1/{example['device']}/report"
    reading = read(json.dumps(example).encode(), topic)
    assert reading.refusal is None
    assert reading.message is not None
    kinds = [golden.as_line(each)["kind"] for each in reading.message.observations]
    clock = ["clock"] if "uptime_s" in example else []
    assert kinds == [each["kind"] for each in example.get("observations", [])] + clock
    packed = read(cbor2.dumps(example), topic)
    assert packed.message is not None
    assert packed.message.observations == reading.message.observations
    assert packed.counter == reading.counter == Counter(example["series"], example["sequence"])


def test_every_device_class_has_an_example() -> None:
    """The page shows a message of each class of device it is written for."""
    makers = {each["device"].partition("-")[0] for each in EXAMPLES}
    assert makers == {"HU", "MU", "RB", "TR", "BC", "BU", "AV"}


def test_schema_is_that_of_the_types() -> None:
    """The published schema is generated from the types that messages are read into."""
    assert json.loads(SCHEMA.read_text("utf-8")) == json.loads(json.dumps(schema()))


def test_words_have_the_fields_of_what_they_become() -> None:
    """Each observation on the wire has the names of the observation inside, so that nothing is lost on the way."""
    for word, kind in BECOMES.items():
        assert {each.name for each in fields(word)} == {each.name for each in fields(kind)}
        assert word.__struct_config__.tag == kind.__struct_config__.tag


@pytest.mark.parametrize("vector", VECTORS, ids=lambda each: str(each["id"]))
def test_vectors(vector: dict[str, Any]) -> None:
    """Each vector gives its observations and, where something is wrong, the field that is."""
    given_input = vector["input"]
    payload = bytes.fromhex(given_input["hex"]) if "hex" in given_input else given_input["text"].encode()
    reading = read(payload, vector["topic"])
    seen = reading.message.observations if reading.message else ()
    assert [golden.as_line(each) for each in seen] == vector["observations"]
    assert (reading.refusal.error.field if reading.refusal else None) == vector["refused"]
    assert (reading.message.device if reading.message else None) == vector["device"]


def test_a_wrong_observation_costs_only_itself() -> None:
    """Good observations of a message count although others cannot be read; the refusal names each of those."""
    reading = read(said({"kind": "strap", "open": True}, {"kind": "strap"}, {"kind": "telepathy"}))
    assert reading.message is not None
    assert reading.message.observations == (Strap(TIME_MS, open=True),)
    assert reading.refusal is not None
    assert reading.refusal.error.field == "observations[1]"
    assert "observations[2].kind" in str(reading.refusal.error)


def test_times() -> None:
    """An observation with a time of its own happened then, one without at the time of the message."""
    reading = read(
        said({"kind": "unit_state", "moved": True, "time_ms": TIME_MS - 5}, {"kind": "strap", "open": False})
    )
    assert reading.message is not None
    assert reading.message.observations == (
        UnitState(TIME_MS - 5, moved=True),
        Strap(TIME_MS, open=False),
    )


def test_a_sign_of_life() -> None:
    """A message without observations is contact; uptime and firmware are the device's clock."""
    bare, clocked = read(said()), read(said(uptime_s=60, firmware="1.2"))
    assert bare.message is not None
    assert bare.message.observations == (Contact(TIME_MS),)
    assert clocked.message is not None
    assert clocked.message.observations == (DeviceClock(TIME_MS, 60, "1.2"),)


def test_unknown_fields_are_ignored() -> None:
    """A device of a later version that says more is still read."""
    reading = read(said({"kind": "strap", "open": True, "colour": "black"}, mood="good"))
    assert reading.refusal is None
    assert reading.message is not None


def test_nobody_speaks_for_another() -> None:
    """A message whose device is not the topic's is refused."""
    reading = read(said(device="HU-2"))
    assert reading.message is None
    assert reading.refusal is not None
    assert (reading.refusal.error.field, reading.refusal.device) == ("device", "HU-1")


SEQUENCES = st.builds(Counter, st.integers(0, 2), st.integers(1, 20))


def test_gap() -> None:
    """A hole is observed once, with its ends; a repeat, a first message and a new series from 1 are none."""
    known = Counter(7, 3)
    assert gap(known, Counter(7, 6), TIME_MS) == SequenceGap(TIME_MS, 4, 6)
    assert gap(known, Counter(8, 2), TIME_MS) == SequenceGap(TIME_MS, 1, 2)
    for heard in (Counter(7, 4), Counter(7, 3), Counter(7, 1), Counter(8, 1)):
        assert gap(known, heard, TIME_MS) is None
    assert gap(None, Counter(7, 99), TIME_MS) is None


@given(st.lists(st.integers(1, 40), min_size=1, unique=True).map(sorted), st.data())
def test_gaps_and_messages_make_the_whole_count(numbers: list[int], data: st.DataObject) -> None:
    """However messages are lost and repeated, what came and what the gaps name is everything, without overlap."""
    known: Counter | None = None
    missing: list[int] = []
    for number in numbers:
        repeats = data.draw(
            st.lists(st.sampled_from([each for each in numbers if each <= number]), max_size=2)
        )
        for each in (number, *repeats):
            hole = gap(known, Counter(1, each), TIME_MS)
            known = later(known, Counter(1, each))
            missing += range(hole.expected, hole.received) if hole else []
    assert sorted(missing + numbers) == list(range(numbers[0], numbers[-1] + 1))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
NAMES = ("v", "device", "time_ms", "series", "sequence", "uptime_s", "firmware", "observations")
KINDS = tuple(kind.__struct_config__.tag for kind in BECOMES.values())
OBSERVATIONS = st.lists(
    st.dictionaries(
        st.sampled_from(("lat", "lon", "open", "time_ms", "media", "outcome", "bracelet")), VALUES
    ).map(lambda one: {"kind": "position", **one})
    | st.fixed_dictionaries({"kind": st.sampled_from(KINDS)})
    | VALUES,
    max_size=3,
)


@given(st.dictionaries(st.sampled_from(NAMES), VALUES), OBSERVATIONS, st.booleans())
def test_any_message(values: dict[str, Any], observations: list[Any], packed: bool) -> None:
    """Whatever a message holds, in JSON or CBOR, it is read or refused, and what is read can be written again."""
    whole = {**MESSAGE, "observations": observations, **values}
    reading = read(cbor2.dumps(whole) if packed else json.dumps(whole).encode(), "")
    assert reading.message or reading.refusal
    if reading.message is not None:
        for each in reading.message.observations:
            msgspec.msgpack.encode(each)


@given(st.sampled_from(EXAMPLES), st.booleans(), st.data())
def test_damage(example: dict[str, Any], packed: bool, data: st.DataObject) -> None:
    """A payload with bytes changed, cut, repeated or added gives a reading, never an exception."""
    payload = bytearray(cbor2.dumps(example) if packed else json.dumps(example).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, max(0, len(payload) - 1)))
        match data.draw(st.sampled_from(("flip", "cut", "repeat", "add"))):
            case "flip" if payload:
                payload[place] ^= data.draw(st.integers(1, 255))
            case "cut":
                del payload[place : place + data.draw(st.integers(1, 30))]
            case "repeat":
                payload[place:place] = payload[place : place + 20]
            case _:
                payload[place:place] = data.draw(st.binary(min_size=1, max_size=20))
    reading = read(bytes(payload), "")
    assert reading.message or reading.refusal


@given(st.binary(max_size=60))
def test_any_cbor(rest: bytes) -> None:
    """Any bytes behind the beginning of a CBOR map are read or refused: tags, cycles and lies about length too."""
    for first in (0xA1, 0xA7, 0xBF):
        reading = read(bytes([first]) + rest, "")
        assert reading.refusal is not None


@pytest.mark.parametrize(
    "payload",
    [b"[" * 100_000, b"\xa1\x61v" + b"\x81" * 100_000, b"\xbb" + b"\xff" * 8, b"\xa1\x61v\x9b" + b"\xff" * 8],
    ids=["deep JSON", "deep CBOR", "a map of 2^64", "a list of 2^64"],
)
def test_traps(payload: bytes) -> None:
    """Depth and lengths meant to exhaust us are refused."""
    assert read(payload).refusal is not None


def test_decode_command_reads_a_payload() -> None:
    """`baqylau decode baqylau_device` prints a payload's observations without any topic."""
    line = json.dumps({"input": {"text": json.dumps(EXAMPLES[0])}}).encode()
    shown = json.loads(decode_line(line, "baqylau_device", None, TIME_MS))
    assert shown["ok"]
    assert shown["device"] == "HU-004217"
    assert [each["kind"] for each in shown["observations"]] == ["bracelet_heard", "unit_state", "clock"]
    refused = json.loads(decode_line(b'{"input": {"text": "{"}}', "baqylau_device", None, TIME_MS))
    assert (refused["ok"], refused["field"]) == (False, "payload")


def test_a_payload_of_its_own_ends_with_the_input() -> None:
    """A file of messages is cut into payloads by whoever holds the file: pieces of one make one message."""
    whole = said({"kind": "position", "lat": 51.1, "lon": 71.4})
    language = BaqylauDevice()
    assert [*language.receive(whole[:10], 0), *language.receive(whole[10:], 0)] == []
    (event,) = language.end(0)
    assert golden.observations([event]) == [Position(TIME_MS, 51.1, 71.4)]
    assert language.end(0) == []
