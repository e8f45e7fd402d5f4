"""How long operators who open the workstation at the same moment wait for their live push to begin."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from statistics import median

import msgspec
import psycopg
import uvloop
from websockets.asyncio.client import connect

from baqylau.bench.arena import Arena, arena
from baqylau.console.access import new_token, token_hash
from baqylau.platform.child_process import free_port, port_is_free, wait_until
from baqylau.platform.postgres import load_queries

_SQL = load_queries("baqylau.bench", "population.sql")
PATIENCE_S = 120.0


class GreetingRow(msgspec.Struct, frozen=True):
    """Milliseconds from opening the socket to the greeting, and until everyone on the map has come."""

    people: int
    operators: int
    hello_median_ms: int
    hello_last_ms: int
    map_median_ms: int
    map_last_ms: int


def measure(people: int, operators: int, rounds: int) -> list[GreetingRow]:
    """All operators at once, each with an account of their own, a third each of three roles; a row a round."""
    with arena(people, console_port=free_port()) as standing:
        tokens = _accounts(standing.services.database_url, operators)
        _start_console(standing)
        return [uvloop.run(_round(standing, people, tokens)) for _ in range(rounds)]


def _accounts(database_url: str, operators: int) -> list[str]:
    tokens = [new_token() for _ in range(operators)]
    roles = ("operator", "supervisor", "prosecutor")
    with psycopg.connect(database_url) as connection:
        for number, token in enumerate(tokens):
            values = {"login": f"bench{number}", "role": roles[number % 3], "token_hash": token_hash(token)}
            connection.execute(_SQL["account"], values)
    return tokens


def _start_console(standing: Arena) -> None:
    child = standing.start("console")
    port = standing.settings.console_port
    wait_until(lambda: not port_is_free(port), child, standing.folder / "console-0.log", patience_s=60)


async def _round(standing: Arena, people: int, tokens: Sequence[str]) -> GreetingRow:
    url = f"ws://127.0.0.1:{standing.settings.console_port}/api/live"
    # The first one waits for the console to have read the register, which is not what is measured.
    await _greeted(url, tokens[0])
    heard = await asyncio.gather(*(_greeted(url, token) for token in tokens))
    hello, whole = zip(*heard, strict=True)
    return GreetingRow(
        people,
        len(tokens),
        round(median(hello)),
        round(max(hello)),
        round(median(whole)),
        round(max(whole)),
    )


async def _greeted(url: str, token: str) -> tuple[float, float]:
    """Milliseconds until the greeting, and until the last piece of the map."""
    began = time.monotonic()
    async with asyncio.timeout(PATIENCE_S), connect(url, max_size=None, open_timeout=None) as socket:
        await socket.send(msgspec.json.encode({"after": None, "token": token}).decode())
        hello = 0.0
        async for text in socket:
            # Only how it begins is read: decoding two hundred maps would be this process's time, not the console's.
            begins = str(text)[:80]
            if begins.startswith('{"type":"hello"'):
                hello = time.monotonic()
            elif begins.startswith('{"type":"positions"') and '"last":true' in begins:
                return (hello - began) * 1000, (time.monotonic() - began) * 1000
    raise ConnectionError("the console ended a socket before its map was whole")
