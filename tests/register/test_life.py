"""The life of a device through the API: from stock to a person and back, with chain and ledger."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any

import psycopg
import pytest
from starlette.testclient import TestClient

from baqylau.console.access import new_token, token_hash
from baqylau.console.app import create
from baqylau.platform.settings import Settings
from tests.register.test_load import EXAMPLE, NOW, load
from tests.register.test_routes import Api, order_body, person_body

pytestmark = pytest.mark.services

MINUTE = 60_000
PICTURE = b"\xff\xd8\xff\xe0 a bracelet round an ankle"
ACCOUNTS = {
    "officer": ("officer", "almaty-almaly"),
    "technician": ("technician", None),
    "second": ("technician", None),
    "supervisor": ("supervisor", None),
    "auditor": ("auditor", None),
    "elsewhere": ("technician", "almaty-auezov"),
}
_identities = count(350_000_000_000_000)


class MovingClock:
    """Moves only when a test says so."""

    def __init__(self) -> None:
        self.at_ms = NOW

    def now_ms(self) -> int:
        return self.at_ms

    def real_seconds(self, duration_ms: float) -> float:
        return duration_ms / 1000


@dataclass(frozen=True)
class Store:
    """A register with a clock, and shorthand for what is done with its devices."""

    api: Api
    clock: MovingClock

    def later(self, minutes: int = 10) -> None:
        self.clock.at_ms += minutes * MINUTE

    def step(self, device: int, step: str, expect: int = 201, **more: Any) -> Any:
        body = {"site": "Абай даңғылы 10", **more}
        return self.api("POST", f"/api/devices/{device}/steps/{step}", body, "technician", expect)

    def device(self, kind: str = "bracelet", office: str | None = "almaty-almaly") -> int:
        body = {
            "identity": str(next(_identities)), "protocol": "teltonika", "kind": kind,
            "serial": "B-7", "office": office,
        }  # fmt: skip
        return int(self.api("POST", "/api/devices", body, "technician", 201)["device_id"])

    def issued(self, kind: str = "bracelet") -> int:
        device = self.device(kind)
        self.step(device, "issue", officer="0417")
        return device

    def person(self) -> int:
        person_id = int(self.api("POST", "/api/people", person_body(), expect=201)["person_id"])
        self.api("POST", f"/api/people/{person_id}/orders", order_body(), expect=201)
        return person_id

    def fit(self, device: int, person: int, expect: int = 201) -> Any:
        body = {"device_id": device, "person_id": person, "site": "кабинет 4"}
        return self.api("POST", "/api/activations/fit", body, "technician", expect)

    def fitting(
        self, activation: int, step: str, body: Any, login: str = "technician", expect: int = 201
    ) -> Any:
        return self.api("POST", f"/api/activations/{activation}/fitting/{step}", body, login, expect)

    def photograph(self, activation: int, content: bytes = PICTURE, login: str = "technician") -> Any:
        headers = {"Authorization": f"Bearer {self.api.tokens[login]}"}
        path = f"/api/activations/{activation}/fitting/photo"
        return self.api.client.put(path, content=content, headers=headers)

    def speaks(self, device: int, lag_ms: int = 2000) -> None:
        """A report of the device, received now, whose clock is that much behind."""
        at = [datetime.fromtimestamp(ms / 1000, UTC) for ms in (self.clock.at_ms - lag_ms, self.clock.at_ms)]
        with psycopg.connect(self.api.url) as connection:
            connection.execute(
                "INSERT INTO signals VALUES (%s, %s, 'battery', 1, 0, NULL, %s, %s, %s)",
                (device, at[0], at[1], at[1], json.dumps({"level_percent": 80.0})),
            )

    def fitted(self, device: int, person: int) -> int:
        """Through all steps, to the end."""
        activation = int(self.fit(device, person)["activation_id"])
        self.later()
        self.fitting(activation, "medical", MEDICAL)
        assert self.photograph(activation).status_code == 201
        self.fitting(activation, "second-check", {}, "second")
        self.fitting(activation, "sheet", {"language": "kk"})
        self.speaks(device)
        assert self.fitting(activation, "finish", {}, expect=200)["state"] == "complete"
        return activation

    def life(self, device: int, login: str = "supervisor") -> Any:
        return self.api("GET", f"/api/devices/{device}/life", login=login)


MEDICAL = {"examined_by": "Дәрігер С. Омарова", "examined_at": "2026-07-02T13:00:00Z", "result": "fit"}


@pytest.fixture(scope="module")
def store(database: str) -> Iterator[Store]:
    load(database, EXAMPLE)
    tokens = {login: new_token() for login in ACCOUNTS}
    clock = MovingClock()
    with psycopg.connect(database) as connection:
        connection.execute(
            "INSERT INTO offices (code, level, parent_id, name_kk, name_ru, name_en, timezone) SELECT "
            "'almaty-auezov', 'district', office_id, 'Ә', 'А', 'A', timezone FROM offices WHERE code = 'almaty'"
        )
        for login, (role, office) in ACCOUNTS.items():
            connection.execute(
                "INSERT INTO accounts (login, role, office_id, token_hash, language, created_at) VALUES "
                "(%s, %s, (SELECT office_id FROM offices WHERE code = %s), %s, 'kk', now())",
                (login, role, office, token_hash(tokens[login])),
            )
        connection.execute("UPDATE officers SET account = 'officer' WHERE code = '0417'")
    app = create(Settings(database_url=database), clock)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield Store(Api(database, client, tokens), clock)


def test_a_whole_life(store: Store) -> None:
    """Stock, issued, fitted in steps, swapped, returned, wiped and issued again to another person: chain and ledger
    tell each hand it went through, and nobody is unwatched in between."""
    first, other, person, next_person = store.issued(), store.issued(), store.person(), store.person()
    activation = store.fitted(first, person)
    store.later()
    swap = {
        "device_id": other,
        "site": "кабинет 4",
        "device_condition": "damaged",
        "reason": "қайысы жыртылған",
    }
    swapped = store.api("POST", f"/api/activations/{activation}/swap", swap, "technician", 201)
    ended = store.api("GET", f"/api/activations/{activation}")
    begun = store.api("GET", f"/api/activations/{swapped['activation_id']}")
    assert ended["to_at"] == begun["from_at"]
    assert "medical" not in swapped["missing"]
    store.later()
    store.step(first, "wipe", data_erased=True, pairing_removed=True)
    store.later()
    store.step(first, "restock")
    store.later()
    store.step(first, "issue", officer="0417")
    store.later()
    store.fitted(first, next_person)
    chain = store.life(first)["chain"][::-1]
    assert [one["step"] for one in chain] == [
        "issue", "fit", "swap_off", "wipe", "restock", "issue", "fit",
    ]  # fmt: skip
    assert [one["number"] for one in chain] == list(range(1, 8))
    assert [one["giver"]["name"] for one in chain[1:]] == [one["taker"]["name"] for one in chain[:-1]]
    assert [one["taker"]["name"] for one in chain if one["taker"]["kind"] == "person"] == [
        str(person), str(next_person),
    ]  # fmt: skip
    assert {one["serial"] for one in chain} == {"B-7"}
    assert chain[0]["giver"] == {"kind": "office", "name": "almaty-almaly", "label": ""}
    assert chain[2]["device_condition"] == "damaged"
    with psycopg.connect(store.api.url) as connection:
        ledger = connection.execute(
            "SELECT detail::json ->> 'step' FROM ledger_entries WHERE act <> 'read' AND act <> 'refused' "
            "AND (object_kind = 'device' AND object_id = %s OR person_id IN (%s, %s)) "
            "AND detail::json ->> 'step' IS NOT NULL ORDER BY seq",
            (str(first), person, next_person),
        ).fetchall()
    steps = ["medical", "photo", "second_check", "sheet", "finish"]
    assert [step for (step,) in ledger] == [
        "issue", "fit", *steps, "swap", "wipe", "restock", "issue", "fit", *steps,
    ]  # fmt: skip


def test_being_fitted_until_all_is_done(store: Store) -> None:
    """What is missing is named at each point; finishing before is refused with the same list."""
    device, person = store.issued(), store.person()
    begun = store.fit(device, person)
    activation = begun["activation_id"]
    assert begun["state"] == "under_way"
    assert begun["missing"] == ["medical", "photo", "second_check", "sheet", "contact", "clock"]
    assert store.api("GET", f"/api/devices/{device}")["being_fitted"] is True
    store.later(1)
    refused = store.fitting(activation, "finish", {}, expect=409)
    assert refused["missing"] == begun["missing"]
    store.fitting(activation, "second-check", {}, "second", expect=409)
    photographed = store.photograph(activation).json()
    assert photographed["steps"][0]["detail"]["bytes"] == len(PICTURE)
    store.fitting(activation, "second-check", {}, "technician", expect=409)
    store.fitting(activation, "second-check", {}, "second")
    store.fitting(activation, "sheet", {"language": "ru"})
    assert store.fitting(activation, "medical", MEDICAL)["missing"] == ["contact", "clock"]
    store.speaks(device, lag_ms=3_600_000)
    assert store.api("GET", f"/api/activations/{activation}/fitting")["missing"] == ["clock"]
    store.later(1)
    store.speaks(device)
    assert store.fitting(activation, "finish", {}, expect=200)["missing"] == []
    assert store.api("GET", f"/api/activations/{activation}")["fitting"] == "complete"
    store.fitting(activation, "sheet", {"language": "ru"}, expect=409)


def test_what_the_device_said_before_is_no_contact(store: Store) -> None:
    """A report from before the fitting began shows nothing about the device as it is worn."""
    device, person = store.issued(), store.person()
    store.speaks(device)
    store.later(1)
    begun = store.fit(device, person)
    assert {"contact", "clock"} <= set(begun["missing"])


def test_contraindications(store: Store) -> None:
    """With contraindications the fitting cannot be finished, and the device comes off."""
    device, person = store.issued(), store.person()
    activation = store.fit(device, person)["activation_id"]
    store.later()
    found = store.fitting(activation, "medical", MEDICAL | {"result": "contraindicated"})
    assert found["missing"][0] == "contraindicated"
    body = {"site": "кабинет 4", "device_condition": "good", "reason": "contraindicated"}
    store.api("POST", f"/api/activations/{activation}/take-off", body, "technician")
    assert store.life(device)["device"]["state"] == "returned"


def test_the_photo_is_a_picture(store: Store) -> None:
    """What is no picture, or too large a one, is not kept; the one that counts can be looked at."""
    activation = store.fit(store.issued(), store.person())["activation_id"]
    path = f"/api/activations/{activation}/fitting/photo"
    store.api("GET", path, expect=404)
    assert store.photograph(activation, b"<html>").status_code == 415
    assert store.photograph(activation, PICTURE + bytes(5_000_000)).status_code == 413
    assert store.photograph(activation).status_code == 201
    headers = {"Authorization": f"Bearer {store.api.tokens['supervisor']}"}
    shown = store.api.client.get(path, headers=headers)
    assert (shown.content, shown.headers["content-type"]) == (PICTURE, "image/jpeg")


def test_a_worn_device_stays_where_it_is(store: Store) -> None:
    """Neither wiping nor issuing nor losing it from stock, and no second wearer, while somebody wears it."""
    device = store.issued()
    store.fit(device, store.person())
    for step in ("wipe", "issue", "retire", "lose"):
        store.step(device, step, 409, officer="0417", reason="x", data_erased=True, pairing_removed=True)
    store.fit(device, store.person(), expect=409)
    worn = {"device_id": device, "person_id": store.person()}
    assert "end that activation first" in store.api.problem("POST", "/api/activations", worn, 409)


def test_wiped_means_data_and_pairing(store: Store) -> None:
    """Half a wipe is none; without one a device that came back is neither stock nor put on again, by any way."""
    device, person = store.issued(), store.person()
    activation = store.fit(device, person)["activation_id"]
    store.later()
    store.api("POST", f"/api/activations/{activation}/take-off", {"site": "x"}, "officer")
    store.step(device, "restock", 409)
    store.step(device, "issue", 409, officer="0417")
    worn = {"device_id": device, "person_id": person}
    assert "wipe it first" in store.api.problem("POST", "/api/activations", worn, 409)
    store.step(device, "wipe", 422, data_erased=True)
    assert store.step(device, "wipe", data_erased=True, pairing_removed=True)["state"] == "wiped"


def test_lost_while_worn(store: Store) -> None:
    """A device lost by its wearer ends the activation; found, it must be wiped like any other."""
    device, person = store.issued(), store.person()
    activation = store.fit(device, person)["activation_id"]
    store.later()
    lost = {"site": "Қаскелең өзені", "reason": "суға түсіп кеткен"}
    assert store.api("POST", f"/api/activations/{activation}/lost", lost, "officer")["to_at"] is not None
    assert store.step(device, "find", device_condition="dead")["state"] == "returned"


def test_only_the_same_kind_is_swapped(store: Store) -> None:
    """A home unit in place of a bracelet is refused, and nothing has changed by it."""
    device, unit = store.issued(), store.issued("home_unit")
    activation = store.fit(device, store.person())["activation_id"]
    store.later()
    body = {"device_id": unit, "site": "x"}
    store.api("POST", f"/api/activations/{activation}/swap", body, "technician", 409)
    assert store.api("GET", f"/api/activations/{activation}")["to_at"] is None


def test_nobody_is_fitted_without_an_order(store: Store) -> None:
    """A person whom no order binds is not fitted with a device."""
    person = int(store.api("POST", "/api/people", person_body(), expect=201)["person_id"])
    assert "order" in store.fit(store.issued(), person, expect=409)["detail"]


def test_imported_without_steps(store: Store) -> None:
    """What a file or another system says is worn counts as before, and is marked as put on without steps."""
    device, person = store.device(), store.person()
    worn = {"device_id": device, "person_id": person}
    made = store.api("POST", "/api/activations", worn, expect=201)
    assert made["fitting"] == "imported"
    life = store.life(device)
    assert (life["device"]["state"], life["chain"][0]["step"]) == ("fitted", "import")
    assert life["fitting"]["state"] == "imported"
    of_file = store.api("GET", "/api/devices?identity=861234567890139")["items"][0]
    assert (of_file["state"], of_file["worn"]) == ("fitted", True)
    assert store.life(of_file["device_id"])["chain"][0]["recorded_by"] == "system"


def test_the_chain_is_only_added_to(store: Store) -> None:
    """Neither a row of the chain nor a step of a fitting nor a photo can be changed or deleted."""
    activation = store.fit(store.issued(), store.person())["activation_id"]
    store.fitting(activation, "sheet", {"language": "kk"})
    store.photograph(activation)
    for table in ("custody", "fitting_steps", "fitting_photos"):
        for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET activation_id = activation_id"):
            with (
                psycopg.connect(store.api.url) as connection,
                pytest.raises(psycopg.errors.InsufficientPrivilege, match="only ever added"),
            ):
                connection.execute(statement)


def test_who_may(store: Store) -> None:
    """An auditor sees devices and no chain; an officer fits and does not wipe; a supervisor does not move stock."""
    device = store.issued()
    store.api("GET", "/api/devices", login="auditor")
    store.api("GET", f"/api/devices/{device}/life", login="auditor", expect=403)
    body = {"site": "x"}
    store.api("POST", f"/api/devices/{device}/steps/hand_back", body, "supervisor", 403)
    assert store.life(device, "technician")["steps"] == [
        "hand_back",
        "fit",
        "swap_on",
        "report_faulty",
        "lose",
    ]
    assert store.life(device, "officer")["steps"] == ["fit", "swap_on"]


def test_persons_of_others_are_not_named(store: Store) -> None:
    """Who belongs to another office stands in the chain as somebody, without number, place or reason."""
    device, person = store.device(office=None), store.person()
    store.step(device, "issue", officer="0417")
    activation = store.fit(device, person)["activation_id"]
    fit = store.life(device, "elsewhere")["chain"][0]
    assert (fit["withheld"], fit["taker"], fit["site"]) == (
        True,
        {"kind": "person", "name": "", "label": ""},
        "",
    )
    assert store.life(device, "elsewhere")["activation_id"] is None
    store.api("GET", f"/api/activations/{activation}/fitting", login="elsewhere", expect=404)


def test_devices_of_other_offices(store: Store) -> None:
    """A device of an office is found, changed and counted by that office and those above; one of no office by all."""
    device = store.device("beacon")
    body = {
        name: store.api("GET", f"/api/devices/{device}")[name] for name in ("identity", "protocol", "kind")
    }
    path = f"/api/devices/{device}"

    def seen() -> bool:
        items = store.api("GET", "/api/devices?limit=500&kind=beacon", login="elsewhere")["items"]
        return device in [one["device_id"] for one in items]

    def stock() -> int:
        counts = store.api("GET", "/api/devices/states", login="elsewhere")
        return sum(one["devices"] for one in counts if one["state"] == "stock")

    counted = stock()
    assert not seen()
    store.api("GET", path, login="elsewhere", expect=404)
    store.api("PUT", path, body, "elsewhere", 404)
    store.api("POST", f"{path}/steps/retire", {"site": "a"}, "elsewhere", 404)
    store.api("POST", f"{path}/commands", {"kind": "reboot"}, "elsewhere", 404)
    foreign = {
        "identity": str(next(_identities)),
        "protocol": "gt06",
        "kind": "tracker",
        "office": "almaty-almaly",
    }
    store.api("POST", "/api/devices", foreign, "elsewhere", 422)
    device = store.device("beacon", office=None)
    assert seen()
    assert stock() == counted + 1
    assert store.api("GET", f"/api/devices/{device}", login="elsewhere")["office"] is None


def test_stock_is_chosen_from(store: Store) -> None:
    """By state, kind, office and a part of the identity; and how many there are in each state."""
    device = store.issued("beacon")
    identity = store.api("GET", f"/api/devices/{device}")["identity"]
    for query in ("state=issued&kind=beacon", "office=almaty-almaly&kind=beacon", f"search={identity[3:]}"):
        found = [one["device_id"] for one in store.api("GET", f"/api/devices?{query}")["items"]]
        assert device in found, query
    assert store.api("GET", "/api/devices?state=lost&kind=beacon")["items"] == []
    counts = {one["state"]: one["devices"] for one in store.api("GET", "/api/devices/states")}
    assert counts["issued"] >= 1
