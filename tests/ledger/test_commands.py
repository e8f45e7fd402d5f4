"""`baqylau ledger` and the hourly checkpoint, on a real database."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from procrastinate import App
from typer.testing import CliRunner

from baqylau.cli.main import build
from baqylau.jobs.checkpoints import EVERY_HOUR, Checkpoints
from baqylau.jobs.work import Work, application
from baqylau.ledger.checkpoint import read, read_public
from baqylau.ledger.keys import signing_key
from baqylau.platform.clock import SystemClock
from baqylau.platform.postgres import pool
from tests.ledger.conftest import Book

pytestmark = pytest.mark.services


@pytest.fixture
def folder(tmp_path: Path, book: Book, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of an installation on the ledger's database, with a folder for checkpoints."""
    (tmp_path / "out").mkdir()
    monkeypatch.setenv("BAQYLAU_DATABASE_URL", book.url)
    monkeypatch.setenv("BAQYLAU_NATS_URL", "nats://unused")
    monkeypatch.setenv("BAQYLAU_DATA_FOLDER", str(tmp_path))
    monkeypatch.setenv("BAQYLAU_LEDGER_FOLDER", str(tmp_path / "out"))
    return tmp_path


def run(*words: str, expect: int = 0) -> str:
    result = CliRunner().invoke(build(["ledger"]), ["ledger", *words])
    assert result.exit_code == expect, (result.output, result.exception)
    return result.stdout


def test_a_checkpoint_that_was_handed_out_shows_later_rewriting(book: Book, folder: Path) -> None:
    """A prosecutor's office that holds a checkpoint and the key finds what was rewritten after it was handed out."""
    book.write(1, 2, 3)
    handed, key = folder / "handed", folder / "key"
    run("checkpoint", "--out", str(handed))
    run("key", "--out", str(key))
    book.write(4)
    assert run("verify", "--checkpoint", str(handed), "--public-key", str(key)) == ""
    book.tamper("UPDATE ledger_entries SET person_id = 9 WHERE seq = 2")
    book.rewrite_hashes(2)
    book.tamper("DELETE FROM ledger_checkpoints")
    assert run("verify") == ""
    said = run("verify", "--checkpoint", str(handed), "--public-key", str(key), expect=1)
    assert said == "rewritten: entries 1 to 3 are not those that the checkpoint of 3 was signed over\n"


def test_verify_names_a_changed_entry(book: Book, folder: Path) -> None:
    """A changed entry is named and the exit code says that something is wrong; nothing is signed any more."""
    book.write(1, 2, 3)
    book.tamper("UPDATE ledger_entries SET person_id = 9 WHERE seq = 2")
    assert run("verify", expect=1) == "changed: entry 2 is not what was written\n"
    run("checkpoint", expect=1)
    assert not list((folder / "out").iterdir())


def test_a_stored_checkpoint_that_was_forged_is_named(book: Book, folder: Path) -> None:
    """A checkpoint in the database that this key did not sign is a fault of its own."""
    book.write(1)
    run("checkpoint")
    assert folder.exists()
    book.tamper("UPDATE ledger_checkpoints SET note = replace(note, '2026', '2025')")
    assert run("verify", expect=1).startswith("the stored checkpoint of 1: ")


@pytest.mark.parametrize("content", [b"", b"\xff", b"baqylau/ledger+00+00"])
def test_what_is_no_key_is_refused(book: Book, folder: Path, content: bytes) -> None:
    """A file that holds no public key is refused with its name."""
    book.write(1)
    (folder / "wrong").write_bytes(content)
    run("verify", "--public-key", str(folder / "wrong"), expect=1)
    run("verify", "--public-key", str(folder / "nowhere"), expect=1)


def test_show_gives_the_last_entries(book: Book, folder: Path) -> None:
    """Entries are shown one a line, about one person if asked."""
    assert folder.exists()
    book.write(1, 2, 1, 3)
    assert [line.split("\t")[0] for line in run("show").splitlines()] == ["1", "2", "3", "4"]
    first, last = run("show", "--person", "1").splitlines()
    assert first.split("\t")[2:9] == ["aigul", "officer", "read", "person", "1", "1", "scheduled_check"]
    assert last.split("\t")[0] == "3"


def test_the_hourly_job_signs_and_writes(book: Book, folder: Path) -> None:
    """The job leaves a checkpoint in the database and in the folder, and an error in the log when nothing fits."""
    book.write(1, 2)

    async def take() -> None:
        async with pool(book.url) as connections:
            await Checkpoints(connections, SystemClock(), folder, folder / "out").take(0)

    asyncio.run(take())
    (file,) = (folder / "out").iterdir()
    key = signing_key(folder).public_key()
    assert read(file.read_text(encoding="utf-8"), key).size == 2
    assert read_public(run("key")).public_bytes_raw() == key.public_bytes_raw()
    book.write(3)
    book.tamper("UPDATE ledger_entries SET person_id = 9 WHERE seq = 3")
    asyncio.run(take())
    assert [one.name for one in (folder / "out").iterdir()] == ["000000000002.checkpoint"]


def test_the_queue_knows_the_hourly_job(book: Book, folder: Path) -> None:
    """The jobs' application has the checkpoint among its periodic tasks."""
    connections = pool(book.url)
    work = Work(
        connections, SystemClock(), {}, checkpoints=Checkpoints(connections, SystemClock(), folder, None)
    )
    app: App = application(book.url, work)
    crons = {name: task.cron for (name, _), task in app.periodic_registry.periodic_tasks.items()}
    assert crons["checkpoint"] == EVERY_HOUR
