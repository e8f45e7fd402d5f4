"""How fast somebody may guess: tries are counted for each login and each address, in the database.

A try is written down before the password is looked at, so that a hundred at once are a hundred tries. What is
refused for its pace is not counted, or whoever keeps knocking would lock out the owner for ever.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from starlette.requests import HTTPConnection

from baqylau.console.database import Connection
from baqylau.console.signin.sessions import address_of, now_of
from baqylau.console.signin.statements import first, rows

Outcome = Literal["passed", "signed_in"]

_LOCKS_OF_LOGINS = 0x7369676E  # "sign": ours alone among the advisory locks of two keys
_LOCKS_OF_ADDRESSES = 0x73696761  # "siga"


@dataclass(frozen=True, slots=True)
class Pace:
    """So many failures within the window are free; after that the wait doubles from the first to the longest."""

    free: int
    window: timedelta
    first_wait_s: float
    longest_wait_s: float


OF_LOGIN = Pace(5, timedelta(days=1), 15, 900)
OF_ADDRESS = Pace(30, timedelta(hours=1), 5, 60)  # an office shares one: it is slowed, not shut out


def wait_s(pace: Pace, failures: int, since_last_s: float) -> float:
    """How long until the next try, seconds; 0 for now. since_last_s: how long ago the last failure was."""
    if failures < pace.free:
        return 0.0
    doublings = min(failures - pace.free, 32)
    wanted_s: float = min(pace.longest_wait_s, pace.first_wait_s * 2**doublings)
    return max(0.0, wanted_s - max(0.0, since_last_s))


@dataclass(frozen=True, slots=True)
class TooFast:
    """Refused for its pace; try again in so many whole seconds."""

    retry_after_s: int


async def begin(http: HTTPConnection, database: Connection, login: str) -> int | TooFast:
    """Writes down a try and gives its number, if it is not too early for one.

    Locks the login and the address until the transaction ends. Until `end` says better it is a failure.
    """
    subject = hashlib.sha256(login.encode()).digest()
    address, now = address_of(http), now_of(http)
    await rows(database, "lock_subject", space=_LOCKS_OF_LOGINS, subject=subject.hex())
    await rows(database, "lock_subject", space=_LOCKS_OF_ADDRESSES, subject=address)
    waits = [
        await _wait(database, OF_LOGIN, "failures_of_subject", now, subject=subject),
        await _wait(database, OF_ADDRESS, "failures_of_address", now, address=address),
    ]
    if max(waits) > 0:
        return TooFast(math.ceil(max(waits)))
    row = await first(database, "begin_try", subject=subject, address=address, now=now)
    assert row is not None
    return int(row["try_id"])


async def _wait(
    database: Connection, pace: Pace, statement: str, now: datetime, **whose: bytes | str
) -> float:
    row = await first(database, statement, since=now - pace.window, **whose)
    if row is None or row["last_at"] is None:
        return 0.0
    return wait_s(pace, row["failures"], (now - row["last_at"]).total_seconds())


async def end(database: Connection, try_id: int, outcome: Outcome) -> None:
    """The try was no failure."""
    await rows(database, "end_try", try_id=try_id, outcome=outcome)
