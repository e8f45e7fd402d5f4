"""`baqylau register`: the register as a file, into the database and out of it."""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from baqylau.platform.clock import clock_from
from baqylau.platform.data_folder import with_running_services
from baqylau.platform.postgres import connect
from baqylau.platform.problems import OperatorProblem
from baqylau.platform.settings import load_settings
from baqylau.protocols.catalogue import LANGUAGES
from baqylau.register.exporting import Protected, addresses_kept, exported
from baqylau.register.loading import Loaded, load_register
from baqylau.register.marked import FileRefused

app = typer.Typer(no_args_is_help=True, help="Offices, people, orders, places and devices as a file.")

SHOWN_TROUBLES = 50


@app.command()
def load(
    file: Annotated[
        Path, typer.Argument(help="A YAML file as docs/reference/register-file.md describes, or -.")
    ],
    check: Annotated[
        bool, typer.Option("--check", help="Only say what would change; write nothing.")
    ] = False,
) -> None:
    """Write a file into the register: all of it, or nothing if anything in it is wrong.

    Loading it again changes only what differs. Errors name the line.
    """
    try:
        loaded = asyncio.run(_load(_text_of(file), check=check))
    except FileRefused as refused:
        raise OperatorProblem(_refusal(str(file), refused)) from refused
    _print_summary(loaded, check=check)


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="Where to write the YAML, or - for the terminal.")] = Path("-"),
    protected: Annotated[
        Protected, typer.Option("--protected", help="What the file has of protected people.")
    ] = Protected.WITHOUT_ADDRESSES,
) -> None:
    """Write the whole register as a file that `load` reads: with all versions, places and activations.

    Protected people are in it without the address they are told at, unless that is asked for.
    """
    text, left_out = asyncio.run(_export(protected))
    if left_out:
        sys.stderr.write(
            f"left out: the addresses of {left_out} protected people. A register made of this file tells them "
            "nothing until they are entered; --protected whole writes them\n"
        )
    if str(file) == "-":
        sys.stdout.write(text)
    else:
        file.write_text(text, encoding="utf-8")


async def _load(text: str, *, check: bool) -> dict[str, Loaded]:
    # The millions of nodes of a large file hold no cycles; looking for some takes two thirds of the time.
    gc.disable()
    settings = with_running_services(load_settings())
    now_ms = clock_from(settings).now_ms()
    connection = await connect(settings.database_url or "", application_name="baqylau register")
    async with connection:
        loaded = await load_register(connection, text, now_ms, protocols=LANGUAGES)
        if check:
            await connection.rollback()
    return loaded


async def _export(protected: Protected) -> tuple[str, int]:
    gc.disable()  # as in _load
    settings = with_running_services(load_settings())
    async with await connect(settings.database_url or "", application_name="baqylau register") as connection:
        left_out = 0 if protected == Protected.WHOLE else await addresses_kept(connection)
        return await exported(connection, protected), left_out


def _text_of(file: Path) -> str:
    try:
        return sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except OSError as cause:
        raise OperatorProblem(f"{file}: {cause.strerror}") from cause
    except UnicodeDecodeError as cause:
        raise OperatorProblem(f"{file}: not UTF-8 at byte {cause.start}; save it as UTF-8") from cause


def _refusal(file: str, refused: FileRefused) -> str:
    shown = [f"{file}, {trouble}" for trouble in refused.troubles[:SHOWN_TROUBLES]]
    more = len(refused.troubles) - len(shown)
    rest = [f"and {more} more"] if more > 0 else []
    return "\n".join(["nothing was written:", *shown, *rest])


def _print_summary(loaded: Mapping[str, Loaded], *, check: bool) -> None:
    table = Table(title="would change" if check else None)
    for heading in ("", "in the file", "new", "changed", "the same"):
        table.add_column(heading, justify="left" if heading == "" else "right")
    for kind, one in loaded.items():
        same = one.total - one.written.created - one.written.changed
        table.add_row(kind, *map(str, (one.total, one.written.created, one.written.changed, max(same, 0))))
    Console().print(table)
