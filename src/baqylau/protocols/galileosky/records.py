"""One record of tags to observations (Galileosky, "Table 2. GalileoSky protocol tags")."""

from __future__ import annotations

from struct import Struct

from baqylau.observations import (
    Alarm,
    Battery,
    CommandResult,
    Contact,
    Jamming,
    Motion,
    Observation,
    Position,
    Power,
    Source,
    Tamper,
)
from baqylau.protocols.galileosky import tags
from baqylau.protocols.galileosky.tags import Record
from baqylau.protocols.language import FrameError

LOWEST_SUPPLY_V = 5.0
"""No terminal runs from less (their data sheets begin at 9 V): below it the supply counts as cut."""

_PLACE = Struct("<Bii")
_MOVEMENT = Struct("<HH")
_HEIGHT = Struct("<h")
_WORD = Struct("<H")
_SECONDS = Struct("<I")

_SATELLITE, _CELL = 0, 2

_MOVING, _TILTED, _NO_SIM = 0x0001, 0x0002, 0x0008
_BATTERY_LOW, _ANTENNA_OFF, _BUS_LOW = 0x0020, 0x0040, 0x0080
_SUPPLY_LOW, _IMPACT, _ALARM = 0x0100, 0x0400, 0x8000
_TROUBLE = _TILTED | _NO_SIM | _ANTENNA_OFF | _BUS_LOW | _SUPPLY_LOW | _IMPACT | _ALARM
_GSM_JAMMED, _GNSS_JAMMED = 0x0004, 0x0010


def observe(data: bytes, record: Record, now_ms: int, *, archived: bool) -> list[Observation]:
    """Everything the record says; a record without a time is heard now. Raises FrameError."""
    time_ms = _time_ms(data, record, now_ms)
    seen: list[Observation] = []
    if tags.PLACE in record:
        seen.append(_position(data, record, time_ms, archived=archived))
    seen += conditions(data, record, time_ms)
    if tags.ANSWER in record:
        seen += [Contact(time_ms), _answer(data, record, time_ms)]
    return seen or [Contact(time_ms)]


def _time_ms(data: bytes, record: Record, now_ms: int) -> int:
    at = record.get(tags.TIME)
    seconds: int = _SECONDS.unpack_from(data, at)[0] if at is not None else 0
    if not seconds:
        return now_ms
    fraction = record.get(tags.MILLISECONDS)
    milliseconds: int = _WORD.unpack_from(data, fraction)[0] if fraction is not None else 0
    return seconds * 1000 + milliseconds


def _position(data: bytes, record: Record, time_ms: int, *, archived: bool) -> Position:
    at = record[tags.PLACE]
    origin, lat, lon = _PLACE.unpack_from(data, at)
    if not -90_000_000 <= lat <= 90_000_000 or not -180_000_000 <= lon <= 180_000_000:
        raise FrameError(
            f"{lat}, {lon} is no place in millionths of a degree", field="coordinates", offset=at
        )
    kind = origin >> 4
    cell = kind == _CELL
    source: Source = "cell" if cell else "satellite"
    dilution = data[record[tags.DILUTION]] if tags.DILUTION in record else 0
    return Position(
        time_ms,
        lat / 1_000_000,
        lon / 1_000_000,
        kind == _SATELLITE or cell,
        source,
        dilution * 10.0 if dilution and cell else None,
        dilution / 10 if dilution and not cell else None,
        None if cell else origin & 0x0F,
        height_m(data, record),
        *movement(data, record),
        archived,
    )


def _answer(data: bytes, record: Record, time_ms: int) -> CommandResult:
    """E1: text of an answer to a command, E0 its number."""
    at = record[tags.ANSWER]
    text = data[at + 1 : at + 1 + data[at]].decode("latin-1")
    number = int.from_bytes(data[record[tags.COMMAND] :][:4], "little") if tags.COMMAND in record else 0
    return CommandResult(time_ms, "done", str(number) if number else "", text)


def height_m(data: bytes, record: Record) -> float | None:
    at = record.get(tags.HEIGHT)
    return None if at is None else float(_HEIGHT.unpack_from(data, at)[0])


def movement(data: bytes, record: Record) -> tuple[float | None, float | None]:
    """Speed in km/h and course in degrees."""
    at = record.get(tags.MOVEMENT)
    if at is None:
        return None, None
    speed, course = _MOVEMENT.unpack_from(data, at)
    return speed / 10, course / 10


def conditions(data: bytes, record: Record, time_ms: int) -> list[Observation]:
    """Everything but the position: battery, supply, motion, alarms, jamming."""
    seen: list[Observation] = []
    at = record.get(tags.STATUS)
    status: int | None = _WORD.unpack_from(data, at)[0] if at is not None else None
    if status is not None or tags.BATTERY in record:
        seen.append(_battery(data, record, time_ms, status))
    if tags.SUPPLY in record:
        voltage_v = _WORD.unpack_from(data, record[tags.SUPPLY])[0] / 1000
        seen.append(Power(time_ms, voltage_v >= LOWEST_SUPPLY_V, voltage_v))
    if status is not None:
        seen.append(Motion(time_ms, moving=bool(status & _MOVING)))
        if status & _TROUBLE:
            seen += _troubles(time_ms, status)
    if tags.EXTENDED_STATUS in record:
        extended: int = _WORD.unpack_from(data, record[tags.EXTENDED_STATUS])[0]
        seen.append(Jamming(time_ms, bool(extended & _GSM_JAMMED), "gsm"))
        seen.append(Jamming(time_ms, bool(extended & _GNSS_JAMMED), "gnss"))
    return seen


def _battery(data: bytes, record: Record, time_ms: int, status: int | None) -> Battery:
    at = record.get(tags.BATTERY)
    voltage_v = _WORD.unpack_from(data, at)[0] / 1000 if at is not None else None
    low = bool(status & _BATTERY_LOW) if status is not None else None
    return Battery(time_ms, None, voltage_v, None, low)


def _troubles(time_ms: int, status: int) -> list[Observation]:
    every: tuple[tuple[int, Observation], ...] = (
        (_TILTED, Alarm(time_ms, "tilt")),
        (_NO_SIM, Alarm(time_ms, "sim_missing")),
        (_ANTENNA_OFF, Tamper(time_ms, "gnss_antenna_lost")),
        (_BUS_LOW, Alarm(time_ms, "internal_voltage_low")),
        (_SUPPLY_LOW, Alarm(time_ms, "external_power_low")),
        (_IMPACT, Alarm(time_ms, "impact")),
        (_ALARM, Alarm(time_ms, "device_alarm")),
    )
    return [trouble for bit, trouble in every if status & bit]
