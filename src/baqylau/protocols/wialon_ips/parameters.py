"""Additional parameters of a data packet: NAME:TYPE:VALUE (Wialon IPS, "Additional Parameters (Params)").

The specification fixes one name of interest, `SOS`; the others are conventions of device makers and of Wialon's
own parameter names (`pwr_ext`, `pwr_int`), kept here as data. Names are compared without regard to case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final, Literal, NamedTuple

from baqylau.observations import (
    Alarm,
    Battery,
    Case,
    Cell,
    Jamming,
    Motion,
    Network,
    Observation,
    Power,
    Sos,
    Strap,
    Tamper,
    WifiPoint,
)

SOS = frozenset(("sos", "panic", "alarm_button", "sos_button"))
BATTERY = frozenset(("battery", "bat", "батарея", "аккумулятор", "заряд"))
BATTERY_LEVEL = frozenset(("battery_level", "bat_level", "battery_percent", "charge_level"))
BATTERY_VOLTAGE = frozenset(("pwr_int", "uacc", "battery_voltage", "bat_voltage", "vbat", "akb"))
BATTERY_LOW = frozenset(("low_battery", "battery_low"))
CHARGING = frozenset(("charging", "charger", "is_charging"))
SUPPLY = frozenset(("pwr_ext", "uext", "ext_voltage", "power"))
MOTION = frozenset(("motion", "moving", "движение"))
STRAP = frozenset(("strap", "strap_open", "belt", "belt_open"))
CASE = frozenset(("case", "case_open", "cover", "cover_open"))
JAMMING: Final[Mapping[str, Literal["gsm", "gnss", "unknown"]]] = {
    "jamming": "unknown",
    "gsm_jamming": "gsm",
    "gnss_jamming": "gnss",
}
TAMPER: Final[Mapping[str, str]] = {"tamper": "tamper", "antenna_cut": "antenna_cut", "towing": "towing"}
ACCURACY = frozenset(("accuracy", "точность"))

SUPPLIED_V = 1.0
"""External voltage from which a supply counts as connected: open wires measure tens of millivolts."""
_MILLIVOLTS_ABOVE = 200
"""No wearable or vehicle supply has so many volts: larger figures are millivolts."""
_PERCENT_ABOVE = 20
"""`battery` of type 2 up to this is a voltage, above it a level; no tracker's battery has 20 V."""

_LARGEST = 1e15
"""No parameter read here is larger; a longer row of digits is no number."""

_NO = frozenset(("", "0", "0.0", "false", "off", "no", "na", "нет", "closed"))
_NUMBER = re.compile(r"-?\d+(?:\.\d*)?|-?\.\d+")
_NEAR = re.compile(r"(mcc|mnc|lac|cell_id|wifi_mac|wifi_rssi)_?(\d*)")
_MAC = re.compile(r"(?:[0-9a-f]{2}[:-]?){5}[0-9a-f]{2}")


class Parameter(NamedTuple):
    """kind: 1 integer, 2 fraction, 3 text."""

    kind: str
    value: str

    @property
    def on(self) -> bool:
        return self.value.strip().lower() not in _NO

    @property
    def number(self) -> float | None:
        text = self.value.strip().removesuffix("%").strip()
        number = float(text) if _NUMBER.fullmatch(text) else None
        return number if number is not None and abs(number) < _LARGEST else None


Parameters = Mapping[str, Parameter]


def read_parameters(text: str) -> tuple[dict[str, Parameter], str | None]:
    """The parameters by name in lower case, and the first that is not NAME:TYPE:VALUE, if any."""
    found: dict[str, Parameter] = {}
    for item in text.split(",") if text not in ("", "NA") else ():
        parts = item.split(":", 2)
        if len(parts) != 3 or not parts[0] or parts[1] not in ("1", "2", "3"):
            return found, item
        found[parts[0].strip().lower()] = Parameter(parts[1], parts[2])
    return found, None


def accuracy_m(given: Parameters) -> float | None:
    item = _first(given, ACCURACY)
    number = item.number if item else None
    return number if number is not None and number > 0 else None


def observe(time_ms: int, given: Parameters) -> list[Observation]:
    """What the parameters say, besides the position."""
    if not given:
        return []
    seen: list[Observation] = []
    if any(given[name].on for name in SOS & given.keys()):
        seen.append(Sos(time_ms))
    seen += _states(time_ms, given)
    seen += _supplies(time_ms, given)
    seen += _interference(time_ms, given)
    near = _network(time_ms, given)
    return [*seen, near] if near else seen


