"""Commands as bytes: what the documents of each language say, and what a device's answer confirms."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baqylau.observations import CommandResult
from baqylau.protocols import baqylau_device, owntracks
from baqylau.protocols.catalogue import LANGUAGES, commands_of
from baqylau.protocols.commanding import Commanding, Sending
from baqylau.protocols.language import Message
from baqylau.register.command import Command, CommandKind, CommandRefused, parameters_of
from tests.protocols import golden

NOW_MS = 1_795_000_000_000
VECTORS = [json.loads(line) for line in (golden.VECTORS / "commands.jsonl").read_text("utf-8").splitlines()]
GIVEN: Mapping[CommandKind, dict[str, Any]] = {
    "interval": {"seconds": 60},
    "message": {"text": "Hello"},
    "breath_test": {"request": "t-1"},
    "check_in": {"request": "c-1"},
}
TCP = [name for name in LANGUAGES if commands_of(name) and name != "baqylau_device"]


def command(kind: CommandKind, command_id: int = 4711, **parameters: Any) -> Command:
    whole = parameters_of(kind, parameters or GIVEN.get(kind, {}))
    return Command(command_id, 7, None, kind, whole, NOW_MS, NOW_MS + 180_000)


def connected(protocol: str, before: list[dict[str, str]]) -> Any:
    language = LANGUAGES[protocol](LANGUAGES[protocol].transports[0])
    for each in before:
        data = bytes.fromhex(each["hex"]) if "hex" in each else each["text"].encode()
        assert all(isinstance(event, Message) for event in language.receive(data, NOW_MS))
    return language


def sent(language: Any, vector: Mapping[str, Any]) -> Sending:
    assert isinstance(language, Commanding)
    return language.command(
        command(vector["kind"], vector.get("command_id", 4711), **vector.get("parameters", {})),
        vector["device"],
        NOW_MS,
    )


@pytest.mark.parametrize("vector", VECTORS, ids=lambda each: str(each["id"]))
def test_bytes_are_those_of_the_documents(vector: dict[str, Any]) -> None:
    """Each command of the file gives its bytes, and the answer that its document describes confirms it."""
    language = connected(vector["protocol"], vector.get("before", []))
    sending = sent(language, vector)
    wanted = bytes.fromhex(vector["hex"]) if "hex" in vector else vector["text"].encode()
    assert sending.data == wanted
    if "answer" not in vector:
        return
    given_answer = vector["answer"]
    data = bytes.fromhex(given_answer["hex"]) if "hex" in given_answer else given_answer["text"].encode()
    results = [
        seen
        for event in language.receive(data, NOW_MS)
        if isinstance(event, Message)
        for seen in event.observations
        if isinstance(seen, CommandResult)
    ]
    assert [(each.outcome, each.command) for each in results] == [(vector["outcome"], sending.reference)]


def test_every_language_with_commands_is_in_the_file() -> None:
    """No kind of command goes out whose bytes are not held against a document."""
    covered = {(each["protocol"], each["kind"]) for each in VECTORS}
    assert covered == {(name, kind) for name in TCP for kind in commands_of(name)}


@given(st.sampled_from(VECTORS), st.integers(1, 2**62))
def test_the_same_command_is_the_same_bytes(vector: dict[str, Any], command_id: int) -> None:
    """Sent again, over another connection, a command has the same bytes and the same reference."""
    one, other = (
        connected(vector["protocol"], vector.get("before", [])).command(
            command(vector["kind"], command_id, **vector.get("parameters", {})), vector["device"], NOW_MS
        )
        for _ in range(2)
    )
    assert one == other


@given(st.sampled_from(TCP), st.text(min_size=1, max_size=200))
def test_a_text_never_breaks_the_frame(protocol: str, text: str) -> None:
    """Whatever somebody writes to a wearer is carried whole or refused with words, never a second command."""
    vector = next(
        (each for each in VECTORS if each["protocol"] == protocol and each["kind"] == "message"), None
    )
    if vector is None:
        return
    try:
        asked = command("message", text=text)
        language = connected(protocol, vector.get("before", []))
        data = language.command(asked, vector["device"], NOW_MS).data
    except CommandRefused:
        return
    begins, ends = {"jt808": (b"\x7e", b"\x7e"), "watch": (b"[", b"]"), "wialon_ips": (b"#M#", b"\r\n")}[
        protocol
    ]
    assert data.startswith(begins)
    assert data.endswith(ends)
    assert ends not in data[len(begins) : -len(ends)]


@pytest.mark.parametrize("protocol", TCP)
def test_no_language_sends_what_it_does_not_have(protocol: str) -> None:
    """A kind that a language has no words for is refused with a reason, never sent as something else."""
    vector = next(each for each in VECTORS if each["protocol"] == protocol)
    language = connected(protocol, vector.get("before", []))
    for kind in set(commands_of("baqylau_device")) - commands_of(protocol):
        with pytest.raises(CommandRefused) as refused:
            language.command(command(kind), vector["device"], NOW_MS)
        assert refused.value.reason == "no_such_command"


def test_our_own_language_carries_every_kind() -> None:
    """What is published to a device names the command, its kind, its end and its parameters."""
    for kind in commands_of("baqylau_device"):
        asked = command(kind)
        sending = baqylau_device.order(asked)
        told = baqylau_device.read_command(sending.data)
        assert (told.command, told.kind, told.expires_ms) == ("4711", kind, asked.expires_ms)
        assert told.parameters == asked.parameters
        assert sending.reference == told.command


def test_a_phone_is_asked_by_its_topic() -> None:
    """Over MQTT the app gets the command alone; over HTTP in the list that answers its post."""
    assert json.loads(owntracks.order(command("locate")).data) == {"_type": "cmd", "action": "reportLocation"}


def test_a_relay_s_stranger_is_not_spoken_to() -> None:
    """A terminal that the connection has not heard gets nothing: its header is not known."""
    with pytest.raises(CommandRefused):
        LANGUAGES["jt808"]("tcp").command(command("locate"), "1", NOW_MS)  # type: ignore[union-attr]
