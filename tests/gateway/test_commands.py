"""Commands through a real gateway: queued, on the wire, confirmed by the device, or ended without an answer."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Mapping
from typing import Any

import psycopg
import pytest

from baqylau.jobs.work import Work
from baqylau.platform.child_process import free_port
from baqylau.platform.clock import SystemClock
from baqylau.platform.embedded import EmbeddedServices
from baqylau.platform.postgres import pool
from baqylau.platform.settings import Listener, Settings
from baqylau.protocols.baqylau_device import read_command
from baqylau.protocols.teltonika.orders import frame
from baqylau.register import commands
from baqylau.register.command import LOCATE_ANSWER_MS, CommandKind, wanted
from baqylau.simulate.speak import Record
from tests.gateway.conftest import Make
from tests.gateway.running import (
    PATIENCE_S,
    SINCE_MS,
    Tracker,
    register,
    running,
    speaking,
    until,
)
from tests.gateway.test_mqtt import MqttDevice, _lines, _packet, _text, play, welcome

pytestmark = pytest.mark.services
IMEI = "356307042441013"
GETRECORD = frame(b"getrecord")


class World:
    """One device with a wearer, a fast clock, and what the database says of its commands."""

    def __init__(self, settings: Settings, identity: str = IMEI, speed: float = 60.0) -> None:
        assert settings.database_url
        self.url = settings.database_url
        self.settings = settings
        self.clock = SystemClock(speed)
        self.device_id, self.people = register(self.url, identity, (SINCE_MS, None))

    async def ask(self, kind: CommandKind = "locate", given: Mapping[str, Any] | None = None) -> int:
        async with await psycopg.AsyncConnection.connect(self.url) as connection:
            command = wanted(self.device_id, kind, given or {}, asked_by="op", now_ms=self.clock.now_ms())
            return await commands.queue(connection, command)

    def row(self, command_id: int) -> tuple[str, int, str, str]:
        with psycopg.connect(self.url) as connection:
            row = connection.execute(
                "SELECT state, attempts, reason, answer FROM commands WHERE command_id = %s", (command_id,)
            ).fetchone()
        assert row is not None
        return row

    async def becomes(self, command_id: int, state: str) -> None:
        async def there() -> bool:
            return self.row(command_id)[0] == state

        await until(there)

    def fix(self, later_ms: int = 1_000) -> Record:
        return Record(self.clock.now_ms() + later_ms, 43.2, 76.9, accuracy_m=5.0)


async def logged_in(port: int) -> Tracker:
    tracker = await Tracker(IMEI).connect(port)
    _lines.append(tracker.writer)
    assert await tracker.login()
    return tracker


async def reads(tracker: Tracker, expected: bytes) -> None:
    async with asyncio.timeout(PATIENCE_S):
        assert await tracker.reader.readexactly(len(expected)) == expected


def test_where_are_you_is_answered_by_a_position(make: Make) -> None:
    """A command to a connected device goes out at once, stays sent, and a position from after it confirms it."""
    world = World(make(), speed=1.0)

    async def scenario() -> None:
        async with running(world.settings, world.clock) as port:
            tracker = await logged_in(port)
            command_id = await world.ask()
            await reads(tracker, GETRECORD)
            await world.becomes(command_id, "sent")
            tracker.writer.write(tracker.speaker.encode([world.fix(-60_000)]))
            assert await tracker.acknowledged() == 1
            assert world.row(command_id)[0] == "sent"
            tracker.writer.write(tracker.speaker.encode([world.fix()]))
            assert await tracker.acknowledged() == 1
            await world.becomes(command_id, "confirmed")

    play(scenario)


def test_waits_for_the_device_and_is_sent_again(make: Make) -> None:
    """Queued for a device that is away, it goes out at its login; unanswered it comes again, also after a restart."""
    world = World(make())

    async def scenario() -> None:
        command_id = await world.ask("interval", {"seconds": 60})
        expected = frame(b"setparam 10000:60;10050:60")
        async with running(world.settings, world.clock) as port:
            tracker = await logged_in(port)
            await reads(tracker, expected)
            await reads(tracker, expected)
            tracker.close()
        assert world.row(command_id)[0] == "sent"
        async with running(world.settings, world.clock) as port:
            tracker = await logged_in(port)
            await reads(tracker, expected)
            tracker.writer.write(_codec_12_answer(b"New value 10000:60"))
            await world.becomes(command_id, "confirmed")
        state, attempts, _, answer = world.row(command_id)
        assert (state, answer) == ("confirmed", "New value 10000:60")
        assert attempts >= 3

    play(scenario)


def _codec_12_answer(text: bytes) -> bytes:
    asked = bytearray(frame(text))
    asked[10] = 0x06
    data = bytes(asked[8:-4])
    total = 0
    for byte in data:
        total ^= byte
        for _ in range(8):
            total = total >> 1 ^ (0xA001 if total & 1 else 0)
    return bytes(asked[:-4]) + total.to_bytes(4, "big")


def test_silence_has_an_end(make: Make) -> None:
    """A device that took the command and says nothing: after 180 seconds of the system's clock, no answer."""
    world = World(make(), speed=1.0)

    class Later:
        def now_ms(self) -> int:
            return world.clock.now_ms() + LOCATE_ANSWER_MS

        def real_seconds(self, duration_ms: float) -> float:
            return duration_ms / 1000

    async def end(clock: Any) -> None:
        async with pool(world.url) as connections:
            await Work(connections, clock, {}).end_commands()

    async def scenario() -> None:
        async with running(world.settings, world.clock) as port:
            tracker = await logged_in(port)
            command_id = await world.ask()
            await reads(tracker, GETRECORD)
            await end(world.clock)
            assert world.row(command_id)[0] == "sent"
            await end(Later())
            assert world.row(command_id)[:3] == ("no_answer", 1, "silent")

    play(scenario)


