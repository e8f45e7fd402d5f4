"""Taking one's own last step back, for a few seconds, as long as nothing else has happened to the incident.

What was done stays in the history, and that it was taken back stands below it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from psycopg.types.json import Jsonb

from baqylau.incidents.instants import instant, milliseconds
from baqylau.incidents.rows import (
    QUERIES,
    Connection,
    add_events,
    announce,
    defer_looks,
    rows_of,
    update_incidents,
)
from baqylau.incidents.states import Actor, Incident, Refused, stale
from baqylau.incidents.triage import Event
from baqylau.platform.clock import Clock
from baqylau.platform.refusal import Refusal

UNDO_S = 10.0
"""Real seconds."""

TAKEN_BACK = frozenset({"acknowledge", "take", "hand_over", "release", "close", "shelve", "unshelve"})
"""Notes and calls are history, and whom an escalation has told cannot be untold."""


@dataclass(frozen=True, slots=True)
class LastStep:
    """What somebody did last and when, and how the incident stood before it."""

    actor: str
    action: str
    version: int
    taken_ms: int
    before: Mapping[str, Any]


def undone(
    incident: Incident, last: LastStep | None, seen_version: int | None, actor: Actor, elapsed_s: float
) -> Incident | Refused:
    """The incident as it was before the last step, its version one higher; or why not.

    elapsed_s: real seconds since the step.
    """
    if seen_version != incident.version:
        return stale(incident.version, seen_version)
    if last is None or last.version != incident.version:
        return Refused("state", Refusal("undo_nothing"))
    if last.actor != actor.login:
        return Refused("role", Refusal("undo_of_another", actor=last.actor))
    if elapsed_s > UNDO_S:
        return Refused("state", Refusal("undo_too_late", seconds=UNDO_S))
    return replace(Incident(**last.before), version=incident.version + 1)


async def remember(
    connection: Connection, before: Incident, after: Incident, action: str, actor: Actor, now_ms: int
) -> None:
    """Keeps what is needed to take this step back; forgets the one before it."""
    if action not in TAKEN_BACK:
        await connection.execute(QUERIES["forget_undo"], {"incident_id": after.incident_id})
        return
    await connection.execute(
        QUERIES["remember_for_undo"],
        {
            "incident_id": after.incident_id,
            "actor": actor.login,
            "action": action,
            "version": after.version,
            "taken_at": instant(now_ms),
            "before": Jsonb(asdict(before)),
        },
    )


async def last_step(connection: Connection, incident_id: int) -> LastStep | None:
    rows = await rows_of(connection, "to_undo", incident_id=incident_id)
    if not rows:
        return None
    row = rows[0]
    return LastStep(row["actor"], row["action"], row["version"], milliseconds(row["taken_at"]), row["before"])


async def take_back(
    connection: Connection, incident: Incident, seen_version: int | None, actor: Actor, clock: Clock
) -> Incident | Refused:
    """Takes the last step with a locked incident back. Raises psycopg's UniqueViolation where a new incident of
    the same cause has been opened since a closing that is to be undone."""
    last = await last_step(connection, incident.incident_id)
    now_ms = clock.now_ms()
    elapsed_s = 0.0 if last is None else clock.real_seconds(now_ms - last.taken_ms)
    after = undone(incident, last, seen_version, actor, elapsed_s)
    if isinstance(after, Refused) or last is None:
        return after
    event = Event(
        incident.incident_id,
        after.version,
        now_ms,
        actor.login,
        "undo",
        incident.state,
        after.state,
        None,
        {"action": last.action},
    )
    await update_incidents(connection, [after])
    await add_events(connection, [event])
    await connection.execute(QUERIES["forget_undo"], {"incident_id": incident.incident_id})
    if after.escalate_ms is not None:
        await defer_looks(connection, [incident.incident_id])
    await announce(connection, [incident.incident_id])
    return after
