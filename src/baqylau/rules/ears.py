"""What an ear reported, and the runs of contacts and of reports that are made of it."""

from __future__ import annotations

from typing import NamedTuple

from msgspec.structs import replace

from baqylau.observations.kinds import UnitState
from baqylau.rules import positions
from baqylau.rules.breaches import Changed
from baqylau.rules.equipment import BEACON, INSTALLED
from baqylau.rules.programme import Programme
from baqylau.rules.radio_state import SILENT_EAR, Ear, RadioState
from baqylau.rules.state import State


class Contact(NamedTuple):
    """device_id: who was heard. paired: False where the ear says that it has lost it."""

    device_id: int
    paired: bool = True


class Event(NamedTuple):
    """One report of an ear: at least a sign of life; perhaps a contact, or what the unit says of itself."""

    time_ms: int
    received_ms: int
    observation_id: int
    device_id: int
    contact: Contact | None
    unit: UnitState | None


def radio_of(state: State) -> RadioState:
    if state.radio is None:
        state.radio = RadioState({}, {})
    return state.radio


def ear_of(state: State, device_id: int) -> Ear:
    return SILENT_EAR if state.radio is None else state.radio.ears.get(device_id, SILENT_EAR)


def keep(state: State, device_id: int, ear: Ear) -> None:
    radio_of(state).ears[device_id] = ear


def let_hours_pass(programme: Programme, state: State, time_ms: int, known_ms: int, changed: Changed) -> None:
    """What is judged next happened at this time, not before anything that was judged."""
    if time_ms >= state.next_ms:
        positions.advance(programme, state, time_ms, known_ms, changed)
    state.judged_ms = time_ms


def heard_lately(ear: Ear, time_ms: int, hold_ms: float) -> bool:
    return bool(ear.heard_ms) and ear.since_ms <= time_ms <= ear.heard_ms + hold_ms


def covered(programme: Programme, radio: RadioState, time_ms: int) -> bool:
    """Whether a unit or beacon that stands somewhere was in contact with the person at that time."""
    assert programme.equipment is not None
    hold_ms = programme.thresholds.contact_holds_s * 1000
    for piece in programme.equipment.pieces:
        if piece.role in (INSTALLED, BEACON):
            ear = radio.ears.get(piece.device_id)
            if ear is not None and heard_lately(ear, time_ms, hold_ms) and not 0 < ear.lost_ms <= time_ms:
                return True
    return False


def with_contact(ear: Ear, event: Event, hold_ms: float) -> Ear:
    """The ear after a contact later than its last; one that comes after a gap begins a new run."""
    joins = ear.heard_ms and event.time_ms - ear.heard_ms <= hold_ms
    return replace(
        ear,
        since_ms=ear.since_ms if joins else event.time_ms,
        heard_ms=event.time_ms,
        heard_received_ms=event.received_ms,
        heard_observation=event.observation_id,
        apart_ms=0,
    )
