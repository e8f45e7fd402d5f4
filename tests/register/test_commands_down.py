"""What devices are told to do: the table of states, and the queue in a real database."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from baqylau.register import commands
from baqylau.register.command import (
    ATTEMPTS,
    KINDS,
    LIFETIME_MS,
    LOCATE_ANSWER_MS,
    RESEND_MS,
    STATES,
    TRANSITIONS,
    UNDER_WAY,
    Command,
    CommandKind,
    CommandRefused,
    CommandState,
    after,
    at_end,
    exhausted,
    in_flight,
    next_to_go,
    parameters_of,
    wanted,
)
from baqylau.register.commands import Connection
from tests.register.test_load import EXAMPLE, inside, load

NOW_MS = 1_783_000_000_000


def one(command_id: int = 1, kind: CommandKind = "message", **more: Any) -> Command:
    return Command(command_id, 7, None, kind, {}, NOW_MS, NOW_MS + 3_600_000, **more)


@given(st.sampled_from(STATES), st.sampled_from(["send", "confirm", "refuse", "give_up", "expire"]))
def test_an_end_is_an_end(state: CommandState, step: Any) -> None:
    """No step leads out of a state in which a command has ended."""
    if state not in UNDER_WAY:
        assert after(state, step) is None


def test_every_state_but_the_first_is_reached() -> None:
    """Each state of the table can be reached, and each command under way has an end by time."""
    assert set(TRANSITIONS.values()) == set(STATES) - {"queued"}
    assert {at_end(kind, state) for kind in KINDS for state in UNDER_WAY} == {"expired", "no_answer"}
    assert {at_end("locate", state) for state in UNDER_WAY} == {"no_answer"}


@pytest.mark.parametrize(
    ("kind", "given_parameters"),
    [
        ("locate", {"seconds": 5}),
        ("interval", {}),
        ("interval", {"seconds": 1}),
        ("message", {"text": ""}),
        ("message", {"text": "two\nlines"}),
        ("message", {"text": "x" * 201}),
        ("breath_test", {"request": "no spaces"}),
    ],
)
def test_parameters_are_checked(kind: CommandKind, given_parameters: dict[str, Any]) -> None:
    """A parameter that is missing, of another kind, too long or that would break a line of text is refused."""
    with pytest.raises(CommandRefused) as refused:
        parameters_of(kind, given_parameters)
    assert refused.value.reason == "bad_parameters"


def test_defaults_are_written_out() -> None:
    """What is left out is filled in, so that the stored command says all that was sent."""
    assert parameters_of("vibrate", {}) == {"seconds": 5}
    assert set(LIFETIME_MS) == set(ATTEMPTS) == set(KINDS)
    assert wanted(7, "locate", {}, asked_by="a", now_ms=0).expires_ms == LOCATE_ANSWER_MS
    with pytest.raises(CommandRefused):
        wanted(7, "locate", {}, asked_by="a", now_ms=0, lifetime_ms=8 * 86_400_000)


def test_one_at_a_time_in_order_and_whereabouts_first() -> None:
    """While one waits for its answer nothing else goes; then the oldest goes, but before it a locate."""
    first, second, locate = one(1), one(2), one(3, "locate")
    assert next_to_go([first, second], NOW_MS) is first
    assert next_to_go([first, second, locate], NOW_MS) is locate
    waiting = one(1, state="sent", attempts=1, sent_ms=NOW_MS)
    assert next_to_go([waiting, second, locate], NOW_MS + RESEND_MS - 1) is None
    assert next_to_go([waiting, second], NOW_MS + RESEND_MS) is second
    assert next_to_go([waiting], NOW_MS + RESEND_MS) is waiting
    assert next_to_go([one(4)], NOW_MS + 3_600_000) is None


@given(st.sampled_from(KINDS), st.integers(0, 6), st.integers(0, 400_000))
def test_never_oftener_than_allowed(kind: CommandKind, attempts: int, later_ms: int) -> None:
    """A command goes out no oftener than its kind may, and is given up only when its last answer is overdue."""
    command = one(1, kind, state="sent", attempts=attempts, sent_ms=NOW_MS)
    if next_to_go([command], NOW_MS + later_ms) is command:
        assert attempts < ATTEMPTS[kind]
    if exhausted(command, NOW_MS + later_ms):
        assert attempts >= ATTEMPTS[kind]
        assert not in_flight(command, NOW_MS + later_ms)


@pytest.fixture(scope="module")
def registered(database: str) -> str:
    load(database, EXAMPLE)
    return database


def a_device(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT min(device_id) FROM devices").fetchone()
    assert row is not None
    device_id: int = row[0]
    return device_id


async def ask(connection: Connection, device_id: int, kind: CommandKind = "locate") -> int:
    return await commands.queue(connection, wanted(device_id, kind, {}, asked_by="op", now_ms=NOW_MS))


async def find(connection: Connection, command_id: int) -> Command | None:
    return next((c for c in await commands.under_way(connection) if c.command_id == command_id), None)


def story(url: str, command_id: int) -> list[tuple[Any, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute(
            "SELECT state, attempt, reason FROM command_events WHERE command_id = %s ORDER BY event_id",
            (command_id,),
        ).fetchall()


@pytest.mark.services
def test_of_two_gateways_one_sends(registered: str) -> None:
    """Of two who take the same attempt one gets it, and the story says that it went out once."""
    device_id = a_device(registered)

    async def scenario(connection: Connection) -> tuple[int, list[bool]]:
        command_id = await ask(connection, device_id)
        command = await find(connection, command_id)
        assert command is not None
        took = [await commands.note_sent(connection, command, "r", NOW_MS + 1) for _ in range(2)]
        assert await commands.settle(connection, command_id, "confirm", NOW_MS + 2, answer="here")
        assert not await commands.settle(connection, command_id, "refuse", NOW_MS + 3)
        assert await find(connection, command_id) is None
        return command_id, took

    command_id, took = inside(registered, scenario)
    assert took == [True, False]
    assert story(registered, command_id) == [("queued", 0, ""), ("sent", 1, ""), ("confirmed", 1, "")]


@pytest.mark.services
def test_the_timer_ends_what_is_overdue(registered: str) -> None:
    """After 180 seconds a locate has no answer, sent or not; another that never went out has expired."""
    device_id = a_device(registered)

    async def scenario(connection: Connection) -> tuple[int, int, int]:
        locate, reboot = await ask(connection, device_id), await ask(connection, device_id, "reboot")
        assert await commands.already_asked(connection, device_id, "locate", NOW_MS) == locate
        early = await commands.end_overdue(connection, NOW_MS + LOCATE_ANSWER_MS - 1)
        assert await commands.end_overdue(connection, NOW_MS + LOCATE_ANSWER_MS) == 1
        assert await commands.end_overdue(connection, NOW_MS + LIFETIME_MS["reboot"]) == 1
        return locate, reboot, early

    locate, reboot, early = inside(registered, scenario)
    assert early == 0
    assert story(registered, locate)[-1] == ("no_answer", 0, "never_connected")
    assert story(registered, reboot)[-1] == ("expired", 0, "never_connected")


@pytest.mark.services
def test_what_happened_stays(registered: str) -> None:
    """The story of a command cannot be changed or deleted."""
    device_id = a_device(registered)
    inside(registered, lambda connection: ask(connection, device_id))
    for statement in ("UPDATE command_events SET state = 'sent'", "DELETE FROM command_events"):
        with (
            psycopg.connect(registered) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege, match="only ever added"),
        ):
            connection.execute(statement.encode())
