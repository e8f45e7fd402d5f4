"""The register file against a real database."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import psycopg
import pytest

from baqylau.register.exporting import exported
from baqylau.register.loading import Loaded, load_register
from baqylau.register.marked import FileRefused
from baqylau.register.store import supervised_person
from baqylau.register.supervised import SupervisedPerson
from baqylau.register.writing import Connection, Written

EXAMPLE = (Path(__file__).parents[2] / "docs/reference/register-example.yaml").read_text(encoding="utf-8")
NOW = 1_783_000_000_000  # 2026-07-02
T = TypeVar("T")

pytestmark = pytest.mark.services


def inside(url: str, work: Callable[[Connection], Awaitable[T]]) -> T:
    """Does `work` in one transaction, committed if it succeeds."""

    async def run() -> T:
        async with await psycopg.AsyncConnection.connect(url) as connection:
            return await work(connection)

    return asyncio.run(run())


def load(url: str, text: str, now_ms: int = NOW) -> dict[str, Loaded]:
    return inside(url, lambda connection: load_register(connection, text, now_ms, protocols=PROTOCOLS))


def refused(url: str, text: str) -> list[tuple[int, str]]:
    """The lines and messages with which the file is refused; the register stays as it was."""
    before = everything(url)
    with pytest.raises(FileRefused) as error:
        load(url, text)
    assert everything(url) == before
    return [(trouble.line, trouble.message) for trouble in error.value.troubles]


def everything(url: str) -> str:
    return inside(url, exported)


def ask(url: str, statement: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute(statement.encode()).fetchall()


def person(url: str, iin: str) -> SupervisedPerson:
    ((person_id,),) = ask(url, f"SELECT person_id FROM people WHERE iin = '{iin}'")
    found = inside(url, lambda connection: supervised_person(connection, person_id))
    assert found is not None
    return found


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


PROTOCOLS = ("teltonika", "wialon_ips", "egts", "gt06", "osmand")
ERLAN = "900101300017"


def test_example_loads(fresh_database: str) -> None:
    """The documented example is accepted, and its numbers are those it has."""
    loaded = load(fresh_database, EXAMPLE)
    assert {kind: one.total for kind, one in loaded.items()} == {
        "offices": 3,
        "officers": 1,
        "devices": 4,
        "people": 2,
        "contacts": 1,
        "places": 3,
        "orders": 3,
        "activations": 3,
        "protected_people": 1,
        "consents": 1,
        "carried_devices": 1,
    }
    assert loaded["orders"].written == Written(created=2, changed=1)


def test_second_load_changes_nothing(fresh_database: str) -> None:
    """Loading a file again writes nothing and tells nobody."""
    load(fresh_database, EXAMPLE)
    counter = ask(fresh_database, "SELECT counter FROM register_changes")
    loaded = load(fresh_database, EXAMPLE, NOW + 1000)
    assert all(one.written == Written() for one in loaded.values())
    assert ask(fresh_database, "SELECT counter FROM register_changes") == counter


def test_export_makes_the_same_register(new_database: Callable[[], str]) -> None:
    """What is written out of one register, loaded into an empty one, makes the same register."""
    one, other = new_database(), new_database()
    load(one, EXAMPLE)
    load(
        one, EXAMPLE.replace("radius_m: 80", "radius_m: 90").replace("from: 23:30", "from: 23:45"), NOW + 5000
    )
    load(other, everything(one))
    assert everything(other) == everything(one)


def test_person_as_the_rules_see_them(fresh_database: str) -> None:
    """A replaced order is two versions that meet at the court's noon; two devices are two activations."""
    load(fresh_database, EXAMPLE)
    erlan = person(fresh_database, ERLAN)
    first, second = erlan.versions
    assert first.in_force_to_ms == second.in_force_from_ms == 1_780_297_200_000
    assert [condition.kind for condition in first.order.conditions] == [
        "curfew",
        "exclusion",
        "inclusion",
        "attendance",
    ]
    assert second.order.conditions[0].where.name == "home"
    assert [worn.to_ms is None for worn in erlan.worn] == [False, True]
    assert erlan.worn[0].to_ms == erlan.worn[1].from_ms


