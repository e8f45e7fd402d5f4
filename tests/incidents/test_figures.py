"""The figures of the installation: what may be written, what then applies, and that nothing is rewritten."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from baqylau.incidents.figures import FIGURES, FigureRefused, Figures, checked, in_force, write
from baqylau.incidents.notify import Channel, tell
from baqylau.incidents.store import read_locked, take_in
from baqylau.incidents.term_figures import TermFigures
from baqylau.incidents.terms import DEFAULT_TERMS
from baqylau.rules.thresholds import DEFAULT
from tests.incidents.worlds import NOW, World, found, rows, run, settle_world


def test_the_defaults_are_the_terms() -> None:
    """Where nothing is stored, the figures of the terms are the terms, and every figure has a name of its own."""
    assert TermFigures().terms() == DEFAULT_TERMS
    assert len({figure.name for figure in FIGURES}) == len(FIGURES)
    assert all(figure.least <= figure.default <= figure.most for figure in FIGURES)


def test_every_default_may_be_written() -> None:
    """The defaults written out are accepted and are no difference."""
    assert checked({figure.name: figure.default for figure in FIGURES}) == {}


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"silent_s": 60}, "silent_s may be 360 to 36000 s"),
        ({"silent_s": float("nan")}, "silent_s"),
        ({"silent_s": 8000}, "may not be above silent_escalated_s"),
        ({"fixes_needed": 2.5}, "whole"),
        ({"battery_low_percent": 150}, "battery_low_percent may be"),
        ({"blind_people": 1}, "blind_people may be 2 to"),
        ({"no_such": 1}, "there is no figure no_such"),
    ],
)
def test_what_cannot_be_is_refused_with_words(values: dict[str, Any], words: str) -> None:
    """Beyond the limits, a fraction of a whole, a contradiction and an unknown name are each named."""
    with pytest.raises(FigureRefused, match=words):
        checked(values)


@pytest.fixture
def world(fresh_database: str) -> World:
    return settle_world(fresh_database, people=2)


def _in_force(world: World) -> Figures:
    return run(in_force, world.url)


@pytest.mark.services
def test_the_newest_version_applies(world: World) -> None:
    """Nothing stored: the defaults; then what was written last, thresholds and terms alike; no version is changed."""
    assert _in_force(world) == Figures(DEFAULT, DEFAULT_TERMS, None)
    run(
        lambda connection: write(connection, {"silent_s": 1800, "blind_people": 9}, "admin", "x", NOW),
        world.url,
    )
    run(lambda connection: write(connection, {"escalate_1_s": 60}, "admin", "y", NOW + 1), world.url)
    now = _in_force(world)
    assert (now.thresholds, now.terms.escalate_after_ms[1], now.terms.blind.people) == (DEFAULT, 60_000, 5)
    with (
        psycopg.connect(world.url) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="only ever added to"),
    ):
        connection.execute("UPDATE threshold_versions SET reason = 'z'")


@pytest.mark.services
def test_a_figure_of_another_release_does_not_stop_judging(world: World) -> None:
    """A stored figure that is unknown or impossible is left out, and the others apply."""
    values = {"gone_s": 5, "silent_s": -1, "parted_s": 900}
    run(lambda connection: write(connection, values, "admin", "x", NOW), world.url)
    thresholds = _in_force(world).thresholds
    assert (thresholds.silent_s, thresholds.parted_s) == (DEFAULT.silent_s, 900)


@pytest.mark.services
def test_a_channel_is_told_of_what_is_urgent_enough(world: World) -> None:
    """A channel for priority 1 alone hears nothing of priority 2, and one for all hears it."""
    both = {name: Channel(name, "json://localhost", "en", least) for name, least in (("one", 1), ("all", 4))}

    async def told(connection: Any) -> None:
        await take_in(connection, [found("strap_opened", world.people[0])], NOW)
        incident = await read_locked(connection, 1)
        assert incident is not None
        await connection.execute("UPDATE incidents SET priority = 2 WHERE incident_id = 1")
        incident = await read_locked(connection, 1)
        assert incident is not None
        await tell(connection, incident, "opened", both, NOW)

    run(told, world.url)
    assert [row["channel"] for row in rows(world.url, "SELECT channel FROM notifications")] == ["all"]