def _first(given: Parameters, names: Iterable[str]) -> Parameter | None:
    return next((given[name] for name in given if name in names), None)


def _states(time_ms: int, given: Parameters) -> list[Observation]:
    seen: list[Observation] = []
    if strap := _first(given, STRAP):
        seen.append(Strap(time_ms, strap.on))
    if case := _first(given, CASE):
        seen.append(Case(time_ms, case.on))
    if motion := _first(given, MOTION):
        seen.append(Motion(time_ms, motion.on))
    return seen


def _supplies(time_ms: int, given: Parameters) -> list[Observation]:
    seen: list[Observation] = []
    battery = _battery(time_ms, given)
    if battery:
        seen.append(battery)
    supply = _first(given, SUPPLY)
    volts = _volts(supply.number) if supply else None
    if volts is not None:
        seen.append(Power(time_ms, volts >= SUPPLIED_V, volts))
    return seen


def _battery(time_ms: int, given: Parameters) -> Battery | None:
    level, voltage = _battery_figures(given)
    charging = _first(given, CHARGING)
    low = _first(given, BATTERY_LOW)
    if (level, voltage, charging, low) == (None, None, None, None):
        return None
    return Battery(time_ms, level, voltage, charging.on if charging else None, low.on if low else None)


def _battery_figures(given: Parameters) -> tuple[float | None, float | None]:
    """Level in percent and voltage; `battery` itself is either, told apart by type, sign and size."""
    level_item = _first(given, BATTERY_LEVEL)
    voltage_item = _first(given, BATTERY_VOLTAGE)
    level = level_item.number if level_item else None
    voltage = _volts(voltage_item.number) if voltage_item else None
    either = _first(given, BATTERY)
    number = either.number if either else None
    if either and number is not None:
        if either.kind == "1" or "%" in either.value or number > _PERCENT_ABOVE:
            level = number if level is None else level
        elif voltage is None:
            voltage = number
    return level if level is not None and 0 <= level <= 100 else None, voltage


def _volts(number: float | None) -> float | None:
    return number / 1000 if number is not None and number > _MILLIVOLTS_ABOVE else number


def _interference(time_ms: int, given: Parameters) -> list[Observation]:
    seen: list[Observation] = []
    for name in given:
        item = given[name]
        if name in JAMMING:
            seen.append(Jamming(time_ms, item.on, JAMMING[name]))
        elif name in TAMPER and item.on:
            seen.append(Tamper(time_ms, TAMPER[name]))
        elif name == "alarm" and item.on:
            seen.append(_alarm(time_ms, item))
    return seen


def _alarm(time_ms: int, item: Parameter) -> Observation:
    word = re.sub(r"\W+", "_", item.value.strip().lower()).strip("_") if item.kind == "3" else ""
    if word in SOS:
        return Sos(time_ms)
    return Alarm(time_ms, word or "device_alarm")


def _network(time_ms: int, given: Parameters) -> Network | None:
    near: dict[str, dict[str, Parameter]] = {}
    for name in given:
        if match := _NEAR.fullmatch(name):
            near.setdefault(match[2], {})[match[1]] = given[name]
    cells = tuple(cell for one in near.values() if (cell := _cell(one)))
    wifi = tuple(point for one in near.values() if (point := _wifi(one)))
    return Network(time_ms, cells, wifi) if cells or wifi else None


def _cell(one: Mapping[str, Parameter]) -> Cell | None:
    if not one.keys() >= {"mcc", "mnc", "lac", "cell_id"}:
        return None
    numbers = [one[name].number for name in ("mcc", "mnc", "lac", "cell_id")]
    whole = [int(number) for number in numbers if number is not None and number >= 0]
    return Cell(*whole) if len(whole) == 4 else None


def _wifi(one: Mapping[str, Parameter]) -> WifiPoint | None:
    mac = one["wifi_mac"].value.strip().lower() if "wifi_mac" in one else ""
    if not _MAC.fullmatch(mac):
        return None
    digits = mac.replace(":", "").replace("-", "")
    rssi = one["wifi_rssi"].number if "wifi_rssi" in one else None
    pairs = ":".join(digits[at : at + 2] for at in range(0, 12, 2))
    return WifiPoint(pairs, None if rssi is None else int(rssi))
