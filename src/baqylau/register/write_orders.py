"""Writing courts' decisions: orders, their versions, the places and conditions of each.

One decision or 25,000 take the same few statements. Nothing here commits.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from baqylau.platform.instants import from_datetime, to_datetime
from baqylau.register.order import Condition, epoch_ms
from baqylau.register.place import Circle, Polygon
from baqylau.register.replacing import (
    Decision,
    OrderState,
    ReplacementError,
    Version,
    state_of,
    version_for,
)
from baqylau.register.writing import Connection, Written, fetch

AnyPlace = Circle | Polygon


class DecisionsRefused(ValueError):
    """Decisions that cannot follow what is written already, each with the reason."""

    def __init__(self, refusals: Sequence[tuple[Decision, ReplacementError]]) -> None:
        super().__init__("; ".join(str(reason) for _, reason in refusals))
        self.refusals = list(refusals)


@dataclass(slots=True)
class Chain:
    """One order with the versions to add to it. `closes_ms`: when its latest written version ends."""

    state: OrderState
    added: list[Version] = field(default_factory=list)
    closes_ms: int | None = None

    @property
    def written_version(self) -> int:
        return self.state.version - len(self.added)


@dataclass(frozen=True, slots=True)
class PlaceKey:
    """What makes two places the same: whose, called what, in which zone, with which boundary (canonical JSON)."""

    person_id: int | None
    name: str
    timezone: str | None
    geometry: str


async def write_decisions(connection: Connection, decisions: Sequence[Decision], now_ms: int) -> Written:
    """Makes new orders and replaces the versions of standing ones; what already holds is left alone.

    Raises DecisionsRefused.
    """
    people = sorted({decision.person_id for decision in decisions})
    rows = await fetch(connection, "order_states", people=people)
    chains = plan_decisions([_state(row) for row in rows], decisions, now_ms)
    await _insert_orders(connection, [chain for chain in chains if chain.state.order_id is None])
    await _close_versions(connection, [chain for chain in chains if chain.closes_ms is not None])
    await _insert_versions(connection, chains, now_ms)
    new = sum(chain.written_version == 0 for chain in chains)
    return Written(new, sum(len(chain.added) for chain in chains) - new)


def plan_decisions(states: Sequence[OrderState], decisions: Sequence[Decision], now_ms: int) -> list[Chain]:
    """The orders that change and the versions each gets. Raises DecisionsRefused."""
    chains: dict[int, list[Chain]] = defaultdict(list)
    for state in states:
        chains[state.person_id].append(Chain(state))
    refusals: list[tuple[Decision, ReplacementError]] = []
    for person_id, theirs in _by_person(decisions).items():
        for index, decision in enumerate(theirs):
            try:
                _plan(decision, chains[person_id], now_ms, theirs[index + 1 :])
            except ReplacementError as cause:
                refusals.append((decision, cause))
    if refusals:
        raise DecisionsRefused(refusals)
    return [chain for each in chains.values() for chain in each if chain.added]


def _by_person(decisions: Sequence[Decision]) -> dict[int, list[Decision]]:
    grouped: dict[int, list[Decision]] = defaultdict(list)
    for decision in decisions:
        grouped[decision.person_id].append(decision)
    for theirs in grouped.values():
        theirs.sort(key=_begins_ms)
    return grouped


def _begins_ms(decision: Decision) -> int:
    chosen = decision.in_force_from_ms
    return epoch_ms(decision.order.valid.from_) if chosen is None else chosen


def _plan(decision: Decision, chains: list[Chain], now_ms: int, following: Sequence[Decision]) -> None:
    state = state_of(decision, [chain.state for chain in chains])
    more = state is not None and _more_follow(state, following)
    version = version_for(decision, state, now_ms, more_follow=more)
    if version is None:
        return
    if state is None:
        chains.append(Chain(_new_state(version), [version]))
        return
    chain = next(chain for chain in chains if chain.state is state)
    if not chain.added:
        chain.closes_ms = version.in_force_from_ms
    chain.added.append(version)
    chain.state = state.with_version(version)


def _more_follow(state: OrderState, following: Sequence[Decision]) -> bool:
    return any(later.number in state.numbers or later.order.replaces in state.numbers for later in following)


def _new_state(version: Version) -> OrderState:
    decision = version.decision
    return OrderState(
        None, decision.person_id, (decision.number,), (version.digest,), 1, version.in_force_from_ms
    )


def _state(row: tuple[Any, ...]) -> OrderState:
    order_id, person_id, number, numbers, digests, version, in_force_from = row
    return OrderState(
        order_id, person_id, (number, *numbers), tuple(digests), version, from_datetime(in_force_from)
    )


async def _insert_orders(connection: Connection, chains: list[Chain]) -> None:
    rows = [
        {"ordinal": number, "person_id": chain.state.person_id, "number": chain.state.numbers[0]}
        for number, chain in enumerate(chains)
    ]
    if not rows:
        return
    created = await fetch(connection, "insert_orders", rows=json.dumps(rows))
    for chain, (order_id,) in zip(chains, created, strict=True):
        chain.state = replace(chain.state, order_id=order_id)


async def _close_versions(connection: Connection, chains: list[Chain]) -> None:
    rows = [
        {
            "order_id": chain.state.order_id,
            "version": chain.written_version + 1,
            "at": to_datetime(chain.closes_ms or 0).isoformat(),
        }
        for chain in chains
    ]
    if rows:
        await fetch(connection, "close_versions", rows=json.dumps(rows))


async def _insert_versions(connection: Connection, chains: list[Chain], now_ms: int) -> None:
    versions = [(chain, index) for chain in chains for index in range(len(chain.added))]
    if not versions:
        return
    rows = [
        {"ordinal": number, **_version_row(chain, index)} for number, (chain, index) in enumerate(versions)
    ]
    created = await fetch(connection, "insert_versions", rows=_dumps(rows))
    decisions = [chain.added[index].decision for chain, index in versions]
    places, _ = await place_ids(connection, list(_used_places(decisions)), now_ms)
    conditions = [
        _condition_row(version_id, ordinal, condition, _place_id(places, decision, condition))
        for (version_id,), decision in zip(created, decisions, strict=True)
        for ordinal, condition in enumerate(decision.order.conditions)
    ]
    await fetch(connection, "insert_conditions", rows=_dumps(conditions))
    await fetch(connection, "draw_seeds", versions=[version_id for (version_id,) in created])


def _version_row(chain: Chain, index: int) -> dict[str, Any]:
    version = chain.added[index]
    order = version.decision.order
    ends = chain.added[index + 1].in_force_from_ms if index + 1 < len(chain.added) else None
    return {
        "order_id": chain.state.order_id,
        "version": version.version,
        "number": version.decision.number,
        "court": order.court or "",
        "ground": order.ground,
        "issued_on": version.decision.issued_on,
        "valid_from": order.valid.from_,
        "valid_to": order.valid.to,
        "timezone": order.timezone,
        "in_force_from": to_datetime(version.in_force_from_ms),
        "in_force_to": None if ends is None else to_datetime(ends),
        "digest": version.digest,
    }


_KEPT = {
    "hours", "exceptions", "permitted_absences", "warning_m", "kind", "schedule", "limit_mg_l", "tolerance_mg_l", "way",
    "protects", "distance_m",
}  # fmt: skip


def _place_id(places: Mapping[PlaceKey, int], decision: Decision, condition: Condition) -> int | None:
    return None if condition.place is None else places[_key(decision, condition)]


def _condition_row(
    version_id: int, ordinal: int, condition: Condition, place_id: int | None
) -> dict[str, Any]:
    terms = condition.model_dump(mode="json", by_alias=True, include=_KEPT)
    return {
        "order_version_id": version_id,
        "ordinal": ordinal,
        "key": condition.id,
        "place_id": place_id,
        **terms,
    }


def _used_places(decisions: Sequence[Decision]) -> Iterator[PlaceKey]:
    for decision in decisions:
        for condition in decision.order.conditions:
            if condition.place is not None:
                yield _key(decision, condition)


def _key(decision: Decision, condition: Condition) -> PlaceKey:
    return place_key(decision.person_id, _place_name(decision, condition), condition.where)


def _place_name(decision: Decision, condition: Condition) -> str:
    return condition.where.name or f"{decision.number} {condition.id}"


def place_key(person_id: int | None, name: str, place: AnyPlace) -> PlaceKey:
    geometry = place.model_dump(mode="json", exclude={"name", "timezone"})
    return PlaceKey(person_id, name, place.timezone, json.dumps(geometry, sort_keys=True))


async def place_ids(
    connection: Connection, wanted: Sequence[PlaceKey], now_ms: int
) -> tuple[dict[PlaceKey, int], Written]:
    """The ids of these places, made where they are missing, and how many were made and replaced.

    A person's place that is the same as one that belongs to nobody is that one. A place whose boundary or zone
    differs from the standing one of its name replaces it; of several wanted under one name the last stays.
    """
    if not wanted:
        return {}, Written()
    standing = await _standing_places(connection, wanted)
    found = {key: place_id for key in wanted if (place_id := _find(key, standing)) is not None}
    missing = list(dict.fromkeys(key for key in wanted if key not in found))
    last = {(key.person_id, key.name): key for key in wanted}
    replaced = [
        place_id
        for key, place_id in standing.items()
        if key != last.get((key.person_id, key.name), key) and (key.person_id, key.name) in last
    ]
    at = to_datetime(now_ms)
    await fetch(connection, "replace_places", places=replaced, at=at)
    made = await _insert_places(connection, missing, set(last.values()), at)
    return found | made, Written(len(made) - len(replaced), len(replaced))


async def _standing_places(connection: Connection, wanted: Sequence[PlaceKey]) -> dict[PlaceKey, int]:
    names = sorted({key.name for key in wanted})
    people = sorted({key.person_id for key in wanted if key.person_id is not None})
    rows = await fetch(connection, "places_by_name", names=names, people=people)
    return {
        PlaceKey(person_id, name, timezone, json.dumps(geometry, sort_keys=True)): place_id
        for place_id, person_id, name, geometry, timezone in rows
    }


def _find(key: PlaceKey, standing: dict[PlaceKey, int]) -> int | None:
    shared = PlaceKey(None, key.name, key.timezone, key.geometry)
    return standing.get(key, standing.get(shared))


async def _insert_places(
    connection: Connection, missing: Sequence[PlaceKey], current: set[PlaceKey], at: datetime
) -> dict[PlaceKey, int]:
    rows = [
        {
            "ordinal": number,
            "person_id": key.person_id,
            "name": key.name,
            "geometry": json.loads(key.geometry),
            "timezone": key.timezone,
            "replaced": key not in current,
        }
        for number, key in enumerate(missing)
    ]
    if not rows:
        return {}
    created = await fetch(connection, "insert_places", rows=_dumps(rows), at=at)
    return {key: place_id for key, (place_id,) in zip(missing, created, strict=True)}


def _dumps(rows: Sequence[dict[str, Any]]) -> str:
    return json.dumps(rows, ensure_ascii=False, default=lambda value: value.isoformat())
