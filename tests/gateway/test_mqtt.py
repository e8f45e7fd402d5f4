"""Devices that publish by MQTT: what NATS acknowledged reaches the stream of observations, once and in order."""

from __future__ import annotations

import asyncio
import json
import ssl
import struct
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

import psycopg
import pytest
from typer.testing import CliRunner

from baqylau.cli import mqtt
from baqylau.gateway.mqtt import topic_of
from baqylau.observations import Observation, Position, SequenceGap, Strap
from baqylau.observations.refused import RefusedFrame
from baqylau.platform.embedded import EmbeddedServices
from baqylau.platform.nats_admission import device_key
from baqylau.platform.settings import Settings
from tests.gateway.conftest import Make
from tests.gateway.running import NOW_MS, SINCE_MS, nats_away, refused, register, reports, running, until

T = TypeVar("T")
pytestmark = pytest.mark.services


class MqttDevice:
    """MQTT 3.1.1 as far as a device needs it: CONNECT, PUBLISH with QoS 1, and their acknowledgements."""

    def __init__(self, identity: str, series: int = 7, tls: ssl.SSLContext | None = None) -> None:
        self.identity = identity
        self.series = series
        self._tls = tls
        self.sequence = 0
        self._packet = 0

    async def connect(self, port: int, key: str, *, client_id: str | None = None) -> int:
        """The return code of CONNACK: 0 is welcome."""
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", port, ssl=self._tls)
        _lines.append(self.writer)
        head = _text("MQTT") + bytes([4, 0xC2]) + struct.pack(">H", 60)
        names = _text(self.identity if client_id is None else client_id) + _text(self.identity)
        self.writer.write(_packet(0x10, head + names + _text(key)))
        kind, body = await self._receive()
        assert kind == 0x20
        return body[1]

    async def publish(self, topic: str, payload: bytes) -> None:
        """Returns with PUBACK."""
        self._packet += 1
        number = struct.pack(">H", self._packet)
        self.writer.write(_packet(0x32, _text(topic) + number + payload))
        assert await self._receive() == (0x40, number)

    async def report(self, *observations: dict[str, Any], sequence: int | None = None) -> None:
        self.sequence = self.sequence + 1 if sequence is None else sequence
        message = {
            "v": 1,
            "device": self.identity,
            "time_ms": NOW_MS + self.sequence,
            "series": self.series,
            "sequence": self.sequence,
            "observations": observations,
        }
        await self.publish(f"baqylau/v1/{self.identity}/report", json.dumps(message).encode())

    async def _receive(self) -> tuple[int, bytes]:
        async with asyncio.timeout(20):
            kind, length = await self.reader.readexactly(2)
            return kind, await self.reader.readexactly(length)


_lines: list[asyncio.StreamWriter] = []


