"""One person on one card: who, by what order, wearing what, last heard when, and what has happened."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request
from psycopg.rows import DictRow
from pydantic import BaseModel, Field

from baqylau.console.access import Account, require
from baqylau.console.database import Connection, Database
from baqylau.console.live.spots import Presence, presence
from baqylau.console.problems import Problem
from baqylau.console.recording import Record, opens
from baqylau.console.routes.commands import CommandProgress
from baqylau.console.routes.shapes import SOURCES, FindingShown, IncidentBrief, Source
from baqylau.console.routes.watch import brief, named, now_of
from baqylau.incidents.figures import in_force
from baqylau.incidents.instants import instant, milliseconds
from baqylau.observations.kinds import Position
from baqylau.papers.week import Span, week_of
from baqylau.protocols.catalogue import commands_of
from baqylau.register.command import CommandKind
from baqylau.register.grounds import legal_grounds
from baqylau.register.hours import Hours, HoursException, PermittedAbsence
from baqylau.register.order import Condition, ConditionKind, Way
from baqylau.register.place import Place
from baqylau.register.schedule import Schedule
from baqylau.register.store import supervised_person
from baqylau.rules.battery_forecast import Reading, forecast
from baqylau.rules.intervals import FOREVER_MS
from baqylau.rules.programme import CURFEW, Programme, Rule, compile_programme, window_of
from baqylau.rules.thresholds import Thresholds

router = APIRouter(prefix="/api/people/{person_id}", tags=["people"])

Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
RECENT = timedelta(days=30)
_CURSOR = re.compile(r"^(\S+)_(finding|incident)_([0-9a-f-]+)$")


class InThree(BaseModel):
    kk: str
    ru: str
    en: str


class CardOffice(BaseModel):
    office_id: int
    code: str
    name: InThree


class CardOfficer(BaseModel):
    code: str
    name_cyrillic: str
    name_latin: str


class CardPerson(BaseModel):
    person_id: int
    iin: str
    name_cyrillic: str
    name_latin: str
    language: Literal["kk", "ru", "en"]
    office: CardOffice
    officer: CardOfficer | None


class Whereabouts(BaseModel):
    """state: by the last fix and the homes of the curfews; unknown where that cannot be told."""

    state: Presence
    condition: str
    at: datetime | None


class CardPosition(BaseModel):
    happened_at: datetime
    received_at: datetime
    visible_at: datetime
    lat: float
    lon: float
    accuracy_m: float | None
    speed_kmh: float | None
    course_deg: float | None
    source: Source


class Window(BaseModel):
    """A span in which a condition binds; without an end: until the order ends or is changed."""

    from_: datetime = Field(alias="from")
    to: datetime | None


class CardCondition(BaseModel):
    """week: seven lists, Monday first, of local minutes since midnight; null: always. window: current or next."""

    id: str
    kind: ConditionKind
    place: Place | None
    timezone: str
    warning_m: float | None
    hours: list[Hours]
    week: list[list[Span]] | None
    exceptions: list[HoursException]
    permitted_absences: list[PermittedAbsence]
    schedule: Schedule | None
    limit_mg_l: float | None
    tolerance_mg_l: float | None
    way: Way | None
    protects: str | None
    distance_m: float | None
    binds_now: bool
    window: Window | None


class CardOrder(BaseModel):
    order_id: int
    version: int
    number: str
    court: str
    ground: str
    ground_name: InThree
    issued_on: date | None
    valid: Window
    timezone: str
    conditions: list[CardCondition]


class BatteryShown(BaseModel):
    level_percent: float | None
    voltage_v: float | None
    charging: bool | None
    at: datetime


class CardDevice(BaseModel):
    activation_id: int
    device_id: int
    identity: str
    kind: str
    model: str
    protocol: str
    state: str
    being_fitted: bool = Field(description="steps of its fitting are missing")
    commands: list[CommandKind]
    from_at: datetime
    heard_at: datetime | None
    battery: BatteryShown | None
    lasts_until: datetime | None = Field(
        description="When the battery will be empty, by its discharge; null: not known."
    )
    lasts_from: datetime | None = Field(description="Between this and `lasts_to`, eight times in ten.")
    lasts_to: datetime | None
    strap_open: bool | None
    case_open: bool | None


class Located(CommandProgress):
    asked_by: str


class Card(BaseModel):
    person: CardPerson
    positions_needed: bool
    presence: Whereabouts | None
    position: CardPosition | None
    last_contact: datetime | None
    orders: list[CardOrder]
    devices: list[CardDevice]
    located: list[Located] = Field(description="The last three times it was asked where the person is.")
    incidents: list[IncidentBrief]


class TimelineEntry(BaseModel):
    at: datetime
    type: Literal["finding", "incident"]
    finding: FindingShown | None
    incident: IncidentBrief | None


class Timeline(BaseModel):
    entries: list[TimelineEntry]
    next: str | None


@router.get("/card")
async def card(
    person_id: Id,
    request: Request,
    account: Annotated[Account, require("people.read")],
    database: Database,
    _record: Annotated[Record, opens("person")],
) -> Card:
    """Where only presence was ordered, home, away or unknown in place of a position."""
    now = now_of(request)
    identity = await _identity(database, account, person_id)
    programme = await _programme(database, person_id)
    rules = _binding(programme, milliseconds(now))
    seen = {"now": now, "person_id": person_id, "account_office": account.office_id}
    fixes = await named(database, "newest_fix", now=now, person_id=person_id)
    devices = await named(database, "worn_now", now=now, person_id=person_id, recent=now - RECENT)
    orders = [
        _order(row, programme, milliseconds(now))
        for row in await named(database, "orders_in_force", now=now, person_id=person_id)
    ]
    protects = any(one.kind == "protection" and one.binds_now for each in orders for one in each.conditions)
    needed = protects or any(rule.kind != CURFEW for rule in rules)
    return Card(
        person=CardPerson(**identity),
        positions_needed=needed,
        presence=_presence(rules, fixes, milliseconds(now), programme.thresholds),
        position=_position(fixes[0]) if needed and fixes else None,
        last_contact=max((d["heard_at"] for d in devices if d["heard_at"] is not None), default=None),
        orders=orders,
        devices=[_device(row) for row in devices],
        located=[Located(**row) for row in await named(database, "located", now=now, person_id=person_id)],
        incidents=[brief(row) for row in await named(database, "watched_incidents", **seen, limit=200)],
    )


async def _identity(database: Connection, account: Account, person_id: int) -> DictRow:
    found = await named(database, "identity", person_id=person_id, account_office=account.office_id)
    if not found:
        raise Problem(404, "no_person", person_id=person_id)
    return found[0]


async def _programme(database: Connection, person_id: int) -> Programme:
    person = await supervised_person(database, person_id)
    if person is None:
        raise Problem(404, "no_person", person_id=person_id)
    return compile_programme(person_id, person.versions, (), (await in_force(database)).thresholds)


def _binding(programme: Programme, now_ms: int) -> list[Rule]:
    return [rule for rule in programme.rules if rule.from_ms <= now_ms < rule.to_ms]


def _presence(
    rules: list[Rule], fixes: list[DictRow], now_ms: int, thresholds: Thresholds
) -> Whereabouts | None:
    homes = [rule for rule in rules if rule.kind == CURFEW]
    if not homes:
        return None
    fix = _fix(fixes[0]) if fixes else None
    state = presence(tuple(rule.shape for rule in homes), fix, now_ms, thresholds)
    return Whereabouts(
        state=state, condition=homes[0].condition, at=None if fix is None else instant(fix.time_ms)
    )


def _fix(row: DictRow) -> Position:
    return Position(
        milliseconds(row["happened_at"]),
        row["lat"],
        row["lon"],
        source=SOURCES[row["source"]],  # type: ignore[arg-type]
        accuracy_m=row["accuracy_m"],
        hdop=row["hdop"],
    )


def _position(row: DictRow) -> CardPosition:
    return CardPosition(**{**row, "source": SOURCES[row["source"]]})


def _order(row: DictRow, programme: Programme, now_ms: int) -> CardOrder:
    conditions = [Condition.model_validate(each) for each in row["conditions"]]
    return CardOrder(
        **{name: row[name] for name in ("order_id", "version", "number", "court", "ground", "issued_on")},
        ground_name=_ground_name(row["ground"]),
        valid=Window.model_validate({"from": row["valid_from"], "to": row["valid_to"]}),
        timezone=row["timezone"],
        conditions=[_condition(each, row, programme, now_ms) for each in conditions],
    )


def _ground_name(code: str) -> InThree:
    ground = legal_grounds().get(code)
    return InThree(kk=code, ru=code, en=code) if ground is None else InThree(**ground.names)


def _condition(condition: Condition, row: DictRow, programme: Programme, now_ms: int) -> CardCondition:
    began_ms = milliseconds(row["began"])
    span = _window(condition.id, programme, max(now_ms, began_ms))
    in_force = began_ms <= now_ms
    return CardCondition(
        id=condition.id,
        kind=condition.kind,
        place=condition.place,
        timezone=(condition.place and condition.place.timezone) or row["timezone"],
        warning_m=condition.warning_m,
        hours=list(condition.hours),
        week=week_of(condition.hours) if condition.hours else None,
        exceptions=list(condition.exceptions),
        permitted_absences=list(condition.permitted_absences),
        schedule=condition.schedule,
        limit_mg_l=condition.limit_mg_l,
        tolerance_mg_l=condition.tolerance_mg_l,
        way=condition.way,
        protects=condition.protects,
        distance_m=condition.distance_m,
        binds_now=in_force and (condition.kind == "protection" or _within(span, now_ms)),
        window=None
        if span is None
        else Window.model_validate({"from": instant(span[0]), "to": _end(span[1])}),
    )


def _within(span: tuple[int, int] | None, now_ms: int) -> bool:
    return span is not None and span[0] <= now_ms < span[1]


def _window(condition: str, programme: Programme, time_ms: int) -> tuple[int, int] | None:
    for rule in programme.rules:
        if rule.condition == condition and time_ms < rule.to_ms:
            return window_of(rule, time_ms)
    return None


def _end(time_ms: int) -> datetime | None:
    return None if time_ms >= FOREVER_MS else instant(time_ms)


def _lasting(readings: list[tuple[Any, ...]] | None) -> dict[str, datetime | None]:
    found = forecast([Reading(*one) for one in readings or ()])
    return {
        "lasts_until": None if found is None else instant(found.empty_ms),
        "lasts_from": None if found is None else instant(found.earliest_ms),
        "lasts_to": None if found is None else instant(found.latest_ms),
    }


def _device(row: DictRow) -> CardDevice:
    battery = row["battery"]
    shown = None if battery is None else BatteryShown(
        level_percent=battery.get("level_percent"),
        voltage_v=battery.get("voltage_v"),
        charging=battery.get("charging"),
        at=row["battery_at"],
    )  # fmt: skip
    return CardDevice(
        **{**row, "battery": shown, **_lasting(row["readings"])},
        commands=sorted(commands_of(row["protocol"])),
        strap_open=(row["strap"] or {}).get("open"),
        case_open=(row["case_state"] or {}).get("open"),
    )


@router.get("/timeline")
async def timeline(
    person_id: Id,
    account: Annotated[Account, require("people.read")],
    database: Database,
    _record: Annotated[Record, opens("person")],
    after: Annotated[str | None, Query(description="`next` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Timeline:
    """Findings and incidents of one person, the latest to begin first."""
    await _identity(database, account, person_id)
    at, kind, number = _place(after)
    found = await named(
        database, "timeline",
        person_id=person_id, before_at=at, before_type=kind, before_id=number, limit=limit + 1,
    )  # fmt: skip
    page = found[:limit]
    entries = await _entries(database, page)
    last = page[-1] if len(found) > limit else None
    cursor = None if last is None else f"{last['at'].isoformat()}_{last['type']}_{last['id']}"
    return Timeline(entries=entries, next=cursor)


async def _entries(database: Connection, page: list[DictRow]) -> list[TimelineEntry]:
    findings = [row["id"] for row in page if row["type"] == "finding"]
    incidents = [int(row["id"]) for row in page if row["type"] == "incident"]
    shown = {
        str(row["finding_id"]): FindingShown(**row)
        for row in await named(database, "findings_named", ids=findings)
    }
    briefs = {
        row["incident_id"]: brief(row) for row in await named(database, "incidents_named", ids=incidents)
    }
    return [
        TimelineEntry(
            at=row["at"],
            type=row["type"],
            finding=shown.get(row["id"]) if row["type"] == "finding" else None,
            incident=briefs.get(int(row["id"])) if row["type"] == "incident" else None,
        )
        for row in page
    ]


def _place(cursor: str | None) -> tuple[datetime | None, str | None, str | None]:
    if cursor is None:
        return None, None, None
    found = _CURSOR.match(cursor.replace(" ", "+"))
    try:
        if found is None:
            raise ValueError(cursor)
        if found[2] == "finding":
            UUID(found[3])
        return datetime.fromisoformat(found[1]), found[2], found[3]
    except ValueError as cause:
        raise Problem(422, "page_cursor") from cause
