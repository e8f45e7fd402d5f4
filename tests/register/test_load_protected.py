"""Protected people in the register file, against a real database."""

from __future__ import annotations

import pytest

from baqylau.register.exporting import Protected, exported
from baqylau.register.marked import FileRefused
from baqylau.register.store import worn_device
from baqylau.register.writing import Written
from tests.register.test_load import EXAMPLE, NOW, ask, everything, inside, line_of, load, person, refused

pytestmark = pytest.mark.services

VIKTORIYA = "010517602048"
LATER = NOW + 90 * 86_400_000
CONSENT = (
    '      - person: "010517602048"\n'
    '        from: "2026-08-01T00:00:00+05:00"\n'
    '        to: "2026-10-01T00:00:00+05:00"\n'
)
ENDS = '        to: "2026-10-01T00:00:00+05:00"\n    devices:'
CARRIED = '      - device: "861234567890154"\n        from: "2026-08-01T12:00:00+05:00"\n'
WITHDRAWN = EXAMPLE.replace(
    ENDS, ENDS.replace("    devices", '        withdrawn_at: "2026-09-01T00:00:00+05:00"\n    devices')
)


def test_as_the_rules_and_the_gateway_see_them(fresh_database: str) -> None:
    """The bound person is judged while consent and device both hold, and what the device says is passed on then."""
    load(fresh_database, EXAMPLE)
    (protection,) = person(fresh_database, VIKTORIYA).protections
    assert protection.code == "ALM-2026-014"
    assert protection.spans == ((1_785_567_600_000, 1_790_794_800_000),)
    ((device_id,),) = ask(fresh_database, "SELECT device_id FROM devices WHERE identity = '861234567890154'")
    device = inside(fresh_database, lambda connection: worn_device(connection, device_id))
    assert device is not None
    heard = {one.person_id for one in device.carried_at(1_785_567_600_000)}
    assert heard == {None, person(fresh_database, VIKTORIYA).person_id}


def test_an_address_is_left_out_and_stays(fresh_database: str) -> None:
    """An export has no address unless it is asked for, and loading it takes none away."""
    load(
        fresh_database,
        EXAMPLE.replace("    name: Сәуле\n", "    name: Сәуле\n    channel: json://tell.her\n"),
    )
    out = everything(fresh_database)
    assert "Сәуле" in out
    assert "tell.her" not in out
    assert all(one.written == Written() for one in load(fresh_database, out).values())
    assert ask(fresh_database, "SELECT channel FROM protected_people") == [("json://tell.her",)]
    whole = inside(fresh_database, lambda connection: exported(connection, Protected.WHOLE))
    assert "channel: json://tell.her" in whole
    nothing = inside(fresh_database, lambda connection: exported(connection, Protected.NOTHING))
    assert "protected_people" not in nothing
    assert "Сәуле" not in nothing


def test_withdrawn_by_a_file(fresh_database: str) -> None:
    """A consent that the file withdraws ends there; the file from before does not bring it back, and both export."""
    load(fresh_database, EXAMPLE)
    loaded = load(fresh_database, WITHDRAWN, LATER)
    assert loaded["consents"].written == Written(changed=1)
    spans = person(fresh_database, VIKTORIYA).protections[0].spans
    assert spans == ((1_785_567_600_000, 1_788_202_800_000),)
    again = load(fresh_database, EXAMPLE, LATER)
    assert all(one.written == Written() for one in again.values())
    assert person(fresh_database, VIKTORIYA).protections[0].spans == spans
    assert "withdrawn_at" in everything(fresh_database)


def test_consented_anew_after_a_withdrawal(fresh_database: str) -> None:
    """A consent withdrawn and given again for the same time is two entries, in the register and out of it."""
    text = WITHDRAWN.replace(CONSENT, CONSENT + CONSENT, 1)
    loaded = load(fresh_database, text, LATER)
    assert loaded["consents"].written == Written(created=2)
    assert all(one.written == Written() for one in load(fresh_database, text, LATER).values())
    out = everything(fresh_database)
    assert out.count("withdrawn_at") == 1
    assert all(one.written == Written() for one in load(fresh_database, out, LATER).values())


def test_a_device_given_back(fresh_database: str) -> None:
    """An end that the file adds ends the carrying; a file without it leaves the device where it is."""
    load(fresh_database, EXAMPLE)
    ended = EXAMPLE.replace(CARRIED, CARRIED + '        to: "2026-09-01T00:00:00+05:00"\n')
    assert load(fresh_database, ended)["carried_devices"].written == Written(changed=1)
    assert load(fresh_database, EXAMPLE)["carried_devices"].written == Written()
    assert person(fresh_database, VIKTORIYA).protections[0].spans == ((1_785_567_600_000, 1_788_202_800_000),)


@pytest.mark.parametrize(
    ("part", "instead", "says"),
    [
        ("code: ALM-2026-014", "code: ALM 2026 014", "should match pattern"),
        ("name: Сәуле", "nme: Сәуле", "Field required"),
        (CONSENT, CONSENT.replace(VIKTORIYA, "010517602049"), "check digit"),
        (CONSENT, CONSENT.replace(VIKTORIYA, "980713350015"), "not under `people`"),
        (CONSENT, CONSENT.replace("2026-10-01", "2026-07-01"), "ends before it begins"),
        (CONSENT, CONSENT.replace("2026-10-01T00:00:00+05:00", "2026-10-01T00:00:00"), "timezone"),
        (CONSENT, CONSENT + CONSENT.replace("-08-01", "-09-01"), "holds at that time"),
        (CARRIED, CARRIED.replace("861234567890154", "861234567890155"), "not under `devices`"),
        (CARRIED, CARRIED.replace("861234567890154", "861234567890139"), "worn under an order"),
        (CARRIED, CARRIED + CARRIED.replace("T12", "T13"), "carried by a protected person"),
        (CARRIED, CARRIED + '        to: "2026-08-01T12:00:00+05:00"\n', "given back before"),
    ],
)
def test_wrong_entry_is_refused_by_line(database: str, part: str, instead: str, says: str) -> None:
    """One mistake in what the file says of a protected person refuses all of it and names the line."""
    assert part in EXAMPLE
    text = EXAMPLE.replace(part, instead, 1)
    near = range(line_of(EXAMPLE, part) - 1, line_of(EXAMPLE, part) + 7)
    troubles = refused(database, text)
    assert any(line in near and says in message for line, message in troubles), troubles


def test_nothing_is_carried_without_a_consent(database: str) -> None:
    """A protected person who has consented to nothing is given no device."""
    troubles = refused(database, EXAMPLE.replace("    consents:\n" + CONSENT, ""))
    assert any("without a consent" in message for _, message in troubles)


def test_withdrawn_in_the_future(database: str) -> None:
    """A withdrawal cannot be written before it is one."""
    assert any("holds until then" in message for _, message in refused(database, WITHDRAWN))


def test_worn_while_it_is_carried(fresh_database: str) -> None:
    """A device that a protected person carries is refused, at its line, for somebody under an order."""
    load(fresh_database, EXAMPLE)
    wears = '      - device: "861234567890139"\n'
    text = (
        EXAMPLE.replace(wears, wears.replace("0139", "0154"))
        .replace(CARRIED, "")
        .replace("    devices:\n", "")
    )
    with pytest.raises(FileRefused, match="a protected person carries this device"):
        load(fresh_database, text)
