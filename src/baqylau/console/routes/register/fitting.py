"""The steps of a fitting: what is done, what is seen of the device, what is missing."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Request, Response

from baqylau.console.access import Account
from baqylau.console.database import Connection, Database
from baqylau.console.problems import Problem
from baqylau.console.recording import Record, records
from baqylau.console.routes.register.activations import (
    ActivationRead,
    Changed,
    Reader,
    Seen,
    Writer,
    known_activation,
)
from baqylau.console.routes.register.asking import Id, NowMs
from baqylau.console.routes.register.custody_shapes import (
    FittingRead,
    MedicalBody,
    NothingBody,
    SheetBody,
    StepRead,
)
from baqylau.console.routes.register.photo import PHOTO, read_upload
from baqylau.console.routes.register.refusing import register_router
from baqylau.platform.instants import from_datetime, to_datetime
from baqylau.register.fitting import FittingRefused, FittingStep, missing, refuse_step
from baqylau.register.fitting_store import (
    StoredFitting,
    add_step,
    complete_fitting,
    keep_photo,
    read_fitting,
    read_photo,
)

router = register_router()


@router.get("/activations/{activation_id}/fitting")
async def read_steps(activation_id: Id, account: Reader, database: Database, _record: Seen) -> FittingRead:
    """The steps of the fitting: what is done, by whom, and what is missing."""
    return await known_fitting(database, account, activation_id)


async def known_fitting(database: Connection, account: Account, activation_id: int) -> FittingRead:
    """Raises Problem 404 for an activation that the account does not see."""
    standing = await known_activation(database, account, activation_id)
    stored = await read_fitting(database, activation_id)
    if stored is None:
        return FittingRead(
            **_whose(standing), state="imported", begun_at=None, begun_by=None, missing=[], steps=[],
            contact_at=None, clock_lag_ms=None, completed_at=None, completed_by=None,
        )  # fmt: skip
    heard = stored.fitting.heard
    return FittingRead(
        **_whose(standing),
        state="under_way" if stored.completed_ms is None else "complete",
        begun_at=to_datetime(stored.begun_ms),
        begun_by=stored.fitting.begun_by,
        missing=[] if stored.completed_ms is not None else list(missing(stored.fitting)),
        steps=_steps(stored),
        contact_at=None if heard is None else to_datetime(heard.contact_ms),
        clock_lag_ms=None if heard is None else heard.clock_lag_ms,
        completed_at=None if stored.completed_ms is None else to_datetime(stored.completed_ms),
        completed_by=stored.completed_by,
    )


def _whose(standing: ActivationRead) -> dict[str, Any]:
    return standing.model_dump(include={"activation_id", "device_id", "identity", "person_id"})


def _steps(stored: StoredFitting) -> list[StepRead]:
    done = sorted(stored.fitting.done.items(), key=lambda one: one[1].at_ms)
    return [
        StepRead(step=step, done_at=to_datetime(one.at_ms), done_by=one.by, detail=dict(one.detail))
        for step, one in done
    ]


@router.post("/activations/{activation_id}/fitting/medical", status_code=201)
async def medical(
    activation_id: Id,
    body: MedicalBody,
    account: Writer,
    database: Database,
    record: Changed,
    now_ms: NowMs,
) -> FittingRead:
    """The medical check. Contraindications keep the fitting from completion: take the device off."""
    if from_datetime(body.examined_at) > now_ms:
        raise Problem(422, "examined_ahead")
    detail = body.model_dump(mode="json")
    return await _done(database, account, activation_id, "medical", detail, record, now_ms)


@router.put("/activations/{activation_id}/fitting/photo", status_code=201, openapi_extra=PHOTO)
async def photo(
    activation_id: Id,
    account: Writer,
    database: Database,
    record: Changed,
    now_ms: NowMs,
    request: Request,
) -> FittingRead:
    """The fitted device as it was photographed: a JPEG or PNG as the body, kept with its SHA-256."""
    picture = await read_upload(request)
    await _open_fitting(database, account, activation_id)
    await keep_photo(database, activation_id, picture.media_type, picture.content)
    detail = {"sha256": picture.sha256, "bytes": len(picture.content)}
    record.note(sha256=picture.sha256)
    return await _done(database, account, activation_id, "photo", detail, record, now_ms)


@router.get(
    "/activations/{activation_id}/fitting/photo",
    response_class=Response,
    responses={200: {"content": {"image/jpeg": {}, "image/png": {}}}},
)
async def show_photo(activation_id: Id, account: Reader, database: Database, _record: Seen) -> Response:
    """The photo that counts."""
    await known_activation(database, account, activation_id)
    found = await read_photo(database, activation_id)
    if found is None:
        raise Problem(404, "no_photo", activation_id=activation_id)
    return Response(found[1], media_type=found[0])


@router.post("/activations/{activation_id}/fitting/second-check", status_code=201)
async def second_check(
    activation_id: Id,
    _body: NothingBody,
    account: Writer,
    database: Database,
    record: Changed,
    now_ms: NowMs,
) -> FittingRead:
    """A second person has looked at the fitted device: another account than the one that fitted it."""
    return await _done(database, account, activation_id, "second_check", {}, record, now_ms)


@router.post("/activations/{activation_id}/fitting/sheet", status_code=201)
async def sheet(
    activation_id: Id,
    body: SheetBody,
    account: Writer,
    database: Database,
    record: Changed,
    now_ms: NowMs,
) -> FittingRead:
    """The wearer has signed the sheet."""
    return await _done(
        database, account, activation_id, "sheet", body.model_dump(mode="json"), record, now_ms
    )


@router.post("/activations/{activation_id}/fitting/finish")
async def finish(
    activation_id: Id,
    _body: NothingBody,
    account: Writer,
    database: Database,
    record: Annotated[Record, records("decision", "activation")],
    now_ms: NowMs,
) -> FittingRead:
    """Ends the fitting. Refused with what is missing, while anything is."""
    stored = await _open_fitting(database, account, activation_id)
    lacking = missing(stored.fitting)
    if lacking or stored.fitting.heard is None:
        raise Problem(409, "fitting_incomplete", missing=list(lacking), more={"missing": list(lacking)})
    await complete_fitting(database, activation_id, stored.fitting.heard, by=account.login, now_ms=now_ms)
    record.note(step="finish")
    return await known_fitting(database, account, activation_id)


async def _done(
    database: Connection,
    account: Account,
    activation_id: int,
    step: FittingStep,
    detail: dict[str, object],
    record: Record,
    now_ms: int,
) -> FittingRead:
    stored = await _open_fitting(database, account, activation_id)
    try:
        refuse_step(stored.fitting, step, account.login)
    except FittingRefused as refused:
        raise Problem(409, refused) from refused
    await add_step(database, activation_id, step, detail, by=account.login, now_ms=now_ms)
    record.note(step=step)
    return await known_fitting(database, account, activation_id)


async def _open_fitting(database: Connection, account: Account, activation_id: int) -> StoredFitting:
    await known_activation(database, account, activation_id)
    stored = await read_fitting(database, activation_id)
    if stored is None:
        raise Problem(409, "imported_without_steps", activation_id=activation_id)
    if stored.completed_ms is not None:
        raise Problem(409, "fitting_finished")
    return stored
