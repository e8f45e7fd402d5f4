"""From receipt at the gateway to visible through the API, seen from outside.

A watcher asks the API for one person's last contact again and again until a newer one appears, and takes the
time from that contact's receipt (the gateway's stamp) to the arrival of the answer that shows it. So it includes the
stream, the rules, the database and the API, and up to one pause between two questions: an upper bound. Then it
turns to another person, chosen by chance.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from baqylau.platform.clock import SystemClock
from baqylau.platform.instants import from_datetime
from baqylau.simulate.demo.api import Api, ApiError

WATCHERS = 2
_PAUSE_S = 0.03
_PATIENCE_S = 4.0
"""After so long without news of a person another one is watched: their device may be offline."""

_AFTER_TROUBLE_S = 0.5


def percentile(sorted_values: list[float], share: float) -> float | None:
    """The value that this share does not exceed; None without values."""
    if not sorted_values:
        return None
    return sorted_values[min(len(sorted_values) - 1, int(share * len(sorted_values)))]


@dataclass(slots=True)
class Latencies:
    """Real milliseconds, one for each piece of news that was watched for."""

    real_ms: list[float] = field(default_factory=list)
    troubles: dict[str, int] = field(default_factory=dict)

    def summary(self) -> dict[str, float | int | None]:
        ordered = sorted(self.real_ms)
        shares = {"p50": percentile(ordered, 0.5), "p99": percentile(ordered, 0.99)}
        rounded = {name: None if value is None else round(value, 1) for name, value in shares.items()}
        return {**rounded, "samples": len(ordered)}


async def watch(
    port: int, token: str, people: list[int], clock: SystemClock, random: Random, into: Latencies
) -> None:
    """Until cancelled."""
    async with Api(port, token) as api:
        while True:
            try:
                measured = await _next_news(api, random.choice(people), clock)
            except (ApiError, OSError) as trouble:
                into.troubles[str(trouble)] = into.troubles.get(str(trouble), 0) + 1
                await asyncio.sleep(_AFTER_TROUBLE_S)
                continue
            if measured is not None:
                into.real_ms.append(measured)


async def _next_news(api: Api, person: int, clock: SystemClock) -> float | None:
    """Real milliseconds from the receipt of this person's next news to its sight; None without news."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + _PATIENCE_S
    before = await _heard_ms(api, person)
    while loop.time() < deadline:
        await asyncio.sleep(_PAUSE_S)
        heard = await _heard_ms(api, person)
        if heard is not None and heard > (before or 0):
            return (clock.now_ms() - heard) / clock.speed
    return None


async def _heard_ms(api: Api, person: int) -> int | None:
    page: dict[str, Any] = await api.get(f"/api/positions/last?person_id={person}")
    heard = [each["heard_at"] for each in page["positions"] if each["heard_at"] is not None]
    return max((from_datetime(datetime.fromisoformat(text)) for text in heard), default=None)
