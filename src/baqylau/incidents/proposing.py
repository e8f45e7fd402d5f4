"""Proposing places without coverage from the losses of contact of the last weeks."""

from __future__ import annotations

from collections import defaultdict

from baqylau.incidents.coverage import Loss, Spot, metres, spots
from baqylau.incidents.instants import instant, milliseconds
from baqylau.incidents.rows import QUERIES, Connection, columns, rows_of
from baqylau.incidents.terms import CoverageTerms

Known = dict[int, list[tuple[float, float, float]]]


async def propose(connection: Connection, now_ms: int, terms: CoverageTerms) -> int:
    """Writes a proposal for each place that has none yet, whatever was decided about it; says how many."""
    losses: defaultdict[int, list[Loss]] = defaultdict(list)
    for row in await rows_of(connection, "losses", since=instant(now_ms - terms.within_ms)):
        loss = Loss(milliseconds(row["began_at"]), milliseconds(row["ended_at"]), row["lat"], row["lon"])
        losses[row["person_id"]].append(loss)
    known = await _known(connection, list(losses))
    rows = [
        _row(person_id, spot)
        for person_id, lost in losses.items()
        for spot in spots(lost, terms)
        if not any(
            metres(spot.lat, spot.lon, lat, lon) <= radius_m for lat, lon, radius_m in known[person_id]
        )
    ]
    if rows:
        await connection.execute(QUERIES["propose_profiles"], columns(rows))
    return len(rows)


async def _known(connection: Connection, people: list[int]) -> Known:
    known: defaultdict[int, list[tuple[float, float, float]]] = defaultdict(list)
    for row in await rows_of(connection, "profiles_of", people=people):
        known[row["person_id"]].append((row["lat"], row["lon"], row["radius_m"]))
    return known


def _row(person_id: int, spot: Spot) -> dict[str, object]:
    return {
        "person_id": person_id,
        "lat": spot.lat,
        "lon": spot.lon,
        "radius_m": spot.radius_m,
        "losses": spot.losses,
        "longest_s": spot.longest_ms // 1000,
        "first_at": instant(spot.first_ms),
        "last_at": instant(spot.last_ms),
    }
