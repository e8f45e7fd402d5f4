"""A carried unit or phone and the bracelet it goes with: together, parted, and whether its place is the person's."""

from __future__ import annotations

from msgspec.structs import replace

from baqylau.rules.breaches import Changed
from baqylau.rules.ears import Event, ear_of, heard_lately, keep, let_hours_pass, with_contact
from baqylau.rules.equipment import BODY, CARRIED, INSTALLED, Piece, worn_since
from baqylau.rules.finding import Ground
from baqylau.rules.positions import note_late
from baqylau.rules.programme import Programme
from baqylau.rules.radio_state import Ear
from baqylau.rules.standing import fall, stand
from baqylau.rules.state import State


def take(programme: Programme, state: State, piece: Piece, event: Event, changed: Changed) -> None:
    """The carried device heard the bracelet, or says that it has lost it."""
    assert event.contact is not None
    ear, time_ms = ear_of(state, piece.device_id), event.time_ms
    hold_ms = programme.thresholds.parted_s * 1000
    joins = not ear.apart_ms and 0 < ear.heard_ms < time_ms <= ear.heard_ms + hold_ms
    if event.contact.paired and not ear.apart_ms and ear.since_ms <= time_ms <= ear.heard_ms:
        return
    disproves = _about(piece) in (state.open or {}) and time_ms < state.judged_ms
    if event.contact.paired and joins and not disproves:
        keep(state, piece.device_id, with_contact(ear, event, hold_ms))
        fall(state, _about(piece), time_ms, changed)
        return
    if not event.contact.paired and ear.apart_ms and ear.apart_ms <= time_ms:
        return
    if time_ms < state.judged_ms:
        note_late(state, time_ms, event.received_ms)
        return
    let_hours_pass(programme, state, time_ms, event.received_ms, changed)
    if event.contact.paired:
        keep(state, piece.device_id, with_contact(ear, event, hold_ms))
        fall(state, _about(piece), time_ms, changed)
        return
    keep(state, piece.device_id, replace(ear, apart_ms=time_ms))
    said = Ground("unpaired", time_ms, event.received_ms, event.observation_id, piece.device_id)
    _parted(programme, state, piece, time_ms, event, (said,), changed)


def judge(programme: Programme, state: State, piece: Piece, ear: Ear, event: Event, changed: Changed) -> None:
    """The carried device lives: a bracelet that it no longer hears is elsewhere, unless a unit at home hears it."""
    together_ms = together_since(programme, piece, ear, event.time_ms)
    if together_ms is None or ear.apart_ms:
        return
    thresholds, time_ms = programme.thresholds, event.time_ms
    from_ms = max(ear.heard_ms, ear.alive_since_ms, together_ms)
    parted_ms = thresholds.parted_s * 1000
    if time_ms - from_ms < parted_ms or _about(piece) in (state.open or {}):
        return
    if time_ms < state.judged_ms:
        # What the unit at home heard since must not decide what was so before.
        note_late(state, time_ms, event.received_ms)
        return
    home_ms = _heard_at_home_ms(programme, state)
    from_ms = max(from_ms, home_ms)
    if time_ms - home_ms < thresholds.unheard_s * 1000 or time_ms - from_ms < parted_ms:
        return
    # What a unit at home stored and sends later may show that nobody had gone: then this is judged again.
    let_hours_pass(programme, state, time_ms, event.received_ms, changed)
    because = (
        Ground(
            "last_heard",
            from_ms,
            ear.heard_received_ms or None,
            ear.heard_observation or None,
            piece.device_id,
        ),
        Ground("not_heard", time_ms, event.received_ms, event.observation_id, piece.device_id),
        Ground("threshold", name="parted_s", value=thresholds.parted_s),
    )
    _parted(programme, state, piece, from_ms, event, because, changed)


def together_since(programme: Programme, piece: Piece, ear: Ear, time_ms: int) -> int | None:
    """Since when the two are to be together; None when they need not be.

    A mobile unit always goes with its bracelet. A phone does once it has heard the bracelet, and from the start where
    nothing else of this person could hear it: an app that never paired must not pass for one that works.
    """
    began_ms = worn_since(piece, time_ms)
    bodies = worn_bodies(programme, time_ms)
    if began_ms is None or not bodies:
        return None
    since_ms = max(began_ms, *(since for _, since in bodies))
    if ear.heard_ms >= since_ms:
        return since_ms
    bracelet = any(body.kind == "bracelet" for body, _ in bodies)
    return (
        since_ms
        if bracelet and (piece.kind == "mobile_unit" or _only_ear(programme, piece, time_ms))
        else None
    )


def counts(programme: Programme, state: State, piece: Piece, time_ms: int) -> bool:
    """Whether where a carried device is says where the person is: not while it is parted from what is worn."""
    ear = ear_of(state, piece.device_id)
    if ear.apart_ms and time_ms >= ear.apart_ms:
        return False
    bodies = worn_bodies(programme, time_ms)
    if not ear.heard_ms or not bodies or ear.heard_ms < max(since for _, since in bodies):
        return True
    return heard_lately(ear, time_ms, programme.thresholds.parted_s * 1000)


def is_parted(state: State, piece: Piece, time_ms: int) -> bool:
    """Whether it was found at that time that the two are not together."""
    finding = (state.open or {}).get(_about(piece))
    return finding is not None and finding.began_ms <= time_ms


def worn_bodies(programme: Programme, time_ms: int) -> list[tuple[Piece, int]]:
    """What is on the body at that time and can be heard, each with since when it is worn."""
    assert programme.equipment is not None
    found = []
    for piece in programme.equipment.pieces:
        if piece.role == BODY and piece.voice:
            since_ms = worn_since(piece, time_ms)
            if since_ms is not None:
                found.append((piece, since_ms))
    return found


def close_unworn(programme: Programme, state: State, now_ms: int, changed: Changed) -> None:
    """What is no longer worn is neither parted nor untrusted."""
    if state.open is None or programme.equipment is None:
        return
    for piece in programme.equipment.pieces:
        for about in (_about(piece), f"unit/{piece.device_id}", f"elsewhere/{piece.device_id}"):
            if about in (state.open or {}) and worn_since(piece, now_ms) is None:
                ends = [end for _, end in piece.spans if end <= now_ms]
                fall(state, about, max(ends, default=now_ms), changed)


def _only_ear(programme: Programme, piece: Piece, time_ms: int) -> bool:
    assert programme.equipment is not None
    return not any(
        other.role in (CARRIED, INSTALLED)
        and other.device_id != piece.device_id
        and worn_since(other, time_ms) is not None
        for other in programme.equipment.pieces
    )


def _heard_at_home_ms(programme: Programme, state: State) -> int:
    assert programme.equipment is not None
    ears = (ear_of(state, each.device_id) for each in programme.equipment.pieces if each.role == INSTALLED)
    return max((ear.heard_ms for ear in ears if not ear.lost_ms), default=0)


def _parted(
    programme: Programme,
    state: State,
    piece: Piece,
    began_ms: int,
    event: Event,
    because: tuple[Ground, ...],
    changed: Changed,
) -> None:
    stand(
        programme, state, _about(piece), "pair_parted", piece.device_id,
        began_ms, event.received_ms, event.time_ms, because, changed,
    )  # fmt: skip


def _about(piece: Piece) -> str:
    return f"pair/{piece.device_id}"
