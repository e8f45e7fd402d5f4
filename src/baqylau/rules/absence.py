"""A unit that is alive, whose word counts and that no longer hears the bracelet: its wearer has gone."""

from __future__ import annotations

from baqylau.rules.breaches import Changed, broken
from baqylau.rules.ears import Event, ear_of, heard_lately, let_hours_pass
from baqylau.rules.equipment import BEACON, INSTALLED, Piece, Spot, spot_at
from baqylau.rules.latch import forget_if_stale
from baqylau.rules.pairs import worn_bodies
from baqylau.rules.positions import note_late
from baqylau.rules.programme import ATTENDANCE, EXCLUSION, Programme, Rule
from baqylau.rules.radio_state import Ear
from baqylau.rules.shapes import Shape, edge_distance_m
from baqylau.rules.state import ON, Sighting, State, Watch


def judge(programme: Programme, state: State, piece: Piece, ear: Ear, event: Event, changed: Changed) -> None:
    """The unit lives: whom it no longer hears has gone, since it was last heard."""
    time_ms, spot = event.time_ms, spot_at(piece, event.time_ms)
    if spot is None or not _misses(programme, ear, time_ms):
        return
    if time_ms >= state.next_ms:
        # Else a sighting after the begin of hours would be taken for one before it, where reports come in large pieces.
        let_hours_pass(programme, state, time_ms, event.received_ms, changed)
    for rule, watch in zip(programme.rules, state.watches, strict=True):
        if rule.kind == EXCLUSION or not rule.from_ms <= time_ms < rule.to_ms:
            continue
        distance_m = edge_distance_m(rule.shape, spot.lat, spot.lon)
        if distance_m > 0 or not all_miss(programme, state, rule.shape, time_ms):
            continue
        seen = sighting(programme, event, spot, distance_m, "not_heard")
        if rule.kind == ATTENDANCE:
            _not_attending(programme, state, watch, ear, seen)
        else:
            _absent(programme, state, rule, watch, ear, seen, changed)


def sighting(programme: Programme, event: Event, spot: Spot, distance_m: float, fact: str) -> Sighting:
    reach_m = programme.thresholds.radio_reach_m
    who = (event.time_ms, event.received_ms, event.observation_id, event.device_id)
    return Sighting(*who, spot.lat, spot.lon, reach_m, reach_m, distance_m, fact)


def all_miss(programme: Programme, state: State, shape: Shape, time_ms: int) -> bool:
    """Whether every unit in the place is alive, counts and misses the bracelet, and no beacon there was heard.

    A unit that cannot say may be the one beside which the person stands; one that never heard the bracelet has no
    say: it may have been told another bracelet's name.
    """
    assert programme.equipment is not None
    gap_ms, quiet_ms = programme.thresholds.alive_gap_s * 1000, programme.thresholds.unheard_s * 1000
    missing = False
    for piece in programme.equipment.pieces:
        spot = spot_at(piece, time_ms) if piece.role in (INSTALLED, BEACON) else None
        if spot is None or edge_distance_m(shape, spot.lat, spot.lon) > 0:
            continue
        ear = ear_of(state, piece.device_id)
        if piece.role == BEACON:
            if heard_lately(ear, time_ms, quiet_ms):
                return False
        elif ear.lost_ms or (ear.alive_ms and time_ms - ear.alive_ms > gap_ms):
            return False
        elif ear.heard_ms:
            if not _misses(programme, ear, time_ms):
                return False
            missing = True
    return missing


def _misses(programme: Programme, ear: Ear, time_ms: int) -> bool:
    bodies = worn_bodies(programme, time_ms)
    if not ear.heard_ms or not bodies or ear.heard_ms < max(since for _, since in bodies):
        return False
    return time_ms - max(ear.heard_ms, ear.alive_since_ms) >= programme.thresholds.unheard_s * 1000


def _absent(
    programme: Programme, state: State, rule: Rule, watch: Watch, ear: Ear, seen: Sighting, changed: Changed
) -> None:
    latch, time_ms = watch.latch, seen.time_ms
    known_ms = programme.thresholds.known_for_s * 1000
    if latch.side == ON and (
        latch.finding is not None or (time_ms - latch.on_ms <= known_ms and not watch.entered)
    ):
        settled_ms = latch.evidence[-1].time_ms if latch.evidence else latch.since_ms
        if time_ms < settled_ms:
            # They were missed before it was found that they had gone: since when has to be judged in order.
            note_late(state, time_ms, seen.received_ms)
        latch.on_ms = max(latch.on_ms, time_ms)
        return
    began_ms = max(ear.heard_ms, ear.alive_since_ms)
    if latch.off_ms > ear.heard_ms:
        # Seen in the place by satellite since: in the yard a bracelet may be out of reach of its unit.
        if time_ms < latch.off_ms:
            # Whether they had been seen there before this is forgotten: to be judged in its order.
            note_late(state, time_ms, seen.received_ms)
            return
        if time_ms - latch.off_ms < known_ms:
            return
        began_ms = max(began_ms, latch.off_ms)
    if time_ms < state.judged_ms:
        note_late(state, time_ms, seen.received_ms)
        return
    let_hours_pass(programme, state, time_ms, seen.received_ms, changed)
    forget_if_stale(latch, time_ms, known_ms)
    if latch.side != ON:
        latch.side, latch.since_ms, latch.run = ON, began_ms, None
        latch.evidence = (_last_heard(ear, seen), seen)
    latch.on_ms = time_ms
    if latch.finding is None and watch.entered and time_ms < watch.end_ms:
        broken(programme, rule, watch, latch, seen, changed)


def _last_heard(ear: Ear, seen: Sighting) -> Sighting:
    who = (ear.heard_ms, ear.heard_received_ms, ear.heard_observation, seen.device_id)
    return Sighting(*who, seen.lat, seen.lon, seen.accuracy_m, seen.circle_m, seen.distance_m, "last_heard")


def _not_attending(programme: Programme, state: State, watch: Watch, ear: Ear, seen: Sighting) -> None:
    latch, time_ms = watch.latch, seen.time_ms
    began_ms = max(ear.heard_ms, ear.alive_since_ms)
    if time_ms < state.judged_ms or watch.met_ms > began_ms:
        return
    if not watch.covered_ms or time_ms - latch.on_ms > programme.thresholds.attendance_gap_s * 1000:
        watch.covered_ms = began_ms
        latch.run = seen
    latch.on_ms, latch.evidence = time_ms, (seen,)
