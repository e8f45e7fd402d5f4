"""`baqylau settings`: what the processes would run with."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from baqylau.platform.settings import load_settings
from baqylau.platform.settings import reference as settings_reference


def settings(
    reference: Annotated[bool, typer.Option(help="Print the reference page instead (Markdown).")] = False,
) -> None:
    """Print the effective settings as JSON, secrets hidden."""
    if reference:
        typer.echo(settings_reference(), nl=False)
        return
    typer.echo(json.dumps(load_settings().shown(), indent=2, ensure_ascii=False))
