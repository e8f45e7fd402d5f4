"""What a unit says of others that it hears: a contact, and the strap, case and battery of the bracelet it heard."""

from __future__ import annotations

from collections.abc import Mapping

from baqylau.observations.kinds import (
    BeaconHeard,
    BraceletHeard,
    IdentityConflict,
    Nearby,
    Observation,
    UnitState,
)
from baqylau.rules import device_signals
from baqylau.rules.breaches import Changed
from baqylau.rules.device_findings import Scene
from baqylau.rules.ears import Contact, Event
from baqylau.rules.equipment import BODY, CARRIED, INSTALLED, Piece, piece_of, voiced
from baqylau.rules.programme import Programme
from baqylau.rules.state import Heard, Worn


def event_of(programme: Programme, each: Heard, time_ms: int) -> Event | None:
    """What the observation says to the judging by radio; None: nothing. time_ms: by a clock put right."""
    assert programme.equipment is not None
    piece = piece_of(programme.equipment, each.device_id)
    observation = each.observation
    contact = contact_of(programme, piece, observation)
    if contact is None and (piece.role not in (CARRIED, INSTALLED) or type(observation) is IdentityConflict):
        return None
    unit = observation if isinstance(observation, UnitState) else None
    return Event(time_ms, each.received_ms, each.observation_id, each.device_id, contact, unit)


def contact_of(programme: Programme, piece: Piece, observation: Observation) -> Contact | None:
    """None: it heard nobody, or a stranger's bracelet, which is nothing for this person."""
    assert programme.equipment is not None
    identity, paired = _heard_identity(observation)
    other = voiced(programme.equipment, identity) if identity else None
    if other is None or other.device_id == piece.device_id:
        return None
    return Contact(other.device_id, paired)


def _heard_identity(observation: Observation) -> tuple[str, bool]:
    if isinstance(observation, BraceletHeard):
        return observation.bracelet, True
    if isinstance(observation, BeaconHeard):
        return observation.beacon, True
    if isinstance(observation, Nearby):
        return observation.identity, observation.paired is not False
    return "", False


def of_the_heard(
    programme: Programme, devices: Mapping[int, Worn], event: Event, each: Heard, changed: Changed
) -> Worn | None:
    """Judges what was said of the bracelet that was heard; gives it, if this person wears it."""
    if event.contact is None or not event.contact.paired:
        return None
    worn = devices.get(event.contact.device_id)
    if worn is None or not worn.from_ms <= each.received_ms < worn.to_ms or event.time_ms < worn.from_ms:
        return None
    if isinstance(each.observation, BraceletHeard):
        scene = Scene(programme, worn, event.time_ms, each.received_ms, event.time_ms, changed)
        device_signals.of_bracelet(scene, each, each.observation)
    return worn


def finds_it(programme: Programme, device_id: int) -> bool:
    """Whether a contact says where this device is, so that it is not without a position."""
    assert programme.equipment is not None
    return piece_of(programme.equipment, device_id).role == BODY
