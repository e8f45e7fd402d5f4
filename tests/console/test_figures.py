"""Thresholds and channels as administrators change them on the screen."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.console.conftest import Desk

pytestmark = [
    pytest.mark.services,
    # The library that sends reads its senders when the first address is looked at; one of them imports it.
    pytest.mark.filterwarnings("ignore:.imghdr.:DeprecationWarning"),
]

THRESHOLDS = "/api/administration/thresholds"
CHANNELS = "/api/administration/channels"
SECRET = "json://keeper:pass-word-1@127.0.0.1:9/tell"


def change(desk: Desk, login: str = "admin", based_on: int | None = None, **values: Any) -> Any:
    body = {"values": values, "reason": "as the court asked", "based_on": based_on}
    return desk.post(THRESHOLDS, login, json=body)


def value(desk: Desk, name: str) -> float:
    figures = desk.get(THRESHOLDS, "admin").json()["figures"]
    return float(next(one["value"] for one in figures if one["name"] == name))


def test_a_change_is_a_version_with_reason_and_author(desk: Desk) -> None:
    """The new value applies, the history says who, why, before and after, and the ledger has it."""
    made = change(desk, silent_s=1800, blind_share_percent=12.5)
    assert made.status_code == 201, made.text
    assert value(desk, "silent_s") == 1800
    (version,) = made.json()["history"]
    assert (version["written_by"], version["reason"]) == ("admin", "as the court asked")
    assert version["changes"][0] == {"name": "silent_s", "before": 3600, "after": 1800}
    again = change(desk, based_on=version["version_id"], silent_s=None)
    assert again.status_code == 201, again.text
    assert value(desk, "silent_s") == 3600
    kept = desk.do("SELECT account, act, object_kind, detail FROM ledger_entries ORDER BY seq")
    assert [row[:3] for row in kept] == [("admin", "write", "threshold")] * 2
    assert json.loads(kept[0][3])["changed"] == {"silent_s": "1800", "blind_share_percent": "12.5"}


def test_a_refused_value_changes_nothing(desk: Desk) -> None:
    """One value beyond its limits refuses all of the request, with the limits in words."""
    answer = change(desk, parted_s=900, silent_s=1)
    assert answer.status_code == 422
    assert "silent_s may be 360 to 36000 s, not 1" in answer.json()["detail"]
    assert change(desk, no_such=1).status_code == 422
    assert change(desk, silent_s=3600).status_code == 422
    assert desk.do("SELECT count(*) FROM threshold_versions") == [(0,)]


def test_two_who_change_at_once_do_not_overwrite(desk: Desk) -> None:
    """A change based on a version that is no longer the newest is refused."""
    assert change(desk, silent_s=1800).status_code == 201
    assert change(desk, parted_s=900).status_code == 409
    assert value(desk, "parted_s") == 600


def test_who_may(desk: Desk) -> None:
    """A supervisor reads the thresholds and changes none; an administrator of one office changes none either."""
    assert desk.get(THRESHOLDS, "erlan").status_code == 200
    assert change(desk, "erlan", silent_s=1800).status_code == 403
    assert desk.get(CHANNELS, "erlan").status_code == 403
    desk.do("UPDATE accounts SET office_id = %s WHERE login = 'admin'", desk.world.offices["almaty-1"])
    assert change(desk, silent_s=1800).status_code == 403
    assert desk.post(CHANNELS, "admin", json=new()).status_code == 403


def new(name: str = "duty", address: str = SECRET) -> dict[str, Any]:
    return {"name": name, "address": address, "language": "kk", "least_priority": 2}


def test_an_address_goes_in_and_never_comes_out(desk: Desk) -> None:
    """Adding, listing, changing and testing a channel show its kind; neither answer nor ledger has the address."""
    made = desk.post(CHANNELS, "admin", json=new())
    assert made.status_code == 201, made.text
    (one,) = made.json()["channels"]
    assert (one["kind"], one["least_priority"], one["active"]) == ("json", 2, True)
    path = f"{CHANNELS}/{one['channel_id']}"
    body = {"name": "night duty", "language": "ru", "least_priority": 4, "active": False}
    changed = desk.ask("PUT", path, "admin", json=body)
    tested = desk.post(f"{path}/test", "admin")
    assert tested.status_code == 200, tested.text
    assert tested.json()["error"]
    ledger = desk.do("SELECT string_agg(detail, ' ') FROM ledger_entries")[0][0]
    said = made.text + changed.text + tested.text + desk.get(CHANNELS, "admin").text + ledger
    assert not any(part in said for part in ("keeper", "pass-word-1", "127.0.0.1"))
    assert desk.do("SELECT name, address FROM notification_channels") == [("night duty", SECRET)]


def test_what_is_no_address_is_refused(desk: Desk) -> None:
    """An address that nothing can be sent to, a name that is taken and a channel that is not there."""
    assert desk.post(CHANNELS, "admin", json=new(address="nonsense")).status_code == 422
    assert desk.post(CHANNELS, "admin", json=new()).status_code == 201
    assert desk.post(CHANNELS, "admin", json=new()).status_code == 409
    assert desk.post(f"{CHANNELS}/77/test", "admin").status_code == 404


LANGUAGE = "/api/administration/language"


def choose(desk: Desk, language: str | None, based_on: int | None = None, login: str = "admin") -> Any:
    body = {"language": language, "reason": "by decree", "based_on": based_on}
    return desk.post(LANGUAGE, login, json=body)


def test_a_language_is_chosen_with_reason_and_author(desk: Desk) -> None:
    """It is dated beside the thresholds, neither change loses the other, and each history tells its own."""
    before = desk.get(LANGUAGE, "admin").json()
    assert (before["chosen"], before["settled"], before["history"]) == (None, "ru", [])
    made = choose(desk, "kk")
    assert made.status_code == 201, made.text
    assert made.json()["chosen"] == "kk"
    assert made.json()["history"][0]["reason"] == "by decree"
    figures = change(desk, based_on=made.json()["version_id"], silent_s=1800)
    assert figures.status_code == 201, figures.text
    assert [one["changes"][0]["name"] for one in figures.json()["history"]] == ["silent_s"]
    said = desk.get(LANGUAGE, "admin").json()
    assert (said["chosen"], len(said["history"])) == ("kk", 1)
    back = choose(desk, None, said["version_id"])
    assert [one["language"] for one in back.json()["history"]] == [None, "kk"]
    assert value(desk, "silent_s") == 1800


def test_a_language_is_refused_like_a_threshold(desk: Desk) -> None:
    """No change, a version that is not the newest, and an administrator of one office are refused."""
    assert choose(desk, None).status_code == 422
    assert choose(desk, "kk").status_code == 201
    assert choose(desk, "en").status_code == 409
    desk.do("UPDATE accounts SET office_id = %s WHERE login = 'admin'", desk.world.offices["almaty-1"])
    assert choose(desk, "en", 1).status_code == 403
    assert desk.get(LANGUAGE, "erlan").status_code == 403


def test_the_language_counts_where_none_was_chosen(desk: Desk) -> None:
    """The page of signing in, new accounts and papers speak it; who has chosen another keeps that."""
    person = desk.world.people[1]
    assert desk.client.get("/api/signin/ways").json()["language"] is None
    choose(desk, "en")
    assert desk.client.get("/api/signin/ways").json()["language"] == "en"
    body = {"login": "new.one", "role": "operator", "office": None}
    assert desk.post("/api/accounts", "admin", json=body).status_code == 201
    assert desk.get("/api/accounts/new.one", "admin").json()["language"] == "en"
    assert (
        desk.post("/api/accounts", "admin", json=body | {"login": "other", "language": "ru"}).status_code
        == 201
    )
    assert desk.get("/api/accounts/other", "admin").json()["language"] == "ru"
    at = f"/api/people/{person}/sheet"
    assert b"/Lang (en)" in desk.get(at).content
    assert b"/Lang (ru)" in desk.get(at, params={"language": "ru"}).content
