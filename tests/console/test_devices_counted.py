"""How many devices are in each state is what the list of devices shows, whoever asks and for what."""

from __future__ import annotations

from collections import Counter

from baqylau.console.access import PERMISSIONS, ROLES, new_token, token_hash
from tests.console.conftest import Desk

FILTERS: tuple[dict[str, str], ...] = (
    {},
    {"kind": "tracker"},
    {"kind": "beacon"},
    {"office": "atyrau"},
    {"protocol": "teltonika"},
    {"model": "b"},
    {"search": "0001"},
)
OFFICES = ("", "kz", "almaty", "almaty-1", "atyrau")


def _move_devices(desk: Desk) -> None:
    """Worn ones and stock over offices and states: the first is of one office and worn in another."""
    for device, (office, state) in zip(
        desk.world.devices,
        [
            ("atyrau", "fitted"),
            ("atyrau", "fitted"),
            ("almaty-1", "fitted"),
            (None, "fitted"),
            ("kz", "stock"),
            ("almaty", "lost"),
        ],
        strict=True,
    ):
        desk.do(
            "UPDATE devices SET office_id = %s, state = %s WHERE device_id = %s",
            desk.world.offices.get(office or ""), state, device,
        )  # fmt: skip
    for number, office in enumerate((None, "kz", "almaty", "almaty-1", "atyrau", "atyrau")):
        desk.do(
            "INSERT INTO devices (identity, protocol, kind, model, office_id, state) "
            "VALUES (%s, 'gt06', 'beacon', 'B2', %s, %s)",
            f"990000{number:04}", desk.world.offices.get(office or ""), ("stock", "issued", "faulty")[number % 3],
        )  # fmt: skip


def _accounts_of_all_roles(desk: Desk) -> list[str]:
    """An account of every role that sees devices, in every office and in none."""
    logins = []
    for role in sorted(PERMISSIONS["devices.read"]):
        for office in OFFICES:
            login = f"{role}-{office or 'republic'}"
            desk.tokens[login] = new_token()
            desk.do(
                "INSERT INTO accounts VALUES (%s, %s, %s, %s, 'kk', now())",
                login, role, desk.world.offices.get(office), token_hash(desk.tokens[login]),
            )  # fmt: skip
            logins.append(login)
    return logins


def _counted(desk: Desk, login: str, chosen: dict[str, str]) -> dict[str, int]:
    answer = desk.get("/api/devices/states", login, params=chosen)
    assert answer.status_code == 200, answer.text
    return {one["state"]: one["devices"] for one in answer.json()}


def _listed(desk: Desk, login: str, chosen: dict[str, str]) -> dict[str, int]:
    answer = desk.get("/api/devices", login, params=chosen | {"limit": "500"})
    assert answer.status_code == 200, answer.text
    return dict(Counter(one["state"] for one in answer.json()["items"]))


def test_states_are_counted_as_they_are_listed(desk: Desk) -> None:
    """Every role that sees devices, in any office, counts under any filter what its list shows under it."""
    _move_devices(desk)
    assert PERMISSIONS["devices.read"] == set(ROLES)
    for login in _accounts_of_all_roles(desk):
        for chosen in FILTERS:
            assert _counted(desk, login, chosen) == _listed(desk, login, chosen), (login, chosen)


def test_devices_of_other_offices_on_own_people_are_counted(desk: Desk) -> None:
    """A device of another office's stock counts where a person of the account's own office wears it."""
    _move_devices(desk)
    assert _counted(desk, "gulnar", {"office": "atyrau"}) == {"fitted": 2}
    assert _counted(desk, "berik", {"kind": "tracker"}) == {"fitted": 3}


def test_people_who_wear_no_longer_add_nothing(desk: Desk) -> None:
    """A device that was taken off is counted by its own office alone."""
    _move_devices(desk)
    desk.do("UPDATE activations SET from_at = '2020-01-01', to_at = '2021-01-01'")
    assert _counted(desk, "gulnar", {"office": "atyrau"}) == {}
