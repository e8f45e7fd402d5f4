"""Whether the word of a home unit counts: not from when it was moved, opened, carried to another cell or jammed.

It counts again when a person has put it up anew or confirmed that it stands there (`installed_at` of its activation).
By itself it counts again only after jamming, or another cell while it never left the mains: both happen at home with
nobody near the unit, and neither can hide that it was carried away, which takes it off the mains.
"""

from __future__ import annotations

from msgspec.structs import replace

from baqylau.observations.kinds import UnitState
from baqylau.rules.breaches import Changed
from baqylau.rules.ears import Event, ear_of, keep, let_hours_pass
from baqylau.rules.equipment import Piece, spot_at
from baqylau.rules.finding import Ground
from baqylau.rules.positions import note_late
from baqylau.rules.programme import Programme
from baqylau.rules.radio_state import Ear
from baqylau.rules.standing import add_grounds, fall, stand
from baqylau.rules.state import State

MOVED, OPENED, OTHER_CELL, OTHER_CELL_ON_BATTERY, JAMMED = (
    "unit_moved",
    "unit_opened",
    "unit_in_other_cell",
    "unit_in_other_cell_on_battery",
    "unit_jammed",
)
_PASSES = frozenset({OTHER_CELL, JAMMED})


def take(programme: Programme, state: State, piece: Piece, event: Event, changed: Changed) -> bool:
    """What the unit says of itself; False when it comes late and has to wait until it is judged in order."""
    ear = _confirmed(state, piece, event, changed)
    unit = event.unit
    if unit is None:
        return True
    ear = _mains(ear, unit, event.time_ms)
    doubts = tuple(each for each in _doubts(unit, ear) if each not in ear.reasons)
    rest = _left(unit, ear)
    if not doubts and rest == ear.reasons:
        keep(state, piece.device_id, ear)
        return True
    if event.time_ms < state.judged_ms:
        note_late(state, event.time_ms, event.received_ms)
        return False
    let_hours_pass(programme, state, event.time_ms, event.received_ms, changed)
    if not doubts and not rest:
        _counts_again(state, piece, ear, event.time_ms, changed)
    else:
        reasons = (*rest, *doubts)
        lost_ms = ear.lost_ms or event.time_ms
        keep(state, piece.device_id, replace(ear, lost_ms=lost_ms, reasons=reasons))
        _tell(programme, state, piece, event, doubts, changed)
    return True


def _confirmed(state: State, piece: Piece, event: Event, changed: Changed) -> Ear:
    ear, spot = ear_of(state, piece.device_id), spot_at(piece, event.time_ms)
    if not ear.lost_ms or spot is None or not ear.lost_ms < spot.confirmed_ms <= event.time_ms:
        return ear
    return _counts_again(state, piece, ear, spot.confirmed_ms, changed)


def _counts_again(state: State, piece: Piece, ear: Ear, time_ms: int, changed: Changed) -> Ear:
    # What was heard before is no contact from here: it has to hear the bracelet before its silence says anything.
    ear = replace(ear, lost_ms=0, reasons=(), since_ms=0, heard_ms=0)
    keep(state, piece.device_id, ear)
    fall(state, _about(piece), time_ms, changed)
    return ear


def _mains(ear: Ear, unit: UnitState, time_ms: int) -> Ear:
    if unit.mains is None or unit.mains == (not ear.mains_off_ms):
        return ear
    ear = replace(ear, mains_off_ms=0 if unit.mains else time_ms)
    if OTHER_CELL in ear.reasons and not unit.mains:
        reasons = tuple(OTHER_CELL_ON_BATTERY if each == OTHER_CELL else each for each in ear.reasons)
        ear = replace(ear, reasons=reasons)
    return ear


def _doubts(unit: UnitState, ear: Ear) -> list[str]:
    doubts = []
    if unit.moved:
        doubts.append(MOVED)
    if unit.opened:
        doubts.append(OPENED)
    if unit.own_cell is False and OTHER_CELL_ON_BATTERY not in ear.reasons:
        doubts.append(OTHER_CELL_ON_BATTERY if ear.mains_off_ms else OTHER_CELL)
    if unit.jamming:
        doubts.append(JAMMED)
    return doubts


def _left(unit: UnitState, ear: Ear) -> tuple[str, ...]:
    """The reasons that what the unit says now does not take away; all of them, as long as one needs a person."""
    if not set(ear.reasons) <= _PASSES:
        return ear.reasons
    gone = {OTHER_CELL} if unit.own_cell else set()
    gone |= {JAMMED} if unit.jamming is False else set()
    return tuple(each for each in ear.reasons if each not in gone)


def _tell(
    programme: Programme, state: State, piece: Piece, event: Event, doubts: tuple[str, ...], changed: Changed
) -> None:
    because = tuple(
        Ground(each, event.time_ms, event.received_ms, event.observation_id, piece.device_id)
        for each in doubts
    )
    about = _about(piece)
    if state.open is not None and about in state.open:
        add_grounds(state, about, because, changed)
    elif because:
        stand(
            programme, state, about, "unit_untrusted", piece.device_id,
            event.time_ms, event.received_ms, event.time_ms, because, changed,
        )  # fmt: skip


def _about(piece: Piece) -> str:
    return f"unit/{piece.device_id}"
