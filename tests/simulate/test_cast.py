"""The people of a demonstration: the same for the same seed, marked as invented, accepted by the register."""

from __future__ import annotations

from itertools import takewhile
from pathlib import Path

import pytest

from baqylau.register.file import read_orders, read_register
from baqylau.register.iin import born_on, checked_iin
from baqylau.register.marked import read_marked
from baqylau.simulate.demo.cast import Member, cast, curfew_after, wall_time
from baqylau.simulate.demo.registering import register_file
from baqylau.simulate.speak import PROTOCOLS
from baqylau.simulate.tracks import HOUR_MS
from baqylau.simulate.twins.crowd import drawn
from baqylau.simulate.twins.people import sections, twins_of

# 21:40 in Kazakhstan.
START_MS = 1_795_020_000_000 // 86_400_000 * 86_400_000 + 16 * HOUR_MS + 40 * 60_000


@pytest.fixture(scope="module")
def members() -> list[Member]:
    """A hundred and fifty invented people."""
    return cast(150, START_MS, 3, None)


def test_the_register_takes_them_all(members: list[Member]) -> None:
    """The file has no trouble, and every person has one order."""
    register = read_register(read_marked(register_file(members, START_MS)))
    orders = [read_orders(register, person, {}) for person in register.people]
    assert register.troubles == []
    assert [len(each) for each in orders] == [1] * len(members)


@pytest.mark.parametrize("people", [1, 6, 20])
def test_few_people_and_the_twins_stand_in_one_register(people: int) -> None:
    """An office that both need is the same in both, however few cities the people live in."""
    few = cast(people, START_MS, 3, None)
    twins = twins_of([script for _, script in drawn(20, 1, 3)], START_MS, 3)
    more = sections(twins, START_MS, [member.city for member in few])
    assert read_register(read_marked(register_file(few, START_MS, more))).troubles == []


def test_nobody_can_have_these_numbers(members: list[Member]) -> None:
    """Every IIN is valid and of somebody born before 1900; no two people share one, or a device."""
    for member in members:
        assert born_on(checked_iin(member.iin)).year < 1900
    assert len({member.iin for member in members}) == len({m.identity for m in members}) == len(members)


def test_device_numbers_have_their_check_digit(members: list[Member]) -> None:
    """IMEIs satisfy Luhn's formula."""
    for member in members:
        digits = [int(digit) for digit in member.identity]
        doubled = [value * 2 if index % 2 else value for index, value in enumerate(digits)]
        assert sum(value // 10 + value % 10 for value in doubled) % 10 == 0


def test_all_protocols_take_part(members: list[Member]) -> None:
    """Each language is spoken by as many devices, two of them also over UDP."""
    for protocol in PROTOCOLS:
        assert sum(member.protocol == protocol for member in members) == len(members) // len(PROTOCOLS)
    assert {m.protocol for m in members if m.transport == "udp"} == {"teltonika", "wialon_ips"}


def test_things_happen(members: list[Member]) -> None:
    """Within the first hour there are an opened strap, a call for help, a weak battery and an offline spell."""
    hour = [
        record
        for member in members
        for record in takewhile(lambda r: r.time_ms < START_MS + HOUR_MS, member.records(START_MS, 3))
    ]
    assert any(record.strap_open for record in hour)
    assert any(record.sos for record in hour)
    assert any(record.case_open for record in hour)
    assert any((record.battery_percent or 100) <= 10 for record in hour)
    assert any(member.offline for member in members)
    assert all(record.time_ms % 1000 == 0 for record in hour)


def test_the_same_seed_gives_the_same_people(members: list[Member]) -> None:
    """Names, homes, orders and what the devices record follow from the seed."""
    again = cast(150, START_MS, 3, None)
    assert register_file(again, START_MS) == register_file(members, START_MS)
    first, second = again[7].records(START_MS, 3), members[7].records(START_MS, 3)
    assert [next(first) for _ in range(50)] == [next(second) for _ in range(50)]


def test_curfews_begin_soon_after_the_start() -> None:
    """At a full quarter of an hour, between a quarter and half an hour after the start, also over midnight."""
    assert wall_time(curfew_after(START_MS)) == "22:00"
    assert wall_time(curfew_after(START_MS + 60_000 * 6)) == "22:15"
    assert wall_time(curfew_after(START_MS + 2 * HOUR_MS + 10 * 60_000)) == "00:15"


def test_recorded_evenings_come_first(shared: Path) -> None:
    """With the recorded tracks there are wearers on phones and buses, and their homes are in Kazakhstan."""
    found = cast(60, START_MS, 3, shared / "data/tracks")
    assert {member.origin for member in found} == {"phone", "bus"}
    for member in found:
        assert 40 < member.home.lat < 56
        assert 46 < member.home.lon < 88
        assert next(member.records(START_MS, 3)).time_ms >= START_MS
