"""Which devices the register knows, held in memory so that devices are heard while the database is away."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable

import psycopg

from baqylau.platform import postgres
from baqylau.platform.cancellation import heed_cancellation
from baqylau.register import changes, store
from baqylau.register.activation import WornDevice
from baqylau.register.store import Connection

RETRY_S = 1.0
log = logging.getLogger(__name__)


class Directory:
    """Identity as sent on the wire → device and who wore it when."""

    def __init__(self) -> None:
        self._by_identity: dict[str, WornDevice] = {}
        self._identity_of: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self._by_identity)

    def find(self, identity: str) -> WornDevice | None:
        return self._by_identity.get(identity)

    def of_id(self, device_id: int) -> WornDevice | None:
        identity = self._identity_of.get(device_id)
        return None if identity is None else self._by_identity.get(identity)

    def put(self, devices: Iterable[WornDevice]) -> None:
        for device in devices:
            former = self._identity_of.get(device.device_id)
            if former is not None and former != device.identity:
                self._by_identity.pop(former, None)
            self._by_identity[device.identity] = device
            self._identity_of[device.device_id] = device.identity

    def remove(self, device_id: int) -> None:
        identity = self._identity_of.pop(device_id, None)
        if identity is not None:
            self._by_identity.pop(identity, None)

    async def load(self, connection: Connection) -> None:
        devices = await store.worn_devices(connection)
        self._by_identity = {}
        self._identity_of = {}
        self.put(devices)


async def keep_current(directory: Directory, database_url: str, loaded: asyncio.Event) -> None:
    """Loads the directory, then follows the register's changes; reloads it whole after a lost connection."""
    while True:
        heed_cancellation()
        try:
            await _load_and_follow(directory, database_url, loaded)
        except (psycopg.OperationalError, postgres.DatabaseUnreachable) as cause:
            log.warning(
                "the register is out of reach, going on with %d known devices: %s", len(directory), cause
            )
        await asyncio.sleep(RETRY_S)


async def _load_and_follow(directory: Directory, database_url: str, loaded: asyncio.Event) -> None:
    async with (
        await postgres.connect(database_url, autocommit=True, application_name="gateway") as listening,
        await postgres.connect(database_url, autocommit=True, application_name="gateway") as reading,
    ):
        await changes.listen(listening)
        await directory.load(reading)
        loaded.set()
        async for change in changes.changes(listening):
            await _take_in(directory, reading, change)


async def _take_in(directory: Directory, connection: Connection, change: changes.Changes) -> None:
    if change.everything:
        await directory.load(connection)
        return
    for device_id in change.devices:
        device = await store.worn_device(connection, device_id)
        if device is None:
            directory.remove(device_id)
        else:
            directory.put([device])
