"""One OwnTracks payload, whatever carried it (OwnTracks booklet, "JSON": owntracks.org/booklet/tech/json)."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import msgspec

from baqylau.observations import (
    Alarm,
    Battery,
    Contact,
    Nearby,
    Network,
    Observation,
    Position,
    Power,
    WifiPoint,
)
from baqylau.protocols.language import FrameError

_BYTE = re.compile(r"\(byte (\d+)\)")
_BSSID = re.compile(r"[0-9a-f]{1,2}(?::[0-9a-f]{1,2}){5}", re.ASCII | re.I)
_FIRST_S, _LAST_S = 946_684_800, 4_102_444_800
_CHARGES = {1: False, 2: True, 3: False}
"""bs: 0 unknown, 1 unplugged, 2 charging, 3 full."""
_PLUGGED = {2, 3}
_OTHERS = frozenset(
    ("card", "cmd", "configuration", "dump", "request", "status", "steps", "waypoint", "waypoints")
)


class _Payload(msgspec.Struct, rename={"kind": "_type"}):
    kind: str
    lat: float | None = None
    lon: float | None = None
    tst: int | float | None = None
    acc: float | None = None
    alt: float | None = None
    vel: float | None = None
    cog: float | None = None
    batt: float | None = None
    bs: int | None = None
    bssid: str | None = msgspec.field(name="BSSID", default=None)
    t: str | None = None
    tid: str | None = None
    topic: str | None = None
    event: str | None = None
    uuid: str | None = None
    major: int | None = None
    minor: int | None = None
    rssi: int | None = None


class Report(NamedTuple):
    """`device`: "user/device" of the topic, else the two letters of the tracker ID, else None."""

    device: str | None
    observations: tuple[Observation, ...]


_decoder = msgspec.json.Decoder(_Payload)


def read_payload(payload: bytes, now_ms: int, topic: str = "") -> Report:
    """Reads what was published under `topic` (MQTT) or posted (""). Raises FrameError.

    A last will is the broker's word, not the device's: no observation.
    """
    try:
        given = _decoder.decode(payload)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        place = _BYTE.search(str(error))
        raise FrameError(str(error), field="payload", offset=int(place[1]) if place else 0) from error
    device = _of_topic(topic or given.topic or "") or given.tid
    if given.kind == "encrypted":
        raise FrameError("encrypted payloads are not taken: no key is kept here", field="_type", offset=0)
    if given.kind == "lwt":
        return Report(device, ())
    if given.kind not in ("location", "transition", "beacon", *_OTHERS):
        raise FrameError(f"{given.kind[:40]!r} is not known", field="_type", offset=0)
    return Report(device, _observe(given, now_ms))


def _of_topic(topic: str) -> str | None:
    """owntracks/<user>/<device>[/…]."""
    parts = topic.strip("/").split("/")
    return "/".join(parts[1:3]) if len(parts) >= 3 else None


def _observe(given: _Payload, now_ms: int) -> tuple[Observation, ...]:
    time_ms = _time_ms(given, now_ms)
    seen: list[Observation] = []
    if given.kind in ("location", "transition"):
        seen.append(_position(given, time_ms))
    if given.kind == "transition":
        seen.append(Alarm(time_ms, "fence_entered" if given.event == "enter" else "fence_left"))
    if given.kind == "beacon" and given.uuid:
        parts = (given.uuid[:64], *(str(part) for part in (given.major, given.minor) if part is not None))
        seen.append(Nearby(time_ms, ":".join(parts), signal_dbm=_signal(given.rssi)))
    seen += _states(given, time_ms)
    return tuple(seen) or (Contact(time_ms),)


def _signal(rssi: int | None) -> int | None:
    return rssi if rssi is not None and -200 < rssi < 0 else None


def _time_ms(given: _Payload, now_ms: int) -> int:
    if given.tst is None:
        return now_ms
    if not _FIRST_S <= given.tst < _LAST_S:
        raise FrameError(f"not a time: {given.tst}", field="tst", offset=0)
    return round(given.tst * 1000)


def _position(given: _Payload, time_ms: int) -> Position:
    lat, lon = given.lat, given.lon
    if lat is None or lon is None or abs(lat) > 90 or abs(lon) > 180:
        raise FrameError(
            "no place on Earth", field="lat" if lat is None or abs(lat) > 90 else "lon", offset=0
        )
    return Position(
        time_ms,
        lat,
        lon,
        # Zero and zero is what is sent where there was no fix.
        valid=(lat, lon) != (0, 0),
        source="fused",
        accuracy_m=given.acc if given.acc is not None and given.acc > 0 else None,
        altitude_m=given.alt,
        speed_kmh=_known(given.vel),
        course_deg=_course(given.cog),
    )


def _known(value: Any) -> float | None:
    """Phones write -1 for what they do not know."""
    return None if value is None or value < 0 else float(value)


def _course(value: float | None) -> float | None:
    return _known(value) if value is None or value <= 360 else None


def _states(given: _Payload, time_ms: int) -> list[Observation]:
    seen: list[Observation] = []
    level = given.batt if given.batt is not None and 0 <= given.batt <= 100 else None
    charging = _CHARGES.get(given.bs) if given.bs is not None else None
    if level is not None or charging is not None:
        seen.append(Battery(time_ms, level, charging=charging))
    if given.bs in _PLUGGED:
        seen.append(Power(time_ms, connected=True))
    if given.bssid and _BSSID.fullmatch(given.bssid):
        bssid = ":".join(part.zfill(2) for part in given.bssid.lower().split(":"))
        seen.append(Network(time_ms, (), (WifiPoint(bssid),)))
    return seen
