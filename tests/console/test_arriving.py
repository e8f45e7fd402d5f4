"""Many operators who come at the same moment: each is in the ledger before anything is shown."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import psycopg
import pytest

from baqylau.console.database import pool_for
from baqylau.console.live.arriving import Arrivals
from baqylau.console.live.log import Log
from baqylau.console.live.sight import Sight
from baqylau.console.live.spots import Spot, Wearer
from baqylau.ledger.entry import Act, Actor
from tests.console.conftest import ACCOUNTS, Desk, FixedClock
from tests.ledger.conftest import Book

COMERS = 60


def watching(number: int) -> Act:
    return Act(Actor(f"operator{number}", "operator", None), "read", "live")


def with_arrivals(url: str, work: Callable[[Arrivals], Awaitable[None]]) -> None:
    async def inside() -> None:
        async with pool_for(url) as pool:
            await work(Arrivals(pool, FixedClock()))

    asyncio.run(inside())


def written(url: str) -> tuple[list[str], int]:
    """Whom the ledger names, in order, and in how many transactions they were written."""
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT account, xmin::text FROM ledger_entries ORDER BY seq").fetchall()
    return [account for account, _ in found], len({transaction for _, transaction in found})


@pytest.mark.services
def test_who_comes_at_once_is_written_at_once(fresh_database: str) -> None:
    """Sixty at the same moment: each has an entry when it is let in, all in a transaction or two, the chain whole."""

    async def come(arrivals: Arrivals) -> None:
        async def one(number: int) -> None:
            await arrivals.record(watching(number))
            assert f"operator{number}" in (await asyncio.to_thread(written, fresh_database))[0]

        await asyncio.gather(*(one(number) for number in range(COMERS)))

    with_arrivals(fresh_database, come)
    accounts, transactions = written(fresh_database)
    assert sorted(accounts) == sorted(f"operator{number}" for number in range(COMERS))
    assert transactions <= 2
    assert Book(fresh_database).faults() == []


@pytest.mark.services
def test_who_leaves_while_waiting_takes_nobody_along(fresh_database: str) -> None:
    """One of those who wait is gone before the commit; the others are written and let in."""

    async def come(arrivals: Arrivals) -> None:
        tasks = [asyncio.create_task(arrivals.record(watching(number))) for number in range(5)]
        await asyncio.sleep(0)
        tasks[2].cancel()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
        assert [type(one) for one in ended if one is not None] == [asyncio.CancelledError]

    with_arrivals(fresh_database, come)
    accounts, _ = written(fresh_database)
    assert {"operator0", "operator1", "operator3", "operator4"} <= set(accounts)


@pytest.mark.services
def test_nobody_is_let_in_whom_the_ledger_does_not_take(fresh_database: str) -> None:
    """Without the ledger's table all who wait are refused; when it is back, the next ones are let in."""

    async def come(arrivals: Arrivals) -> None:
        with psycopg.connect(fresh_database, autocommit=True) as connection:
            connection.execute("ALTER TABLE ledger_head RENAME TO ledger_away")
            ended = await asyncio.gather(
                *(arrivals.record(watching(number)) for number in range(5)), return_exceptions=True
            )
            assert {type(one) for one in ended} == {psycopg.errors.UndefinedTable}
            connection.execute("ALTER TABLE ledger_away RENAME TO ledger_head")
        await arrivals.record(watching(9))

    with_arrivals(fresh_database, come)
    assert written(fresh_database)[0] == ["operator9"]


@pytest.mark.services
def test_sockets_that_come_at_once_are_all_greeted(desk: Desk) -> None:
    """Twenty-four sockets of different accounts at the same moment: greeted, and each in the ledger by then."""
    watchers = [
        login for login, (role, _) in ACCOUNTS.items() if role in {"operator", "officer", "supervisor"}
    ]
    logins = watchers * (24 // len(watchers))
    together = Barrier(len(logins))

    def come(login: str) -> int:
        with desk.client.websocket_connect("/api/live") as socket:
            together.wait(30)
            socket.send_json({"after": None, "token": desk.tokens[login]})
            assert socket.receive_json()["type"] == "hello"
            entries = desk.do("SELECT count(*) FROM ledger_entries WHERE account = %s", login)
            together.wait(30)
        return int(entries[0][0])

    with ThreadPoolExecutor(len(logins)) as pool:
        found = list(pool.map(come, logins))
    assert min(found) >= 1
    assert desk.do("SELECT count(*) FROM ledger_entries WHERE object_kind = 'live'") == [(len(logins),)]
    assert Book(desk.world.url).faults() == []


def test_equal_sights_share_what_is_sent_and_others_do_not() -> None:
    """The map is written once for all who see the same, anew after a change, and never for one who sees less."""
    log = Log(1)
    for person, office in ((1, 3), (2, 4)):
        spot = Spot(Wearer(person, person, 0, office, None, True, ()))
        spot.row = (person, 43.0, 76.0, 5.0, 1000, "position", None)
        log.spots[person] = spot
    log.moved(list(log.spots.values()))
    everyone, again = (Sight(None, None, True, True, True) for _ in range(2))
    one_office = Sight(frozenset({3}), None, True, True, True)
    assert log.whole(everyone) is log.whole(again)
    assert log.moved_since(1, everyone) is log.moved_since(1, again)
    assert "[2," in log.whole(everyone)[0]
    assert "[2," not in log.whole(one_office)[0] + log.moved_since(1, one_office)[0]
    before = log.whole(everyone)
    log.spots[1].row = (1, 43.5, 76.0, 5.0, 2000, "position", None)
    log.moved([log.spots[1]])
    assert log.whole(everyone) != before
    assert "43.5" in log.moved_since(log.seq - 1, again)[0]
    assert "[2," not in log.moved_since(log.seq - 1, again)[0]


def test_the_newest_fix_is_looked_for_anew_with_each_round() -> None:
    """A fix that moved nobody, an invalid one, still shows in the next beat that data flow."""
    log, everyone = Log(1), Sight(None, None, True, True, True)
    log.spots[1] = Spot(Wearer(1, 1, 0, 3, None, True, ()), visible_ms=1000)
    assert log.newest_visible_ms(everyone) == 1000
    log.spots[1].visible_ms = 2000
    log.moved([])
    assert log.newest_visible_ms(everyone) == 2000
