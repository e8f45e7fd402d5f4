"""The register over HTTP, with accounts of several offices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

import psycopg
import pytest
from starlette.testclient import TestClient

from baqylau.console.access import new_token, token_hash
from baqylau.console.app import create
from baqylau.platform.settings import Settings
from baqylau.register.iin import composed_iin
from tests.register.test_load import EXAMPLE, NOW, load

pytestmark = pytest.mark.services

NOW_TEXT = "2026-07-02T13:46:40Z"
ACCOUNTS = {
    "officer": ("officer", "almaty-almaly"),
    "elsewhere": ("officer", "almaty-almaly"),
    "operator": ("operator", None),
    "technician": ("technician", None),
    "supervisor": ("supervisor", None),
    "admin": ("administrator", None),
}


@dataclass(frozen=True)
class StillClock:
    """Always NOW."""

    def now_ms(self) -> int:
        return NOW

    def real_seconds(self, duration_ms: float) -> float:
        return duration_ms / 1000


@dataclass(frozen=True)
class Api:
    url: str
    client: TestClient
    tokens: dict[str, str]

    def __call__(
        self, method: str, path: str, body: Any = None, login: str = "supervisor", expect: int = 200
    ) -> Any:
        headers = {"Authorization": f"Bearer {self.tokens[login]}", "X-Purpose": "register_maintenance"}
        answer = self.client.request(method, path, json=body, headers=headers)
        assert answer.status_code == expect, answer.text
        return answer.json()

    def problem(self, method: str, path: str, body: Any, expect: int, login: str = "supervisor") -> str:
        answer = self(method, path, body, login, expect)
        assert answer["status"] == expect
        return str(answer["detail"])


@pytest.fixture(scope="module")
def api(database: str) -> Iterator[Api]:
    """The example register behind a console whose clock stands still."""
    load(database, EXAMPLE)
    tokens = {login: new_token() for login in ACCOUNTS}
    with psycopg.connect(database) as connection:
        for login, (role, office) in ACCOUNTS.items():
            connection.execute(
                "INSERT INTO accounts (login, role, office_id, token_hash, language, created_at) VALUES "
                "(%s, %s, (SELECT office_id FROM offices WHERE code = %s), %s, 'kk', now())",
                (login, role, office, token_hash(tokens[login])),
            )
    app = create(Settings(database_url=database), StillClock())
    with TestClient(app, raise_server_exceptions=False) as client:
        yield Api(database, client, tokens)


_serials = count(3001)


def person_body(**more: Any) -> dict[str, Any]:
    """Somebody new at each call."""
    iins = (composed_iin(date(1985, 5, 5), male=True, serial=serial) for serial in _serials)
    name = {"cyrillic": "Омаров Серік", "latin": "Omarov Serik"}
    iin = next(iin for iin in iins if iin)
    return {"iin": iin, "name": name, "office": "almaty-almaly", "officer": "0417", **more}


def order_body(number: str = "9-1/2026", until: str = "06:00", **more: Any) -> dict[str, Any]:
    home = {"type": "Point", "coordinates": [76.93, 43.25], "radius_m": 100, "name": "home"}
    return {
        "number": number,
        "court": "Алмалы аудандық соты",
        "ground": "restriction_of_liberty",
        "timezone": "Asia/Almaty",
        "valid": {"from": "2026-07-01T00:00:00+05:00", "to": "2027-07-01T00:00:00+05:00"},
        "conditions": [
            {
                "id": "night",
                "kind": "curfew",
                "place": home,
                "hours": [{"days": "mon-sun", "from": "22:00", "to": until}],
            }
        ],
        **more,
    }


def new_person(api: Api, **more: Any) -> int:
    return int(api("POST", "/api/people", person_body(**more), expect=201)["person_id"])


def test_person_from_nothing_to_worn(api: Api) -> None:
    """A person, an order and a device are made over HTTP, and the conditions that bind now are read back."""
    person_id = new_person(api)
    order = api("POST", f"/api/people/{person_id}/orders", order_body(), expect=201)
    assert [version["version"] for version in order["versions"]] == [1]
    device = {"identity": "35700", "protocol": "gt06", "kind": "tracker"}
    device_id = api("POST", "/api/devices", device, "technician", 201)["device_id"]
    worn = {"device_id": device_id, "person_id": person_id}
    activation = api("POST", "/api/activations", worn, expect=201)
    assert activation["from_at"] == NOW_TEXT
    assert api("GET", f"/api/devices/{device_id}")["worn"] is True
    (condition,) = api("GET", f"/api/people/{person_id}/conditions")
    assert condition["hours"] == [{"days": "mon-sun", "from": "22:00", "to": "06:00"}]
    assert api("GET", f"/api/people/{person_id}/conditions?at=2027-07-01T00:00:00%2B05:00") == []


def test_a_unit_is_put_up_and_confirmed(api: Api) -> None:
    """A home unit is given with the place it stands at, and somebody who was there says again that it does."""
    person_id = new_person(api)
    unit = {"identity": "HU-1", "protocol": "baqylau_device", "kind": "home_unit", "radio_identity": "7F"}
    device_id = api("POST", "/api/devices", unit, "technician", 201)["device_id"]
    assert api("GET", f"/api/devices/{device_id}")["radio_identity"] == "7F"
    stands = {"lat": 43.2489, "lon": 76.9312}
    worn = {"device_id": device_id, "person_id": person_id, "installed": stands}
    made = api("POST", "/api/activations", worn, expect=201)
    assert (made["installed_lat"], made["installed_lon"], made["installed_at"]) == (
        43.2489,
        76.9312,
        NOW_TEXT,
    )
    path = f"/api/activations/{made['activation_id']}"
    begun = datetime.fromisoformat(NOW_TEXT)
    later = {**stands, "lat": 43.249, "at": (begun - timedelta(minutes=1)).isoformat()}
    assert api("POST", f"{path}/installed", later)["installed_lat"] == 43.249
    assert api("GET", path)["to_at"] is None
    tomorrow = {**stands, "at": (begun + timedelta(days=1)).isoformat()}
    assert "say when it was seen there" in api.problem("POST", f"{path}/installed", tomorrow, 422)


def test_order_is_replaced_not_changed(api: Api) -> None:
    """A new version ends the one before it at that instant; both are read back."""
    person_id = new_person(api)
    order_id = api("POST", f"/api/people/{person_id}/orders", order_body(), expect=201)["order_id"]
    body = order_body(until="07:00", replaces_version=1)
    versions = api("POST", f"/api/orders/{order_id}/versions", body, expect=201)["versions"]
    assert versions[0]["in_force"]["to"] == versions[1]["in_force"]["from"] == NOW_TEXT
    assert versions[0]["conditions"][0]["hours"][0]["to"] == "06:00"
    assert versions[0]["conditions"][0]["place_id"] == versions[1]["conditions"][0]["place_id"]
    assert len(api("GET", f"/api/people/{person_id}/conditions")) == 1


def test_replacing_an_unseen_version(api: Api) -> None:
    """Who saw an older version cannot replace the latest one."""
    person_id = new_person(api)
    order_id = api("POST", f"/api/people/{person_id}/orders", order_body(), expect=201)["order_id"]
    path = f"/api/orders/{order_id}/versions"
    api("POST", path, order_body(until="07:00", replaces_version=1), expect=201)
    detail = api.problem("POST", path, order_body(until="08:00", replaces_version=1), 409)
    assert "at version 2" in detail


def test_order_ends_early(api: Api) -> None:
    """An ended order stops its conditions from that instant on, and a second end is refused."""
    person_id = new_person(api)
    order_id = api("POST", f"/api/people/{person_id}/orders", order_body(), expect=201)["order_id"]
    ended = api("POST", f"/api/orders/{order_id}/end", {"at": "2026-07-10T00:00:00Z"})
    assert ended["versions"][-1]["valid"]["to"] == "2026-07-10T00:00:00Z"
    assert api("GET", f"/api/people/{person_id}/conditions?at=2026-07-11T00:00:00Z") == []
    api.problem("POST", f"/api/orders/{order_id}/end", {"at": "2026-07-12T00:00:00Z"}, 409)


def test_second_order_of_that_number(api: Api) -> None:
    """A second order of the same number is refused with the way to replace the first."""
    person_id = new_person(api)
    api("POST", f"/api/people/{person_id}/orders", order_body(), expect=201)
    detail = api.problem("POST", f"/api/people/{person_id}/orders", order_body(until="07:00"), 409)
    assert "/versions" in detail


@pytest.mark.parametrize(
    "change",
    [
        {"ground": "exile"},
        {"timezone": "Asia/Alma"},
        {"valid": {"from": "2026-07-01T00:00:00"}},
        {"number": ""},
        {"conditions": [{"id": "x", "kind": "curfew", "place": {"type": "Point", "coordinates": [0, 0]}}]},
        {"person": {"name": "x"}},
    ],
)
def test_order_with_a_mistake(api: Api, change: dict[str, Any]) -> None:
    """An order that breaks the format is refused with the field that is wrong."""
    person_id = new_person(api)
    assert api.problem("POST", f"/api/people/{person_id}/orders", order_body(**change), 422)
    assert api("GET", f"/api/people/{person_id}/orders") == []


def test_person_is_checked(api: Api) -> None:
    """A wrong IIN, a known IIN, an unknown officer and an unknown office are refused."""
    assert "check digit" in api.problem("POST", "/api/people", person_body() | {"iin": "900101300018"}, 422)
    assert "already" in api.problem("POST", "/api/people", person_body() | {"iin": "900101300017"}, 409)
    assert "officers" in api.problem("POST", "/api/people", person_body(officer="none"), 422)
    assert "office" in api.problem("POST", "/api/people", person_body(office="none"), 422)


def test_person_is_changed(api: Api) -> None:
    """Names change, the IIN does not."""
    body = person_body()
    person_id = api("POST", "/api/people", body, expect=201)["person_id"]
    body["name"] = {"cyrillic": "Омар Серік", "latin": "Omar Serik"}
    assert api("PUT", f"/api/people/{person_id}", body)["name"]["latin"] == "Omar Serik"
    api.problem("PUT", f"/api/people/{person_id}", person_body(), 422)


def test_pages(api: Api) -> None:
    """A list read page by page gives everybody once, in order of id."""
    made = [new_person(api) for _ in range(3)]
    seen: list[int] = []
    after: int | None = 0
    while after is not None:
        page = api("GET", f"/api/people?limit=2&after={after}")
        seen += [person["person_id"] for person in page["items"]]
        after = page["next"]
    assert seen == sorted(set(seen))
    assert set(made) < set(seen)


def test_search(api: Api) -> None:
    """People are found by IIN and by the beginning of a name in either script."""
    for text in ("900101300017", "ахмет", "Akhmetov"):
        items = api("GET", f"/api/people?search={text}")["items"]
        assert [person["iin"] for person in items] == ["900101300017"]


def test_other_offices_see_nobody(api: Api) -> None:
    """An officer of another office finds neither the person nor anything that is theirs, and cannot write there."""
    api("POST", "/api/offices", OTHER_OFFICE, "admin", 201)
    with psycopg.connect(api.url) as connection:
        connection.execute(
            "UPDATE accounts SET office_id = (SELECT office_id FROM offices WHERE code = %s) WHERE login = %s",
            (OTHER_OFFICE["code"], "elsewhere"),
        )
    person_id = api("GET", "/api/people?search=900101300017")["items"][0]["person_id"]
    order_id = api("GET", f"/api/people/{person_id}/orders")[0]["order_id"]
    place_id = api("GET", f"/api/places?person_id={person_id}")["items"][0]["place_id"]
    activation_id = api("GET", f"/api/activations?person_id={person_id}")["items"][0]["activation_id"]
    for path in (
        f"/api/people/{person_id}",
        f"/api/people/{person_id}/orders",
        f"/api/people/{person_id}/conditions",
        f"/api/orders/{order_id}",
        f"/api/places/{place_id}",
        f"/api/activations/{activation_id}",
    ):
        api("GET", path, login="elsewhere", expect=404)
    assert api("GET", "/api/people", login="elsewhere")["items"] == []
    assert api("GET", "/api/activations", login="elsewhere")["items"] == []
    api("POST", f"/api/people/{person_id}/orders", order_body(), "elsewhere", 404)
    api("POST", f"/api/orders/{order_id}/end", {}, "elsewhere", 404)
    api("POST", f"/api/activations/{activation_id}/end", {}, "elsewhere", 404)
    api("POST", "/api/people", person_body(), "elsewhere", 422)


def test_device_worn_by_two(api: Api) -> None:
    """A worn device cannot be given to somebody else before it is taken off."""
    person_id = new_person(api)
    device_id = api("GET", "/api/devices?identity=861234567890139")["items"][0]["device_id"]
    worn = {"device_id": device_id, "person_id": person_id}
    assert "end that activation first" in api.problem("POST", "/api/activations", worn, 409)
    (now_worn,) = api("GET", f"/api/activations?device_id={device_id}&at={NOW_TEXT}")["items"]
    path = f"/api/activations/{now_worn['activation_id']}/end"
    assert api("POST", path, {})["to_at"] == NOW_TEXT
    assert "wipe it first" in api.problem("POST", "/api/activations", worn, 409)
    wiped = {"site": "store", "data_erased": True, "pairing_removed": True}
    api("POST", f"/api/devices/{device_id}/steps/wipe", wiped, "technician", 201)
    api("POST", "/api/activations", worn, expect=201)
    api.problem("POST", path, {}, 409)


def test_place_is_replaced(api: Api) -> None:
    """A place with another boundary is a new place; the old one is still read, and says when it was replaced."""
    circle = {"type": "Point", "coordinates": [76.9, 43.2], "radius_m": 50}
    place = api("POST", "/api/places", {"name": "bar", "place": circle}, expect=201)
    path = f"/api/places/{place['place_id']}"
    other = api("PUT", path, circle | {"radius_m": 60})
    assert other["place_id"] != place["place_id"]
    assert api("GET", path)["replaced_at"] == NOW_TEXT
    api.problem("PUT", path, circle, 409)
    names = [one["name"] for one in api("GET", "/api/places?shared=true")["items"]]
    assert names.count("bar") == 1


def test_device_keeps_its_identity(api: Api) -> None:
    """A device keeps identity and state when its entry is changed; a known identity is not made twice."""
    device = api("GET", "/api/devices?identity=861234567890147")["items"][0]
    path = f"/api/devices/{device['device_id']}"
    body = {key: device[key] for key in ("identity", "protocol", "kind", "serial")} | {"model": "C2"}
    changed = api("PUT", path, body, "technician")
    assert (changed["state"], changed["model"]) == ("faulty", "C2")
    assert "/steps/" in api.problem("PUT", path, body | {"state": "lost"}, 409, "technician")
    api.problem("PUT", path, body | {"identity": "1"}, 422, "technician")
    api.problem("POST", "/api/devices", body, 409, "technician")
    other = body | {"identity": "2", "protocol": "teltonica"}
    assert "teltonika" in api.problem("POST", "/api/devices", other, 422, "technician")


def test_offices(api: Api) -> None:
    """An office is made below one that is there and changed under its code."""
    office = OTHER_OFFICE | {"code": "almaty-medeu"}
    assert api("POST", "/api/offices", office, "admin", 201)["parent"] == "almaty"
    renamed = office | {"name": {"kk": "Б", "ru": "Б", "en": "B"}}
    assert api("PUT", "/api/offices/almaty-medeu", renamed, "admin")["name"]["en"] == "B"
    api.problem("POST", "/api/offices", office, 409, "admin")
    api.problem("POST", "/api/offices", office | {"code": "x", "parent": "y"}, 422, "admin")
    officer = {"code": "9", "office": "almaty-medeu", "name": {"cyrillic": "Я", "latin": "Ya"}}
    assert api("POST", "/api/officers", officer, "admin", 201)["officer_id"]
    assert len(api("GET", "/api/officers")) == 2


def test_denied_by_role(api: Api) -> None:
    """Roles that may not write are refused, and nobody gets in without a token."""
    api("POST", "/api/people", person_body(), "operator", 403)
    api("GET", "/api/people", login="technician", expect=403)
    api("POST", "/api/devices", {"identity": "1", "protocol": "gt06", "kind": "tracker"}, "officer", 403)
    assert api.client.get("/api/people").status_code == 401


@pytest.mark.parametrize(
    "path",
    [
        "/api/people/999999",
        "/api/orders/999999",
        "/api/places/999999",
        "/api/devices/999999",
        "/api/activations/999999",
        "/api/people/9223372036854775807",
    ],
)
def test_not_found(api: Api, path: str) -> None:
    """What is not there is 404, with where to look."""
    assert "/api/" in api.problem("GET", path, None, 404)


def test_what_the_database_refuses(api: Api) -> None:
    """A zero byte, an account of two officers and a year that no clock shows are refused, not a failure of ours."""
    name = {"cyrillic": "Омаров\0", "latin": "Omarov"}
    assert "cannot hold" in api.problem("POST", "/api/people", person_body(name=name), 422)
    api("GET", "/api/people?search=%00", expect=422)
    officer = {"code": "8", "office": "almaty-almaly", "name": {"cyrillic": "Я", "latin": "Ya"}}
    assert "clashes" in api.problem("POST", "/api/officers", officer | {"account": "a.seitova"}, 409, "admin")
    person_id = new_person(api)
    valid = {"from": "0001-01-01T00:00:00+05:00", "to": "2027-01-01T00:00:00Z"}
    api.problem("POST", f"/api/people/{person_id}/orders", order_body(valid=valid), 422)
    api.problem("POST", "/api/activations", {"device_id": 10**30, "person_id": person_id}, 422)


def test_every_write_is_announced(api: Api) -> None:
    """Gateway and monitor hear of a new order, device and activation by id."""
    with psycopg.connect(api.url, autocommit=True) as connection:
        connection.execute("LISTEN register_changed")
        person_id = new_person(api)
        api("POST", f"/api/people/{person_id}/orders", order_body(), expect=201)
        heard = [note.payload for note in connection.notifies(timeout=0.2)]
    assert any(f'"person_id" : {person_id}' in payload for payload in heard)


OTHER_OFFICE: dict[str, Any] = {
    "code": "almaty-auezov",
    "level": "district",
    "parent": "almaty",
    "name": {"kk": "Әуезов", "ru": "Ауэзов", "en": "Auezov"},
    "timezone": "Asia/Almaty",
}
