"""Devices of our own language against a real gateway and stream: what has a PUBACK is stored, in order, once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from hashlib import sha256
from random import Random

import pytest

from baqylau.observations import SequenceGap
from baqylau.observations.reports import Report
from baqylau.platform.clock import SystemClock
from baqylau.platform.embedded import EmbeddedServices
from baqylau.platform.nats_admission import device_key
from baqylau.simulate.network import Spells, Weather
from baqylau.simulate.speak.baqylau_device import Messages
from baqylau.simulate.speaking import Broker, SpeakingDevice
from baqylau.simulate.twins.bodies import Body
from baqylau.simulate.twins.kit import kit_of
from baqylau.simulate.twins.script import read_scripts
from baqylau.simulate.twins.truth import truth_of
from baqylau.simulate.wearer import Habits, Tally
from tests.gateway.conftest import Make
from tests.gateway.running import register, reports, running, until

pytestmark = pytest.mark.services

DAY = """
twins:
- person: A
  class: mobile_unit
  days: {1: [{at: "00:40", does: opens_strap, until: "00:49"}, {at: "01:00", does: leaves, until: "01:40"}]}
"""
HABITS = Habits(retry_s=0.05, longest_retry_s=0.5)
SPEED = 1_500.0


def test_nothing_acknowledged_is_lost(make: Make, services: EmbeddedServices) -> None:
    """Over lost messages, lost PUBACKs, an outage and a gateway that restarts, every message arrives and none is
    out of order."""
    secret = services.nats.access.mqtt_secret
    settings = make(mqtt_secret=secret)
    (script,) = read_scripts(DAY)
    truth = truth_of(script)
    kit = kit_of(script, 7)
    assert settings.database_url
    assert settings.nats_url
    register(settings.database_url, kit[0].identity, (truth.from_ms - 1000, None))
    tally, nats_url = Tally(), settings.nats_url

    async def scenario() -> None:
        clock = SystemClock(SPEED, origin_ms=truth.from_ms)
        device = SpeakingDevice(
            Messages(kit[0].identity, 4711, encoding="cbor"),
            device_key(secret, kit[0].identity),
            Broker("127.0.0.1", services.mqtt_port, timeout_s=3.0),
            Body(truth, kit[0], kit),
            clock,
            tally,
            Random(1),
            truth.from_ms,
            habits=HABITS,
            weather=Weather(loss=0.1),
            spells=Spells(
                Weather(), Random(2), truth.from_ms, ((truth.from_ms + 3_600_000, truth.from_ms + 6_000_000),)
            ),
        )
        stop = asyncio.Event()
        async with running(settings):
            playing = asyncio.create_task(device.run(stop))
            await until(lambda: _so_many(tally, 12))
        async with running(settings):
            await until(lambda: _so_many(tally, 40))
            stop.set()
            await playing
            await device.finish(20)
            assert not device.waiting

            async def all_there() -> bool:
                return _stored(await reports(nats_url)) >= tally.messages[kit[0].identity]

            await until(all_there)

    asyncio.run(scenario())
    heard = asyncio.run(reports(nats_url))
    assert not [each for _, report in heard for each in report.observations if isinstance(each, SequenceGap)]
    assert tally.failures


async def _so_many(tally: Tally, messages: int) -> bool:
    return tally.frames_acknowledged >= messages


def _stored(heard: Sequence[tuple[int, Report]]) -> set[bytes]:
    return {sha256(report.raw).digest() for _, report in heard}
