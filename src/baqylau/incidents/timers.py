"""What is due for one incident now, and when to look again: timers carry this, the tables remember it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from baqylau.incidents.notify import Channel, tell
from baqylau.incidents.rows import Connection
from baqylau.incidents.states import THE_SYSTEM, Incident, Refused, Request
from baqylau.incidents.store import act, read_locked
from baqylau.incidents.tell_protected import tell_protected
from baqylau.incidents.terms import DEFAULT_TERMS, Terms


@dataclass(frozen=True, slots=True)
class Look:
    """waiting: it is pending and its time has come, which a sweep decides. again_ms: look again then."""

    waiting: bool = False
    again_ms: int | None = None


async def look(
    connection: Connection,
    incident_id: int,
    due_ms: int | None,
    channels: Mapping[str, Channel],
    now_ms: int,
    terms: Terms = DEFAULT_TERMS,
    *,
    raised: bool = False,
) -> Look:
    """Tells people of the incident, escalates it if its time has come. raised: it became more urgent.

    due_ms: the time this timer was set for, None for a first look. A timer whose time is no longer the
    incident's is a left-over and ends; so there is one chain of timers, however often they are set.
    """
    incident = await read_locked(connection, incident_id)
    if incident is None or incident.state == "closed":
        return Look()
    if raised and incident.state != "pending":
        await tell(connection, incident, "raised", channels, now_ms)
        await tell_protected(connection, incident, "raised", now_ms)
    if incident.state not in ("pending", "open"):
        return Look()
    if incident.state == "pending":
        return _while_pending(incident, due_ms, now_ms)
    if due_ms is not None and due_ms != incident.escalate_ms:
        return Look()
    if due_ms is None and not raised:
        await tell(connection, incident, "opened", channels, now_ms)
        await tell_protected(connection, incident, "opened", now_ms)
    if incident.escalate_ms is None or incident.escalate_ms > now_ms:
        return Look(again_ms=incident.escalate_ms)
    escalated = await act(connection, incident, Request("escalate"), THE_SYSTEM, now_ms, terms)
    if isinstance(escalated, Refused):
        raise RuntimeError(f"the table of states has no way to escalate: {escalated.refusal}")
    await tell(connection, escalated, "escalated", channels, now_ms)
    return Look(again_ms=escalated.escalate_ms)


def _while_pending(incident: Incident, due_ms: int | None, now_ms: int) -> Look:
    if due_ms is not None and due_ms != incident.pending_until_ms:
        return Look()
    if incident.pending_until_ms is None or incident.pending_until_ms <= now_ms:
        return Look(waiting=True)
    return Look(again_ms=incident.pending_until_ms)
