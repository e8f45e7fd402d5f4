"""What the gateway and the monitor read of the register."""

from __future__ import annotations

import psycopg
import pytest
from psycopg.rows import dict_row

from baqylau.register.activation import WornDevice
from baqylau.register.partition import partition_of
from baqylau.register.store import supervised_people, supervised_person, worn_device, worn_devices
from baqylau.register.supervised import SupervisedPerson
from baqylau.register.writing import Connection
from tests.register.test_load import EXAMPLE, inside, load

pytestmark = pytest.mark.services


@pytest.fixture(scope="module")
def registered(database: str) -> str:
    load(database, EXAMPLE)
    return database


async def everyone(
    connection: Connection, partition: int | None = None, partitions: int = 1
) -> list[SupervisedPerson]:
    return [person async for person in supervised_people(connection, partition, partitions)]


def test_devices_with_their_wearers(registered: str) -> None:
    """All devices are listed, with everyone who wore them in order; those that nobody wore have none."""
    devices = {device.identity: device for device in inside(registered, worn_devices)}
    assert [len(devices[identity].activations) for identity in sorted(devices)] == [2, 1, 0, 0]
    reused = devices["861234567890121"]
    assert reused.activations[0].person_id != reused.activations[1].person_id
    assert reused.activations[0].to_ms is not None
    assert reused.activations[0].to_ms <= reused.activations[1].from_ms


def test_one_device(registered: str) -> None:
    """One device reads the same as in the list; one that is not there is None."""

    async def read(connection: Connection) -> tuple[list[WornDevice], list[WornDevice | None]]:
        devices = await worn_devices(connection)
        return devices, [await worn_device(connection, device.device_id) for device in devices]

    devices, singly = inside(registered, read)
    assert devices == singly
    assert inside(registered, lambda connection: worn_device(connection, 10**9)) is None


def test_one_person(registered: str) -> None:
    """One person reads the same as among all; one that is not there is None."""

    async def read(connection: Connection) -> tuple[list[SupervisedPerson], list[SupervisedPerson | None]]:
        people = await everyone(connection)
        return people, [await supervised_person(connection, person.person_id) for person in people]

    people, singly = inside(registered, read)
    assert len(people) == 2
    assert people == singly
    assert inside(registered, lambda connection: supervised_person(connection, 10**9)) is None


def test_partitions_share_people_out(registered: str) -> None:
    """Every person is read by the partition that judges them, and by no other."""

    async def read(connection: Connection) -> list[list[SupervisedPerson]]:
        return [await everyone(connection, partition, 4) for partition in range(4)]

    shares = inside(registered, read)
    assert sorted(person.person_id for share in shares for person in share) == [
        person.person_id for person in inside(registered, everyone)
    ]
    for partition, share in enumerate(shares):
        assert all(partition_of(person.person_id, 0, 4) == partition for person in share)


def test_any_rows(registered: str) -> None:
    """A connection that gives rows as mappings reads the same."""

    async def read(_: Connection) -> list[WornDevice]:
        async with await psycopg.AsyncConnection.connect(registered, row_factory=dict_row) as connection:
            return await worn_devices(connection)

    assert inside(registered, read) == inside(registered, worn_devices)


def test_ended_order_binds_no_longer(registered: str) -> None:
    """A version is in force no longer than the court's order is valid."""
    people = inside(registered, everyone)
    for person in people:
        for version in person.versions:
            assert version.order.valid.to is not None
            assert version.in_force_to_ms is not None
            assert version.in_force_to_ms <= version.order.valid.to.timestamp() * 1000
