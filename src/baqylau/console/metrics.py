"""Figures for Prometheus, read from the tables: they survive a restart and are the same from every console."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from psycopg.rows import DictRow

from baqylau.console.database import Connection, first, rows
from baqylau.incidents.instants import instant, milliseconds


@dataclass(frozen=True, slots=True)
class Figure:
    """One metric with its values by label."""

    name: str
    help: str
    labels: tuple[str, ...]
    values: tuple[tuple[tuple[str, ...], float], ...]
    counter: bool = False


class Figures(Collector):
    """Figures that were read, as prometheus_client wants them."""

    def __init__(self, found: Sequence[Figure]) -> None:
        self._found = found

    def collect(self) -> Iterable[Metric]:
        for one in self._found:
            family = (CounterMetricFamily if one.counter else GaugeMetricFamily)(
                one.name, one.help, labels=one.labels
            )
            for labels, value in one.values:
                family.add_metric(labels, value)
            yield family


def _by(found: list[DictRow], value: str, *labels: str) -> tuple[tuple[tuple[str, ...], float], ...]:
    return tuple((tuple(str(row[label]) for label in labels), float(row[value])) for row in found)


async def figures(database: Connection, now_ms: int) -> list[Figure]:
    """All of them. now_ms: the system's clock, which ages are measured by."""
    return [*await _incidents(database), *await _people(database, now_ms), *await _parts(database)]


async def _incidents(database: Connection) -> list[Figure]:
    found = await rows(database, "findings_by_kind")
    return [
        Figure(
            "baqylau_incidents",
            "Incidents that are not closed",
            ("priority", "state"),
            _by(await rows(database, "incidents_by_priority"), "incidents", "priority", "state"),
        ),
        Figure(
            "baqylau_incidents_closed",
            "Incidents closed so far",
            ("disposition",),
            _by(await rows(database, "closed_by_disposition"), "incidents", "disposition"),
            counter=True,
        ),
        Figure(
            "baqylau_findings", "Findings so far", ("kind",), _by(found, "findings", "kind"), counter=True
        ),
        Figure(
            "baqylau_findings_withdrawn",
            "Findings that later data disproved",
            ("kind",),
            _by(found, "withdrawn", "kind"),
        ),
        Figure(
            "baqylau_notifications",
            "Notifications by what became of them",
            ("state",),
            _by(await rows(database, "notifications_by_state"), "notifications", "state"),
        ),
        Figure(
            "baqylau_reminders",
            "Reminders to wearers by SMS and e-mail, by what became of them",
            ("means", "state"),
            _by(await rows(database, "reminders_by_state"), "reminders", "means", "state"),
        ),
    ]


async def _people(database: Connection, now_ms: int) -> list[Figure]:
    people = await first(database, "people_counts", now=instant(now_ms)) or {}
    newest = await first(database, "newest_visible", now=instant(now_ms)) or {}
    ages = tuple(
        ((clock,), (now_ms - milliseconds(newest[f"{clock}_at"])) / 1000)
        for clock in ("visible", "received")
        if newest.get(f"{clock}_at") is not None
    )
    return [
        Figure(
            "baqylau_newest_fix_age_seconds",
            "Age of the newest fix of the devices worn now, by the system's clock",
            ("since",),
            ages,
        ),
        Figure(
            "baqylau_people",
            "People monitored, and ordered but not monitored",
            ("standing",),
            tuple(((name,), float(count)) for name, count in people.items()),
        ),
    ]


async def _parts(database: Connection) -> list[Figure]:
    return [
        Figure(
            "baqylau_table_rows_estimate",
            "Rows, as the database's statistics have them",
            ("table",),
            _by(await rows(database, "table_sizes"), "rows", "name"),
        ),
        Figure(
            "baqylau_process_restarts",
            "Processes that died and were started again",
            ("process",),
            _by(await rows(database, "restarts"), "restarts", "process"),
            counter=True,
        ),
        Figure(
            "baqylau_process_count",
            "What each process counts",
            ("process", "name"),
            _by(await rows(database, "counters"), "value", "process", "name"),
        ),
    ]


def unread_maps(unread: Mapping[str, int]) -> Figure:
    """Of this process alone: each console counts its own papers."""
    return Figure(
        "baqylau_papers_without_map",
        "Papers drawn without a map that could not be read, by the console that answers",
        ("map",),
        tuple(((which,), float(unread.get(which, 0))) for which in ("country", "streets")),
        counter=True,
    )
