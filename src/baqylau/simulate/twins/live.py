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
from baqylau.simulate.twins.others import of_protected, seen_by
from baqylau.simulate.twins.radio import HEARTBEAT_MS
from baqylau.simulate.twins.truth import Truth
from baqylau.simulate.wearer import Device, Habits, Playing, Tally


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
    carried: Fitted | None = None,
) -> list[Playing]:
    """Those of the kit that speak, and what the protected person carries. Raises OperatorProblem where the gateway has
    no port for one."""
    theirs = [] if carried is None else [(of_protected(truth), carried, (carried,))]
    return [
        (_own if each.protocol == OWN else _other)(whose, each, of, gateway, clock, tally, weather, from_ms)
        for whose, each, of in [*((truth, each, kit) for each in kit if each.speaks), *theirs]
    ]


def _habits(truth: Truth) -> Habits:
    """Whose distance to somebody is judged is heard as often as located."""
    return Habits(report_every_ms=min(HEARTBEAT_MS, truth.still_ms))


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
        habits=_habits(truth),
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
        habits=_habits(truth),
        weather=weather,
        spells=_spells(truth, weather, from_ms),
    )


def _spells(truth: Truth, weather: Weather, from_ms: int) -> Spells:
    random = seeded(truth.seed, "live spells", truth.script.person)
    return Spells(weather, random, from_ms, truth.spans("loses_network"))
