"""`baqylau ledger`: check the log of who saw and did what, hand out a checkpoint of it, read it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import Annotated, TypeVar

import psycopg
import typer
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from psycopg import AsyncConnection
from psycopg.rows import TupleRow, tuple_row
from rich.console import Console

from baqylau.ledger.checkpoint import NotACheckpoint, public_text, read, read_public
from baqylau.ledger.entry import DEEDS
from baqylau.ledger.heads import LedgerDamaged, recorded_end, take_all, take_checkpoint
from baqylau.ledger.keys import signing_key
from baqylau.ledger.store import QUERIES
from baqylau.ledger.verify import Fault, Verification
from baqylau.platform.clock import clock_from
from baqylau.platform.data_folder import with_running_services
from baqylau.platform.postgres import connect
from baqylau.platform.problems import OperatorProblem
from baqylau.platform.settings import Settings, load_settings, required

app = typer.Typer(
    no_args_is_help=True, help="The log of who saw and did what: verify, checkpoint, key, show."
)

T = TypeVar("T")
Out = Annotated[Path | None, typer.Option(help="Write to this file instead of the screen.")]


def _on_database(work: Callable[[Settings, AsyncConnection[TupleRow]], Awaitable[T]]) -> T:
    settings = with_running_services(load_settings())

    async def inside() -> T:
        url = required(settings.database_url)
        async with await connect(url, application_name="baqylau ledger") as connection:
            return await work(settings, connection)

    try:
        return asyncio.run(inside())
    except psycopg.Error as cause:
        raise OperatorProblem(f"the ledger cannot be read: {cause}") from cause


@app.command()
def verify(
    checkpoint: Annotated[
        list[Path] | None, typer.Option(help="A checkpoint that was handed out; more than once for several.")
    ] = None,
    public_key: Annotated[
        Path | None, typer.Option(help="The key it was handed out with; default: this installation's.")
    ] = None,
) -> None:
    """Find every changed, missing or moved entry and name it; exit code 1 if there is any.

    Compares with the checkpoints in the database and in BAQYLAU_LEDGER_FOLDER as well.
    """

    async def work(
        settings: Settings, connection: AsyncConnection[TupleRow]
    ) -> tuple[Verification, list[str]]:
        key = _public(public_key, settings)
        roots, complaints = _roots(await _notes(settings, connection, checkpoint or []), key)
        verification = Verification(roots)
        end = await recorded_end(connection)
        await take_all(connection, verification, None)
        return verification, [*complaints, *_in_words(verification.finish(*end))]

    verification, faults = _on_database(work)
    for fault in faults:
        typer.echo(fault)
    console = Console(stderr=True)
    console.print(
        f"{verification.seen} entries, {verification.compared} checkpoints compared, {len(faults)} faults"
    )
    if faults:
        raise typer.Exit(1)


def _public(file: Path | None, settings: Settings) -> Ed25519PublicKey:
    if file is None:
        return signing_key(settings.data_folder).public_key()
    try:
        return read_public(_text(file))
    except NotACheckpoint as cause:
        raise OperatorProblem(f"{file}: {cause}") from cause


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as cause:
        raise OperatorProblem(f"{file} cannot be read: {cause}") from cause


async def _notes(
    settings: Settings, connection: AsyncConnection[TupleRow], files: list[Path]
) -> list[tuple[str, str]]:
    """Where each checkpoint is from, and its text."""
    kept = sorted(settings.ledger_folder.glob("*.checkpoint")) if settings.ledger_folder else []
    cursor = connection.cursor(row_factory=tuple_row)
    await cursor.execute(QUERIES["checkpoint_notes"])
    stored = [(f"the stored checkpoint of {size}", note) for size, note in await cursor.fetchall()]
    return [*stored, *((str(file), _text(file)) for file in [*kept, *files])]


def _roots(notes: Iterable[tuple[str, str]], key: Ed25519PublicKey) -> tuple[dict[int, bytes], list[str]]:
    roots: dict[int, bytes] = {}
    complaints = []
    for source, note in notes:
        try:
            found = read(note, key)
        except NotACheckpoint as cause:
            complaints.append(f"{source}: {cause}")
            continue
        if roots.setdefault(found.size, found.root) != found.root:
            complaints.append(
                f"{source}: two checkpoints of {found.size} entries with different roots are signed"
            )
    return roots, complaints


def _in_words(faults: Iterable[Fault]) -> list[str]:
    return [f"{fault.wrong}: {fault.words}" for fault in faults]


@app.command()
def checkpoint(out: Out = None) -> None:
    """Sign the ledger as it is now, for safekeeping elsewhere. What does not fit is named and not signed."""

    async def work(settings: Settings, connection: AsyncConnection[TupleRow]) -> str:
        key = signing_key(settings.data_folder)
        return await take_checkpoint(connection, key, clock_from(settings).now_ms())

    try:
        _give(_on_database(work), out)
    except LedgerDamaged as damaged:
        raise OperatorProblem(f"nothing was signed, the ledger does not fit itself: {damaged}") from damaged


@app.command()
def key(out: Out = None) -> None:
    """The public key that checkpoints are held against."""
    _give(public_text(signing_key(load_settings().data_folder).public_key()) + "\n", out)


def _give(text: str, out: Path | None) -> None:
    if out is None:
        typer.echo(text, nl=False)
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as cause:
        raise OperatorProblem(f"{out} cannot be written: {cause.strerror}") from cause


@app.command()
def show(
    person: Annotated[int | None, typer.Option(help="Only about this person, by id.")] = None,
    account: Annotated[str | None, typer.Option(help="Only by this account.")] = None,
    act: Annotated[str | None, typer.Option(help=f"Only this: {', '.join(DEEDS)}.")] = None,
    last: Annotated[int, typer.Option(min=1, max=100_000, help="How many, from the newest back.")] = 50,
) -> None:
    """Entries, the oldest of them first; tab-separated."""

    async def work(_: Settings, connection: AsyncConnection[TupleRow]) -> list[TupleRow]:
        values = {"person_id": person, "account": account, "act": act, "limit": last}
        cursor = connection.cursor(row_factory=tuple_row)
        await cursor.execute("SET LOCAL timezone = 'UTC'")
        await cursor.execute(QUERIES["shown_entries"], values)
        return await cursor.fetchall()

    for seq, at, *rest in reversed(_on_database(work)):
        fields = (
            str(seq),
            at.isoformat(timespec="milliseconds"),
            *("-" if one is None else str(one) for one in rest),
        )
        typer.echo("\t".join(fields))
