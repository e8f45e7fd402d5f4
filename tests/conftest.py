"""Real services for tests: PostgreSQL and NATS started once a session, a fresh database for each module."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest
from hypothesis import settings
from psycopg import sql

from baqylau.platform import embedded
from baqylau.platform.embedded import EmbeddedServices
from baqylau.platform.migrate import migrate

# The same examples on every run in CI, so that a change is judged by what it changes; new ones everywhere else.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")

SHARED = Path(__file__).parents[2] / "shared"
TEMPLATE = "baqylau_template"
_numbers = count(1)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared material beside the repository; skips where it is missing."""
    if not SHARED.is_dir():
        pytest.skip("the folder ../shared is not beside the repository")
    return SHARED


@pytest.fixture(scope="session")
def short_folder() -> Iterator[Path]:
    """A folder with a path short enough for a unix socket, thrown away afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="bq-"))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def services(short_folder: Path) -> Iterator[EmbeddedServices]:
    """Embedded PostgreSQL and NATS for the whole session."""
    with embedded.start(short_folder, durable_setup=False, stream_max_bytes=1024**3) as running:
        _waive_the_disk(running)
        _make_template(running)
        yield running


def _waive_the_disk(running: EmbeddedServices) -> None:
    """Hundreds of databases are made and thrown away; none of them has to survive a power cut."""
    with psycopg.connect(running.database_url, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")


def _make_template(running: EmbeddedServices) -> None:
    with psycopg.connect(running.database_url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(TEMPLATE)))
    migrate(running.postgres.url_of(TEMPLATE))


@pytest.fixture(scope="session")
def new_database(services: EmbeddedServices) -> Callable[[], str]:
    """Makes a migrated, empty database and returns its URL."""

    def create() -> str:
        name = f"test_{next(_numbers)}"
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        with psycopg.connect(services.database_url, autocommit=True) as connection:
            connection.execute(statement.format(sql.Identifier(name), sql.Identifier(TEMPLATE)))
        return services.postgres.url_of(name)

    return create


@pytest.fixture(scope="module")
def database(new_database: Callable[[], str]) -> str:
    """URL of a migrated, empty database of this test module."""
    return new_database()


@pytest.fixture
def fresh_database(new_database: Callable[[], str]) -> str:
    """URL of a migrated, empty database of this one test."""
    return new_database()


@pytest.fixture(scope="session")
def nats_url(services: EmbeddedServices) -> str:
    """URL of the session's NATS server, token included."""
    return services.nats_url
