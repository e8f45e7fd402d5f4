"""`baqylau bench`: what this machine carries, as a table or as an object a line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table

app = typer.Typer(
    help="What this machine carries. Without a command: everything, one after the other, some minutes."
)
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object a row.")]
People = Annotated[int, typer.Option(min=1, help="Supervised people, each with a device.")]
Seconds = Annotated[float, typer.Option("--for", min=1, help="Seconds of sustained load.")]


@app.callback(invoke_without_command=True)
def everything(context: typer.Context, json: Json = False) -> None:
    """All measurements with their defaults."""
    if context.invoked_subcommand is None:
        for measurement in (ingest, latency, backlog, memory, decode):
            measurement(json=json)


@app.command()
def ingest(json: Json = False, people: People = 5_000, seconds: Seconds = 30.0) -> None:
    """Gateway to committed with the rules on: ten records a frame, then one."""
    from baqylau.bench.ingest import measure

    show([measure(people, seconds, 10, 60_000), measure(people, seconds, 1, 20_000)], json)


@app.command()
def latency(
    json: Json = False,
    people: People = 1_000,
    seconds: Seconds = 30.0,
    rate: Annotated[int, typer.Option(min=1, help="Fixes a second.")] = 1_000,
) -> None:
    """Receipt at the gateway to visible for a query."""
    from baqylau.bench.latency import measure

    show([measure(people, rate, seconds)], json)


@app.command()
def backlog(
    json: Json = False,
    people: People = 5_000,
    fixes: Annotated[int, typer.Option(min=1, help="Fixes in the stream.")] = 2_000_000,
    monitors: Annotated[int, typer.Option(min=1, help="Monitor processes.")] = 2,
) -> None:
    """What piled up in the stream, evaluated and stored."""
    from baqylau.bench.backlog import measure

    show([measure(people, fixes, monitors)], json)


@app.command()
def memory(
    json: Json = False,
    devices: Annotated[int, typer.Option(min=1, help="Connected devices.")] = 5_000,
    people: People = 10_000,
) -> None:
    """Memory per connected device in the gateway and per person in the monitor."""
    from baqylau.bench.memory import measure

    show(measure(devices, people), json)


@app.command()
def connections(
    json: Json = False,
    mqtt: Annotated[int, typer.Option(min=0, help="Devices that speak MQTT.")] = 15_000,
    tcp: Annotated[int, typer.Option(min=0, help="Devices that speak TCP.")] = 15_000,
    minutes: Annotated[int, typer.Option(min=1, help="Each device reports once in each.")] = 2,
) -> None:
    """Many devices connected at once, each reporting once a minute."""
    from baqylau.bench.connections import measure

    show([measure(mqtt, tcp, minutes)], json)


@app.command()
def greeting(
    json: Json = False,
    people: People = 5_000,
    operators: Annotated[int, typer.Option(min=1, help="Operators who open the workstation at once.")] = 200,
    rounds: Annotated[int, typer.Option(min=1, help="How many times they do.")] = 3,
) -> None:
    """Operators who open the workstation at the same moment."""
    from baqylau.bench.greeting import measure

    show(measure(people, operators, rounds), json)


@app.command()
def decode(json: Json = False) -> None:
    """Frames a second of each device language, in one process on one core."""
    from baqylau.bench.decode import measure

    show(measure(), json)


def show(rows: Sequence[msgspec.Struct], as_json: bool) -> None:
    """Rows of the same kind."""
    if as_json:
        for row in rows:
            typer.echo(msgspec.json.encode(row).decode())
        return
    table = Table(*rows[0].__struct_fields__)
    for row in rows:
        table.add_row(*map(_shown, msgspec.structs.astuple(row)))
    Console().print(table)


def _shown(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)
