"""Scripts of several statements, run as they stand."""

from __future__ import annotations

from pathlib import Path
from typing import LiteralString

import psycopg
from sqlalchemy import Connection

FOLDER = Path(__file__).parent / "sql"


def execute_file(connection: Connection, name: str) -> None:
    """Run one script of the folder `sql`. Raises psycopg.Error with the file's name as a note."""
    script: LiteralString = (FOLDER / name).read_text(encoding="utf-8")
    try:
        execute_script(connection, script)
    except psycopg.Error as cause:
        cause.add_note(f"in migration script {name}")
        raise


def execute_script(connection: Connection, script: LiteralString) -> None:
    """Run a script in the connection's transaction; with no parameters, `%` and `:` mean themselves."""
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        raise TypeError("migrations need psycopg")
    driver.execute(script)
