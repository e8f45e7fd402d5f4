"""The record of processes that died, in the database, once it can be reached."""

from __future__ import annotations

from collections import deque

import psycopg

from baqylau.platform.postgres import load_queries
from baqylau.platform.supervision import Ended

_QUERIES = load_queries("baqylau.platform", "restarts.sql")
_LONGEST_WAIT = 1_000  # deaths kept while the database is away; the oldest go first


class RestartRecord:
    """Keeps deaths until they are stored: PostgreSQL itself may be what died."""

    def __init__(self, database_url: str) -> None:
        self._database_url = database_url
        self._waiting: deque[Ended] = deque(maxlen=_LONGEST_WAIT)

    def add(self, ended: Ended) -> None:
        """Take note of a death."""
        self._waiting.append(ended)

    def store(self) -> None:
        """Write what is waiting, or leave it for the next time if the database does not answer."""
        if not self._waiting:
            return
        try:
            with psycopg.connect(self._database_url, connect_timeout=2) as connection:
                rows = [(each.name, each.at_ms / 1000, each.exit_code) for each in self._waiting]
                connection.cursor().executemany(_QUERIES["add_restart"], rows)
        except psycopg.OperationalError:
            return
        self._waiting.clear()
