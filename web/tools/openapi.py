"""Prints the OpenAPI description of the console as it stands in the code; needs no database."""

from __future__ import annotations

import json

from baqylau.console.app import create
from baqylau.platform.clock import SystemClock
from baqylau.platform.settings import Settings

app = create(Settings(database_url="postgresql://unused"), SystemClock())
print(json.dumps(app.openapi(), ensure_ascii=False))  # noqa: T201
