"""Every simulated language through the real gateway: bytes over a socket, the stream, the answer."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from baqylau.observations import Position
from baqylau.platform.postgres import connect
from baqylau.platform.settings import Listener, Settings
from baqylau.protocols import catalogue
from baqylau.register.loading import load_register
from baqylau.simulate.demo.cast import cast
from baqylau.simulate.demo.registering import register_file
from baqylau.simulate.network import Address, Link, Unreachable, link
from baqylau.simulate.speak import PROTOCOLS, ProtocolName, Record, Transport, speaker
from tests.gateway.running import (
    NOW_MS,
    SINCE_MS,
    empty_stream,
    refused,
    register,
    reports,
    running,
    settings_for,
    speaking,
    until,
)

pytestmark = pytest.mark.services

IMEI = "356307042441013"
STRANGER = "356307042441021"
PLACES = [Record(NOW_MS + each * 1000, 43.2, 76.9, accuracy_m=5.0, battery_percent=80) for each in range(3)]


@pytest.fixture
def gateway(request: pytest.FixtureRequest, fresh_database: str, nats_url: str, tmp_path: Path) -> Settings:
    """Settings of a gateway that hears the test's protocol, and whose register knows IMEI."""
    asyncio.run(empty_stream(nats_url))
    protocol: ProtocolName = request.node.callspec.params["protocol"]
    transport: Transport = request.node.callspec.params.get("transport", "tcp")
    listener = speaking(protocol)
    listeners = [listener]
    if transport == "udp":
        # A gateway is awaited at a TCP port; the datagrams go beside it.
        listeners.append(Listener(protocol=protocol, transport="udp", port=listener.port))
    register(fresh_database, IMEI, (SINCE_MS, None))
    return settings_for(tmp_path, fresh_database, nats_url, *listeners)


def _link(settings: Settings, protocol: ProtocolName, identity: str, transport: Transport = "tcp") -> Link:
    address = Address("127.0.0.1", settings.listeners[0].port, transport)
    return link(address, speaker(protocol, identity, transport), timeout_s=10.0)


async def _stored(settings: Settings) -> list[Position]:
    assert settings.nats_url
    return [
        seen
        for _, report in await reports(settings.nats_url)
        for seen in report.observations
        if isinstance(seen, Position)
    ]


async def _deliver(
    settings: Settings, protocol: ProtocolName, records: list[Record], transport: Transport
) -> None:
    device, way = speaker(protocol, IMEI, transport), _link(settings, protocol, IMEI, transport)
    for sequence, at in enumerate(range(0, len(records), device.records_per_frame), 1):
        some = records[at : at + device.records_per_frame]
        frame = device.encode(some, sequence)
        if device.answered(some):
            answer = await way.exchange(frame, sequence)
            assert answer.accepted
            assert answer.records in (None, len(some))
            # What is acknowledged is in the stream by then.
            assert len(await _stored(settings)) == at + len(some)
        else:
            await way.tell(frame)
    way.close()


def _scenario(settings: Settings, protocol: ProtocolName, transport: Transport = "tcp") -> None:
    async def arrived() -> bool:
        return len(await _stored(settings)) == len(PLACES)

    async def scenario() -> None:
        async with running(settings):
            await _deliver(settings, protocol, PLACES, transport)
            await until(arrived)

    asyncio.run(scenario())
    stored = asyncio.run(_stored(settings))
    assert [(seen.time_ms, seen.valid) for seen in stored] == [(each.time_ms, True) for each in PLACES]
    for seen in stored:
        assert seen.lat == pytest.approx(43.2, abs=1e-5)
        assert seen.lon == pytest.approx(76.9, abs=1e-5)
    assert settings.nats_url
    assert asyncio.run(refused(settings.nats_url)) == []


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_positions_go_through_the_gateway(gateway: Settings, protocol: ProtocolName) -> None:
    """Three fixes reach the stream with nothing refused, and are acknowledged where the language can."""
    _scenario(gateway, protocol)


@pytest.mark.parametrize("transport", ["udp"])
@pytest.mark.parametrize("protocol", ["teltonika", "wialon_ips", "h02", "meitrack", "jt808"])
def test_positions_go_through_the_gateway_as_datagrams(
    gateway: Settings, protocol: ProtocolName, transport: Transport
) -> None:
    """The same over UDP, in the languages that come over it."""
    _scenario(gateway, protocol, transport)


@pytest.mark.parametrize("protocol", ["rftrack", "owntracks", "jt808", "osmand"])
def test_a_stranger_is_told_so(gateway: Settings, protocol: ProtocolName) -> None:
    """A device that the register does not know is refused in its own language and keeps its records."""

    async def scenario() -> None:
        async with running(gateway):
            way = _link(gateway, protocol, STRANGER)
            device = speaker(protocol, STRANGER)
            if device.greeting():
                with pytest.raises(Unreachable, match="does not know"):
                    await way.exchange(device.encode(PLACES[:1], 1), 1)
            else:
                assert not (await way.exchange(device.encode(PLACES[:1], 1), 1)).accepted
            way.close()

    asyncio.run(scenario())
    assert asyncio.run(_stored(gateway)) == []


def test_the_gateway_knows_whom_the_written_register_names(
    fresh_database: str, nats_url: str, tmp_path: Path
) -> None:
    """What `baqylau simulate --register` writes names every device as it names itself, whatever its language."""
    members = cast(len(PROTOCOLS), NOW_MS, 1, None)
    assert {member.protocol for member in members} == set(PROTOCOLS)
    asyncio.run(empty_stream(nats_url))
    listeners = {protocol: speaking(protocol) for protocol in PROTOCOLS}
    settings = settings_for(tmp_path, fresh_database, nats_url, *listeners.values())

    async def scenario() -> None:
        async with await connect(fresh_database) as connection:
            text = register_file(members, NOW_MS - 60_000)
            await load_register(connection, text, NOW_MS, protocols=catalogue.LANGUAGES)
        async with running(settings):
            for member in members:
                address = Address("127.0.0.1", listeners[member.protocol].port)
                device = speaker(member.protocol, member.identity)
                way = link(address, device, timeout_s=10.0)
                frame = device.encode(PLACES[:1], 1)
                if device.answered(PLACES[:1]):
                    assert (await way.exchange(frame, 1)).accepted, member.protocol
                else:
                    await way.tell(frame)
                way.close()
            await until(everybody_was_heard)

    async def everybody_was_heard() -> bool:
        return {report.protocol for _, report in await reports(nats_url) if report.device_id} == set(
            PROTOCOLS
        )

    asyncio.run(scenario())
    assert asyncio.run(refused(nats_url)) == []
