"""The life of a device: its chain of custody, and the steps with one that nobody wears."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from baqylau.console.access import Account, require
from baqylau.console.database import Connection, Database
from baqylau.console.problems import Problem
from baqylau.console.recording import Record, records
from baqylau.console.routes.register.asking import Id, NowMs, page_rows, register_rows
from baqylau.console.routes.register.checks import need_reference
from baqylau.console.routes.register.custody_shapes import DeviceLife, EntryRead, StepBody
from baqylau.console.routes.register.devices import DeviceRead, known_device
from baqylau.console.routes.register.fitting import known_fitting
from baqylau.console.routes.register.refusing import register_router
from baqylau.console.routes.register.wearing import WITH_A_PERSON
from baqylau.platform.instants import from_datetime, to_datetime
from baqylau.register.custody import MOVES, Handover, Party, Step, StepRefused, steps_from
from baqylau.register.custody_store import move

router = register_router()

ByItself = Literal[
    "issue", "hand_back", "report_faulty", "repaired", "lose", "find", "wipe", "restock", "retire"
]
"""Steps that need no person: what is done with one that is worn goes through its activation."""


@router.get("/devices/{device_id}/life")
async def read_life(
    device_id: Id,
    account: Annotated[Account, require("activations.read")],
    database: Database,
    record: Annotated[Record, records("read", "device")],
    now_ms: NowMs,
) -> DeviceLife:
    """Where the device is in its life, what can be done with it, and everybody who had it."""
    device = await known_device(database, account, device_id, now_ms)
    rows = await register_rows(
        database, "chain", {"device_id": device_id, "account_office": account.office_id}
    )
    record.saw(row["person_id"] for row in rows)
    worn = await _worn_now(database, account, device_id, now_ms)
    fitting = None if worn is None else await known_fitting(database, account, worn["activation_id"])
    return DeviceLife(
        device=device,
        steps=_steps_of(account, device),
        activation_id=None if worn is None else worn["activation_id"],
        person_id=None if worn is None else worn["person_id"],
        fitting=fitting,
        chain=[EntryRead.model_validate(row) for row in rows],
    )


async def _worn_now(
    database: Connection, account: Account, device_id: int, now_ms: int
) -> dict[str, Any] | None:
    chosen = {"activation_id": None, "person_id": None, "device_id": device_id, "at": to_datetime(now_ms)}
    return next(iter(await page_rows(database, "activations", account, 0, 1, chosen)), None)


def _steps_of(account: Account, device: DeviceRead) -> list[Step]:
    by_people = account.may("activations.write")
    by_itself = account.may("devices.write")
    return [
        step
        for step in steps_from(device.state)
        if step != "import" and (by_people if _is_with_a_person(device, step) else by_itself)
    ]


def _is_with_a_person(device: DeviceRead, step: Step) -> bool:
    return step in WITH_A_PERSON or (step == "lose" and device.state == "fitted")


@router.post("/devices/{device_id}/steps/{step}", status_code=201)
async def take_device_step(
    device_id: Id,
    step: ByItself,
    body: StepBody,
    account: Annotated[Account, require("devices.write")],
    database: Database,
    record: Annotated[Record, records("write", "device")],
    now_ms: NowMs,
) -> DeviceRead:
    """Passes the device on; who gave it is who took it last. Refused where its state does not allow the step."""
    device = await known_device(database, account, device_id, now_ms)
    _refuse_worn(device, step)
    taker = await _taker(database, account, device, step, body)
    handover = Handover(
        step, taker, _happened_ms(body, now_ms), body.site, body.device_condition, body.reason
    )
    try:
        entry = await move(database, device_id, handover, by=account.login, now_ms=now_ms)
    except StepRefused as refused:
        raise Problem(409, refused) from refused
    record.note(step=step, number=entry.number, state=entry.to_state)
    return await known_device(database, account, device_id, now_ms)


def _refuse_worn(device: DeviceRead, step: ByItself) -> None:
    if device.worn or device.state == "fitted":
        raise Problem(409, "step_worn", step=step)


def _happened_ms(body: StepBody, now_ms: int) -> int:
    at_ms = now_ms if body.at is None else from_datetime(body.at)
    if at_ms > now_ms:
        raise Problem(422, "step_ahead")
    return at_ms


async def _taker(
    database: Connection, account: Account, device: DeviceRead, step: ByItself, body: StepBody
) -> Party:
    if step == "wipe" and not (body.data_erased and body.pairing_removed):
        raise Problem(422, "wiped_means_both")
    kind = MOVES[step].taker
    if kind == "officer":
        if body.officer is None:
            raise Problem(422, "give_officer")
        await need_reference(database, "officers", body.officer)
        return Party("officer", body.officer)
    if kind == "office":
        return await _office(database, device, body)
    names = {"account": account.login, "workshop": body.workshop}
    return Party(kind, names.get(kind, ""))


async def _office(database: Connection, device: DeviceRead, body: StepBody) -> Party:
    code = body.office or device.office
    if code is None:
        raise Problem(422, "give_office")
    await need_reference(database, "offices", code)
    return Party("office", code)
