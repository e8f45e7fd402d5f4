"""`baqylau simulate`: wearers whose devices speak to a gateway over real sockets."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, cast

import typer
import uvloop
from rich.console import Console

from baqylau.cli import simulate_script
from baqylau.platform.clock import SystemClock, clock_from
from baqylau.platform.data_folder import DataFolder
from baqylau.platform.problems import OperatorProblem
from baqylau.platform.settings import load_settings
from baqylau.simulate.demo.cast import Member
from baqylau.simulate.demo.cast import cast as make_cast
from baqylau.simulate.demo.devices import addresses, devices
from baqylau.simulate.demo.registering import register_file
from baqylau.simulate.network import Weather
from baqylau.simulate.speak import PROTOCOLS, ProtocolName
from baqylau.simulate.tracks import TrackError
from baqylau.simulate.twins.people import twins_of
from baqylau.simulate.twins.script import Script
from baqylau.simulate.wearer import Playing, Tally, play

SAY_EVERY_S = 5.0


def simulate(
    wearers: Annotated[int, typer.Option(min=1, help="How many people, one device each.")] = 10,
    protocol: Annotated[
        list[str] | None, typer.Option(help=f"Repeatable; default: all of {', '.join(PROTOCOLS)}.")
    ] = None,
    host: Annotated[str | None, typer.Option(help="The gateway; default: as the settings say.")] = None,
    speed: Annotated[
        float | None,
        typer.Option(min=0.01, help="Seconds in one real second; default: the running system's clock."),
    ] = None,
    tracks: Annotated[
        Path | None, typer.Option(exists=True, help="CSV or GPX file, or a folder; default: day plans.")
    ] = None,
    loss: Annotated[float, typer.Option(min=0, max=0.9, help="Share of frames or replies lost.")] = 0.0,
    offline: Annotated[float, typer.Option(min=0, max=0.9, help="Share of time without network.")] = 0.0,
    seed: Annotated[int, typer.Option(help="The same seed gives the same people and noise.")] = 1,
    duration: Annotated[
        float | None, typer.Option(min=1, help="Real seconds; default: until Ctrl-C.")
    ] = None,
    register: Annotated[
        Path | None,
        typer.Option(help="Write these people as a file for `baqylau register load`, and send nothing."),
    ] = None,
    script: Annotated[
        Path | None, typer.Option(exists=True, help="Play these days: docs/reference/day-script.md.")
    ] = None,
    person: Annotated[list[str] | None, typer.Option(help="Of the script, only them; repeatable.")] = None,
    drawn: Annotated[
        int | None,
        typer.Option(min=1, help="Play the days of so many people with devices of all classes, drawn."),
    ] = None,
    rehearse: Annotated[
        bool,
        typer.Option("--rehearse", help="Play in simulated time, without a gateway, and say what is found."),
    ] = False,
) -> None:
    """Drive simulated wearers against a running gateway. Their devices must be in its register."""
    clock = _clock(speed)
    start_ms = clock.now_ms()
    if script is not None or drawn is not None:
        scripts = simulate_script.scripts_of(script, person, drawn or 0, seed)
        _play_script(scripts, host, clock, Weather(loss, offline), seed, duration, register, rehearse)
        return
    if person or rehearse:
        raise OperatorProblem("--person and --rehearse go with --script FILE or --drawn N")
    members = _members(wearers, start_ms, seed, tracks, protocol)
    if register is not None:
        register.write_text(register_file(members, start_ms), encoding="utf-8")
        typer.echo(f"{len(members)} people in {register}; now: baqylau register load {register}")
        return
    made = _wearers(members, host, clock, Weather(loss, offline), start_ms, seed)
    _tell_all(uvloop.run(_drive(*made, duration)))


def _play_script(
    scripts: list[Script],
    host: str | None,
    clock: SystemClock,
    weather: Weather,
    seed: int,
    duration: float | None,
    register: Path | None,
    rehearse: bool,
) -> None:
    if rehearse:
        comparison = simulate_script.rehearse(scripts, seed)
        simulate_script.show(comparison, Console())
        raise typer.Exit(0 if comparison.is_clean else 1)
    twins = twins_of(scripts, clock.now_ms(), seed)
    if register is not None:
        register.write_text(simulate_script.register_text(twins, clock.now_ms()), encoding="utf-8")
        typer.echo(f"{len(twins)} people in {register}; now: baqylau register load {register}")
        return
    tally = Tally()
    playing = simulate_script.playing(twins, load_settings(), host, clock, tally, weather)
    _tell_all(uvloop.run(_drive(playing, tally, duration)))


def _tell_all(tally: Tally) -> None:
    typer.echo(
        f"{tally.frames_sent} frames sent, {tally.frames_acknowledged} acknowledged; "
        f"{tally.records_made} records made, {tally.records_acknowledged} acknowledged, "
        f"{tally.records_unanswered} sent in languages without an answer"
    )


def _clock(speed: float | None) -> SystemClock:
    if speed is not None:
        return SystemClock(speed)
    settings = load_settings()
    runtime = DataFolder(settings.data_folder).runtime()
    if runtime is None:
        return clock_from(settings)
    return SystemClock(runtime.clock_speed, runtime.clock_origin_real_ms, runtime.clock_origin_ms)


def _members(
    wearers: int, start_ms: int, seed: int, tracks: Path | None, protocols: list[str] | None
) -> list[Member]:
    unknown = sorted(set(protocols or ()) - set(PROTOCOLS))
    if unknown:
        raise OperatorProblem(f"no such protocol: {', '.join(unknown)}; there are {', '.join(PROTOCOLS)}")
    try:
        return make_cast(wearers, start_ms, seed, tracks, cast("list[ProtocolName]", protocols) or PROTOCOLS)
    except (TrackError, OSError) as cause:
        raise OperatorProblem(f"the tracks cannot be read: {cause}") from cause


def _wearers(
    members: list[Member], host: str | None, clock: SystemClock, weather: Weather, start_ms: int, seed: int
) -> tuple[Sequence[Playing], Tally]:
    where = addresses(load_settings().listeners, host)
    missing = sorted({m.protocol for m in members if (m.protocol, m.transport) not in where})
    if missing:
        raise OperatorProblem(f"the settings name no port for {', '.join(missing)} (BAQYLAU_LISTENERS)")
    tally = Tally()
    return devices(members, where, clock, tally, weather, start_ms, seed), tally


async def _drive(playing: Sequence[Playing], tally: Tally, duration: float | None) -> Tally:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    if duration is not None:
        loop.call_later(duration, stop.set)
    telling = asyncio.create_task(_tell(tally))
    try:
        await play(playing, stop)
    finally:
        telling.cancel()
    return tally


async def _tell(tally: Tally) -> None:
    while True:
        await asyncio.sleep(SAY_EVERY_S)
        worst = max(tally.failures, key=lambda problem: tally.failures[problem], default=None)
        trouble = "" if worst is None else f"; {sum(tally.failures.values())} failures, mostly: {worst}"
        typer.echo(
            f"{time.strftime('%H:%M:%S')} {tally.frames_sent} frames sent, "
            f"{tally.frames_acknowledged} acknowledged{trouble}",
            err=True,
        )
