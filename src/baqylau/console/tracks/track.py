"""A track ready to be shown or written: fixes, reasons, gaps, zones and findings of a span of time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from psycopg.rows import DictRow

from baqylau.console.routes.shapes import SOURCES
from baqylau.console.tracks.fixes import Fixes, times_ms
from baqylau.console.tracks.reasons import REASONS, circles_m, reasons
from baqylau.incidents.instants import milliseconds
from baqylau.register.order import OrderVersion
from baqylau.rules.programme import Programme


@dataclass(frozen=True)
class WholeTrack:
    """periods: the times asked for in which an order needed positions, milliseconds."""

    person_id: int
    periods: Sequence[tuple[int, int]]
    fixes: Fixes
    programme: Programme
    versions: Sequence[OrderVersion]
    devices: Sequence[DictRow]
    findings: Sequence[DictRow]

    @property
    def gap_s(self) -> float:
        """Fixes further apart do not support each other."""
        return self.programme.thresholds.evidence_gap_s

    @cached_property
    def reasons(self) -> NDArray[np.int8]:
        """Of each fix, an index of REASONS."""
        return reasons(self.fixes, self.programme)

    def shown(self) -> dict[str, Any]:
        """What the replay is drawn from, as JSON; a missing value is NaN, which is written as null."""
        return {
            "person_id": self.person_id,
            "from_ms": self.periods[0][0],
            "to_ms": self.periods[-1][1],
            "periods": self.periods,
            "count": len(self.fixes),
            "devices": self.devices,
            "sources": SOURCES,
            "reasons": REASONS,
            "columns": self.columns(),
            "gaps": list(self.gaps()),
            "gap_s": self.gap_s,
            "zones": list(self.zones()),
            "findings": [_finding(row) for row in self.findings],
        }

    def columns(self) -> dict[str, list[Any]]:
        fixes = self.fixes
        happened_ms, received_ms = times_ms(fixes, "happened_us"), times_ms(fixes, "received_us")
        ids = np.array([one["device_id"] for one in self.devices], np.int64)
        found: dict[str, NDArray[Any]] = {
            "time_ms": happened_ms,
            "lat": np.round(fixes["lat"].astype(np.float64), 6),
            "lon": np.round(fixes["lon"].astype(np.float64), 6),
            "accuracy_m": np.round(fixes["accuracy_m"].astype(np.float64), 1),
            "circle_m": np.round(circles_m(fixes, self.programme.thresholds), 1),
            "speed_kmh": np.round(fixes["speed_kmh"].astype(np.float64), 1),
            "source": fixes["source"],
            "device": np.searchsorted(ids, fixes["device_id"]),
            "valid": fixes["valid"].astype(np.int8),
            "archived": fixes["archived"].astype(np.int8),
            "lag_s": np.round((received_ms - happened_ms) / 1000, 1),
            "reason": reasons(fixes, self.programme),
        }
        return {name: column.tolist() for name, column in found.items()}

    def gaps(self) -> Iterator[tuple[int, int]]:
        """Times without a fix that the rules use, longer than `gap_s`, within the periods."""
        used_ms = times_ms(self.fixes, "happened_us")[self.reasons == 0]
        for begin_ms, end_ms in self.periods:
            within = used_ms[(used_ms >= begin_ms) & (used_ms < end_ms)]
            edges = np.concatenate(([begin_ms], within, [end_ms]))
            wide = np.flatnonzero(np.diff(edges) > self.gap_s * 1000)
            yield from ((int(edges[one]), int(edges[one + 1])) for one in wide)

    def zones(self) -> Iterator[dict[str, Any]]:
        """Places of the conditions that were in force within the periods."""
        for version in self.versions:
            ends_ms = version.in_force_to_ms
            if not any(b < (ends_ms or e) and version.in_force_from_ms < e for b, e in self.periods):
                continue
            for condition in version.order.conditions:
                if condition.place is None:
                    continue
                yield {
                    "condition": condition.id,
                    "kind": condition.kind,
                    "from_ms": version.in_force_from_ms,
                    "to_ms": ends_ms,
                    "place": condition.place.model_dump(mode="json"),
                    "warning_m": condition.warning_m,
                }


def _finding(row: DictRow) -> dict[str, Any]:
    return {
        "finding_id": str(row["finding_id"]),
        "kind": row["kind"],
        "severity": row["severity"],
        "condition": row["condition"],
        "began_ms": milliseconds(row["began_at"]),
        "ended_ms": milliseconds(row["ended_at"]),
        "withdrawn": row["withdrawn_at"] is not None,
    }
