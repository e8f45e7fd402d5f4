"""People, places and days for tests of the rules."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, radians
from typing import Any

from hypothesis import strategies as st

from baqylau.observations.kinds import (
    Battery,
    Case,
    Contact,
    IdentityConflict,
    Jamming,
    Observation,
    Position,
    Sos,
    Strap,
    Tamper,
)
from baqylau.register.activation import Activation
from baqylau.register.order import parse_order, versions_in_force
from baqylau.rules.finding import POSITIONAL, Finding
from baqylau.rules.offline import Offline
from baqylau.rules.programme import Programme, compile_programme
from baqylau.rules.state import Heard

HOME = (43.24, 76.90)
BEGIN_MS = 1_741_600_800_000
"""2025-03-10 15:00 in Almaty (UTC+5)."""
MINUTE_MS = 60_000

_SPOTS = {
    "home": (0, 0),
    "door": (95, 0),
    "street": (160, 0),
    "school": (2000, 0),
    "ring": (2250, 0),
    "work": (-3000, 0),
}


def point(east_m: float, north_m: float = 0) -> tuple[float, float]:
    return HOME[0] + north_m / 111_100, HOME[1] + east_m / (111_320 * cos(radians(HOME[0])))


def circle(east_m: float, radius_m: float) -> dict[str, Any]:
    lat, lon = point(east_m)
    return {"type": "Point", "coordinates": [lon, lat], "radius_m": radius_m}


def order(*conditions: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {
        "person": {"name": "a person"},
        "timezone": "Asia/Almaty",
        "ground": "restriction_of_liberty",
        "valid": {"from": "2025-03-01T00:00:00+05:00", "to": None},
        "conditions": list(conditions),
        **fields,
    }


CURFEW = {
    "id": "home",
    "kind": "curfew",
    "place": circle(0, 100),
    "hours": [
        {"days": "mon-sun", "from": "22:00", "to": "06:00"},
        {"days": "mon-sun", "from": "16:00", "to": "17:30"},
    ],
}
EXCLUSION = {"id": "school", "kind": "exclusion", "place": circle(2000, 150), "warning_m": 150}
INCLUSION = {"id": "town", "kind": "inclusion", "place": circle(0, 2500)}
ATTENDANCE = {
    "id": "sign-in",
    "kind": "attendance",
    "place": circle(-3000, 100),
    "hours": [{"days": "mon-sun", "from": "18:00", "to": "19:00"}],
}


def programme_of(*conditions: dict[str, Any]) -> Programme:
    return compile_programme(
        7, versions_in_force([parse_order(order(*conditions))]), [Activation(0, 1, 7, BEGIN_MS)]
    )


ALL = programme_of(CURFEW, EXCLUSION, INCLUSION, ATTENDANCE)


@st.composite
def days(draw: st.DrawFn) -> list[Position]:
    """A person going between a few spots for some hours, with fixes of all kinds of accuracy, in order of time."""
    fixes = []
    time_ms = BEGIN_MS
    for _ in range(draw(st.integers(1, 12))):
        east, north = _SPOTS[draw(st.sampled_from(sorted(_SPOTS)))]
        for _ in range(draw(st.integers(1, 8))):
            time_ms += draw(st.sampled_from([20_000, MINUTE_MS, MINUTE_MS, 5 * MINUTE_MS, 40 * MINUTE_MS]))
            lat, lon = point(east, north)
            accuracy_m = draw(st.sampled_from([3.0, 10.0, 25.0, 80.0, 600.0]))
            fixes.append(Position(time_ms, lat, lon, accuracy_m=accuracy_m, archived=True))
    return fixes


@st.composite
def talk(draw: st.DrawFn) -> list[Heard]:
    """What a device says of itself and where it is, at all kinds of intervals, heard as it happens."""
    heard = []
    time_ms = BEGIN_MS
    for number in range(draw(st.integers(1, 30))):
        time_ms += draw(
            st.sampled_from([1_000, 30_000, MINUTE_MS, 20 * MINUTE_MS, 70 * MINUTE_MS, 130 * MINUTE_MS])
        )
        lag_ms = draw(st.sampled_from([0, 0, 0, 2_000, -3_600_000, 3_600_000]))
        observation = draw(st.sampled_from(_WORDS))(time_ms - lag_ms)
        heard.append(Heard(observation, time_ms, number, 1))
    return heard


_WORDS: list[Callable[[int], Observation]] = [
    lambda time_ms: Position(time_ms, *HOME, accuracy_m=10),
    lambda time_ms: Position(time_ms, *point(3000), accuracy_m=10),
    lambda time_ms: Position(time_ms, *HOME, valid=False),
    Contact,
    lambda time_ms: Strap(time_ms, True),
    lambda time_ms: Strap(time_ms, False),
    lambda time_ms: Case(time_ms, True),
    lambda time_ms: Battery(time_ms, level_percent=15),
    lambda time_ms: Battery(time_ms, level_percent=5),
    lambda time_ms: Battery(time_ms, level_percent=22, low=False),
    lambda time_ms: Battery(time_ms, voltage_v=3.4, charging=False),
    lambda time_ms: Battery(time_ms, level_percent=50, charging=True),
    Sos,
    lambda time_ms: Jamming(time_ms, True),
    lambda time_ms: Jamming(time_ms, False),
    lambda time_ms: Tamper(time_ms, "antenna_cut"),
    lambda time_ms: IdentityConflict(time_ms, "a", "b"),
]


def heard_of(fixes: list[Position], delays_ms: list[int] | None = None) -> list[Heard]:
    delays_ms = delays_ms or [0] * len(fixes)
    heard = [
        Heard(fix, fix.time_ms + delay_ms, number, 1)
        for number, (fix, delay_ms) in enumerate(zip(fixes, delays_ms, strict=True), start=1)
    ]
    return sorted(heard, key=lambda each: each.received_ms)


def run(programme: Programme, heard: list[Heard], end_ms: int) -> list[Finding]:
    offline = Offline(programme)
    for each in heard:
        offline.hear([each], each.received_ms)
    offline.hear([], end_ms)
    return offline.findings()


def standing(findings: list[Finding]) -> set[tuple[Any, ...]]:
    """What stands of the findings about places, without when and how late it was decided."""
    return {
        (f.finding_id, f.kind, f.began_ms, f.ended_ms, f.severity)
        for f in findings
        if f.kind in POSITIONAL and f.withdrawn_ms is None
    }
