"""Every test of the monitor begins with an empty stream and a register of six people."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.gateway.running import empty_stream
from tests.monitor.running import World, settle


@pytest.fixture
def world(fresh_database: str, nats_url: str, tmp_path: Path) -> World:
    asyncio.run(empty_stream(nats_url))
    return settle(fresh_database, nats_url, tmp_path, 6)
