"""Simulated devices obey: what a speaker answers to a command is read as its confirmation."""

from __future__ import annotations

import json
from typing import Any

import pytest

from baqylau.observations import CommandResult
from baqylau.protocols.catalogue import LANGUAGES
from baqylau.protocols.language import Message
from baqylau.simulate.network import Address, link
from baqylau.simulate.speak import Gt06, Jt808, Record, Speaker, Teltonika, Watch, WialonIps
from tests.gateway.conftest import Make, make
from tests.gateway.running import running, speaking
from tests.gateway.test_commands import IMEI, World
from tests.gateway.test_mqtt import play
from tests.protocols import golden
from tests.protocols.test_commanding import NOW_MS

__all__ = ["make"]

VECTORS = [json.loads(line) for line in (golden.VECTORS / "commands.jsonl").read_text("utf-8").splitlines()]
SPEAKERS: dict[str, Any] = {
    "teltonika": lambda device: Teltonika(device),
    "gt06": lambda device: Gt06(device),
    "jt808": lambda device: Jt808(device, version="2013"),
    "watch": lambda device: Watch(device),
    "wialon_ips": lambda device: WialonIps(device),
}
SILENT = {("teltonika", "locate"), ("teltonika", "reboot"), ("jt808", "locate")}
"""Commands that a device answers by what it does."""


def _command(vector: dict[str, Any]) -> bytes:
    if "hex" in vector:
        return bytes.fromhex(vector["hex"])
    # The vectors' watch is of another make than the simulated one.
    return bytes(vector["text"].replace("[SG*", "[3G*"), "utf-8")


@pytest.mark.parametrize(
    "vector", [one for one in VECTORS if one["protocol"] in SPEAKERS], ids=lambda one: str(one["id"])
)
def test_what_it_answers_confirms_the_command(vector: dict[str, Any]) -> None:
    """The command is taken for no acknowledgement, and its answer names it."""
    speaker: Speaker = SPEAKERS[vector["protocol"]](vector["device"])
    received = _command(vector)
    answer = speaker.answer(received)
    assert answer is not None
    assert (answer.size, answer.kind) == (len(received), "other")
    if (vector["protocol"], vector["kind"]) in SILENT:
        assert answer.reply == b""
        return
    language = LANGUAGES[vector["protocol"]]("tcp")
    language.receive(speaker.greeting(), NOW_MS)
    events = language.receive(answer.reply, NOW_MS)
    results = [
        seen
        for event in events
        if isinstance(event, Message)
        for seen in event.observations
        if isinstance(seen, CommandResult)
    ]
    assert [each.outcome for each in results] == ["done"]


@pytest.mark.services
def test_at_a_real_gateway(make: Make) -> None:
    """A simulated tracker that reports as ever gets a command between two acknowledgements and confirms it."""
    world = World(make(speaking("teltonika")), speed=1.0)

    async def scenario() -> None:
        async with running(world.settings, world.clock) as port:
            speaker = Teltonika(IMEI)
            device = link(Address("127.0.0.1", port), speaker)
            try:
                await device.exchange(speaker.encode([_record(world)]), 0)
                command_id = await world.ask("interval", {"seconds": 60})
                await world.becomes(command_id, "sent")
                answer = await device.exchange(speaker.encode([_record(world)]), 1)
                assert (answer.kind, answer.records) == ("data", 1)
                await world.becomes(command_id, "confirmed")
            finally:
                device.close()
        assert world.row(command_id)[3] == "New value 10000:60;10050:60"

    play(scenario)


def _record(world: World) -> Record:
    return Record(world.clock.now_ms(), 43.2, 76.9, accuracy_m=5.0)
