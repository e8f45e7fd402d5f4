"""What every request leaves in the ledger, in the request's own transaction. What declares nothing does not start.

A route that shows or changes anything about people says what is recorded, after its account (`opens` needs it):

    @router.get("/api/people/{person_id}")
    async def person(
        person_id: int,
        account: Annotated[Account, require("people.read")],
        database: Database,
        _record: Annotated[Record, opens("person")],
    ) -> ...:

`opens` asks for a purpose, `records` does not. The id of the object is the path's `<kind>_id`, the person is the
path's or the query's `person_id`, or whom the object belongs to; a list says whom it shows with `record.saw(ids)`,
a new object what it became with `record.made(id, person_id)`. A route about nobody says why:
`dependencies=[impersonal("names of offices")]`; only reads may.
"""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Annotated, Any
from urllib.parse import unquote

from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, APIWebSocketRoute
from starlette.requests import HTTPConnection

from baqylau.console.access import PUBLIC, Account, routes_of
from baqylau.console.database import Connection, Database
from baqylau.console.problems import Problem
from baqylau.ledger.entry import DEEDS, Act, Actor, Deed
from baqylau.ledger.purposes import PURPOSES, Purpose, PurposeRefused, read_purpose
from baqylau.ledger.store import append, append_look, as_id, incident_at_hand, owner_of

WITHHELD = frozenset({"search", "q", "name", "iin"})
"""Query values that name a person: that they were asked for is recorded, the words are not."""

ON_DUTY = frozenset({"operator", "officer"})
"""Roles to whom an open incident is purpose enough."""


# What a refused request shows or tries to reach is recorded as well; a mistyped one is not.
_RECORDED_REFUSALS = frozenset({403, 404, 409})


@dataclass(slots=True)
class Record:
    """What one request will leave in the ledger when it succeeds."""

    object_id: str | None = None
    person_id: int | None = None
    purpose: Purpose | None = None
    people: set[int] | None = None
    noted: dict[str, Any] = field(default_factory=dict)

    def about(self, person_id: int | None) -> None:
        """Whom the object concerns, where path and table do not tell."""
        self.person_id = person_id

    def saw(self, people: Iterable[int | None]) -> None:
        """Whom a list shows: how many is recorded, and who if it is one."""
        self.people = (self.people or set()) | {each for each in people if each is not None}

    def made(self, object_id: int | str, person_id: int | None = None) -> None:
        """What was created."""
        self.object_id = str(object_id)
        if person_id is not None:
            self.person_id = person_id

    def note(self, **detail: Any) -> None:
        """More to keep: ids, codes and whole numbers, never names or words about a person."""
        self.noted |= detail


class Declared:
    """What a route says about itself."""


class Impersonal(Declared):
    """Nothing about any supervised person."""

    def __init__(self, why: str) -> None:
        self.why = why

    def __call__(self) -> None:
        return None


class RecordsItself(Declared):
    """A route that has no one moment to record, such as a socket, and appends to the ledger on its own."""

    def __call__(self) -> None:
        return None