def test_changed_order_keeps_its_past(fresh_database: str) -> None:
    """Hours changed in the file become a version from now on; what was judged before still reads as it was."""
    load(fresh_database, EXAMPLE)
    load(fresh_database, EXAMPLE.replace("from: 23:30", "from: 21:00"))
    versions = person(fresh_database, ERLAN).versions
    assert [version.in_force_from_ms for version in versions][2] == NOW
    assert versions[1].order.conditions[0].hours[0].from_ == "23:30"
    assert versions[2].order.conditions[0].hours[0].from_ == "21:00"


def test_moved_place_is_another_place(fresh_database: str) -> None:
    """A moved boundary makes a new place and new versions; the old versions keep the old boundary."""
    load(fresh_database, EXAMPLE)
    load(fresh_database, EXAMPLE.replace("radius_m: 80", "radius_m: 95"))
    versions = person(fresh_database, ERLAN).versions
    radii = [getattr(version.order.conditions[0].place, "radius_m", None) for version in versions]
    assert radii[0] == 80
    assert radii[-1] == 95
    names = ask(fresh_database, "SELECT count(*), count(replaced_at) FROM places WHERE name = 'home'")
    assert names == [(2, 1)]


def test_boundary_of_an_ordered_place_cannot_move(fresh_database: str) -> None:
    """The database itself refuses to move the boundary of a place that an order names."""
    load(fresh_database, EXAMPLE)
    with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="boundary cannot move"):
        ask(fresh_database, "UPDATE places SET timezone = 'Asia/Aqtau' WHERE name = 'home' RETURNING 1")


def test_condition_needs_an_order(fresh_database: str) -> None:
    """A condition that no order carries cannot be stored."""
    load(fresh_database, EXAMPLE)
    with pytest.raises(psycopg.errors.NotNullViolation):
        ask(
            fresh_database,
            "INSERT INTO conditions (ordinal, key, kind, place_id) VALUES (0, 'x', 'inclusion', 1) RETURNING 1",
        )


@pytest.mark.parametrize(
    ("part", "instead", "says"),
    [
        ('- iin: "900101300017"', "- iin: 900101300018", "check digit"),
        ("latin: Akhmetov Yerlan", "latin: Ахметов", "not Latin"),
        ("ground: house_arrest", "ground: house_arest", "unknown ground"),
        ("timezone: Asia/Almaty\n        valid", "timezone: Asia/Alma\n        valid", "no IANA time zone"),
        ("place: School 12", "place: School 13", "no place is called"),
        ("radius_m: 80", "radius_m: eighty", "valid number"),
        ("kind: exclusion", "kind: exclusive", "Input should be"),
        ("court: Медеуский районный суд", "judge: Медеуский", "needs its court"),
        ("to: 24:00", "to: 25:00", "should match pattern"),
        ("protocol: osmand", "protocol: osmond", "no such protocol"),
        ("kind: phone", "knd: phone", "Field required"),
        ("parent: almaty\n", "parent: almata\n", "not under `offices`"),
        ("level: district", "level: republic", "names its `parent`"),
        ("account: a.seitova", "acount: a.seitova", "not permitted"),
        ("replaces: 1-214/2026", "replaces: 1-215/2026", "does not have"),
        ('from: "2026-08-01T11:00:00+05:00"', "from: 0001-01-01T00:00:00+05:00", "the year 1 "),
        ('from: "2026-08-01T00:00:00+05:00"', "from: 0001-01-01T00:00:00+05:00", "the year 1 "),
    ],
)
def test_wrong_file_is_refused_by_line(database: str, part: str, instead: str, says: str) -> None:
    """One mistake anywhere refuses the whole file, names its line, and writes nothing."""
    assert part in EXAMPLE
    troubles = refused(database, EXAMPLE.replace(part, instead, 1))
    near = range(line_of(EXAMPLE, part) - 4, line_of(EXAMPLE, part) + 3)
    assert any(line in near and says in message for line, message in troubles), troubles


def test_all_mistakes_at_once(database: str) -> None:
    """Every mistake of a file is told, not the first alone, in the order of their lines."""
    text = EXAMPLE.replace("radius_m: 80", "radius_m: -1").replace('"900101300017"', '"900101300011"')
    text = text.replace("ground: house_arrest", "ground: exile")
    lines = [line for line, _ in refused(database, text)]
    assert len(lines) >= 3
    assert lines == sorted(lines)


