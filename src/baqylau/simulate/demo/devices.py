"""The devices of the people taking part, ready to run against a gateway."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Mapping

from baqylau.platform.clock import Clock
from baqylau.platform.settings import Listener
from baqylau.simulate.demo.cast import Member
from baqylau.simulate.network import Address, Spells, TcpLink, Weather
from baqylau.simulate.sources import seeded
from baqylau.simulate.speak import speaker
from baqylau.simulate.wearer import Device, Habits, Tally

REPORT_EVERY_MS = 30_000
_ASK_EVERY_S = 0.2

Addresses = Mapping[tuple[str, str], Address]


def addresses(listeners: Iterable[Listener], host: str | None = None) -> dict[tuple[str, str], Address]:
    """Where the gateway listens, by protocol and transport; host overrides the listeners' own."""
    return {
        (each.protocol, each.transport): Address(host or each.host, each.port, each.transport)
        for each in listeners
    }


def devices(
    members: Iterable[Member],
    where: Addresses,
    clock: Clock,
    tally: Tally,
    weather: Weather,
    start_ms: int,
    seed: int,
) -> list[Device]:
    """Raises KeyError when the gateway has no port for a member's protocol and transport."""
    made = []
    for member in members:
        random = seeded(seed, "device", member.number)
        made.append(
            Device(
                member.identity,
                member.protocol,
                where[member.protocol, member.transport],
                member.records(start_ms, seed),
                clock,
                tally,
                random,
                habits=Habits(report_every_ms=REPORT_EVERY_MS, order=member.upload),
                weather=weather,
                spells=Spells(weather, random, start_ms, member.offline),
            )
        )
    return made


async def until_known(members: Iterable[Member], where: Addresses, patience_s: float = 20.0) -> bool:
    """Waits until the gateway has taken over the register; whether it has. One device stands for all, for the
    register changed in one transaction: one over TCP whose language says at login whether it is known.
    """
    asked = next((each for each in members if (each.protocol, each.transport) == ("wialon_ips", "tcp")), None)
    if asked is None:
        return True
    link = TcpLink(where[asked.protocol, asked.transport], speaker(asked.protocol, asked.identity), 2.0)
    deadline = time.monotonic() + patience_s
    while not await link.is_known():
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(_ASK_EVERY_S)
    return True
