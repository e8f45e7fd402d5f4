"""A hundred scripted devices: an evening each, sent frame by frame until every frame is acknowledged."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from baqylau.bench.frames import home_of
from baqylau.simulate.network import Address, TcpLink, Unreachable
from baqylau.simulate.speak import ProtocolName, Record, speaker

FIRST_IMEI = 350_000_000_000_000
PROTOCOLS: tuple[ProtocolName, ...] = ("teltonika", "wialon_ips", "gt06")
MINUTE_MS = 60_000
AWAY = 0.018
"""Degrees of latitude: two kilometres. The school of an exclusion zone lies 0.036 degrees north of each home."""


def _at(hour: int, minute: int) -> int:
    """Local time of the evening of 2026-01-02 in Almaty, UTC+5."""
    return int(datetime(2026, 1, 2, hour - 5, minute, tzinfo=UTC).timestamp() * 1000)


BEGIN_MS, END_MS = _at(18, 0), _at(23, 25)
CLOCK_MS = _at(23, 30)
GAP = (_at(21, 56), _at(22, 40))
"""When the devices of the fifth kind of person have no network; they bring it after everything else."""


def _north(kind: int, time_ms: int) -> float:
    """Degrees north of home: at home, back late, leaves early, at the school, away and back in the gap."""
    match kind:
        case 1:
            return AWAY if time_ms < _at(22, 30) else 0.0
        case 2:
            return 0.0 if time_ms < _at(22, 20) else AWAY
        case 3:
            minutes = (time_ms - _at(19, 30)) / MINUTE_MS
            return 0.036 * max(0.0, min(1.0, minutes / 20, (60 - minutes) / 20))
        case 4:
            return AWAY if time_ms < GAP[0] else 0.0
        case _:
            return 0.0


def evening(number: int) -> list[Record]:
    """A fix a minute; some raise SOS, open their case, run out of battery.

    GT06 tells its battery and its case in a packet without a time, which counts from its receipt: left out here.
    """
    timed = PROTOCOLS[number % len(PROTOCOLS)] != "gt06"
    lat, lon = home_of(number)
    return [
        Record(
            time_ms,
            lat + _north(number % 5, time_ms),
            lon,
            accuracy_m=5.0,
            battery_percent=max(5, 60 - index // 6) if number % 7 == 0 and timed else None,
            sos=number % 10 == 3 and time_ms == _at(21, 0),
            case_open=timed and number % 9 == 4 and _at(20, 0) <= time_ms < _at(20, 30),
            archived=True,
        )
        for index, time_ms in enumerate(range(BEGIN_MS, END_MS, MINUTE_MS))
    ]


@dataclass
class Progress:
    """Counted by the devices, read by whoever kills."""

    frames: int = 0
    acknowledged: int = 0
    failures: int = 0
    fixes: set[tuple[str, int]] = field(default_factory=set)

    @property
    def share(self) -> float:
        return self.acknowledged / self.frames


@dataclass(frozen=True)
class Scripted:
    """What one device sends, a list of records a frame; `late` after everybody has sent `live`."""

    identity: str
    protocol: ProtocolName
    live: list[list[Record]]
    late: list[list[Record]]


def scripted(number: int) -> Scripted:
    protocol = PROTOCOLS[number % len(PROTOCOLS)]
    identity = str(FIRST_IMEI + number)
    size = min(10, speaker(protocol, identity).records_per_frame)
    records = evening(number)
    late = [each for each in records if number % 5 == 4 and GAP[0] <= each.time_ms < GAP[1]]
    live = [each for each in records if each not in late]
    newest_first = list(_chunks(late, size))[::-1]
    return Scripted(identity, protocol, list(_chunks(live, size)), newest_first)


def _chunks(records: Sequence[Record], size: int) -> Iterator[list[Record]]:
    return (list(records[at : at + size]) for at in range(0, len(records), size))


async def send_all(
    fleet: Sequence[Scripted], ports: dict[str, int], progress: Progress, *, late: bool
) -> None:
    """Everybody at once, each frame by frame, again and again until it is acknowledged."""
    async with asyncio.TaskGroup() as tasks:
        for each in fleet:
            frames = each.late if late else each.live
            tasks.create_task(_send(each, frames, Address("127.0.0.1", ports[each.protocol]), progress))


async def _send(device: Scripted, frames: list[list[Record]], address: Address, progress: Progress) -> None:
    said = speaker(device.protocol, device.identity)
    link = TcpLink(address, said, timeout_s=8.0)
    for number, records in enumerate(frames):
        frame = said.encode(records, number % 256)
        while not await _taken(link, frame, number % 256):
            progress.failures += 1
            await asyncio.sleep(0.2)
        progress.acknowledged += 1
        progress.fixes.update((device.identity, each.time_ms) for each in records)
        # A device sends about as fast as its network lets it; without pauses nothing would be left to disturb.
        await asyncio.sleep(PAUSE_S * len(records) / 10)
    link.close()


PAUSE_S = 0.25


async def _taken(link: TcpLink, frame: bytes, sequence: int) -> bool:
    try:
        return (await link.exchange(frame, sequence)).accepted
    except Unreachable:
        return False
