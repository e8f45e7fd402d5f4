"""The command `baqylau`: only the module of the command that was asked for is imported."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib import import_module

import typer

from baqylau.platform.problems import OperatorProblem

# Command word: where its function, or its Typer application with commands of its own, is.
COMMANDS = {
    "up": "baqylau.cli.up:up",
    "run": "baqylau.cli.run:run",
    "migrate": "baqylau.cli.up:migrate_database",
    "settings": "baqylau.cli.settings:settings",
    "decode": "baqylau.cli.decode:decode",
    "replay": "baqylau.cli.replay:replay",
    "register": "baqylau.cli.register:app",
    "mqtt": "baqylau.cli.mqtt:app",
    "account": "baqylau.cli.account:app",
    "ledger": "baqylau.cli.ledger:app",
    "simulate": "baqylau.cli.simulate:simulate",
    "demo": "baqylau.cli.demo:demo",
    "bench": "baqylau.cli.bench:app",
}


def build(words: Sequence[str]) -> typer.Typer:
    """The application with the one command these words begin with, or with all (for help and mistakes)."""
    asked = [word for word in words[:1] if word in COMMANDS]
    application = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
    application.callback()(_about)
    for name in asked or COMMANDS:
        _register(application, name)
    return application


def _about() -> None:
    """Electronic supervision: from a device's bytes to an officer's decision."""


def _register(application: typer.Typer, name: str) -> None:
    module, _, attribute = COMMANDS[name].partition(":")
    found: typer.Typer | Callable[..., object] = getattr(import_module(module), attribute)
    if isinstance(found, typer.Typer):
        application.add_typer(found, name=name)
    else:
        application.command(name)(found)


def app() -> None:
    """Run the command line. A problem the operator can mend is printed without a traceback, exit code 1."""
    try:
        build(sys.argv[1:])()
    except OperatorProblem as problem:
        typer.echo(f"baqylau: {problem}", err=True)
        sys.exit(1)
