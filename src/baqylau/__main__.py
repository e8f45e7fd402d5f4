"""`python -m baqylau` is the command `baqylau`."""

from __future__ import annotations

from baqylau.cli.main import app

app()
