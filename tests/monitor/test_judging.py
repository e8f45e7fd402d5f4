"""From the stream to findings in the database, with time, late data and a register that changes."""

from __future__ import annotations

import asyncio

import pytest

from baqylau.observations import Battery, Motion, Position, Strap
from baqylau.platform.embedded import EmbeddedServices
from baqylau.platform.stream import STREAM, observations_subject
from tests.gateway.running import nats_away, until
from tests.monitor.running import MINUTE_MS, World, at, monitoring

pytestmark = pytest.mark.services
AWAY = 0.02
ABSENCE = ("curfew_absence", "curfew_late_return", "curfew_left_early")


def test_hours_that_begin_find_an_absence_without_a_new_fix(world: World) -> None:
    """Outside at 21:55 and nothing heard since: at 22:00 a tick alone brings the absence."""

    async def scenario() -> None:
        world.clock.time_ms = at(21, 50)
        async with monitoring(world) as client:
            for minute in (52, 53, 54, 55):
                world.clock.time_ms = at(21, minute)
                await world.tell(client, world.report(0, world.fix(0, at(21, minute), AWAY)))
            await world.judged()
            assert world.findings(0, *ABSENCE) == []
            await world.move_to(at(22, 1))

    asyncio.run(scenario())
    assert [(kind, ended) for kind, ended, _ in world.findings(0, *ABSENCE)] == [("curfew_absence", False)]


def test_late_data_withdraws_a_finding(world: World) -> None:
    """The memory of the device shows the person at home before the hours began: the absence stays, marked withdrawn."""

    async def scenario() -> None:
        world.clock.time_ms = at(21, 50)
        async with monitoring(world) as client:
            for minute in (53, 54, 55):
                world.clock.time_ms = at(21, minute)
                await world.tell(client, world.report(0, world.fix(0, at(21, minute), AWAY)))
            await world.move_to(at(22, 2))
            assert world.findings(0, *ABSENCE) == [("curfew_absence", False, False)]
            world.clock.time_ms = at(22, 10)
            home = [world.fix(0, at(21, 56) + step * MINUTE_MS) for step in range(14)]
            await world.tell(client, world.report(0, *home))
            await world.judged()
            await world.move_to(at(22, 14))

    asyncio.run(scenario())
    assert [withdrawn for _, _, withdrawn in world.findings(0, *ABSENCE)] == [True]


def test_frames_sent_again_are_stored_once(world: World) -> None:
    """The same frame twice in one batch, in a later one and after a restart leaves one fix, one signal, one frame."""
    time_ms = at(12)
    report = world.report(
        0, world.fix(0, time_ms), Battery(time_ms, level_percent=50.0), Strap(time_ms, open=True)
    )

    async def once() -> None:
        world.clock.time_ms += MINUTE_MS
        async with monitoring(world) as client:
            await world.tell(client, report, report)
            await world.tell(client, report)
            world.clock.time_ms += MINUTE_MS
            await world.judged()

    asyncio.run(once())
    asyncio.run(once())
    assert world.rows("SELECT (SELECT count(*) FROM fixes), (SELECT count(*) FROM signals)") == [(1, 2)]
    assert world.rows("SELECT count(*) FROM frames") == [(1,)]


def test_a_second_place_at_the_same_moment_is_kept_as_a_frame(world: World) -> None:
    """Of two places for one moment the first is the fix, and the frame of the second is kept, now and later."""
    first, second, third = (world.fix(0, at(12), north) for north in (0.0, 0.0003, 0.0006))

    async def told(*fixes: Position) -> None:
        world.clock.time_ms += MINUTE_MS
        async with monitoring(world) as client:
            await world.tell(client, *(world.report(0, fix) for fix in fixes))
            world.clock.time_ms += MINUTE_MS
            await world.judged()

    asyncio.run(told(first, second))
    asyncio.run(told(third, first))
    assert world.rows("SELECT lat, lon FROM fixes") == [(first.lat, first.lon)]
    assert world.rows("SELECT count(*) FROM frames") == [(3,)]


def test_a_state_that_is_only_repeated_is_stored_when_it_changes(world: World) -> None:
    """Motion said with every fix is one signal until it says something else."""

    async def scenario() -> None:
        async with monitoring(world) as client:
            for minute, moving in enumerate((True, True, True, False, False)):
                time_ms = at(12, minute)
                await world.tell(client, world.report(0, world.fix(0, time_ms), Motion(time_ms, moving)))
            await world.move_to(at(12, 10))

    asyncio.run(scenario())
    assert world.rows("SELECT count(*) FROM fixes") == [(5,)]
    assert world.rows(
        "SELECT detail ->> 'moving' FROM signals WHERE kind = 'motion' ORDER BY happened_at"
    ) == [
        ("true",),
        ("false",),
    ]


