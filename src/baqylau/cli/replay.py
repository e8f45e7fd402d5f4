"""`baqylau replay`: the rules, run over a track and an order in files, with nothing else needed."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from baqylau.rules.finding import Finding
    from baqylau.rules.programme import Programme
    from baqylau.rules.thresholds import Thresholds

_DEVICE = 1


def replay(
    order: Annotated[
        Path, typer.Argument(help="Order in the published format (JSON), or a list of its versions.")
    ],
    track: Annotated[Path, typer.Argument(help="CSV (time_unix,lat,lon,accuracy_m[,received_unix]) or GPX.")],
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

    from baqylau.observations.tracks import TrackError, read_track
    from baqylau.register.activation import Activation
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
        fixes = read_track(track, damage)
    except (OrderError, TrackError, OSError, msgspec.DecodeError, ValueError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    if damaged:
        typer.echo(f"{track}: {len(damaged)} damaged rows left out, {len(fixes)} used", err=True)
    first_ms = min(fix.received_ms for fix in fixes)
    started_ms = min(first_ms, *(fix.position.time_ms for fix in fixes))
    programme = compile_programme(1, versions, [Activation(0, _DEVICE, 1, started_ms)], figures)
    for finding in _findings(programme, fixes, end_ms, figures):
        sys.stdout.write(_line(finding) + "\n")


def _findings(
    programme: Programme, fixes: list[Any], end_ms: int | None, figures: Thresholds
) -> list[Finding]:
    from baqylau.rules.offline import Offline
    from baqylau.rules.state import Heard

    run = Offline(programme)
    batch: list[Heard] = []
    for number, (position, received_ms) in enumerate(fixes, start=1):
        if end_ms is not None and received_ms > end_ms:
            break
        if batch and batch[-1].received_ms != received_ms:
            run.hear(batch, batch[-1].received_ms)
            batch = []
        batch.append(Heard(position, received_ms, number, _DEVICE))
    if batch:
        run.hear(batch, batch[-1].received_ms)
    last_ms = fixes[-1].received_ms + round(figures.settle_s * 1000)
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