def play(scenario: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Runs a scenario and hangs up what devices left open."""

    async def through() -> T:
        try:
            return await scenario()
        finally:
            while _lines:
                line = _lines.pop()
                line.close()
                # A TLS line would wait for the other side's goodbye, longer than the loop lives.
                line.transport.abort()

    return asyncio.run(through())


def _text(text: str) -> bytes:
    return struct.pack(">H", len(text.encode())) + text.encode()


def _packet(kind: int, body: bytes) -> bytes:
    length, head = len(body), bytearray([kind])
    while True:
        length, low = divmod(length, 128)
        head.append(low | (0x80 if length else 0))
        if not length:
            return bytes(head) + body


@pytest.fixture
def secret(services: EmbeddedServices) -> str:
    return services.nats.access.mqtt_secret


def known(settings: Settings, identity: str) -> None:
    assert settings.database_url
    register(settings.database_url, identity, (SINCE_MS, None))


async def welcome(device: MqttDevice, port: int, secret: str) -> None:
    """Connects as soon as the gateway lets devices in."""

    async def let_in() -> bool:
        try:
            return await device.connect(port, device_key(secret, device.identity)) == 0
        except asyncio.IncompleteReadError:
            return False

    await until(let_in)


async def seen(settings: Settings, count: int) -> list[Observation]:
    """What devices observed, once it is so much."""
    assert settings.nats_url
    url = settings.nats_url

    async def so_much() -> list[Observation]:
        return [each for _, report in await reports(url) for each in report.observations]

    async def enough() -> bool:
        return len(await so_much()) >= count

    await until(enough)
    return await so_much()


async def set_aside(settings: Settings, count: int) -> list[RefusedFrame]:
    assert settings.nats_url
    url = settings.nats_url

    async def enough() -> bool:
        return len(await refused(url)) >= count

    await until(enough)
    return await refused(url)


STRAP = {"kind": "strap", "open": True}


def test_published_while_the_gateway_was_down(make: Make, services: EmbeddedServices, secret: str) -> None:
    """What a device was acknowledged while no gateway ran is stored once when one runs again, in order."""
    settings = make(mqtt_secret=secret)
    known(settings, "HU-down")
    device = MqttDevice("HU-down")

    async def scenario() -> list[Observation]:
        async with running(settings):
            await welcome(device, services.mqtt_port, secret)
            await device.report(STRAP)
            await seen(settings, 1)
        for _ in range(3):
            await device.report(STRAP)
        async with running(settings):
            await device.report(STRAP)
            return await seen(settings, 5)

    assert play(scenario) == [Strap(NOW_MS + number, open=True) for number in (1, 2, 3, 4, 5)]


def test_a_gap_is_observed(make: Make, services: EmbeddedServices, secret: str) -> None:
    """Numbers that never came are observed with the message after them, across a restart; repeats are no gap."""
    settings = make(mqtt_secret=secret)
    known(settings, "HU-gap")
    device = MqttDevice("HU-gap")

    async def scenario() -> list[Observation]:
        async with running(settings):
            await welcome(device, services.mqtt_port, secret)
            for number in (1, 2, 2, 5):
                await device.report(STRAP, sequence=number)
            await seen(settings, 5)
        async with running(settings):
            await device.report(STRAP, sequence=6)
            await device.report(STRAP, sequence=9)
            return await seen(settings, 8)

    gaps = [each for each in play(scenario) if isinstance(each, SequenceGap)]
    assert gaps == [SequenceGap(NOW_MS + 5, 3, 5), SequenceGap(NOW_MS + 9, 7, 9)]


def test_unknown_and_damaged_to_quarantine(make: Make, services: EmbeddedServices, secret: str) -> None:
    """A payload that cannot be read and one of a device the register lost are set aside; good ones are stored."""
    settings = make(mqtt_secret=secret)
    known(settings, "HU-good")
    known(settings, "HU-lost")
    good, lost = MqttDevice("HU-good"), MqttDevice("HU-lost")

    async def scenario() -> tuple[list[RefusedFrame], list[Observation]]:
        async with running(settings):
            await welcome(good, services.mqtt_port, secret)
            await welcome(lost, services.mqtt_port, secret)
            await good.publish("baqylau/v1/HU-good/report", b'{"v": 1')
            await good.report(STRAP, {"kind": "strap"})
            await forget(settings, "HU-lost")

            async def turned_away() -> bool:
                await lost.report(STRAP)
                return any(each.reason == "unknown_device" for each in await refused(settings.nats_url or ""))

            await until(turned_away)
            return await set_aside(settings, 3), await seen(settings, 1)

    frames, observations = play(scenario)
    damaged = [(each.device, each.field, each.transport) for each in frames if each.reason == "damaged"]
    assert damaged == [("HU-good", "payload", "mqtt"), ("HU-good", "observations[1]", "mqtt")]
    assert {each.device for each in frames if each.reason == "unknown_device"} == {"HU-lost"}
    assert Strap(NOW_MS + 1, open=True) in observations


async def forget(settings: Settings, identity: str) -> None:
    """The device gets another identity in the register."""
    async with await psycopg.AsyncConnection.connect(settings.database_url or "") as connection:
        await connection.execute("UPDATE devices SET identity = 'gone' WHERE identity = %s", (identity,))


def test_nobody_gets_in_without_the_key(make: Make, services: EmbeddedServices, secret: str) -> None:
    """No key, another's key, another's client identifier, an unknown device and the system's own token: refused."""
    settings = make(mqtt_secret=secret)
    known(settings, "HU-in")
    port = services.mqtt_port
    key = device_key(secret, "HU-in")

    async def scenario() -> list[int]:
        async with running(settings):
            device = MqttDevice("HU-in")
            await welcome(device, port, secret)
            tries = [
                MqttDevice("HU-in").connect(port, ""),
                MqttDevice("HU-in").connect(port, device_key(secret, "HU-other")),
                MqttDevice("HU-in").connect(port, key, client_id="HU-other"),
                MqttDevice("HU-other").connect(port, device_key(secret, "HU-other")),
                MqttDevice("baqylau").connect(port, services.nats.access.token),
            ]
            return [await each for each in tries]

    assert all(code in (4, 5) for code in play(scenario))


def test_nobody_publishes_for_another(make: Make, services: EmbeddedServices, secret: str) -> None:
    """A publication under another device's topic goes nowhere, although MQTT has it acknowledged."""
    settings = make(mqtt_secret=secret)
    known(settings, "HU-one")
    known(settings, "HU-two")
    device = MqttDevice("HU-one")

    async def scenario() -> list[Observation]:
        async with running(settings):
            await welcome(device, services.mqtt_port, secret)
            for topic in ("baqylau/v1/HU-two/report", "observations/1", "baqylau/mqtt/delivered"):
                await device.publish(topic, b"{}")
            await device.report(STRAP)
            return await seen(settings, 1)

    assert play(scenario) == [Strap(NOW_MS + 1, open=True)]
    assert asyncio.run(refused(settings.nats_url or "")) == []


def test_a_phone_with_owntracks(make: Make, services: EmbeddedServices, secret: str) -> None:
    """OwnTracks publishes under its own topic with user and device, and its positions are stored."""
    settings = make(mqtt_secret=secret)
    known(settings, "aigul/phone")
    phone = MqttDevice("aigul/phone")
    place = {"_type": "location", "lat": 51.1283, "lon": 71.4305, "tst": NOW_MS // 1000, "tid": "AP"}

    async def scenario() -> tuple[list[Observation], list[RefusedFrame]]:
        async with running(settings):
            await welcome(phone, services.mqtt_port, secret)
            await phone.publish("owntracks/aigul/phone", b'{"_type": "lwt"}')
            await phone.publish("owntracks/aigul/phone/event", b'{"_type": "nonsense"}')
            await phone.publish("owntracks/aigul/phone", json.dumps(place).encode())
            return await seen(settings, 1), await set_aside(settings, 1)

    observations, frames = play(scenario)
    assert [type(each) for each in observations] == [Position]
    assert [(each.protocol, each.device, each.field) for each in frames] == [
        ("owntracks", "aigul/phone", "_type")
    ]


def test_the_stream_goes_away(make: Make, services: EmbeddedServices, secret: str) -> None:
    """After NATS was killed and came back, devices come in again and nothing acknowledged is missing or doubled."""
    settings = make(mqtt_secret=secret)
    known(settings, "HU-back")
    device = MqttDevice("HU-back")

    async def scenario() -> list[Observation]:
        async with running(settings):
            await welcome(device, services.mqtt_port, secret)
            for _ in range(20):
                await device.report(STRAP)
            with nats_away(services):
                pass
            await welcome(device, services.mqtt_port, secret)
            await device.report(STRAP)
            return await seen(settings, 21)

    assert play(scenario) == [Strap(NOW_MS + number, open=True) for number in range(1, 22)]


def test_the_command_prints_the_key(secret: str, tmp_path: Path) -> None:
    """`baqylau mqtt key` gives the password of a device, the same each time, and refuses what is no identity."""
    folder = {"BAQYLAU_DATA_FOLDER": str(tmp_path), "BAQYLAU_MQTT_SECRET": None}
    known_secret = {**folder, "BAQYLAU_MQTT_SECRET": secret}
    ask = CliRunner().invoke
    assert ask(mqtt.app, ["key", "HU-1"], env=known_secret).stdout.strip() == device_key(secret, "HU-1")
    assert isinstance(ask(mqtt.app, ["key", "HU 1"], env=known_secret).exception, mqtt.NoIdentity)
    assert isinstance(ask(mqtt.app, ["key", "HU-1"], env=folder).exception, mqtt.NoSecret)


def test_topics() -> None:
    """Subjects of NATS are the topics they were published under."""
    assert topic_of("$MQTT.msgs.baqylau.v1.HU-1.report") == "baqylau/v1/HU-1/report"
    assert topic_of("$MQTT.msgs.baqylau.v1.HU//1.report") == "baqylau/v1/HU.1/report"
