"""A unit at home hears the bracelet while satellites show its wearer elsewhere: one of the two is not so.

The signal may be relayed or copied, the beacon carried along, the unit stand where nobody wrote down; or a receiver
lies. Which, a person has to find out: nothing follows from it about absence. Receivers do lie for minutes, so it takes
several fixes that agree, for long, with contacts throughout, and a distance that neither accuracy explains.
"""

from __future__ import annotations

from msgspec.structs import replace

from baqylau.rules import pairs
from baqylau.rules.apart import between_m
from baqylau.rules.breaches import Changed
from baqylau.rules.ears import ear_of, heard_lately, radio_of
from baqylau.rules.equipment import BEACON, BODY, CARRIED, INSTALLED, Piece, Spot, spot_at
from baqylau.rules.finding import Ground
from baqylau.rules.positions import Fix, note_late
from baqylau.rules.programme import Programme
from baqylau.rules.radio_state import Elsewhere
from baqylau.rules.standing import fall, stand
from baqylau.rules.state import State


def seen(programme: Programme, state: State, piece: Piece, fix: Fix, changed: Changed) -> None:
    """A satellite fix of what is on the body, or of what hears the bracelet, beside each unit that hears it too."""
    assert programme.equipment is not None
    if state.radio is None or fix[7] > programme.thresholds.usable_accuracy_m:
        return
    for standing in programme.equipment.pieces:
        spot = spot_at(standing, fix[0]) if standing.role in (INSTALLED, BEACON) else None
        if spot is None:
            continue
        known = state.radio.elsewhere.get(standing.device_id)
        heard = _vouches(programme, state, standing, fix[0])
        if _speaks(programme, state, piece, fix[0]):
            _compare(programme, state, standing, spot, fix, known, changed, heard=heard)


def heard(
    programme: Programme, state: State, standing: Piece, time_ms: int, received_ms: int, changed: Changed
) -> None:
    """The unit heard the bracelet again, after fixes that showed its wearer elsewhere."""
    known = radio_of(state).elsewhere.get(standing.device_id)
    if known is not None:
        _judge(programme, state, standing, known, max(time_ms, known.last[0]), received_ms, changed)


def was_unheld(programme: Programme, state: State, standing: Piece, time_ms: int) -> bool:
    """Whether a fix far from the unit was seen that a contact at this time would have been held against."""
    fix_ms = radio_of(state).unheld.get(standing.device_id, 0)
    return time_ms < fix_ms <= time_ms + programme.thresholds.contact_holds_s * 1000


def about(piece: Piece) -> str:
    return f"elsewhere/{piece.device_id}"


def _speaks(programme: Programme, state: State, piece: Piece, time_ms: int) -> bool:
    if piece.role == CARRIED:
        hears = heard_lately(ear_of(state, piece.device_id), time_ms, programme.thresholds.parted_s * 1000)
        return hears and pairs.counts(programme, state, piece, time_ms)
    return piece.role == BODY


def _vouches(programme: Programme, state: State, standing: Piece, time_ms: int) -> bool:
    ear = ear_of(state, standing.device_id)
    lately = heard_lately(ear, time_ms, programme.thresholds.contact_holds_s * 1000)
    return lately and not 0 < ear.lost_ms <= time_ms


def _compare(
    programme: Programme,
    state: State,
    standing: Piece,
    spot: Spot,
    fix: Fix,
    known: Elsewhere | None,
    changed: Changed,
    *,
    heard: bool,
) -> None:
    beyond_m = between_m(fix[4], fix[5], spot.lat, spot.lon) - fix[7] - programme.thresholds.radio_reach_m
    away = beyond_m > programme.thresholds.contradicted_m
    if known is not None and fix[0] < known.last[0]:
        if away or beyond_m <= 0:
            note_late(state, fix[0], fix[1])
    elif away and heard:
        _add(programme, state, standing, fix, known, changed)
    elif away:
        unheld = radio_of(state).unheld
        unheld[standing.device_id] = max(fix[0], unheld.get(standing.device_id, 0))
        if known is not None:
            # No longer heard at home: where the person is, is judged by the satellites again.
            _end(state, standing, ear_of(state, standing.device_id).heard_ms, changed)
    elif beyond_m <= 0 and known is not None:
        _back(programme, state, standing, fix[0], known, changed)


def _add(
    programme: Programme, state: State, standing: Piece, fix: Fix, known: Elsewhere | None, changed: Changed
) -> None:
    gap_ms, since_ms = programme.thresholds.evidence_gap_s * 1000, ear_of(state, standing.device_id).since_ms
    if known is None or known.first[0] < since_ms or fix[0] - known.last[0] > gap_ms:
        known = Elsewhere(fix, fix, 1)
    else:
        known = Elsewhere(known.first, fix, known.fixes + 1)
    radio_of(state).elsewhere[standing.device_id] = known
    _judge(programme, state, standing, known, fix[0], fix[1], changed)


def _judge(
    programme: Programme,
    state: State,
    standing: Piece,
    known: Elsewhere,
    time_ms: int,
    received_ms: int,
    changed: Changed,
) -> None:
    thresholds, ear, began_ms = programme.thresholds, ear_of(state, standing.device_id), known.first[0]
    both_ms = min(known.last[0], ear.heard_ms) - began_ms
    if about(standing) in (state.open or {}) or known.fixes < thresholds.contradicted_fixes:
        return
    if both_ms < thresholds.contradicted_s * 1000:
        return
    because = (
        _ground(known.first),
        _ground(known.last),
        Ground("heard_there", ear.heard_ms, ear.heard_received_ms, ear.heard_observation, standing.device_id),
        Ground("threshold", name="contradicted_s", value=thresholds.contradicted_s),
        Ground("threshold", name="contradicted_m", value=thresholds.contradicted_m),
    )
    stand(
        programme, state, about(standing), "presence_contradicted", standing.device_id,
        began_ms, received_ms, time_ms, because, changed,
    )  # fmt: skip


def _back(
    programme: Programme, state: State, standing: Piece, time_ms: int, known: Elsewhere, changed: Changed
) -> None:
    """A fix near the unit ends what is not yet a finding; a finding takes as much as any return."""
    if about(standing) not in (state.open or {}):
        _end(state, standing, time_ms, changed)
    elif not known.back_ms:
        radio_of(state).elsewhere[standing.device_id] = replace(known, back_ms=time_ms)
    elif time_ms - known.back_ms >= programme.thresholds.return_s * 1000:
        _end(state, standing, known.back_ms, changed)


def _end(state: State, standing: Piece, ended_ms: int, changed: Changed) -> None:
    radio_of(state).elsewhere.pop(standing.device_id, None)
    fall(state, about(standing), ended_ms, changed)


def _ground(fix: Fix) -> Ground:
    return Ground(
        "elsewhere", fix[0], fix[1], fix[2], fix[3], fix[4], fix[5], round(fix[6], 1), round(fix[7], 1)
    )
