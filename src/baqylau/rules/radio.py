"""What ears report: contacts at a unit or beacon that stands somewhere, and the life of the ears themselves."""

from __future__ import annotations

from msgspec.structs import replace

from baqylau.rules import absence, contradiction, pairs, unit_word
from baqylau.rules.breaches import Changed, kept
from baqylau.rules.ears import Event, ear_of, keep, let_hours_pass, with_contact
from baqylau.rules.equipment import BEACON, BODY, CARRIED, INSTALLED, Piece, Spot, piece_of, spot_at
from baqylau.rules.positions import judge_one, note_late
from baqylau.rules.programme import CURFEW, INCLUSION, Programme, Rule
from baqylau.rules.shapes import edge_distance_m
from baqylau.rules.state import OFF, ON, State, Watch


def take(programme: Programme, state: State, event: Event, changed: Changed) -> None:
    """Takes in what an ear reported, in the order in which it happened."""
    assert programme.equipment is not None
    piece = piece_of(programme.equipment, event.device_id)
    if piece.role == INSTALLED and not unit_word.take(programme, state, piece, event, changed):
        return
    if event.contact is not None:
        _contact(programme, state, piece, event, changed)
    if piece.role in (CARRIED, INSTALLED):
        _alive(programme, state, piece, event, changed)


def _contact(programme: Programme, state: State, piece: Piece, event: Event, changed: Changed) -> None:
    assert programme.equipment is not None
    assert event.contact is not None
    other = piece_of(programme.equipment, event.contact.device_id)
    if other.role == BODY and piece.role == CARRIED:
        pairs.take(programme, state, piece, event, changed)
    elif other.role == BODY and piece.role == INSTALLED and event.contact.paired:
        _at_spot(programme, state, piece, event, changed)
    elif other.role == BEACON and (
        piece.role == BODY or (piece.role == CARRIED and pairs.counts(programme, state, piece, event.time_ms))
    ):
        _at_spot(programme, state, other, event, changed)


def _at_spot(programme: Programme, state: State, standing: Piece, event: Event, changed: Changed) -> None:
    """The person is where this unit or beacon stands."""
    ear, time_ms = ear_of(state, standing.device_id), event.time_ms
    spot = spot_at(standing, time_ms)
    if spot is None or ear.lost_ms or ear.since_ms <= time_ms <= ear.heard_ms:
        return
    hold_ms = round(programme.thresholds.contact_holds_s * 1000)
    if contradiction.was_unheld(programme, state, standing, time_ms):
        note_late(state, time_ms, event.received_ms)
        return
    if time_ms < state.judged_ms:
        # Nothing that was judged since the last contact counted beside it: it may as well come now.
        if not 0 < ear.heard_ms < time_ms <= state.judged_ms <= ear.heard_ms + hold_ms:
            note_late(state, time_ms, event.received_ms)
            return
    else:
        let_hours_pass(programme, state, time_ms, event.received_ms, changed)
    keep(state, standing.device_id, with_contact(ear, event, hold_ms))
    contradiction.heard(programme, state, standing, time_ms, event.received_ms, changed)
    for rule, watch in zip(programme.rules, state.watches, strict=True):
        if rule.from_ms <= time_ms < rule.to_ms:
            _present(programme, rule, watch, spot, event, changed)


def _present(
    programme: Programme, rule: Rule, watch: Watch, spot: Spot, event: Event, changed: Changed
) -> None:
    distance_m = edge_distance_m(rule.shape, spot.lat, spot.lon)
    if rule.kind not in (CURFEW, INCLUSION) or distance_m > 0:
        reach_m = programme.thresholds.radio_reach_m
        who = (event.time_ms, event.received_ms, event.observation_id, event.device_id)
        judge_one(programme, rule, watch, (*who, spot.lat, spot.lon, reach_m, reach_m), changed)
        return
    # One contact is enough: radio reaches a few rooms and does not wander as satellites do.
    latch = watch.latch
    if latch.side == ON:
        latch.since_ms, latch.evidence = event.time_ms, ()
        if latch.finding is not None:
            seen = absence.sighting(programme, event, spot, distance_m, "heard_there")
            kept(latch, event.time_ms, changed, returned=True, seen=seen)
    latch.side, latch.run, latch.off_ms = OFF, None, max(latch.off_ms, event.time_ms)


def _alive(programme: Programme, state: State, piece: Piece, event: Event, changed: Changed) -> None:
    """The ear lives: what it does not hear is not there, once that has gone on for long enough."""
    ear, time_ms = ear_of(state, piece.device_id), event.time_ms
    if piece.role == CARRIED and pairs.together_since(programme, piece, ear, time_ms) is None:
        return
    if time_ms < ear.alive_since_ms:
        if time_ms < state.judged_ms:
            note_late(state, time_ms, event.received_ms)
        return
    if time_ms <= ear.alive_ms:
        return
    gap = not ear.alive_ms or time_ms - ear.alive_ms > programme.thresholds.alive_gap_s * 1000
    ear = replace(ear, alive_ms=time_ms, alive_since_ms=time_ms if gap else ear.alive_since_ms)
    keep(state, piece.device_id, ear)
    if piece.role == CARRIED:
        pairs.judge(programme, state, piece, ear, event, changed)
    elif not ear.lost_ms:
        absence.judge(programme, state, piece, ear, event, changed)