def test_one_at_a_time(make: Make) -> None:
    """The second command of a device goes out only when the first has ended."""
    world = World(make(), speed=1.0)

    async def scenario() -> None:
        async with running(world.settings, world.clock) as port:
            tracker = await logged_in(port)
            first, second = await world.ask(), await world.ask("reboot")
            await reads(tracker, GETRECORD)
            await world.becomes(first, "sent")
            assert world.row(second)[0] == "queued"
            tracker.writer.write(tracker.speaker.encode([world.fix()]))
            assert await tracker.acknowledged() == 1
            await reads(tracker, frame(b"cpureset"))
            await world.becomes(second, "sent")

    play(scenario)


def test_of_two_gateways_the_one_with_the_connection_sends(make: Make) -> None:
    """Two gateways hear of the command; the device gets it once, from the one it is connected to."""
    world = World(make(), speed=1.0)
    other = make()

    async def scenario() -> None:
        async with running(world.settings, world.clock) as port, running(other, world.clock):
            tracker = await logged_in(port)
            command_id = await world.ask()
            await reads(tracker, GETRECORD)
            tracker.writer.write(tracker.speaker.encode([world.fix()]))
            assert await tracker.acknowledged() == 1
            await world.becomes(command_id, "confirmed")
            assert world.row(command_id)[1] == 1

    play(scenario)


def test_meant_for_one_person_never_reaches_another(make: Make) -> None:
    """A device that changed hands since the command was given does not get it."""
    world = World(make(), speed=1.0)

    async def scenario() -> None:
        command_id = await world.ask("interval", {"seconds": 60})
        with psycopg.connect(world.url) as connection:
            connection.execute("UPDATE activations SET to_at = now()")
        async with running(world.settings, world.clock) as port:
            await logged_in(port)
            await world.becomes(command_id, "refused")
        assert world.row(command_id)[2] == "worn_by_another"

    play(scenario)


def test_what_a_language_cannot_say_is_refused(make: Make) -> None:
    """A command that the device's language does not have ends refused, with the reason."""
    world = World(make(), speed=1.0)

    async def scenario() -> None:
        command_id = await world.ask("vibrate")
        async with running(world.settings, world.clock) as port:
            await logged_in(port)
            await world.becomes(command_id, "refused")
        assert world.row(command_id)[2] == "no_such_command"

    play(scenario)


def test_with_the_answer_to_a_datagram(make: Make) -> None:
    """A device that speaks in datagrams gets its command behind the answer to the next one, and confirms it."""
    settings = make(speaking("teltonika"), Listener(protocol="wialon_ips", transport="udp", port=free_port()),
                    speaking("teltonika"))  # fmt: skip
    world = World(settings, speed=1.0)

    async def scenario() -> None:
        command_id = await world.ask("message", {"text": "Call the office"})
        async with running(world.settings, world.clock):
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as device:
                device.setblocking(False)
                device.connect(("127.0.0.1", settings.listeners[1].port))
                loop = asyncio.get_running_loop()

                async def received() -> bytes:
                    async with asyncio.timeout(PATIENCE_S):
                        return await loop.sock_recv(device, 2048)

                heard: set[bytes] = set()

                async def told() -> bool:
                    await loop.sock_sendall(device, f"{IMEI}#P#\r\n".encode())
                    heard.add(await received())
                    return b"#M#Call the office\r\n" in heard

                await until(told)
                assert heard <= {b"#AP#\r\n", b"#M#Call the office\r\n"}
                await world.becomes(command_id, "sent")
                await loop.sock_sendall(device, f"{IMEI}#AM#1\r\n".encode())
                await world.becomes(command_id, "confirmed")

    play(scenario)


