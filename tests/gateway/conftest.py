"""Every test of the gateway begins with an empty stream."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from baqylau.platform.settings import Listener, Settings
from tests.gateway.running import empty_stream, settings_for

Make = Callable[..., Settings]


@pytest.fixture
def make(fresh_database: str, nats_url: str, tmp_path: Path) -> Make:
    """Makes settings of a gateway on the session's services and a database of this one test."""
    asyncio.run(empty_stream(nats_url))

    def settings(*listeners: Listener, **changes: object) -> Settings:
        return settings_for(tmp_path, fresh_database, nats_url, *listeners, **changes)

    return settings
