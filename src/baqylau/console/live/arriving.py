"""What those who come at the same moment leave in the ledger: one transaction for all of them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from baqylau.console.database import Pool
from baqylau.ledger.entry import Act
from baqylau.ledger.store import append_all
from baqylau.platform.clock import Clock


@dataclass(frozen=True, slots=True)
class _Batch:
    acts: list[Act]
    written: asyncio.Task[None]


class Arrivals:
    """While one batch is being committed, who comes meanwhile gathers for the next. Nobody waits for company."""

    def __init__(self, pool: Pool, clock: Clock) -> None:
        self._pool = pool
        self._clock = clock
        self._next: _Batch | None = None
        self._one_at_a_time = asyncio.Lock()

    async def record(self, act: Act) -> None:
        """Returns after the entry is committed; what keeps it from that is raised to all who wait for the batch."""
        if self._next is None:
            self._next = _Batch([], asyncio.create_task(self._write()))
        batch = self._next
        batch.acts.append(act)
        # One who leaves while waiting must not take the entries of the others along.
        await asyncio.shield(batch.written)

    async def _write(self) -> None:
        async with self._one_at_a_time, self._pool.connection() as database:
            batch, self._next = self._next, None
            if batch is not None:
                await append_all(database, batch.acts, self._clock.now_ms())
