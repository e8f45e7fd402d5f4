"""A person's devices and what they are to one another: what is on the body, what is carried, what stands where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from baqylau.register.activation import Activation
from baqylau.register.device import DeviceKind
from baqylau.register.supervised import KnownDevice
from baqylau.rules.intervals import FOREVER_MS, Span

BODY, CARRIED, INSTALLED, BEACON, OTHER = range(5)
"""What a device can vouch for; the order is that in which positions count when they contradict one another."""

_ROLES: dict[DeviceKind, int] = {
    "bracelet": BODY,
    "tracker": BODY,
    "mobile_unit": CARRIED,
    "phone": CARRIED,
    "home_unit": INSTALLED,
    "beacon": BEACON,
    "audiovisual_unit": OTHER,
    "breath_unit": OTHER,
}
_LOCATES = frozenset({"tracker", "mobile_unit", "phone"})
_HAS_MAINS = frozenset({"home_unit", "beacon", "audiovisual_unit", "breath_unit"})


class Spot(msgspec.Struct, frozen=True, gc=False):
    """Where something stood in [from_ms, to_ms). confirmed_ms: when a person last put it up or saw it there."""

    from_ms: int
    to_ms: int
    lat: float
    lon: float
    confirmed_ms: int


class Piece(msgspec.Struct, frozen=True, gc=False):
    """One device. voice: what it calls itself by radio, in lower case; empty: not known."""

    device_id: int
    kind: DeviceKind
    role: int
    voice: str
    spans: tuple[Span, ...]
    spots: tuple[Spot, ...]


class Equipment(msgspec.Struct, frozen=True, gc=False):
    """pieces: in the order in which their positions count. quiet: those that may have no modem of their own, and
    are heard only through others."""

    pieces: tuple[Piece, ...]
    quiet: frozenset[int]


def compile_equipment(
    devices: Sequence[tuple[int, tuple[Span, ...]]],
    worn: Iterable[Activation],
    known: dict[int, KnownDevice],
) -> Equipment | None:
    """None for one device alone: there is nobody for it to hear or contradict."""
    if len(devices) < 2:
        return None
    spots: dict[int, list[Spot]] = {}
    for each in worn:
        if each.installed_lat is not None and each.installed_lon is not None:
            confirmed_ms = each.from_ms if each.installed_ms is None else each.installed_ms
            end_ms = FOREVER_MS if each.to_ms is None else each.to_ms
            spot = Spot(each.from_ms, end_ms, each.installed_lat, each.installed_lon, confirmed_ms)
            spots.setdefault(each.device_id, []).append(spot)
    pieces = sorted(
        (
            _piece(device_id, spans, known.get(device_id), spots.get(device_id, []))
            for device_id, spans in devices
        ),
        key=lambda piece: (piece.role, piece.kind == "phone", piece.device_id),
    )
    quiet = frozenset(each.device_id for each in pieces if each.kind in ("bracelet", "beacon"))
    return Equipment(tuple(pieces), quiet if len(quiet) < len(pieces) else frozenset())


def _piece(device_id: int, spans: tuple[Span, ...], device: KnownDevice | None, spots: list[Spot]) -> Piece:
    kind: DeviceKind = "tracker" if device is None else device.kind
    voice = "" if device is None else device.radio_identity.lower()
    return Piece(device_id, kind, _ROLES[kind], voice, spans, tuple(spots))


def piece_of(equipment: Equipment, device_id: int) -> Piece:
    return next(piece for piece in equipment.pieces if piece.device_id == device_id)


def voiced(equipment: Equipment, identity: str) -> Piece | None:
    """The person's own device that calls itself so by radio; None: it is somebody else's."""
    voice = identity.lower()
    return next((piece for piece in equipment.pieces if piece.voice and piece.voice == voice), None)


def worn_since(piece: Piece, time_ms: int) -> int | None:
    """When the wearing that contains the instant began; None: it is not worn then."""
    return next((start for start, end in piece.spans if start <= time_ms < end), None)


def spot_at(piece: Piece, time_ms: int) -> Spot | None:
    return next((spot for spot in piece.spots if spot.from_ms <= time_ms < spot.to_ms), None)


def locates(kind: DeviceKind) -> bool:
    """Whether it is expected to say where it is."""
    return kind in _LOCATES


def stands(kind: DeviceKind) -> bool:
    """Whether it is put up somewhere, so that where it says it is presumes nothing of where it will be heard."""
    return _ROLES[kind] in (INSTALLED, BEACON, OTHER)


def has_mains(kind: DeviceKind) -> bool:
    """Whether it is fed from the mains where it stands; a charger that is pulled from what is worn says nothing."""
    return kind in _HAS_MAINS