def test_reading_goes_on_when_the_stream_restarts_or_forgets_the_consumer(
    world: World, services: EmbeddedServices
) -> None:
    """After a kill of NATS and after the deletion of all consumers new reports are stored, none twice."""

    async def stored(count: int) -> None:
        async def so_many() -> bool:
            return bool(world.rows("SELECT count(*) FROM fixes")[0][0] == count)

        await until(so_many, 30)

    async def scenario() -> None:
        async with monitoring(world) as client:
            await world.tell(client, world.report(0, world.fix(0, at(12, 1))))
            await stored(1)
            with nats_away(services):
                pass
            await world.tell(client, world.report(0, world.fix(0, at(12, 2))))
            await stored(2)
            for consumer in await client.jetstream().consumers_info(STREAM):
                await client.jetstream().delete_consumer(STREAM, consumer.name)
            await world.tell(client, world.report(0, world.fix(0, at(12, 3))))
            await stored(3)

    asyncio.run(scenario())


def test_a_message_that_is_no_batch_is_passed_over(world: World) -> None:
    """Bytes that nobody can read cost nothing of what comes after them."""

    async def scenario() -> None:
        async with monitoring(world) as client:
            await client.jetstream().publish(observations_subject(world.partition(0)), b"\xff\x00nonsense")
            await world.tell(client, world.report(0, world.fix(0, at(12, 1))))
            await world.move_to(at(12, 5))

    asyncio.run(scenario())
    assert world.rows("SELECT count(*) FROM fixes") == [(1,)]


def test_a_person_registered_a_moment_ago_is_judged(world: World) -> None:
    """A report that overtakes the news of its person's registration is judged all the same."""

    async def scenario() -> None:
        world.clock.time_ms = at(21, 50)
        async with monitoring(world) as client:
            for table in ("activations", "orders", "order_versions"):
                world.rows(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            (person,) = world.rows(
                "INSERT INTO people (iin, name_cyrillic, name_latin, office_id) "
                "SELECT '990101300001', 'Жаңа', 'Zhanga', office_id FROM offices RETURNING person_id"
            )
            (device,) = world.rows(
                "INSERT INTO devices (identity, protocol, kind) VALUES ('new', 'teltonika', 'tracker') "
                "RETURNING device_id"
            )
            (activation,) = world.rows(
                "INSERT INTO activations (device_id, person_id, from_at) VALUES (%s, %s, '2026-01-01') "
                "RETURNING activation_id",
                device[0],
                person[0],
            )
            world.rows(
                "WITH court AS (INSERT INTO orders (person_id, number) VALUES (%s, 'N') RETURNING order_id) "
                "INSERT INTO order_versions (order_id, version, number, court, ground, valid_from, timezone, "
                "in_force_from, digest) SELECT order_id, 1, 'N', 'Court', 'restriction_of_liberty', '2026-01-01', "
                "'Asia/Almaty', '2026-01-01', '' FROM court",
                person[0],
            )
            world.people.append(person[0])
            world.devices.append(device[0])
            world.activations.append(activation[0])
            world.homes.append((43.0, 76.0))
            await world.tell(client, world.report(6, Strap(at(21, 50), open=True)))
            await world.move_to(at(21, 55))

    asyncio.run(scenario())
    assert ("strap_opened", False, False) in world.findings(6, "strap_opened")


@pytest.mark.parametrize(
    ("change", "still_absent"),
    [
        (
            "UPDATE order_versions SET in_force_to = '2026-01-02T16:58:00Z' FROM orders o "
            "WHERE o.order_id = order_versions.order_id AND o.person_id = %s",
            False,
        ),
        ("UPDATE activations SET created_at = now() WHERE person_id = %s", True),
    ],
)
def test_a_changed_register_counts_from_the_next_judgement(
    world: World, change: str, still_absent: bool
) -> None:
    """An order that is ended at 21:58 has no absence at 22:00; a change that alters nothing leaves the absence."""

    async def scenario() -> None:
        world.clock.time_ms = at(21, 50)
        async with monitoring(world) as client:
            for minute in (53, 54, 55):
                world.clock.time_ms = at(21, minute)
                await world.tell(client, world.report(0, world.fix(0, at(21, minute), AWAY)))
            await world.judged()
            world.rows(change, world.people[0])
            # Two looks at the register's news lie between these two ticks.
            await asyncio.sleep(1.2)
            await world.move_to(at(22, 2))

    asyncio.run(scenario())
    assert bool(world.findings(0, *ABSENCE)) == still_absent
