"""What one transaction of the monitor stores: frames, fixes, signals, findings, states and how far it read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import msgspec
from psycopg.types.json import Jsonb

from baqylau.incidents import store as incidents
from baqylau.incidents.terms import DEFAULT_TERMS, Terms
from baqylau.monitor import rows
from baqylau.monitor.duplicates import Fresh, detail_of, kind_of
from baqylau.observations import Position
from baqylau.observations.kinds import Network
from baqylau.observations.reports import Report
from baqylau.platform.instants import to_datetime
from baqylau.platform.postgres import Queries
from baqylau.register.store import Connection
from baqylau.rules.finding import Finding

SIGNAL_COPY = (
    "COPY signals (device_id, happened_at, kind, frame_id, ordinal, activation_id, received_at, visible_at, detail) "
    "FROM STDIN"
)
FIX_COPY = f"COPY fixes ({rows.FIX_COLUMNS}) FROM STDIN (FORMAT binary)"
FRAME_COPY = f"COPY frames ({rows.FRAME_COLUMNS}) FROM STDIN (FORMAT binary)"


@dataclass(slots=True)
class Snapshot:
    """A person's state as it was once: see person_snapshots."""

    person_id: int
    judged_ms: int
    before_frame: int
    state: bytes


@dataclass(slots=True)
class Commit:
    """Rows gathered for one transaction. `flush` writes them without ending it, so that queries can see them."""

    connection: Connection
    queries: Queries
    visible_ms: int
    terms: Terms = DEFAULT_TERMS
    fixes: list[bytes] = field(default_factory=list)
    frames: list[bytes] = field(default_factory=list)
    signals: list[tuple[Any, ...]] = field(default_factory=list)
    findings: dict[str, Finding] = field(default_factory=dict)
    snapshots: list[Snapshot] = field(default_factory=list)
    states: dict[int, bytes] = field(default_factory=dict)
    cells: dict[int, Network] = field(default_factory=dict)

    def store(self, frame_id: int, report: Report, fresh: Fresh) -> None:
        """A report that says what no stored one does, or only that the device is there. fresh: what is new in it."""
        received = rows.postgres_time(report.received_ms)
        visible = rows.postgres_time(self.visible_ms)
        self.frames.append(
            rows.frame_row(
                frame_id,
                report.device_id,
                report.activation_id,
                received,
                report.protocol.encode(),
                report.raw,
            )
        )
        for ordinal, observation in fresh:
            if type(observation) is Position:
                self.fixes.append(
                    rows.fix_row(
                        observation,
                        device_id=report.device_id,
                        ordinal=ordinal,
                        activation_id=report.activation_id,
                        received=received,
                        visible=visible,
                        frame_id=frame_id,
                    )
                )
            else:
                if type(observation) is Network and observation.cells:
                    self._note_cell(report.device_id, observation)
                self.signals.append(
                    (
                        report.device_id,
                        to_datetime(observation.time_ms),
                        kind_of(observation),
                        frame_id,
                        ordinal,
                        report.activation_id,
                        to_datetime(report.received_ms),
                        to_datetime(self.visible_ms),
                        Jsonb(detail_of(observation)),
                    )
                )

    def _note_cell(self, device_id: int, network: Network) -> None:
        known = self.cells.get(device_id)
        if known is None or known.time_ms <= network.time_ms:
            self.cells[device_id] = network

    def find(self, findings: Iterable[Finding]) -> None:
        self.findings.update((finding.finding_id, finding) for finding in findings)

    async def flush(self, now_ms: int) -> None:
        """Writes what was gathered into the open transaction."""
        async with self.connection.cursor() as cursor:
            await _copy(cursor, FRAME_COPY, self.frames)
            await _copy(cursor, FIX_COPY, self.fixes)
            if self.signals:
                async with cursor.copy(SIGNAL_COPY) as copy:
                    for row in self.signals:
                        await copy.write_row(row)
            if self.findings:
                await cursor.executemany(
                    self.queries["save_findings"],
                    [finding_row(finding, self.visible_ms) for finding in self.findings.values()],
                )
        if self.findings:
            await incidents.take_in(self.connection, tuple(self.findings.values()), now_ms, self.terms)
        if self.cells:
            await self.connection.execute(self.queries["save_cells"], _cell_columns(self.cells))
        await self._flush_states()
        self.cells.clear()
        self.frames.clear()
        self.fixes.clear()
        self.signals.clear()
        self.findings.clear()

    async def _flush_states(self) -> None:
        if self.states:
            await self.connection.execute(
                self.queries["save_states"],
                {"people": list(self.states), "states": list(self.states.values())},
            )
            self.states.clear()
        if self.snapshots:
            await self.connection.execute(
                self.queries["save_snapshots"],
                {
                    "people": [each.person_id for each in self.snapshots],
                    "judged": [each.judged_ms for each in self.snapshots],
                    "frames": [each.before_frame for each in self.snapshots],
                    "states": [each.state for each in self.snapshots],
                },
            )
            self.snapshots.clear()


def _cell_columns(heard: dict[int, Network]) -> dict[str, list[Any]]:
    """The first cell of each: devices name the one that serves them first."""
    rows = [
        {
            "device_id": device_id,
            "mcc": network.cells[0].mcc,
            "mnc": network.cells[0].mnc,
            "lac": network.cells[0].lac,
            "cell_id": network.cells[0].cell_id,
            "heard_at": to_datetime(network.time_ms),
        }
        for device_id, network in sorted(heard.items())
    ]
    return {name: [row[name] for row in rows] for name in rows[0]}


async def _copy(cursor: Any, statement: str, packed: list[bytes]) -> None:
    if not packed:
        return
    async with cursor.copy(statement) as copy:
        await copy.write(b"".join((rows.HEADER, *packed, rows.TRAILER)))


def finding_row(finding: Finding, visible_ms: int) -> dict[str, Any]:
    return {
        "finding_id": finding.finding_id,
        "person_id": finding.person_id,
        "condition": finding.condition,
        "device_id": finding.device_id,
        "kind": finding.kind,
        "severity": finding.severity,
        "began_at": to_datetime(finding.began_ms),
        "decided_at": to_datetime(finding.decided_ms),
        "ended_at": None if finding.ended_ms is None else to_datetime(finding.ended_ms),
        "late": finding.late,
        "withdrawn_at": None if finding.withdrawn_ms is None else to_datetime(finding.withdrawn_ms),
        "because": Jsonb(msgspec.to_builtins(finding.because)),
        "visible_at": to_datetime(visible_ms),
    }
