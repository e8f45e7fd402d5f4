"""Additional items of a location: one byte of id, one of length, then the value.

Only the ids of the standard are the same for all; from 0x50 on makers differ, so an item counts only with
the length that its source gives it. Others are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from struct import Struct

from baqylau.observations import Alarm, Battery, Cell, Network, Observation, Power, WifiPoint
from baqylau.protocols.jt808.header import Packet

LOWEST_SUPPLY_V = 5.0
"""A device runs from 9 V and more, a lithium cell has less than 5: the line between supply and battery."""


class Report:
    """What the items of one location say, before its time is known to all of it."""

    __slots__ = (
        "cells",
        "charging",
        "cut",
        "hdop",
        "level_percent",
        "low",
        "moving",
        "names",
        "satellites",
        "supply_v",
        "voltage_v",
        "wifi",
    )

    def __init__(self) -> None:
        self.satellites: int | None = None
        self.hdop: float | None = None
        self.level_percent: float | None = None
        self.voltage_v: float | None = None
        self.charging: bool | None = None
        self.low: bool | None = None
        self.supply_v: float | None = None
        self.cut: bool | None = None
        self.moving: bool | None = None
        self.names: list[str] = []
        self.cells: list[Cell] = []
        self.wifi: list[WifiPoint] = []

    def level(self, percent: int) -> None:
        if percent <= 100:
            self.level_percent = float(percent)

    def voltage(self, volts: float) -> None:
        if volts >= LOWEST_SUPPLY_V:
            self.supply_v = volts
        elif volts:
            self.voltage_v = volts

    def battery(self, time_ms: int) -> list[Observation]:
        given = (self.level_percent, self.voltage_v, self.charging, self.low)
        return [Battery(time_ms, *given)] if given != (None, None, None, None) else []

    def power(self, time_ms: int) -> list[Observation]:
        if self.cut is None and self.supply_v is None:
            return []
        connected = not self.cut if self.supply_v is None else self.supply_v >= LOWEST_SUPPLY_V
        return [Power(time_ms, connected and not self.cut, self.supply_v)]

    def alarms(self, time_ms: int) -> list[Observation]:
        return [Alarm(time_ms, name) for name in dict.fromkeys(self.names)]

    def network(self, time_ms: int) -> list[Observation]:
        if not self.cells and not self.wifi:
            return []
        return [Network(time_ms, tuple(self.cells), tuple(self.wifi))]


def read(packet: Packet, data: bytes, at: int, *, base: int = 0) -> Report:
    """The items of `data`, which begins at `base` of the body, from `at` on. FrameError: one is cut off."""
    report = Report()
    end = len(data)
    while at + 2 <= end:
        kind, size = data[at], data[at + 1]
        after = at + 2 + size
        if after > end:
            raise packet.fail(f"0x{kind:02x} ends at byte {after} of {end}", "item", base + at)
        reader = _ITEMS.get(kind)
        if reader is not None and size:
            reader(report, data[at + 2 : after])
        at = after
    if at != end:
        raise packet.fail("one byte is left", "item", base + at)
    return report


_ZONE = re.compile(rb"\xeb[\x06-\x09]UTC([+-])(\d{1,2}):(\d\d)")


def zone_ms(data: bytes) -> int | None:
    """The zone that item 0xEB names ("UTC+8:00"); None where there is none."""
    if b"UTC" not in data or not (found := _ZONE.search(data)):
        return None
    minutes = int(found[2]) * 60 + int(found[3])
    return (-minutes if found[1] == b"-" else minutes) * 60_000


def _word(value: bytes) -> int:
    return int.from_bytes(value[:2], "big")


def signal(value: int) -> int | None:
    """dBm of a signed byte; None for what is no such level."""
    return value - 256 if value > 127 else None


def mac(value: bytes) -> str:
    return value.hex(":")


def _satellites(report: Report, value: bytes) -> None:
    report.satellites = value[0]


def _lock_text(report: Report, value: bytes) -> None:
    digits = value[10:13]
    if value[:4] == b"*M00" and digits.isdigit():
        report.voltage_v = int(digits) / 100


_CELL_2G = Struct(">HBHHB")
_CELL_4G = Struct(">HBHIB")
_CELL_AOVX = Struct(">HHIIB")


def _cells_2g(report: Report, value: bytes) -> None:
    for at in range(1, len(value) - _CELL_2G.size + 1, _CELL_2G.size):
        mcc, mnc, lac, cell, level = _CELL_2G.unpack_from(value, at)
        _add_cell(report, mcc, mnc, lac, cell, level)


def _cells_4g(report: Report, value: bytes) -> None:
    for at in range(1, len(value) - _CELL_4G.size + 1, _CELL_4G.size):
        mcc, mnc, lac, cell, level = _CELL_4G.unpack_from(value, at)
        _add_cell(report, mcc, mnc, lac, cell, level)


def _cells_aovx(report: Report, value: bytes) -> None:
    for at in range(0, len(value) - _CELL_AOVX.size + 1, _CELL_AOVX.size):
        mcc, mnc, cell, lac, level = _CELL_AOVX.unpack_from(value, at)
        _add_cell(report, mcc, mnc, lac, cell, level)


def _add_cell(report: Report, mcc: int, mnc: int, lac: int, cell: int, level: int) -> None:
    if mcc and cell:
        report.cells.append(Cell(mcc, mnc, lac, cell, signal(level)))


def _wifi(report: Report, value: bytes) -> None:
    for at in range(len(value) % 7, len(value) - 6, 7):
        report.wifi.append(WifiPoint(mac(value[at : at + 6]), signal(value[at + 6])))


def _wifi_or_alarms(report: Report, value: bytes) -> None:
    if len(value) == 2:
        report.names += [name for bit, name in _EXTENDED_ALARMS.items() if _word(value) >> bit & 1]
    elif len(value) % 7 == 0:
        _wifi(report, value)


_EXTENDED_ALARMS = {
    0: "harsh_acceleration",
    1: "harsh_deceleration",
    2: "harsh_braking",
    3: "sharp_turn",
    4: "crash",
    5: "rollover",
}
_BEHAVIOUR = {8: "harsh_acceleration", 9: "harsh_braking", 10: "sharp_turn"}


def _behaviour(report: Report, value: bytes) -> None:
    if len(value) == 8:
        report.names += [name for bit, name in _BEHAVIOUR.items() if _word(value) >> bit & 1]


def _tenths_or_percent(report: Report, value: bytes) -> None:
    if len(value) != 2:
        return
    if value[1]:
        report.level(value[1])
    elif value[0] <= 10:
        report.level(value[0] * 10)


def _supply_hundredths(report: Report, value: bytes) -> None:
    if len(value) == 2:
        report.supply_v = _word(value) / 100


def _supply_tenths(report: Report, value: bytes) -> None:
    if len(value) == 2:
        report.supply_v = _word(value) / 10


def _voltage_hundredths(report: Report, value: bytes) -> None:
    if len(value) == 2:
        report.voltage(_word(value) / 100)


def _level(report: Report, value: bytes) -> None:
    if len(value) == 1:
        report.level(value[0])


def _level_or_supply(report: Report, value: bytes) -> None:
    _level(report, value)
    _supply_tenths(report, value)


def _vibration(report: Report, value: bytes) -> None:
    if len(value) == 4 and value[3] & 0x08:
        report.names.append("vibration")


def _charge_and_level(report: Report, value: bytes) -> None:
    if len(value) == 2:
        report.charging = value[0] == 0
        report.level(value[1])


def _motion(report: Report, value: bytes) -> None:
    if len(value) == 1:
        report.moving = bool(value[0])


def _signal_and_voltages(report: Report, value: bytes) -> None:
    if len(value) == 6:
        report.supply_v = _word(value[1:]) / 1000
        report.voltage_v = _word(value[3:]) / 1000
        report.satellites = value[5]


def _wireless_mode(report: Report, value: bytes) -> None:
    """G10LS: bit 0 of the fourth byte is the charger, bit 1 that charging is complete."""
    if len(value) == 4:
        report.cut = not value[3] & 1
        report.charging = value[3] & 3 == 1


def _battery_state(report: Report, value: bytes) -> None:
    if len(value) >= 4:
        report.voltage(int.from_bytes(value[:4], "big") / 1000)
    if len(value) >= 5:
        report.charging = value[4] in (2, 3)
    if len(value) >= 6:
        report.level(value[5])


def _dilution(report: Report, value: bytes) -> None:
    if len(value) == 18 and (tenths := _word(value[10:])):
        report.hdop = tenths / 10


def _extension(report: Report, value: bytes) -> None:
    """0xEB: a list of length, type and value; or cells of one operator; or the name of a zone."""
    if value[:3] == b"UTC" or len(value) < 4:
        return
    if _word(value) > 200:
        for at in range(3, len(value) - 4, 5):
            _add_cell(
                report, _word(value), value[2], _word(value[at:]), _word(value[at + 2 :]), value[at + 4]
            )
        return
    at = 0
    while at + 4 <= len(value):
        after = at + 2 + _word(value[at:])
        reader = _EXTENSIONS.get(_word(value[at + 2 :]))
        if reader is not None and at + 4 < after <= len(value):
            reader(report, value[at + 4 : after])
        at = max(after, at + 4)


def _millivolts(report: Report, value: bytes) -> None:
    report.voltage(int.from_bytes(value, "big") / 1000)


def _supply_alarm(report: Report, value: bytes) -> None:
    """Bits are 0 where the alarm is on."""
    if len(value) == 4 and not value[3] & 0x01:
        report.cut = True


def _movement_alarm(report: Report, value: bytes) -> None:
    if len(value) == 4 and not value[3] & 0x40:
        report.names.append("vibration")


def _low_battery(report: Report, value: bytes) -> None:
    if value[0] in (3, 4):
        report.low = True


def _wifi_text(report: Report, value: bytes) -> None:
    words = value[1:].split(b",")
    for address, level in zip(words[::2], words[1::2], strict=False):
        if _ADDRESS.fullmatch(address) and _LEVEL.fullmatch(level):
            report.wifi.append(WifiPoint(address.decode().lower(), int(level)))


_ADDRESS = re.compile(rb"(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}")
_LEVEL = re.compile(rb"-\d{1,3}")
_CELL_EXTENSION = Struct(">HBHI")


def _cell(report: Report, value: bytes) -> None:
    if len(value) == _CELL_EXTENSION.size:
        mcc, mnc, lac, cell = _CELL_EXTENSION.unpack(value)
        _add_cell(report, mcc, mnc, lac, cell, 0)


_Reader = Callable[[Report, bytes], None]

_EXTENSIONS: dict[int, _Reader] = {
    0x002D: _millivolts,
    0x0089: _supply_alarm,
    0x00A8: _level,
    0x00B9: _wifi_text,
    0x00C5: _movement_alarm,
    0x00C6: _low_battery,
    0x00CE: _supply_hundredths,
    0x00D8: _cell,
    0x00E1: _level,
}

_ITEMS: dict[int, _Reader] = {
    0x31: _satellites,
    0x33: _lock_text,
    0x53: _cells_2g,
    0x54: _wifi,
    0x56: _tenths_or_percent,
    0x57: _behaviour,
    0x5D: _cells_4g,
    0x61: _supply_hundredths,
    0x69: _voltage_hundredths,
    0x82: _supply_tenths,
    0xD0: _vibration,
    0xD3: _supply_tenths,
    0xD4: _level,
    0xD5: _voltage_hundredths,
    0xE1: _level_or_supply,
    0xE4: _charge_and_level,
    0xE5: _motion,
    0xEB: _extension,
    0xEE: _signal_and_voltages,
    0xF0: _cells_aovx,
    0xF4: _wifi_or_alarms,
    0xF6: _wireless_mode,
    0xF7: _battery_state,
    0xF9: _dilution,
    0xFE: _level,
}
