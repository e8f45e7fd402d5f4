"""The command `baqylau` imports what it was asked for, and tells problems without tracebacks."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest
import typer
from typer.testing import CliRunner

from baqylau.cli.main import COMMANDS, build


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_exists(name: str) -> None:
    """Each entry of the table leads to a function or to an application with commands."""
    module, _, attribute = COMMANDS[name].partition(":")
    found = getattr(import_module(module), attribute)
    assert isinstance(found, typer.Typer) or callable(found)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str) -> None:
    """`--help` of each command says what it does."""
    outcome = CliRunner().invoke(build([name]), [name, "--help"])
    assert outcome.exit_code == 0
    assert "Usage:" in outcome.output


def test_decoding_does_not_load_the_system() -> None:
    """`baqylau decode` starts without the database driver, the stream and the web framework."""
    program = (
        "import sys; from baqylau.cli.main import build; build(['decode'])\n"
        "print([name for name in ('psycopg', 'nats', 'fastapi', 'alembic') if name in sys.modules])"
    )
    outcome = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert outcome.stdout.strip() == "[]"


def test_an_unknown_command_is_a_usage_error() -> None:
    """A misspelt command ends with code 2 and no traceback."""
    outcome = subprocess.run(
        [sys.executable, "-m", "baqylau", "upp"], capture_output=True, text=True, check=False
    )
    assert outcome.returncode == 2
    assert "upp" in outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_a_process_without_services_says_what_to_start() -> None:
    """`baqylau run` in an empty folder names `baqylau up`, with exit code 1."""
    outcome = subprocess.run(
        [sys.executable, "-m", "baqylau", "run", "gateway"],
        env={"BAQYLAU_DATA_FOLDER": "/nonexistent/folder"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 1
    assert outcome.stderr.startswith("baqylau: nothing runs in /nonexistent/folder: start `baqylau up`")