def test_device_worn_by_two(database: str) -> None:
    """A device that two people would wear at once refuses the file at the line of the second activation."""
    text = EXAMPLE.replace('to: "2026-07-01T09:00:00+05:00"', 'to: "2026-09-01T09:00:00+05:00"')
    (trouble,) = refused(database, text)
    assert "end that activation first" in trouble[1]
    assert trouble[0] == line_of(text, 'from: "2026-08-01T11:00:00+05:00"') - 1


def test_a_unit_is_installed(fresh_database: str) -> None:
    """Where a unit was put up and what it calls itself by radio are read, kept, and written out as they were."""
    text = EXAMPLE.replace("    kind: phone\n", "    kind: home_unit\n    radio_identity: 7F\n").replace(
        '      - device: "861234567890139"\n',
        '      - device: "861234567890147"\n        from: "2026-07-01T09:00:00+05:00"\n'
        "        installed_lat: 43.2489\n        installed_lon: 76.9312\n"
        '      - device: "861234567890139"\n',
    )
    load(fresh_database, text)
    (unit,) = [each for each in person(fresh_database, "900101300017").worn if each.installed_lat is not None]
    assert (unit.installed_lat, unit.installed_lon, unit.installed_ms) == (43.2489, 76.9312, unit.from_ms)
    known = person(fresh_database, "900101300017").devices
    assert [each.radio_identity for each in known if each.kind == "home_unit"] == ["7F"]
    out = inside(fresh_database, exported)
    assert "installed_lat: 43.2489" in out
    assert not any(one.written.changed or one.written.created for one in load(fresh_database, out).values())


def test_half_a_place_of_a_unit(database: str) -> None:
    """A latitude without a longitude is refused at its line."""
    begun = 'from: "2026-03-01T10:00:00+05:00"'
    text = EXAMPLE.replace(begun, f"{begun}\n        installed_lat: 43")
    assert any("needs both" in message for _, message in refused(database, text))


def test_unknown_device_worn(database: str) -> None:
    """A person cannot wear a device that is neither in the file nor in the register."""
    text = re.sub(r'device: "861234567890139"', 'device: "861234567890130"', EXAMPLE)
    assert any("not under `devices`" in message for _, message in refused(database, text))


def test_stands_twice(database: str) -> None:
    """The same device listed twice is told with both lines."""
    text = EXAMPLE.replace("861234567890147", "861234567890121")
    assert any("a second time, first on line" in message for _, message in refused(database, text))


@pytest.mark.parametrize(
    "text", ["[]", "people: 5", "people:\n  - 5", "peeple: []", "people:\n  - orders: [3]"]
)
def test_other_shapes(database: str, text: str) -> None:
    """A file of another shape is refused with a line, not with a crash."""
    assert refused(database, text)


def test_what_the_database_refuses(database: str) -> None:
    """A zero byte in a name is refused like any other mistake."""
    assert refused(database, EXAMPLE.replace("latin: Li Viktoriya", 'latin: "Li\\0"'))


def test_file_of_references(fresh_database: str) -> None:
    """A second file can name offices, devices and shared places that the register already has."""
    load(fresh_database, EXAMPLE)
    load(
        fresh_database,
        """
people:
  - iin: "980713350012"
    name: {cyrillic: Жумабаев Олжас, latin: Zhumabayev Olzhas}
    office: almaty-almaly
    orders:
      - number: 3-1/2026
        court: Алмалы
        ground: parole
        timezone: Asia/Almaty
        valid: {from: "2026-07-01T00:00:00+05:00"}
        conditions:
          - {id: school, kind: exclusion, place: School 12}
    activations:
      - {device: "861234567890147", from: "2026-07-01T10:00:00+05:00"}
""".replace("980713350012", _OLZHAS),
    )
    shared = ask(fresh_database, "SELECT count(*) FROM places WHERE name = 'School 12'")
    assert shared == [(1,)]
    assert person(fresh_database, _OLZHAS).versions[0].in_force_to_ms is None


def _iin() -> str:
    from datetime import date

    from baqylau.register.iin import composed_iin

    found = composed_iin(date(1998, 7, 13), male=True, serial=5001)
    assert found is not None
    return found


_OLZHAS = _iin()
