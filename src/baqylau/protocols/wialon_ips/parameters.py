"""Additional parameters of a data packet: NAME:TYPE:VALUE (Wialon IPS, "Additional Parameters (Params)").

The specification fixes one name of interest, `SOS`; the others are conventions of device makers and of Wialon's
own parameter names (`pwr_ext`, `pwr_int`), kept here as data. Names are compared without regard to case.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

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

NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "sos": ("sos", "panic", "alarm_button", "sos_button"),
    "battery": ("battery", "bat", "батарея", "аккумулятор", "заряд"),
    "battery_level": ("battery_level", "bat_level", "battery_percent", "charge_level"),
    "battery_voltage": ("pwr_int", "uacc", "battery_voltage", "bat_voltage", "vbat", "akb"),
    "battery_low": ("low_battery", "battery_low"),
    "charging": ("charging", "charger", "is_charging"),
    "supply": ("pwr_ext", "uext", "ext_voltage", "power"),
    "motion": ("motion", "moving", "движение"),
    "strap": ("strap", "strap_open", "belt", "belt_open"),
    "case": ("case", "case_open", "cover", "cover_open"),
    "jamming": ("jamming",),
    "gsm_jamming": ("gsm_jamming",),
    "gnss_jamming": ("gnss_jamming",),
    "tamper": ("tamper",),
    "antenna_cut": ("antenna_cut",),
    "towing": ("towing",),
    "alarm": ("alarm",),
    "accuracy": ("accuracy", "точность"),
}
"""What a parameter is about, and the names that devices give it."""

_MEANING = {name: meaning for meaning, names in NAMES.items() for name in names}

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


class Parameters(NamedTuple):
    """Parameters by what they are about, and those that describe the radio neighbourhood by name."""

    known: Mapping[str, Parameter]
    near: Mapping[str, Parameter]


NONE = Parameters({}, {})


def read_parameters(text: str) -> tuple[Parameters, str | None]:
    """The parameters that are known here, and the first that is not NAME:TYPE:VALUE, if any.

    A cause for help counts from any of its names, any other meaning from the first.
    """
    known: dict[str, Parameter] = {}
    near: dict[str, Parameter] = {}
    for item in text.split(",") if text not in ("", "NA") else ():
        parts = item.split(":", 2)
        if len(parts) != 3 or not parts[0] or parts[1] not in ("1", "2", "3"):
            return NONE, item
        name = parts[0].strip().lower()
        meaning = _MEANING.get(name)
        if meaning:
            given = Parameter(parts[1], parts[2])
            if meaning not in known or (meaning == "sos" and given.on):
                known[meaning] = given
        elif name.startswith(("mcc", "mnc", "lac", "cell_id", "wifi_")):
            near[name] = Parameter(parts[1], parts[2])
    return Parameters(known, near), None


def accuracy_m(given: Parameters) -> float | None:
    number = _number(given.known.get("accuracy"))
    return number if number is not None and number > 0 else None


def observe(time_ms: int, given: Parameters) -> list[Observation]:
    """What the parameters say, besides the position."""
    seen: list[Observation] = []
    if given.known:
        seen += _states(time_ms, given.known)
        seen += _supplies(time_ms, given.known)
        seen += _interference(time_ms, given.known)
    near = _network(time_ms, given.near) if given.near else None
    return [*seen, near] if near else seen


def _number(item: Parameter | None) -> float | None:
    return item.number if item else None


def _states(time_ms: int, known: Mapping[str, Parameter]) -> list[Observation]:
    seen: list[Observation] = []
    if (sos := known.get("sos")) and sos.on:
        seen.append(Sos(time_ms))
    if strap := known.get("strap"):
        seen.append(Strap(time_ms, strap.on))
    if case := known.get("case"):
        seen.append(Case(time_ms, case.on))
    if motion := known.get("motion"):
        seen.append(Motion(time_ms, motion.on))
    return seen


def _supplies(time_ms: int, known: Mapping[str, Parameter]) -> list[Observation]:
    seen: list[Observation] = []
    battery = _battery(time_ms, known)
    if battery:
        seen.append(battery)
    volts = _volts(_number(known.get("supply")))
    if volts is not None:
        seen.append(Power(time_ms, volts >= SUPPLIED_V, volts))
    return seen


def _battery(time_ms: int, known: Mapping[str, Parameter]) -> Battery | None:
    level, voltage = _battery_figures(known)
    charging = known.get("charging")
    low = known.get("battery_low")
    if level is None and voltage is None and not charging and not low:
        return None
    return Battery(time_ms, level, voltage, charging.on if charging else None, low.on if low else None)


def _battery_figures(known: Mapping[str, Parameter]) -> tuple[float | None, float | None]:
    """Level in percent and voltage; `battery` itself is either, told apart by type, sign and size."""
    level = _number(known.get("battery_level"))
    voltage = _volts(_number(known.get("battery_voltage")))
    either = known.get("battery")
    number = _number(either)
    if either and number is not None:
        if either.kind == "1" or "%" in either.value or number > _PERCENT_ABOVE:
            level = number if level is None else level
        elif voltage is None:
            voltage = number
    return level if level is not None and 0 <= level <= 100 else None, voltage


def _volts(number: float | None) -> float | None:
    return number / 1000 if number is not None and number > _MILLIVOLTS_ABOVE else number


def _interference(time_ms: int, known: Mapping[str, Parameter]) -> list[Observation]:
    signs = ("tamper", "antenna_cut", "towing")
    seen: list[Observation] = [Tamper(time_ms, sign) for sign in signs if sign in known and known[sign].on]
    if jamming := known.get("jamming"):
        seen.append(Jamming(time_ms, jamming.on))
    if gsm := known.get("gsm_jamming"):
        seen.append(Jamming(time_ms, gsm.on, "gsm"))
    if gnss := known.get("gnss_jamming"):
        seen.append(Jamming(time_ms, gnss.on, "gnss"))
    if (alarm := known.get("alarm")) and alarm.on:
        seen.append(_alarm(time_ms, alarm))
    return seen


def _alarm(time_ms: int, item: Parameter) -> Observation:
    word = re.sub(r"\W+", "_", item.value.strip().lower()).strip("_") if item.kind == "3" else ""
    if word in NAMES["sos"]:
        return Sos(time_ms)
    return Alarm(time_ms, word or "device_alarm")


def _network(time_ms: int, given: Mapping[str, Parameter]) -> Network | None:
    groups: dict[str, dict[str, Parameter]] = {}
    for name in given:
        if match := _NEAR.fullmatch(name):
            groups.setdefault(match[2], {})[match[1]] = given[name]
    cells = tuple(cell for one in groups.values() if (cell := _cell(one)))
    wifi = tuple(point for one in groups.values() if (point := _wifi(one)))
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
