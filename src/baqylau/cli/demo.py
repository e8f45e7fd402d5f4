"""`baqylau demo`: the whole system at work on real tracks, at sixty times speed."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import Annotated, Any

import typer
import uvloop
from rich.console import Console

from baqylau.platform.problems import OperatorProblem
from baqylau.simulate.demo import show
from baqylau.simulate.demo.run import Options, demonstrate
from baqylau.simulate.tracks import TrackError

TRACKS = Path("../shared/data/tracks")


def demo(
    for_s: Annotated[
        float | None, typer.Option("--for", min=1, help="Real seconds; default: until Ctrl-C.")
    ] = None,
    report: Annotated[Path | None, typer.Option(help="Write the figures to this file, as JSON.")] = None,
    people: Annotated[int, typer.Option(min=1, max=20_000, help="How many people wear a device.")] = 300,
    speed: Annotated[float, typer.Option(min=1, max=1000, help="Seconds in one real second.")] = 60.0,
    data: Annotated[
        Path | None, typer.Option(help="A new folder to keep the data in; default: a temporary one.")
    ] = None,
    tracks: Annotated[
        Path, typer.Option(help="Recorded tracks: `phones` and `vehicles`, or CSV and GPX files.")
    ] = TRACKS,
    seed: Annotated[int, typer.Option(help="The same seed gives the same people and noise.")] = 1,
) -> None:
    """Start everything, register people with orders, play their devices, and say what came of it.

    Ends with exit code 1 if anything that was acknowledged is not stored.
    """
    folder = data or Path(tempfile.mkdtemp(prefix="baqylau-demo-"))
    console = Console(stderr=True)
    options = Options(people, speed, seed, for_s, folder, tracks if tracks.exists() else None)
    try:
        found = uvloop.run(demonstrate(options, console))
    except (TrackError, OSError) as cause:
        raise OperatorProblem(str(cause)) from cause
    finally:
        if data is None:
            shutil.rmtree(folder, ignore_errors=True)
    if found is None:
        console.print("Stopped before it began.")
        raise typer.Exit(130)
    _tell(found, report, console)
    if found["lost"]:
        raise typer.Exit(1)


def _tell(found: dict[str, Any], report: Path | None, console: Console) -> None:
    console.print(show.by_class(found))
    console.print(show.final(found))
    if report is not None:
        report.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        console.print(f"Report: {report}")
