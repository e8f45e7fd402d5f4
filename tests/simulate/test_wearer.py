"""A device brings everything to the gateway, whatever the network does, and counts only what was taken."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from random import Random

import pytest

from baqylau.platform.clock import SystemClock
from baqylau.simulate.network import Address, Spells, Weather
from baqylau.simulate.sources import Happenings, with_happenings
from baqylau.simulate.speak import PROTOCOLS, ProtocolName, Record
from baqylau.simulate.wearer import Device, Habits, Tally
from tests.simulate.gateway import StoringDatagrams, StoringGateway

IMEI = "356307042441013"
START_MS = 1_795_000_000_000
SPEED = 15_000.0
SILENT: tuple[ProtocolName, ...] = ("megastek", "r16h")
"""Their devices never learn whether anything arrived; Meitrack's learn it only of what they bring from memory."""
every_protocol = pytest.mark.parametrize(
    "protocol", [each for each in PROTOCOLS if each not in (*SILENT, "meitrack")]
)


def _records(count: int) -> Iterator[Record]:
    for index in range(count):
        yield Record(START_MS + index * 30_000, 51.1, 71.4 + index / 10_000, accuracy_m=20.0)


def _clock() -> SystemClock:
    return SystemClock(SPEED, origin_ms=START_MS)


def _device(
    protocol: ProtocolName,
    address: Address,
    tally: Tally,
    clock: SystemClock,
    *,
    count: int = 120,
    habits: Habits | None = None,
    weather: Weather | None = None,
    spells: Spells | None = None,
) -> Device:
    habits = habits or Habits(timeout_s=0.5, retry_s=0.01)
    return Device(
        IMEI,
        protocol,
        address,
        _records(count),
        clock,
        tally,
        Random(1),
        habits=habits,
        weather=weather,
        spells=spells,
    )


async def _run(device: Device) -> None:
    stop = asyncio.Event()
    async with asyncio.timeout(30):
        await device.run(stop)
        await device.finish(5)


def _acknowledged(tally: Tally) -> set[tuple[str, int]]:
    return {(device, time_ms) for device, times in tally.acknowledged.items() for time_ms in times}


EXPECTED = {(IMEI, record.time_ms) for record in _records(120)}


@every_protocol
def test_everything_arrives_over_a_good_network(protocol: ProtocolName) -> None:
    """All fixes are stored once, all are acknowledged, and no frame was sent twice."""

    async def scenario() -> None:
        gateway, tally = StoringGateway(protocol, Random(2)), Tally()
        async with gateway.listening() as address:
            await _run(_device(protocol, address, tally, _clock()))
        assert set(gateway.stored) == EXPECTED
        assert set(gateway.stored.values()) == {1}
        assert _acknowledged(tally) == EXPECTED
        assert tally.frames_sent == tally.frames_acknowledged

    asyncio.run(scenario())


@every_protocol
def test_a_bad_network_loses_nothing_that_was_acknowledged(protocol: ProtocolName) -> None:
    """With lost frames, lost replies and torn connections all fixes arrive, some twice, none acknowledged unstored."""

    async def scenario() -> None:
        gateway, tally = StoringGateway(protocol, Random(3), breaks=0.05), Tally()
        async with gateway.listening() as address:
            await _run(_device(protocol, address, tally, _clock(), weather=Weather(loss=0.1)))
        assert _acknowledged(tally) <= set(gateway.stored)
        assert set(gateway.stored) == EXPECTED
        assert _acknowledged(tally) == EXPECTED
        assert tally.frames_sent > tally.frames_acknowledged

    asyncio.run(scenario())


@pytest.mark.parametrize("protocol", SILENT)
def test_where_nobody_answers_nothing_is_acknowledged(protocol: ProtocolName) -> None:
    """All fixes are written and arrive over a good network; none counts as acknowledged."""

    async def scenario() -> None:
        gateway, tally = StoringGateway(protocol, Random(2)), Tally()
        async with gateway.listening() as address, asyncio.timeout(30):
            await _run(_device(protocol, address, tally, _clock()))
            while set(gateway.stored) != EXPECTED:
                await asyncio.sleep(0)
        assert not tally.acknowledged
        assert tally.frames_acknowledged == tally.records_acknowledged == 0
        assert tally.records_unanswered == tally.records_made == len(EXPECTED)
        assert tally.frames_unanswered == tally.frames_sent

    asyncio.run(scenario())


def test_only_what_was_answered_is_acknowledged() -> None:
    """Of a language that answers memory but not live reports each record counts as what it was."""

    async def scenario() -> None:
        gateway, tally, clock = StoringGateway("meitrack", Random(2)), Tally(), _clock()
        offline = Spells(Weather(), Random(7), START_MS, forced=((START_MS, START_MS + 40 * 60_000),))
        async with gateway.listening() as address, asyncio.timeout(30):
            await _run(_device("meitrack", address, tally, clock, spells=offline))
            while set(gateway.stored) != EXPECTED:
                await asyncio.sleep(0)
        assert _acknowledged(tally) <= set(gateway.stored)
        assert tally.records_acknowledged + tally.records_unanswered == len(EXPECTED)
        assert tally.records_acknowledged == gateway.archived > 0

    asyncio.run(scenario())


