"""Why the rules use a fix or not, by their own thresholds and their own judgement of clocks. Pure."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from baqylau.console.routes.shapes import SOURCES
from baqylau.console.tracks.fixes import Fixes, times_ms
from baqylau.observations.kinds import Position
from baqylau.rules.clocks import true_time
from baqylau.rules.finding import Finding
from baqylau.rules.programme import Programme
from baqylau.rules.state import Heard, Worn
from baqylau.rules.thresholds import Thresholds

REASONS = ("used", "invalid", "not_worn", "before_activation", "too_inaccurate", "clock_wrong")
_USED, _INVALID, _NOT_WORN, _BEFORE, _INACCURATE, _CLOCK = range(6)


def accuracies_m(fixes: Fixes, thresholds: Thresholds) -> NDArray[np.float64]:
    """`baqylau.rules.signals.accuracy_of` for all of them at once."""
    usual = np.array([getattr(thresholds, f"{source}_accuracy_m") for source in SOURCES], np.float64)
    stated, hdop = fixes["accuracy_m"].astype(np.float64), fixes["hdop"].astype(np.float64)
    by_hdop = np.where(
        np.isfinite(hdop) & (hdop > 0), hdop * thresholds.range_error_m, usual[fixes["source"]]
    )
    return np.where(np.isfinite(stated) & (stated > 0), stated, by_hdop)


def circles_m(fixes: Fixes, thresholds: Thresholds) -> NDArray[np.float64]:
    """Radius within which the rules take the person to be."""
    accurate: NDArray[np.float64] = np.maximum(
        accuracies_m(fixes, thresholds) * thresholds.accuracy_factor, thresholds.accuracy_floor_m
    )
    return accurate


def reasons(fixes: Fixes, programme: Programme) -> NDArray[np.int8]:
    """An index of REASONS a fix; of several reasons the one that the rules meet first."""
    thresholds = programme.thresholds
    found = np.full(len(fixes), _USED, np.int8)
    found[circles_m(fixes, thresholds) > thresholds.usable_accuracy_m] = _INACCURATE
    worn, before = _worn(fixes, programme)
    found[~worn] = _NOT_WORN
    found[~worn & before] = _BEFORE
    found[_clock_wrong(fixes, programme)] = _CLOCK
    on_earth = (np.abs(fixes["lat"]) <= 90) & (np.abs(fixes["lon"]) <= 180)
    found[~(fixes["valid"] & on_earth)] = _INVALID
    return found


def _worn(fixes: Fixes, programme: Programme) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Worn under an order when it happened; before the device was first worn so."""
    happened_ms = times_ms(fixes, "happened_us")
    worn, before = np.zeros(len(fixes), bool), np.zeros(len(fixes), bool)
    for device_id, spans in programme.devices:
        of_device = fixes["device_id"] == device_id
        for begin_ms, end_ms in spans:
            worn |= of_device & (happened_ms >= begin_ms) & (happened_ms < end_ms)
        if spans:
            before |= of_device & (happened_ms < spans[0][0])
    return worn, before


def _clock_wrong(fixes: Fixes, programme: Programme) -> NDArray[np.bool_]:
    """Whose own time the rules do not believe. Most tracks have no lag that makes them ask."""
    thresholds = programme.thresholds
    happened_ms, received_ms = times_ms(fixes, "happened_us"), times_ms(fixes, "received_us")
    lag_ms = received_ms - happened_ms
    odd = (lag_ms < -thresholds.clock_ahead_s * 1000) | (lag_ms >= thresholds.clock_behind_s * 1000)
    wrong = np.zeros(len(fixes), bool)
    if not odd.any():
        return wrong
    devices: dict[int, Worn] = {
        device_id: Worn(device_id, spans[0][0], spans[-1][1], 0, 0)
        for device_id, spans in programme.devices
        if spans
    }
    changed: dict[str, Finding] = {}
    columns = (fixes["device_id"], happened_ms, received_ms, fixes["archived"])
    device_ids, happened, received, archived = (column.tolist() for column in columns)
    for number in np.lexsort((happened_ms, received_ms)).tolist():
        worn = devices.get(device_ids[number])
        if worn is None:
            continue
        position = Position(happened[number], 0.0, 0.0, archived=archived[number])
        heard = Heard(position, received[number], number, worn.device_id)
        wrong[number] = true_time(programme, worn, heard, changed) != happened[number]
    return wrong
