"""What processes count, written down every few seconds so that an operator sees it in the console's metrics."""

from __future__ import annotations

import asyncio
import dataclasses
import logging
import os
from collections import Counter
from typing import Any

import psycopg

from baqylau.platform import postgres
from baqylau.platform.cancellation import heed_cancellation
from baqylau.platform.clock import Clock
from baqylau.platform.instants import to_datetime

EVERY_S = 5.0
log = logging.getLogger(__name__)

_SAVE = """
INSERT INTO process_counters (process, name, value, counted_at) VALUES (%s, %s, %s, %s)
ON CONFLICT (process, name) DO UPDATE SET value = excluded.value, counted_at = excluded.counted_at
"""


async def keep_counters(database_url: str, process: str, clock: Clock, tally: Any) -> None:
    """Saves the fields of a dataclass of counts until cancelled; a database that is away is tried again."""
    name = f"{process}-{os.getpid()}"
    while True:
        heed_cancellation()
        try:
            async with await postgres.connect(database_url, autocommit=True) as connection:
                while True:
                    heed_cancellation()
                    at = to_datetime(clock.now_ms())
                    rows = [(name, key, value, at) for key, value in counts(tally).items()]
                    async with connection.cursor() as cursor:
                        await cursor.executemany(_SAVE, rows)
                    await asyncio.sleep(EVERY_S)
        except (psycopg.OperationalError, postgres.DatabaseUnreachable) as cause:
            log.warning("counts are not saved for now: %s", cause)
            await asyncio.sleep(EVERY_S)


def counts(tally: Any) -> dict[str, int]:
    """Field names and numbers; a Counter's entries become name.entry."""
    flat: dict[str, int] = {}
    for each in dataclasses.fields(tally):
        value = getattr(tally, each.name)
        if isinstance(value, Counter):
            flat.update({f"{each.name}.{key}": number for key, number in value.items()})
        else:
            flat[each.name] = value
    return flat
