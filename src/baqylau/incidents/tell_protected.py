"""Telling a protected person that somebody may be near, or that their protection does not work.

They are told what to do, and neither who nor where anybody is: the message may be read by others.
"""

from __future__ import annotations

from typing import Literal

from baqylau.incidents.instants import instant
from baqylau.incidents.notify import PROTECTED, queue, texts
from baqylau.incidents.rows import Connection, rows_of
from baqylau.incidents.states import Incident

CAUSES = ("protection:", "protection_degraded:")


async def tell_protected(
    connection: Connection, incident: Incident, occasion: Literal["opened", "raised"], now_ms: int
) -> None:
    """Queues a message to each protected person whom the incident concerns and who has left an address."""
    if not incident.cause.startswith(CAUSES):
        return
    rows = await rows_of(
        connection,
        "protected_by",
        person_id=incident.person_id,
        condition=incident.condition,
        now=instant(now_ms),
    )
    for row in rows:
        catalogue, kind = texts(row["language"]), incident.kind
        words = catalogue[f"protected.{kind}.title"], catalogue[f"protected.{kind}.text"]
        channel = f"{PROTECTED}{row['protected_id']}"
        await queue(connection, incident, occasion, channel, row["language"], words, now_ms)
