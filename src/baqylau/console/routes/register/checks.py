"""Whether what a body names is there, is the account's, and is not there twice."""

from __future__ import annotations

from baqylau.console.access import Account
from baqylau.console.database import Connection
from baqylau.console.problems import Problem
from baqylau.console.routes.register.asking import register_rows
from baqylau.register.writing import Kind, known_ids


async def need(database: Connection, kind: Kind, key: str) -> None:
    """Raises Problem 404."""
    if key not in await known_ids(database, kind, [key]):
        raise Problem(404, "unknown_key", key=key, section=kind)


async def need_reference(database: Connection, kind: Kind, key: str) -> None:
    """Raises Problem 422: the body names what is not there."""
    if key not in await known_ids(database, kind, [key]):
        raise Problem(422, "unknown_reference", key=key, section=kind)


async def need_own_office(database: Connection, account: Account, code: str) -> None:
    """Raises Problem 422 for an office that the account does not see."""
    values = {"account_office": account.office_id, "code": code}
    rows = await register_rows(database, "office_is_seen", values)
    if not rows or not rows[0]["seen"]:
        raise Problem(422, "no_office", office=code, see="GET /api/offices")


async def refuse_known(database: Connection, kind: Kind, key: str, instead: str) -> None:
    """Raises Problem 409, which names the route to take `instead`."""
    if key in await known_ids(database, kind, [key]):
        raise Problem(409, "known_already", key=key, section=kind, see=instead)


def refuse_other_key(refusal: str, standing: str, given: str) -> None:
    """Raises Problem 422 when what is known under a key would get another."""
    if standing != given:
        raise Problem(422, refusal, standing=standing)
