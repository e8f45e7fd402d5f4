"""`baqylau account`: who may use the console."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated

import psycopg
import typer
from psycopg.errors import UniqueViolation
from psycopg.rows import dict_row

from baqylau.console.access import new_token, token_hash
from baqylau.console.signin import passwords
from baqylau.incidents.rows import QUERIES
from baqylau.incidents.spoken import chosen_in
from baqylau.platform.clock import SystemClock, clock_from
from baqylau.platform.data_folder import with_running_services
from baqylau.platform.instants import to_datetime
from baqylau.platform.postgres import load_queries, unreachable
from baqylau.platform.problems import OperatorProblem
from baqylau.platform.settings import Settings, load_settings

app = typer.Typer(no_args_is_help=True, help="Accounts of the console: add, password, renew, disable, list.")

_LOGIN = re.compile(r"^[a-z0-9][a-z0-9._-]{1,63}$")
_SQL = load_queries("baqylau.console.signin", "signin.sql")
INVITATION_LASTS = timedelta(days=3)


class Role(StrEnum):
    """What an account is for; which permissions that carries stands in `baqylau.console.access`."""

    OPERATOR = "operator"
    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    TECHNICIAN = "technician"
    PROSECUTOR = "prosecutor"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Language(StrEnum):
    """Kazakh, Russian, English."""

    KK = "kk"
    RU = "ru"
    EN = "en"


Login = Annotated[str, typer.Argument(help="Small Latin letters, digits, dot, dash, underscore; 2 to 64.")]


TokenDays = Annotated[
    int | None,
    typer.Option("--days", min=1, max=3650, help="The token ends after so many days; unset: when renewed."),
]


def _expiry(days: int | None) -> datetime | None:
    """When a token given today ends, by the real time."""
    return None if days is None else to_datetime(SystemClock().now_ms()) + timedelta(days=days)


def _settings() -> Settings:
    return with_running_services(load_settings())


def _connect(settings: Settings) -> psycopg.Connection:
    if settings.database_url is None:
        raise OperatorProblem("no database: start `baqylau up` first, or set BAQYLAU_DATABASE_URL")
    try:
        return psycopg.connect(settings.database_url, application_name="baqylau account")
    except psycopg.OperationalError as cause:
        raise unreachable(settings.database_url, cause) from cause


@app.command()
def add(
    login: Login,
    role: Annotated[Role, typer.Option(help="What the account may do.")],
    office: Annotated[
        str | None, typer.Option(help="Code of the office whose people it sees; unset: the whole republic.")
    ] = None,
    language: Annotated[
        Language | None, typer.Option(help="Language of the console's page; unset: that of the installation.")
    ] = None,
    password: Annotated[
        bool, typer.Option("--password", help="Ask for a password to sign in with; then no token is made.")
    ] = False,
    invite: Annotated[
        bool, typer.Option("--invite", help="Print a one-time password for signing in, and no token.")
    ] = False,
    days: TokenDays = None,
) -> None:
    """Create an account and print its token, or one-time password, once: only a hash of it is kept."""
    if not _LOGIN.match(login) or login == "system":
        raise OperatorProblem(
            f"{login!r} is no login: 2 to 64 of a-z, 0-9, dot, dash, underscore; not `system`"
        )
    chosen = _asked_for(login) if password else None
    settings = _settings()
    token = None if password or invite else new_token()
    with _connect(settings) as connection:
        office_id = None if office is None else _office_id(connection, office)
        created_at = to_datetime(clock_from(settings).now_ms())
        try:
            connection.execute(
                "INSERT INTO accounts (login, role, office_id, token_hash, language, created_at, token_expires_at)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s)",
                (
                    login,
                    role.value,
                    office_id,
                    token and token_hash(token),
                    language.value if language else _installation_language(connection, settings),
                    created_at,
                    token and _expiry(days),
                ),
            )
        except UniqueViolation as cause:
            raise OperatorProblem(
                f"there is an account {login} already; `baqylau account renew {login}` gives it a new token, "
                f"`baqylau account password {login}` a new password"
            ) from cause
        if token is None:
            _set_password(connection, login, chosen)
        if role is Role.OFFICER:
            _say_whose_caseload(connection, login)
    if token is not None:
        typer.echo(token)


def _installation_language(connection: psycopg.Connection, settings: Settings) -> str:
    with connection.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute(QUERIES["newest_thresholds"]).fetchone()
    return chosen_in(row) or settings.default_language


def _say_whose_caseload(connection: psycopg.Connection, login: str) -> None:
    """An officer sees the own caseload: without an officer of the register behind it that is nobody."""
    row = connection.execute("SELECT code FROM officers WHERE account = %s", (login,)).fetchone()
    if row is None:
        typer.echo(f"{login} sees nobody until an officer of the register has `account: {login}`", err=True)


@app.command()
def password(
    login: Login,
    ask: Annotated[bool, typer.Option("--ask", help="Ask for the password instead of making one.")] = False,
) -> None:
    """Print a one-time password, which its owner changes at the first sign-in. Its sessions end."""
    chosen = _asked_for(login) if ask else None
    with _connect(_settings()) as connection:
        row = connection.execute("SELECT login FROM accounts WHERE login = %s", (login,)).fetchone()
        _must_exist(0 if row is None else 1, login)
        _set_password(connection, login, chosen)


def _asked_for(login: str) -> str:
    chosen = str(typer.prompt(f"Password of {login}", hide_input=True, confirmation_prompt=True))
    try:
        passwords.refuse_weak(chosen, login)
    except passwords.PasswordRefused as weak:
        raise OperatorProblem(str(weak)) from weak
    return chosen


def _set_password(connection: psycopg.Connection, login: str, chosen: str | None) -> None:
    """`chosen` None: makes a one-time password and prints it."""
    one_time = passwords.one_time() if chosen is None else None
    now = to_datetime(SystemClock().now_ms())
    expires_at = now + INVITATION_LASTS if one_time else None
    made = passwords.hashed(chosen or one_time or "")
    connection.execute(
        _SQL["set_password"], {"login": login, "hash": made, "now": now, "expires_at": expires_at}
    )
    connection.execute(_SQL["revoke_sessions"], {"login": login, "now": now, "but": None})
    if one_time:
        typer.echo(one_time)
        typer.echo(f"for one sign-in of {login}, until {expires_at:%Y-%m-%d %H:%M} UTC", err=True)


def _office_id(connection: psycopg.Connection, code: str) -> int:
    row = connection.execute("SELECT office_id FROM offices WHERE code = %s", (code,)).fetchone()
    if row is None:
        raise OperatorProblem(f"the register has no office {code!r}")
    return int(row[0])


@app.command()
def renew(login: Login, days: TokenDays = None) -> None:
    """Give an account a new token and print it, once; the old one stops working. Enables a disabled account."""
    token = new_token()
    with _connect(_settings()) as connection:
        changed = connection.execute(
            "UPDATE accounts SET token_hash = %s, token_expires_at = %s, disabled_at = NULL WHERE login = %s",
            (token_hash(token), _expiry(days), login),
        )
        _must_exist(changed.rowcount, login)
    typer.echo(token)


@app.command()
def disable(login: Login) -> None:
    """Stop an account's token, password and sessions from working. It stays: the history of incidents names it."""
    settings = _settings()
    with _connect(settings) as connection:
        changed = connection.execute(
            "UPDATE accounts SET disabled_at = coalesce(disabled_at, %s) WHERE login = %s",
            (to_datetime(clock_from(settings).now_ms()), login),
        )
        _must_exist(changed.rowcount, login)
    typer.echo(f"{login} is disabled", err=True)


def _must_exist(changed: int, login: str) -> None:
    if changed == 0:
        raise OperatorProblem(f"there is no account {login}")


@app.command(name="list")
def show() -> None:
    """All accounts: login, role, office, and whether disabled; tab-separated."""
    with _connect(_settings()) as connection:
        found = connection.execute(
            "SELECT login, role, coalesce(code, 'all offices'), disabled_at FROM accounts"
            " LEFT JOIN offices USING (office_id) ORDER BY login"
        ).fetchall()
    for login, role, office, disabled_at in found:
        typer.echo("\t".join((login, role, office, "enabled" if disabled_at is None else "disabled")))
