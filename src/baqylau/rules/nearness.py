"""Which fixes say where the bound person is when the distance to a protected person is judged.

The order is that of presence (`sources`), with two differences, because somebody's safety hangs on it. A unit at home
that hears the bracelet silences nothing here: who is seen beside the protected person is warned of, whatever a unit
hears. And a carried device that hears the bracelet stands in as soon as what is worn has given no fix for as long as
positions may be compared. What was left behind, lent or never paired neither warns nor calms.
"""

from __future__ import annotations

from baqylau.rules import pairs
from baqylau.rules.ears import ear_of, heard_lately, radio_of
from baqylau.rules.equipment import BODY, CARRIED, Piece
from baqylau.rules.positions import Fix
from baqylau.rules.programme import Programme
from baqylau.rules.state import State


def counts(programme: Programme, state: State, piece: Piece, fix: Fix) -> bool:
    """Whether this fix says where the person is; fixes come in the order of their times, as far as they are known."""
    time_ms = fix[0]
    if piece.role == CARRIED:
        if pairs.is_parted(state, piece, time_ms) or not pairs.counts(programme, state, piece, time_ms):
            return False
    elif piece.role != BODY:
        return False
    _locate(programme, state, piece, time_ms)
    return not _better_known(programme, state, piece, time_ms)


def _locate(programme: Programme, state: State, piece: Piece, time_ms: int) -> None:
    located = radio_of(state).located
    first_ms, last_ms = located.get(piece.device_id, (0, 0))
    if not last_ms or time_ms - last_ms > programme.thresholds.outranked_s * 1000:
        first_ms = time_ms
    located[piece.device_id] = (min(first_ms, time_ms), max(last_ms, time_ms))


def _better_known(programme: Programme, state: State, piece: Piece, time_ms: int) -> bool:
    """Whether a device that counts before this one said lately where the person was."""
    assert programme.equipment is not None
    thresholds = programme.thresholds
    hears = heard_lately(ear_of(state, piece.device_id), time_ms, thresholds.parted_s * 1000)
    hold_ms = (thresholds.protection_age_s if hears else thresholds.outranked_s) * 1000
    for other in programme.equipment.pieces:
        if other.device_id == piece.device_id:
            return False
        first_ms, last_ms = radio_of(state).located.get(other.device_id, (0, 0))
        if last_ms and first_ms <= time_ms <= last_ms + hold_ms:
            return True
    return False