class Records(Declared):
    """A dependency that writes the entry when the route has succeeded, before its transaction is committed."""

    def __init__(self, deed: Deed, kind: str) -> None:
        if deed not in DEEDS:
            raise ValueError(f"the ledger knows no deed {deed}")
        self.deed = deed
        self.kind = kind

    async def __call__(self, request: Request, database: Database) -> AsyncIterator[Record]:
        record = self._begun(request)
        record.purpose = _purpose(request.headers.get("x-purpose") or request.query_params.get("purpose"))
        async with self._kept(request, database, record):
            yield record

    def _begun(self, request: Request) -> Record:
        path = request.path_params
        object_id = next((path[name] for name in (f"{self.kind}_id", "login", "code") if name in path), None)
        return Record(
            object_id=None if object_id is None else str(object_id),
            person_id=as_id(path.get("person_id") or request.query_params.get("person_id")),
        )

    async def _owner(self, request: Request, database: Connection, record: Record) -> int | None:
        """Whom the object belongs to, or what the path leads through to it."""
        if record.person_id is not None:
            return record.person_id
        leads = {name.removesuffix("_id"): str(value) for name, value in request.path_params.items()}
        if record.object_id is not None:
            leads = {self.kind: record.object_id, **leads}
        for kind, object_id in leads.items():
            owner = await owner_of(database, kind, object_id)
            if owner is not None:
                return owner
        return None

    @asynccontextmanager
    async def _kept(self, request: Request, database: Connection, record: Record) -> AsyncIterator[None]:
        try:
            yield
        except Problem as refused:
            # Who was turned away before we knew who asks has tried nothing that could be laid to an account.
            if refused.status in _RECORDED_REFUSALS and _is_known(request):
                await self._keep_refusal(request, database, record, refused.status)
            raise
        await self._complete(request, database, record)
        act = self._act(request, record, self.deed)
        keep = append_look if self.deed == "read" else append
        await keep(database, act, _now_ms(request))

    async def _keep_refusal(
        self, request: Request, database: Connection, record: Record, status: int
    ) -> None:
        # What the request did is undone; that it was tried stays.
        await database.rollback()
        record.person_id = await self._owner(request, database, record)
        record.note(refused=status, act=self.deed)
        await append(database, self._act(request, record, "refused"), _now_ms(request))
        await database.commit()

    async def _complete(self, request: Request, database: Connection, record: Record) -> None:
        if record.people is not None:
            record.noted |= {"people": len(record.people), "whom": whom_of(record.people)}
            if len(record.people) == 1 and record.person_id is None:
                record.person_id = next(iter(record.people))
        record.person_id = await self._owner(request, database, record)

    def _act(self, request: Request, record: Record, deed: Deed) -> Act:
        detail = {"route": f"{request.method} {request.scope['route'].path}", **record.noted}
        query = _query(request)
        ids = {key: str(value) for key, value in request.path_params.items()}
        detail |= {"query": query} if query else {}
        detail |= {"path": ids} if ids else {}
        detail |= {"words": record.purpose.words} if record.purpose and record.purpose.words else {}
        account = _account(request)
        return Act(
            actor=Actor(account.login, account.role, account.office_id),
            deed=deed,
            object_kind=self.kind,
            object_id=record.object_id,
            person_id=record.person_id,
            purpose=None if record.purpose is None else record.purpose.code,
            detail=detail,
        )


class Opens(Records):
    """The same, and it asks for a purpose wherever one person is opened."""

    async def __call__(
        self,
        request: Request,
        database: Database,
        x_purpose: Annotated[
            str | None,
            Header(
                description="For what this person is opened, UTF-8 percent-encoded: `incident:N`, "
                "`scheduled_check`, `court_request`, `complaint`, `register_maintenance` or `other:words`. "
                "Not needed by operators and officers while an incident of the person is open."
            ),
        ] = None,
        purpose: Annotated[str | None, Query(description="The same, where no header can be set.")] = None,
    ) -> AsyncIterator[Record]:
        record = self._begun(request)
        record.purpose = _purpose(x_purpose or purpose)
        person_id = await self._owner(request, database, record)
        if record.purpose is None and (record.object_id is not None or person_id is not None):
            record.purpose = await purpose_of_duty(database, _account(request), person_id)
        async with self._kept(request, database, record):
            yield record


class Exports(Records):
    """A file that is about no single person: whoever takes it away says for what; on the screen they
    are not asked."""

    async def __call__(
        self,
        request: Request,
        database: Database,
        x_purpose: Annotated[
            str | None,
            Header(description="For what a file is taken; the values are those of a person's card."),
        ] = None,
        purpose: Annotated[str | None, Query(description="The same, where no header can be set.")] = None,
        format: Annotated[str, Query()] = "json",
    ) -> AsyncIterator[Record]:
        record = self._begun(request)
        record.purpose = _purpose(x_purpose or purpose)
        if record.purpose is None and format != "json":
            raise Problem(428, "purpose_needed", more={"purposes": PURPOSES})
        async with self._kept(request, database, record):
            yield record


def _query(request: Request) -> dict[str, str]:
    """What was asked. Names that are no names of parameters say nothing; how many there were is kept."""
    known = [key for key in request.query_params if key.isascii() and key.isprintable()]
    query = {
        key: "withheld" if key in WITHHELD else ",".join(request.query_params.getlist(key))
        for key in known
        if key != "purpose"
    }
    strange = len(request.query_params) - len(known)
    return query | ({"unreadable": str(strange)} if strange else {})


