"""Data records: the ten fields of a short packet, the sixteen of an extended one, alone or in a black box.

Fields as in the specification's "Short Data Packet" and "Extended Data Packet": date; time; latitude; N or S;
longitude; E or W; speed; course; altitude; satellites [; HDOP; inputs; outputs; ADC; iButton; parameters].
A field without data is NA; devices leave it empty as well.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

from baqylau.observations import Contact, Observation, Position
from baqylau.protocols.language import FrameError
from baqylau.protocols.wialon_ips import parameters

SHORT_FIELDS = 10
EXTENDED_FIELDS = 16
FIX_SATELLITES = 3
"""Fewer satellites give no position; and a record that names none does not claim a fix."""

STRUCTURE = "-1"
TIME = "0"
COORDINATES = "10"
MOVEMENT = "11"
SATELLITES = "12"
INPUTS = "13"
ADC = "14"
PARAMETERS = "15"

NAMES: Final = (
    "date",
    "time",
    "latitude",
    "latitude sign",
    "longitude",
    "longitude sign",
    "speed",
    "course",
    "altitude",
    "satellites",
    "HDOP",
    "inputs",
    "outputs",
    "ADC",
    "iButton",
    "parameters",
)
_ABSENT = frozenset(("NA", ""))
_NUMBER = re.compile(r"-?\d+(?:\.\d*)?|-?\.\d+")
_ANGLE = re.compile(r"(\d{1,3})(\d\d(?:\.\d*)?)")
_DATE = re.compile(r"(\d\d)(\d\d)(\d\d)")
_CLOCK = re.compile(r"(\d\d)(\d\d)(\d\d)(?:\.(\d{1,9}))?")


class RecordError(FrameError):
    """A record that cannot be read, with the code that the specification gives for the kind of mistake."""

    def __init__(self, problem: str, *, field: str, offset: int, code: str) -> None:
        super().__init__(problem, field=field, offset=offset)
        self.code = code


def read_record(text: str, offset: int, now_ms: int, *, archived: bool) -> tuple[Observation, ...]:
    """The observations of one record that begins at byte `offset` of its frame; `text` has one letter a byte.

    A record without a time happened at `now_ms`. Raises RecordError.
    """
    fields = text.split(";")
    if len(fields) not in (SHORT_FIELDS, EXTENDED_FIELDS):
        raise RecordError(f"{len(fields)} fields", field="record", offset=offset, code=STRUCTURE)
    record = _Record(fields, offset)
    time_ms = record.time_ms(now_ms)
    given = record.given()
    position = record.position(time_ms, given, archived=archived)
    seen = parameters.observe(time_ms, given)
    return (position, *seen) if position else (tuple(seen) or (Contact(time_ms),))


class _Record:
    def __init__(self, fields: list[str], offset: int) -> None:
        self._fields = fields
        self._offset = offset

    def _error(self, index: int, code: str) -> RecordError:
        offset = self._offset + len(";".join((*self._fields[:index], "")))
        problem = f"not readable: {self._fields[index][:60]!r}"
        return RecordError(problem, field=NAMES[index], offset=offset, code=code)

    def _number(self, index: int, code: str, least: float, most: float) -> float | None:
        text = self._fields[index].strip()
        if text in _ABSENT:
            return None
        if not _NUMBER.fullmatch(text) or not least <= float(text) <= most:
            raise self._error(index, code)
        return float(text)

    def time_ms(self, now_ms: int) -> int:
        date_text, clock_text = self._fields[0], self._fields[1]
        if date_text in _ABSENT and clock_text in _ABSENT:
            return now_ms
        date = _DATE.fullmatch(date_text)
        clock = _CLOCK.fullmatch(clock_text)
        if not date or not clock:
            raise self._error(1 if date else 0, TIME)
        day, month, year = map(int, date.groups())
        hour, minute, second = map(int, clock.groups()[:3])
        try:
            at = datetime(2000 + year, month, day, hour, minute, second, tzinfo=UTC)
        except ValueError:
            raise self._error(0, TIME) from None
        return int(at.timestamp()) * 1000 + int((clock[4] or "0")[:3].ljust(3, "0"))

    def given(self) -> parameters.Parameters:
        if len(self._fields) == SHORT_FIELDS:
            return parameters.NONE
        self._check_inputs()
        given, wrong = parameters.read_parameters(_words(self._fields[15]))
        if wrong is not None:
            raise self._error(15, PARAMETERS)
        return given

    def _check_inputs(self) -> None:
        for index in (11, 12):
            self._number(index, INPUTS, 0, 2**64)
        text = self._fields[13]
        for item in text.split(",") if text not in _ABSENT else ():
            if item not in _ABSENT and not _NUMBER.fullmatch(item.strip()):
                raise self._error(13, ADC)

    def position(self, time_ms: int, given: parameters.Parameters, *, archived: bool) -> Position | None:
        lat = self._angle(2, "NS", 90)
        lon = self._angle(4, "EW", 180)
        if (lat is None) != (lon is None):
            raise self._error(2 if lat is None else 4, COORDINATES)
        speed = self._number(6, MOVEMENT, 0, 10_000)
        course = self._number(7, MOVEMENT, 0, 360)
        altitude = self._number(8, MOVEMENT, -100_000, 100_000)
        satellites = self._number(9, SATELLITES, 0, 255)
        hdop = self._number(10, SATELLITES, 0, 1_000_000) if len(self._fields) > SHORT_FIELDS else None
        if lat is None or lon is None:
            return None
        return Position(
            time_ms,
            lat,
            lon,
            satellites is not None and satellites >= FIX_SATELLITES,
            "unknown" if satellites is None else "satellite",
            parameters.accuracy_m(given),
            hdop,
            None if satellites is None else int(satellites),
            altitude,
            speed,
            course,
            archived,
        )

    def _angle(self, index: int, signs: str, most: int) -> float | None:
        text, sign = self._fields[index].strip(), self._fields[index + 1].strip()
        if text in _ABSENT and sign in _ABSENT:
            return None
        match = _ANGLE.fullmatch(text)
        if not match:
            raise self._error(index, COORDINATES)
        if sign not in signs or not sign:
            raise self._error(index + 1, COORDINATES)
        degrees = int(match[1]) + float(match[2]) / 60
        if degrees > most:
            raise self._error(index, COORDINATES)
        return degrees if sign == signs[0] else -degrees


def _words(text: str) -> str:
    """Names and values of parameters: UTF-8, or the Cyrillic code page of older trackers."""
    data = text.encode("latin-1")
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1251", "replace")
