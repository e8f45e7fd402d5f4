"""AVL elements: which numbered values of a record are read, and what each one says.

An id means different things in different device families, so an element counts only when it has the size that
its page in the vendor's wiki gives; any other value is passed over. The pages:

- FMB: "FMB120 Teltonika Data Sending Parameters ID" and the equal pages of FMC, FMM and FTC devices
- Mobility: "Full AVL ID List (Mobility)": TMT250, GH5200, TFT100, TST100, TAT100
- TMT250: "TMT250 Features settings"; TAT240: "TAT240 Features settings"
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from baqylau.observations import (
    Alarm,
    Battery,
    Cell,
    Jamming,
    Motion,
    Network,
    Observation,
    Power,
    Sos,
    Tamper,
)

Values = Mapping[int, int]
Reader = Callable[[int, int], Observation | None]

HDOP = 182
EXTERNAL_VOLTAGE = 66
BATTERY_VOLTAGE = 67
BATTERY_LEVEL = 113
CHARGER = 116
UNPLUG = 252
CELL_ID = 205
AREA_CODE = 206
OPERATOR = 241

SUPPLIED_MV = 1000
"""External voltage from which a supply counts as connected: open wires measure tens of millivolts."""


class Element(NamedTuple):
    """One AVL id that alone makes an observation: (time_ms, value) -> observation or nothing."""

    avl_id: int
    size_bytes: int
    name: str
    page: str
    read: Reader


def _alarm(name: str) -> Reader:
    return lambda time_ms, value: Alarm(time_ms, name) if value else None


_HOLDER = {0: "holder_removed", 3: "surface_left"}


def _holder(time_ms: int, value: int) -> Observation | None:
    return Tamper(time_ms, _HOLDER[value]) if value in _HOLDER else None


ELEMENTS = (
    Element(236, 1, "Alarm (button)", "Mobility; TMT250", lambda at, value: Sos(at) if value else None),
    Element(240, 1, "Movement", "FMB; Mobility", lambda at, value: Motion(at, value != 0)),
    Element(242, 1, "ManDown", "Mobility; TMT250", _alarm("man_down")),
    Element(246, 1, "Towing", "FMB", lambda at, value: Tamper(at, "towing") if value else None),
    Element(247, 1, "Crash detection", "FMB", _alarm("crash")),
    Element(249, 1, "Jamming", "FMB; Mobility", lambda at, value: Jamming(at, value != 0, "gsm")),
    Element(318, 1, "GNSS jamming", "FMB", lambda at, value: Jamming(at, value != 0, "gnss")),
    Element(20019, 2, "Tamper (holder)", "TAT240", _holder),
)

_ONE_BYTE = {element.avl_id: element.read for element in ELEMENTS if element.size_bytes == 1}
_TWO_BYTES = {element.avl_id: element.read for element in ELEMENTS if element.size_bytes == 2}
_ONE_BYTE_IDS = frozenset(_ONE_BYTE)
_TWO_BYTE_IDS = frozenset(_TWO_BYTES)


def observe(time_ms: int, one: Values, two: Values) -> list[Observation]:
    """What the elements of one and of two bytes say, besides the position."""
    seen: list[Observation] = []
    _alone(seen, time_ms, one, _ONE_BYTE, _ONE_BYTE_IDS)
    if 20019 in two:
        _alone(seen, time_ms, two, _TWO_BYTES, _TWO_BYTE_IDS)
    if BATTERY_VOLTAGE in two or BATTERY_LEVEL in one:
        seen.append(_battery(time_ms, one, two))
    if EXTERNAL_VOLTAGE in two or UNPLUG in one:
        seen.append(_power(time_ms, one, two))
    return seen


def _alone(
    seen: list[Observation], time_ms: int, values: Values, readers: Mapping[int, Reader], ids: frozenset[int]
) -> None:
    for avl_id in sorted(values.keys() & ids):
        observation = readers[avl_id](time_ms, values[avl_id])
        if observation is not None:
            seen.append(observation)


def _battery(time_ms: int, one: Values, two: Values) -> Battery:
    level = one.get(BATTERY_LEVEL)
    voltage_mv = two.get(BATTERY_VOLTAGE)
    # Vehicle trackers use 116 for a value from the CAN bus; beside a battery level it means the charger.
    charging = None if level is None or CHARGER not in one else one[CHARGER] != 0
    return Battery(
        time_ms,
        float(level) if level is not None and level <= 100 else None,
        None if voltage_mv is None else voltage_mv / 1000,
        charging,
    )


def _power(time_ms: int, one: Values, two: Values) -> Power:
    voltage_mv = two.get(EXTERNAL_VOLTAGE)
    unplugged = one.get(UNPLUG)
    connected = unplugged == 0 if unplugged is not None else (voltage_mv or 0) >= SUPPLIED_MV
    return Power(time_ms, connected, None if voltage_mv is None else voltage_mv / 1000)


def network(time_ms: int, two: Values, four: Values) -> Network | None:
    """The serving cell, if the record has operator, area and cell. Cell ids of four bytes are not read."""
    operator = four.get(OPERATOR, 0)
    area = two.get(AREA_CODE)
    cell = two.get(CELL_ID)
    if not operator or area is None or cell is None:
        return None
    # Written as digits: three of country, then two or three of network.
    places = 100 if operator < 100_000 else 1000
    return Network(time_ms, (Cell(operator // places, operator % places, area, cell),))