def whom_of(people: Iterable[int]) -> str:
    """Tells one list of people from another of the same length, without listing them."""
    return hashlib.sha256(",".join(map(str, sorted(people))).encode()).hexdigest()[:16]


def _purpose(given: str | None) -> Purpose | None:
    if not given:
        return None
    try:
        return read_purpose(unquote(given))
    except PurposeRefused as refused:
        raise Problem(400, refused, more={"purposes": PURPOSES}) from refused


def _is_known(request: Request) -> bool:
    return isinstance(getattr(request.state, "account", None), Account)


def _account(request: Request) -> Account:
    account = getattr(request.state, "account", None)
    if not isinstance(account, Account):
        raise RuntimeError(f"{request.url.path} declares what it records before it asks for a permission")
    return account


async def purpose_of_duty(database: Connection, account: Account, person_id: int | None) -> Purpose:
    """The incident at hand, to whoever is on duty. Raises Problem 428: a purpose has to be said."""
    if account.role in ON_DUTY and person_id is not None:
        incident_id = await incident_at_hand(database, person_id, account.office_id)
        if incident_id is not None:
            return Purpose(f"incident:{incident_id}")
    raise Problem(428, "purpose_needed", more={"purposes": PURPOSES})


def _now_ms(request: HTTPConnection) -> int:
    now_ms: int = request.app.state.console.clock.now_ms()
    return now_ms


def records(deed: Deed, kind: str) -> Any:
    """`Annotated[Record, records("read", "incident")]`: one entry for each request that succeeds."""
    return Depends(Records(deed, kind), scope="function")


def opens(kind: str, deed: Deed = "read") -> Any:
    """`Annotated[Record, opens("person")]`: the same with a purpose; 428 lists the purposes where it is missing."""
    return Depends(Opens(deed, kind), scope="function")


def exports(kind: str) -> Any:
    """`Annotated[Record, exports("report")]`: an export about no single person; as a file it needs a purpose."""
    return Depends(Exports("export", kind), scope="function")


def impersonal(why: str) -> Any:
    """`dependencies=[impersonal("…")]`: a read that is about no supervised person, and why."""
    return Depends(Impersonal(why))


def records_itself() -> Any:
    """`dependencies=[records_itself()]`: for a socket or a sign-in, which calls `record_act` or `append` itself."""
    return Depends(RecordsItself())


async def record_act(
    request: HTTPConnection, database: Connection, account: Account, deed: Deed, kind: str, **detail: Any
) -> None:
    """An entry by hand, in the connection's transaction; call it last. `detail`: ids, codes and whole numbers."""
    act = Act(
        actor=Actor(account.login, account.role, account.office_id),
        deed=deed,
        object_kind=kind,
        object_id=detail.pop("object_id", None),
        person_id=detail.pop("person_id", None),
        purpose=detail.pop("purpose", None),
        detail={"route": request.scope["route"].path, **detail},
    )
    await append(database, act, _now_ms(request))


def declared(route: APIRoute | APIWebSocketRoute) -> Declared | None:
    """What a route says about itself, None if it says nothing."""
    return _found(route.dependant)


def _found(dependant: Dependant) -> Declared | None:
    call: object = dependant.call
    if isinstance(call, Declared):
        return call
    return next((found for one in dependant.dependencies if (found := _found(one))), None)


def refuse_unrecorded_routes(routers: Iterable[APIRouter]) -> None:
    """A route that neither records nor says that it is about nobody is a mistake: nothing starts."""
    for route in routes_of(routers):
        if route.path not in PUBLIC:
            _refuse_unrecorded(route)


def _refuse_unrecorded(route: APIRoute | APIWebSocketRoute) -> None:
    said = declared(route)
    if said is None:
        raise RuntimeError(f"{route.path} declares neither records(...), opens(...) nor impersonal(...)")
    if isinstance(said, Impersonal) and isinstance(route, APIRoute) and route.methods != {"GET"}:
        raise RuntimeError(f"{route.path} changes something: it must record that")
