"""What people see while the demonstration runs, and at its end."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from baqylau.simulate.cities import UTC_OFFSET_MS
from baqylau.simulate.demo.cast import Member
from baqylau.simulate.demo.latency import Latencies
from baqylau.simulate.demo.outcome import Progress
from baqylau.simulate.wearer import Tally


def local_time(time_ms: int) -> str:
    """In Kazakhstan."""
    moment = datetime.fromtimestamp(time_ms / 1000, UTC) + timedelta(milliseconds=UTC_OFFSET_MS)
    return f"{moment:%d.%m.%Y %H:%M:%S}"


def whose(members: list[Member], tracks_found: bool) -> str:
    """Where the wearers' days come from, said plainly."""
    of = Counter(member.origin for member in members)
    phones = len({member.source for member in members if member.origin == "phone"})
    invented = "invented days and generated receiver noise (parameters measured on recorded phones)"
    if not tracks_found:
        return f"No recorded tracks were found: all {len(members)} wearers are generated, with {invented}."
    return (
        f"{of['phone']} wearers on recorded evenings of {phones} phones from Sao Paulo and {of['bus']} on "
        f"buses from Austin, turned rigidly on the sphere to Kazakh cities, so that their noise is as recorded; "
        f"{of['invented']} with {invented}."
    )


def running(now_ms: int, left: str, tally: Tally, progress: Progress, latencies: Latencies) -> Group:
    summary = latencies.summary()
    shown = "…" if summary["p50"] is None else f"{summary['p50']} ms, 99 % within {summary['p99']} ms"
    head = Text(f"{local_time(now_ms)} in Kazakhstan  {left}", style="bold")
    counts = Table.grid(padding=(0, 2))
    for name, value in (
        ("frames sent", f"{tally.frames_sent:,}"),
        ("frames acknowledged", f"{tally.frames_acknowledged:,}"),
        ("fixes acknowledged", f"{tally.fixes_acknowledged():,}"),
        ("fixes stored", f"{progress.fixes_stored:,}"),
        ("receipt to visible", shown),
        ("incidents", _counts(progress.incidents) or "none yet"),
        ("findings withdrawn", str(progress.findings_withdrawn)),
    ):
        counts.add_row(name, value)
    return Group(head, counts)


def _counts(by_kind: dict[str, int]) -> str:
    return ", ".join(f"{kind.replace('_', ' ')} {count}" for kind, count in by_kind.items())


def line(now_ms: int, tally: Tally, progress: Progress) -> str:
    """The same on one line, for output that is no terminal."""
    return (
        f"{local_time(now_ms)}: {tally.frames_sent} frames sent, {tally.frames_acknowledged} acknowledged, "
        f"{progress.fixes_stored} fixes stored, {sum(progress.incidents.values())} incidents"
    )


def by_class(report: dict[str, Any]) -> Table:
    """What was found of each class of device, against its script."""
    table = Table("class", "people", "devices", "reports", "found", "against the script")
    table.title = "The eight classes of device, by their script"
    for name, each in report["classes"].items():
        counts = (str(each[count]) for count in ("people", "devices", "reports"))
        found = [f"{kind.replace('_', ' ')} {count}" for kind, count in each["findings"].items()]
        wrong = [f"missed {one}" for one in each["missed"]] + [f"too much: {one}" for one in each["too_much"]]
        table.add_row(
            name.replace("_", " "),
            *counts,
            "\n".join(found or ["nothing"]),
            "\n".join(wrong or ["as written"]),
        )
    return table


def final(report: dict[str, Any]) -> Table:
    table = Table(title="The demonstration in figures", show_header=False)
    table.add_column(style="bold")
    table.add_column()
    for name, value in report.items():
        if name == "classes":
            continue
        shown = _counts(value) or "none" if isinstance(value, dict) else value
        table.add_row(name.replace("_", " "), str(shown))
    return table
