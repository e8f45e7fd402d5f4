"""Who is at the other end of a socket: by session cookie, bearer header, or the bearer of the first message."""

from __future__ import annotations

from typing import Any

from fastapi import Depends, WebSocket
from starlette.requests import HTTPConnection

from baqylau.console.access import FULLY, Account, Permission, asking
from baqylau.console.database import Pool

PERMISSION = "incidents.read"


class AskedLater(Permission):
    """Names the permission a socket needs; the socket checks it itself, after the first message."""

    def __call__(self) -> None:
        """Lets the connection be made: a token may come in its first message."""


_LATER = AskedLater(PERMISSION, FULLY)


def asks_later() -> Any:
    return Depends(_LATER)


async def account_of(socket: WebSocket, pool: Pool, token: str | None) -> Account:
    """Raises Problem 401 or 403. Asked again from time to time, it finds a session that was revoked."""
    async with pool.connection() as database:
        return _LATER.check(await asking(_with_token(socket, token), database))


def _with_token(socket: WebSocket, token: str | None) -> HTTPConnection:
    if token is None:
        return socket
    headers = [pair for pair in socket.scope["headers"] if pair[0] != b"authorization"]
    # What is no token at all then matches none.
    value = token.encode("latin-1", "replace")
    return HTTPConnection({**socket.scope, "headers": [*headers, (b"authorization", b"Bearer " + value)]})