def test_inside_the_answer_to_a_post(make: Make) -> None:
    """An app that posts finds the command in the list that answers it; later posts are answered as ever."""
    world = World(make(speaking("owntracks")), identity="jane/phone", speed=1.0)

    async def post(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, tst_s: int) -> list[Any]:
        body = json.dumps({"_type": "location", "lat": 43.2, "lon": 76.9, "tst": tst_s}).encode()
        head = f"POST /?u=jane&d=phone HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + body)
        async with asyncio.timeout(PATIENCE_S):
            answered = await reader.readuntil(b"\r\n\r\n")
            length = int(answered.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
            said: list[Any] = json.loads(await reader.readexactly(length))
            return said

    async def scenario() -> None:
        async with running(world.settings, world.clock) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            now_s = world.clock.now_ms() // 1000
            assert await post(reader, writer, now_s - 60) == []
            command_id = await world.ask()
            said: list[Any] = []

            async def told() -> bool:
                said[:] = await post(reader, writer, now_s - 50)
                return bool(said)

            await until(told)
            assert said == [{"_type": "cmd", "action": "reportLocation"}]
            assert await post(reader, writer, world.clock.now_ms() // 1000 + 2) == []
            await world.becomes(command_id, "confirmed")
            writer.close()

    play(scenario)


def test_by_mqtt_to_the_device_s_own_topic(make: Make, services: EmbeddedServices) -> None:
    """A device of our language hears the command on its topic and confirms it in a report; refusals come through."""
    secret = services.nats.access.mqtt_secret
    world = World(make(mqtt_secret=secret), identity="BU-7", speed=1.0)

    async def heard(device: MqttDevice) -> bytes:
        async with asyncio.timeout(PATIENCE_S):
            first = (await device.reader.readexactly(1))[0]
            length, shift = 0, 0
            while True:
                low = (await device.reader.readexactly(1))[0]
                length |= (low & 0x7F) << shift
                shift += 7
                if not low & 0x80:
                    break
            body = await device.reader.readexactly(length)
        assert first & 0xF0 == 0x30
        size = int.from_bytes(body[:2], "big")
        assert body[2 : 2 + size] == b"baqylau/v1/BU-7/command"
        return body[2 + size + (2 if first & 0x06 else 0) :]

    async def scenario() -> None:
        async with running(world.settings, world.clock):
            device = MqttDevice("BU-7")
            await welcome(device, services.mqtt_port, secret)
            device.writer.write(_packet(0x82, b"\x00\x09" + _text("baqylau/v1/BU-7/command") + b"\x01"))
            kind, body = await device._receive()
            assert (kind, body[:2]) == (0x90, b"\x00\x09")
            assert body[2] in (0, 1)
            command_id = await world.ask("breath_test", {"request": "t-7"})
            await device.report()
            told = read_command(await heard(device))
            assert (told.kind, told.parameters["request"]) == ("breath_test", "t-7")
            await device.report({"kind": "command_result", "command": told.command, "outcome": "done"})
            await world.becomes(command_id, "confirmed")
            second = await world.ask("reboot")
            told = read_command(await heard(device))
            refusal = {
                "kind": "command_result",
                "command": told.command,
                "outcome": "refused",
                "detail": "busy",
            }
            await device.report(refusal)
            await world.becomes(second, "refused")
            assert world.row(second)[2:] == ("device_refused", "busy")

    play(scenario)


def test_no_device_hears_another_s_topic(make: Make, services: EmbeddedServices) -> None:
    """A subscription to another device's commands is refused: 0x80 in SUBACK, or the connection is closed."""
    secret = services.nats.access.mqtt_secret
    world = World(make(mqtt_secret=secret), identity="BU-8", speed=1.0)

    async def scenario() -> None:
        async with running(world.settings, world.clock):
            device = MqttDevice("BU-8")
            await welcome(device, services.mqtt_port, secret)
            device.writer.write(_packet(0x82, b"\x00\x09" + _text("baqylau/v1/BU-7/command") + b"\x01"))
            kind, body = await device._receive()
            assert (kind, body) == (0x90, b"\x00\x09\x80")

    play(scenario)
