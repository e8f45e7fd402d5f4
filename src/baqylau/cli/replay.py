"""`baqylau replay`: the rules, run over a track and an order in files, with nothing else needed."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from baqylau.cli.day import Day
    from baqylau.observations.tracks import Damage
    from baqylau.rules.finding import Finding
    from baqylau.rules.programme import Programme
    from baqylau.rules.state import Heard
    from baqylau.rules.thresholds import Thresholds

_DEVICE = 1


def replay(
    order: Annotated[
        Path, typer.Argument(help="Order in the published format (JSON), or a list of its versions.")
    ],
    track: Annotated[
        Path,
        typer.Argument(
            help="CSV (time_unix,lat,lon,accuracy_m[,received_unix]), GPX, or JSON lines of devices and what they said."
        ),
    ],
    until: Annotated[
        str | None,
        typer.Option(help="Let the clock run to this time (ISO 8601 with zone). Default: the last receipt."),
    ] = None,
    thresholds: Annotated[
        Path | None, typer.Option(help="JSON object of thresholds that differ from the defaults.")
    ] = None,
) -> None:
    """Try an order on a track: one JSON object a line for each finding, as it stands at the end.

    The clock runs to the last receipt plus the settling time, so that hours which began or ended by then are
    decided; what the silence after the end of the track would mean is left out unless --until says otherwise.
    """
    import msgspec

    from baqylau.observations.tracks import TrackError
    from baqylau.register.order import OrderError, read_versions
    from baqylau.rules.programme import compile_programme
    from baqylau.rules.thresholds import DEFAULT, read_thresholds

    damaged: list[int] = []

    def damage(line: int, what: str) -> None:
        damaged.append(line)
        typer.echo(f"{track}:{line}: {what}", err=True)

    try:
        figures = read_thresholds(thresholds.read_bytes()) if thresholds else DEFAULT
        end_ms = _moment_ms(until) if until else None
        versions = read_versions(order)
        day = _day(track, damage)
    except (OrderError, TrackError, OSError, msgspec.DecodeError, ValueError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    if damaged:
        typer.echo(f"{track}: {len(damaged)} damaged rows left out, {len(day.heard)} used", err=True)
    programme = compile_programme(1, versions, day.worn, figures, day.equipment)
    for finding in _findings(programme, day.heard, end_ms, figures):
        sys.stdout.write(_line(finding) + "\n")


def _day(track: Path, damage: Damage) -> Day:
    """Raises TrackError."""
    from baqylau.cli.day import Day, read_day
    from baqylau.observations.tracks import read_track
    from baqylau.register.activation import Activation
    from baqylau.rules.state import Heard

    if track.suffix.lower() == ".jsonl":
        return read_day(track, damage)
    fixes = read_track(track, damage)
    started_ms = min(min(fix.received_ms, fix.position.time_ms) for fix in fixes)
    heard = [
        Heard(position, at_ms, number, _DEVICE) for number, (position, at_ms) in enumerate(fixes, start=1)
    ]
    return Day([Activation(0, _DEVICE, 1, started_ms)], [], heard)


def _findings(
    programme: Programme, heard: list[Heard], end_ms: int | None, figures: Thresholds
) -> list[Finding]:
    from baqylau.rules.offline import Offline

    run = Offline(programme)
    batch: list[Heard] = []
    for each in heard:
        if end_ms is not None and each.received_ms > end_ms:
            break
        if batch and batch[-1].received_ms != each.received_ms:
            run.hear(batch, batch[-1].received_ms)
            batch = []
        batch.append(each)
    if batch:
        run.hear(batch, batch[-1].received_ms)
    last_ms = heard[-1].received_ms + round(figures.settle_s * 1000)
    run.hear([], last_ms if end_ms is None else end_ms)
    return run.findings()


def _line(finding: Finding) -> str:
    import msgspec

    row = {
        "finding": finding.kind,
        "condition": finding.condition,
        "began": iso(finding.began_ms),
        "decided": iso(finding.decided_ms),
        "ended": iso(finding.ended_ms),
        "late": finding.late,
        "withdrawn": iso(finding.withdrawn_ms),
        "severity": finding.severity,
        "because": [_ground(msgspec.to_builtins(ground)) for ground in finding.because],
    }
    return msgspec.json.encode(row).decode()


def _ground(row: dict[str, Any]) -> dict[str, Any]:
    return {name.removesuffix("_ms") if name in _TIMES else name: _shown(name, row[name]) for name in row}


_TIMES = ("time_ms", "received_ms")


def _shown(name: str, value: Any) -> Any:
    return iso(value) if name in _TIMES else value


def iso(time_ms: int | None) -> str | None:
    """ISO 8601 in UTC with Z, to the millisecond only where there is a fraction."""
    if time_ms is None:
        return None
    text = datetime.fromtimestamp(time_ms / 1000, UTC).isoformat(
        timespec="milliseconds" if time_ms % 1000 else "seconds"
    )
    return text.replace("+00:00", "Z")


def _moment_ms(text: str) -> int:
    from baqylau.register.order import epoch_ms

    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"--until {text}: the time needs a zone, as in 2024-02-29T22:00:00+05:00 or …Z")
    return epoch_ms(moment)


if __name__ == "__main__":
    typer.run(replay)
