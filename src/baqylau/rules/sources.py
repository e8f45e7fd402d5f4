"""Which source counts, for a person with several devices: radio before satellites, the body before what is carried.

docs/decisions/sources-of-position.md says why. Everything is judged in the order in which it happened; what a better
source outranks is passed over, whenever it comes.
"""

from __future__ import annotations

from baqylau.rules import absence, contradiction, nearness, pairs, radio
from baqylau.rules.breaches import Changed
from baqylau.rules.ears import Event, covered, let_hours_pass, radio_of
from baqylau.rules.equipment import BODY, CARRIED, INSTALLED, Piece, piece_of
from baqylau.rules.positions import Fix, judge_one, note_late
from baqylau.rules.programme import CURFEW, INCLUSION, Programme
from baqylau.rules.shapes import edge_distance_m
from baqylau.rules.state import ON, State

Key = tuple[int, int, int, int]


def judge(
    programme: Programme,
    state: State,
    fixes: list[Fix],
    events: list[Event],
    coarse: set[int],
    changed: Changed,
) -> list[Fix]:
    """Fixes and what ears reported, in the order of their times. Gives those fixes that say how near the person came
    to somebody, where that is judged. coarse: ids of those that are not by satellite."""
    assert programme.equipment is not None
    near: list[Fix] = []
    merged: list[tuple[Key, Fix | Event]] = [((fix[0], 1, fix[1], fix[2]), fix) for fix in fixes]
    merged += [
        ((event.time_ms, 2 if event.contact is None else 0, event.received_ms, event.observation_id), event)
        for event in events
    ]
    merged.sort(key=_key_of)
    for _, each in merged:
        if isinstance(each, Event):
            radio.take(programme, state, each, changed)
        else:
            if each[2] not in coarse:
                piece = piece_of(programme.equipment, each[3])
                contradiction.seen(programme, state, piece, each, changed)
            if _take_fix(programme, state, each, changed):
                near.append(each)
    return near


def _key_of(item: tuple[Key, Fix | Event]) -> Key:
    return item[0]


def _take_fix(programme: Programme, state: State, fix: Fix, changed: Changed) -> bool:
    """Judges the fix against places; True when it counts for how near the person came to somebody."""
    assert programme.equipment is not None
    piece, time_ms = piece_of(programme.equipment, fix[3]), fix[0]
    if piece.role in (CARRIED, INSTALLED):
        radio.take(programme, state, Event(time_ms, fix[1], fix[2], fix[3], None, None), changed)
    near = bool(programme.bounds) and nearness.counts(programme, state, piece, fix)
    if piece.role in (BODY, CARRIED) and not _outranked(programme, state, piece, time_ms):
        _judge_places(programme, state, piece, fix, changed)
    return near


def _judge_places(programme: Programme, state: State, piece: Piece, fix: Fix, changed: Changed) -> None:
    time_ms = fix[0]
    if time_ms < state.judged_ms:
        note_late(state, time_ms, fix[1])
        return
    let_hours_pass(programme, state, time_ms, fix[1], changed)
    sources = radio_of(state).sources
    first_ms, last_ms = sources.get(piece.device_id, (0, 0))
    joins = last_ms and time_ms - last_ms <= programme.thresholds.outranked_s * 1000
    sources[piece.device_id] = (first_ms if joins else time_ms, time_ms)
    doubted = _doubted(programme, state, time_ms)
    for rule, watch in zip(programme.rules, state.watches, strict=True):
        if not rule.from_ms <= time_ms < rule.to_ms:
            continue
        if doubted and rule.kind in (CURFEW, INCLUSION) and watch.latch.side == ON:
            distance_m = edge_distance_m(rule.shape, fix[4], fix[5])
            if -fix[7] < distance_m <= 0 and absence.all_miss(programme, state, rule.shape, time_ms):
                continue
        judge_one(programme, rule, watch, fix, changed)


def _outranked(programme: Programme, state: State, piece: Piece, time_ms: int) -> bool:
    """Whether something better says where the person was at that time."""
    if state.radio is None:
        return False
    if covered(programme, state.radio, time_ms):
        return True
    if piece.role == CARRIED and not pairs.counts(programme, state, piece, time_ms):
        return True
    assert programme.equipment is not None
    hold_ms = programme.thresholds.outranked_s * 1000
    for other in programme.equipment.pieces:
        if other.device_id == piece.device_id:
            return False
        first_ms, last_ms = state.radio.sources.get(other.device_id, (0, 0))
        if last_ms and first_ms <= time_ms <= last_ms + hold_ms:
            return True
    return False


def _doubted(programme: Programme, state: State, time_ms: int) -> bool:
    """Whether any unit at all misses the bracelet: then an imprecise fix near its place closes no absence."""
    if state.radio is None:
        return False
    quiet_ms = programme.thresholds.unheard_s * 1000
    return any(ear.heard_ms and time_ms - ear.heard_ms >= quiet_ms for ear in state.radio.ears.values())