def test_a_closed_connection_is_noticed_where_nobody_answers() -> None:
    """A device without answers keeps what it could not write, and brings it over the next connection."""

    async def scenario() -> None:
        gateway, tally = StoringGateway("r16h", Random(5)), Tally()
        async with gateway.listening() as address:
            pass
        device = _device("r16h", address, tally, _clock())
        running = asyncio.create_task(_run(device))
        while not tally.failures:
            await asyncio.sleep(0)
        async with gateway.listening(address.port), asyncio.timeout(30):
            await running
            while set(gateway.stored) != EXPECTED:
                await asyncio.sleep(0)
        assert not tally.acknowledged

    asyncio.run(scenario())


@pytest.mark.parametrize("protocol", ["teltonika", "wialon_ips", "h02", "jt808"])
def test_datagrams_are_sent_again_until_acknowledged(protocol: ProtocolName) -> None:
    """Over UDP a frame without a reply is repeated, and all fixes arrive."""

    async def scenario() -> None:
        gateway, tally = StoringGateway(protocol, Random(4)), Tally()
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_datagram_endpoint(
            lambda: StoringDatagrams(gateway, protocol), local_addr=("127.0.0.1", 0)
        )
        host, port = transport.get_extra_info("sockname")
        await _run(_device(protocol, Address(host, port, "udp"), tally, _clock(), weather=Weather(loss=0.2)))
        transport.close()
        assert set(gateway.stored) == EXPECTED == _acknowledged(tally)

    asyncio.run(scenario())


def test_a_gateway_that_is_away_is_tried_again() -> None:
    """A device that finds no gateway keeps its records and delivers them when it is back."""

    async def scenario() -> None:
        gateway, tally = StoringGateway("teltonika", Random(5)), Tally()
        async with gateway.listening() as address:
            pass
        device = _device("teltonika", address, tally, _clock())
        running = asyncio.create_task(_run(device))
        while not tally.failures:
            await asyncio.sleep(0)
        async with gateway.listening(address.port):
            await running
        assert set(gateway.stored) == EXPECTED == _acknowledged(tally)

    asyncio.run(scenario())


def test_an_offline_spell_is_uploaded_newest_first_and_marked_as_from_memory() -> None:
    """What was recorded without network comes afterwards, newest first, marked as archived."""

    async def scenario() -> None:
        gateway, tally, clock = StoringGateway("wialon_ips", Random(6)), Tally(), _clock()
        offline = Spells(Weather(), Random(7), START_MS, forced=((START_MS, START_MS + 40 * 60_000),))
        habits = Habits(order="newest", timeout_s=0.5, retry_s=0.01)
        async with gateway.listening() as address:
            await _run(_device("wialon_ips", address, tally, clock, habits=habits, spells=offline))
        assert set(gateway.stored) == EXPECTED == _acknowledged(tally)
        assert gateway.order[0] > min(gateway.order)
        assert gateway.archived > 0

    asyncio.run(scenario())


def test_an_unknown_device_is_refused_and_keeps_everything() -> None:
    """When the login is refused nothing counts as acknowledged."""

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        writer.write(b"#AL#0\r\n")
        await writer.drain()
        writer.close()

    async def scenario() -> None:
        tally = Tally()
        server = await asyncio.start_server(refuse, "127.0.0.1", 0)
        async with server:
            address = Address("127.0.0.1", server.sockets[0].getsockname()[1])
            device = _device("wialon_ips", address, tally, _clock(), count=3)
            stop = asyncio.Event()
            running = asyncio.create_task(device.run(stop))
            while not tally.failures:
                await asyncio.sleep(0)
            stop.set()
            await running
        assert device.waiting == tally.records_made > 0
        assert not tally.acknowledged
        assert tally.frames_acknowledged == 0

    asyncio.run(scenario())


def test_spells_take_their_share_of_the_time() -> None:
    """Asked every minute for a hundred days, the network is away for the share that was set."""
    spells = Spells(Weather(offline_share=0.2), Random(8), 0)
    away = [spells.offline(minute * 60_000) for minute in range(100 * 1_440)]
    assert sum(away) / len(away) == pytest.approx(0.2, abs=0.03)


def test_an_alarm_between_two_fixes_makes_a_record_of_its_own() -> None:
    """The strap opens and closes, and help is called, at the exact moments, each in its own record."""
    happenings = Happenings(
        START_MS, strap=((START_MS + 40_000, START_MS + 70_000),), sos=(START_MS + 45_000,)
    )
    made = list(with_happenings(_records(4), happenings))
    assert [(record.time_ms - START_MS) // 1000 for record in made] == [0, 30, 40, 45, 60, 70, 90]
    assert [record.strap_open for record in made] == [False, False, True, True, True, False, False]
    assert [record.sos for record in made] == [False, False, False, True, False, False, False]
