"""Twins against a running gateway: each device over its own protocol, by the shared clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from baqylau.platform.clock import Clock
from baqylau.platform.problems import OperatorProblem
from baqylau.simulate.network import Address, Spells, Weather
from baqylau.simulate.sources import seeded
from baqylau.simulate.speak import ProtocolName
from baqylau.simulate.speak.baqylau_device import Messages
from baqylau.simulate.speaking import Broker, SpeakingDevice
from baqylau.simulate.twins.bodies import Body
from baqylau.simulate.twins.kit import OWN, Fitted
from baqylau.simulate.twins.others import seen_by
from baqylau.simulate.twins.radio import HEARTBEAT_MS
from baqylau.simulate.twins.truth import Truth
from baqylau.simulate.wearer import Device, Habits, Playing, Tally

HABITS = Habits(report_every_ms=HEARTBEAT_MS)


@dataclass(frozen=True, slots=True)
class Gateway:
    """Where devices find it. key_of: what a device of our own language is let in with; broker None: nowhere."""

    listeners: Mapping[tuple[str, str], Address]
    broker: Broker | None
    key_of: Callable[[str], str]


def devices_of(
    truth: Truth,
    kit: Sequence[Fitted],
    gateway: Gateway,
    clock: Clock,
    tally: Tally,
    weather: Weather,
    from_ms: int,
) -> list[Playing]:
    """Those of the kit that speak. Raises OperatorProblem where the gateway has no port for one."""
    return [
        _own(truth, each, kit, gateway, clock, tally, weather, from_ms)
        if each.protocol == OWN
        else _other(truth, each, kit, gateway, clock, tally, weather, from_ms)
        for each in kit
        if each.speaks
    ]


def _own(
    truth: Truth,
    fitted: Fitted,
    kit: Sequence[Fitted],
    gateway: Gateway,
    clock: Clock,
    tally: Tally,
    weather: Weather,
    from_ms: int,
) -> Playing:
    if gateway.broker is None:
        raise OperatorProblem(
            "no MQTT port is known; start `baqylau up`, or give --mqtt-port and BAQYLAU_MQTT_SECRET"
        )
    random = seeded(truth.seed, "live", truth.script.person, fitted.identity)
    # A series of its own for each run: numbers begin at 1 again.
    series = random.getrandbits(20) << 32 | (clock.now_ms() // 1000) & 0xFFFFFFFF
    return SpeakingDevice(
        Messages(fitted.identity, series, encoding=fitted.encoding),
        gateway.key_of(fitted.identity),
        gateway.broker,
        Body(seen_by(truth, fitted), fitted, kit),
        clock,
        tally,
        random,
        from_ms,
        habits=HABITS,
        weather=weather,
        spells=_spells(truth, weather, from_ms),
    )


def _other(
    truth: Truth,
    fitted: Fitted,
    kit: Sequence[Fitted],
    gateway: Gateway,
    clock: Clock,
    tally: Tally,
    weather: Weather,
    from_ms: int,
) -> Playing:
    protocol = cast("ProtocolName", fitted.protocol)
    address = gateway.listeners.get((protocol, "tcp"))
    if address is None:
        raise OperatorProblem(f"the settings name no port for {protocol} (BAQYLAU_LISTENERS)")
    return Device(
        fitted.identity,
        protocol,
        address,
        Body(seen_by(truth, fitted), fitted, kit).records(from_ms),
        clock,
        tally,
        seeded(truth.seed, "live", truth.script.person, fitted.identity),
        habits=HABITS,
        weather=weather,
        spells=_spells(truth, weather, from_ms),
    )


def _spells(truth: Truth, weather: Weather, from_ms: int) -> Spells:
    random = seeded(truth.seed, "live spells", truth.script.person)
    return Spells(weather, random, from_ms, truth.spans("loses_network"))
