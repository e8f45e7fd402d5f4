"""Refused frames from the stream to the tables that the console lists."""

from __future__ import annotations

import logging

import msgspec
from nats.aio.client import Client

from baqylau.monitor.reader import Reader
from baqylau.monitor.tally import Tally
from baqylau.observations.refused import RefusedFrame, decode_refused
from baqylau.platform.cancellation import heed_cancellation
from baqylau.platform.instants import to_datetime
from baqylau.platform.postgres import Queries
from baqylau.register.store import Connection

SUBJECT = "observations.quarantine"
CHECKPOINT = -1
"""The quarantine's checkpoint stands beside those of the partitions."""

log = logging.getLogger(__name__)


async def keep(
    connection: Connection, client: Client, queries: Queries, partitions: int, tally: Tally
) -> None:
    """Stores refused frames until cancelled or until database or stream fail."""
    cursor = await connection.execute(queries["checkpoint"], {"partition": CHECKPOINT})
    row = await cursor.fetchone()
    await connection.commit()
    reader = Reader(client, SUBJECT, row[0] if row else 0)
    await reader.open()
    try:
        while True:
            heed_cancellation()
            for message in await reader.next(1_000_000, 1.0):
                frames = _decoded(message.data, tally)
                await _store(connection, queries, frames)
                await connection.execute(
                    queries["save_checkpoint"],
                    {
                        "partition": CHECKPOINT,
                        "partitions": partitions,
                        "stream_seq": message.seq,
                        "clock_ms": max((frame.received_ms for frame in frames), default=0),
                    },
                )
                await connection.commit()
                tally.quarantined += len(frames)
    finally:
        await reader.close()


def _decoded(data: bytes, tally: Tally) -> list[RefusedFrame]:
    try:
        return decode_refused(data)
    except (msgspec.DecodeError, msgspec.ValidationError):
        tally.unreadable += 1
        log.error("a message in quarantine cannot be read and is passed over")
        return []


async def _store(connection: Connection, queries: Queries, frames: list[RefusedFrame]) -> None:
    async with connection.cursor() as cursor:
        await cursor.executemany(
            queries["save_quarantined"],
            [
                {
                    "received_at": to_datetime(frame.received_ms),
                    "protocol": frame.protocol,
                    "transport": frame.transport,
                    "peer": frame.peer,
                    "device": _printable(frame.device),
                    "reason": _printable(f"{frame.reason}: {frame.problem}"),
                    "field": frame.field,
                    "offset": frame.offset,
                    "raw": frame.raw,
                }
                for frame in frames
            ],
        )
        await cursor.executemany(
            queries["count_refused_device"],
            [
                {
                    "identity": _printable(frame.device),
                    "protocol": frame.protocol,
                    "seen_at": to_datetime(frame.received_ms),
                    "peer": frame.peer,
                }
                for frame in frames
                if frame.reason == "unknown_device" and frame.device is not None
            ],
        )


def _printable(text: str | None) -> str | None:
    # PostgreSQL's text holds no NUL, and a device can name itself anything.
    return None if text is None else text.replace("\x00", "\\0")
