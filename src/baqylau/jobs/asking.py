"""Asking for tests when they are due: the same times as the rules judge by, and the second test after a positive one.

A request has a name that follows from what is due, so asking twice asks once, and a process that was away asks
what came due in the last minutes only: what nobody asked for is never called missed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from psycopg.rows import dict_row

from baqylau.platform.instants import to_datetime
from baqylau.platform.postgres import load_queries
from baqylau.protocols.catalogue import commands_of
from baqylau.register.asking import Connection, TestWanted, ask, note_answers
from baqylau.register.command import CommandKind
from baqylau.register.order import Condition
from baqylau.rules.asked_devices import kinds_for, request_of
from baqylau.rules.tests_due import Due, binding, due_between, next_due_ms
from baqylau.rules.tests_programme import TestRule, rule_of
from baqylau.rules.thresholds import DEFAULT, Thresholds

CATCH_UP_MS: Final = 600_000
"""What came due longer ago, while no jobs ran, is not asked for any more."""

_SQL = load_queries("baqylau.jobs", "asking.sql")


@dataclass(slots=True)
class _Planned:
    rule: TestRule
    next_ms: int


class Asking:
    """Keeps the conditions it has read, which never change, with when each is due next."""

    def __init__(self, thresholds: Thresholds = DEFAULT) -> None:
        self._thresholds = thresholds
        self._planned: dict[int, _Planned] = {}

    async def look(self, connection: Connection, now_ms: int) -> int:
        """Asks for whatever is due; how many requests are new. The caller commits."""
        await note_answers(connection, now_ms)
        asked = await self._ask_due(connection, now_ms)
        return asked + await self._ask_second(connection, now_ms)

    async def _ask_due(self, connection: Connection, now_ms: int) -> int:
        binds = {
            row["condition_id"]: row["person_id"]
            for row in await _rows(connection, "conditions_of_tests", now=to_datetime(now_ms))
        }
        for gone in self._planned.keys() - binds.keys():
            del self._planned[gone]
        await self._plan(connection, [one for one in binds if one not in self._planned], now_ms)
        asked = 0
        for condition_id, planned in self._planned.items():
            if planned.next_ms <= now_ms:
                asked += await self._ask_of(connection, binds[condition_id], planned, now_ms)
        return asked

    async def _plan(self, connection: Connection, new: Sequence[int], now_ms: int) -> None:
        if not new:
            return
        for row in await _rows(connection, "terms_of_tests", conditions=list(new)):
            condition = Condition.model_validate(row["terms"])
            rule = rule_of(row["timezone"], condition, bytes.fromhex(row["seed"]), self._thresholds)
            next_ms = next_due_ms(rule.times, now_ms - CATCH_UP_MS)
            self._planned[row["condition_id"]] = _Planned(rule, next_ms)

    async def _ask_of(self, connection: Connection, person_id: int, planned: _Planned, now_ms: int) -> int:
        rule = planned.rule
        dues = due_between(rule.times, max(planned.next_ms, now_ms - CATCH_UP_MS), now_ms + 1)
        asked = 0
        for due in binding(dues, rule.permitted):
            asked += await ask(connection, _wanted(person_id, rule, due), takes, now_ms)
        planned.next_ms = next_due_ms(rule.times, now_ms)
        return asked

    async def _ask_second(self, connection: Connection, now_ms: int) -> int:
        within_ms = round(self._thresholds.alcohol_second_within_s * 1000)
        since = to_datetime(now_ms - within_ms)
        counts = to_datetime(now_ms - round(self._thresholds.alcohol_second_after_s * 1000))
        asked = 0
        for row in await _rows(connection, "second_tests_awaited", since=since, counts=counts):
            asked += await ask(connection, self._second(row, within_ms), takes, now_ms)
        return asked

    def _second(self, row: Mapping[str, Any], within_ms: int) -> TestWanted:
        after_ms = round(self._thresholds.alcohol_second_after_s * 1000)
        return TestWanted(
            f"s-{row['finding_id']}",
            row["person_id"],
            row["condition"],
            "breath_test",
            "second",
            row["began_ms"] + after_ms,
            row["began_ms"] + within_ms,
            kinds_for("alcohol", None),
        )


def takes(protocol: str, kind: CommandKind) -> bool:
    return kind in commands_of(protocol)


def _wanted(person_id: int, rule: TestRule, due: Due) -> TestWanted:
    return TestWanted(
        request_of(person_id, rule.condition, due.due_ms),
        person_id,
        rule.condition,
        "breath_test" if rule.kind == "alcohol" else "check_in",
        "random" if due.random else "set_time",
        due.due_ms,
        due.due_ms + rule.answer_ms,
        kinds_for(rule.kind, rule.way),
    )


async def _rows(connection: Connection, query: str, **values: Any) -> list[Any]:
    async with connection.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(_SQL[query], values)
        return await cursor.fetchall()
