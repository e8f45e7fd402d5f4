"""A device is put on a person, swapped, taken off, or lost by the wearer."""

from __future__ import annotations

from baqylau.console.access import Account
from baqylau.console.database import Connection, Database
from baqylau.console.problems import Problem
from baqylau.console.routes.register.activations import (
    ActivationRead,
    Changed,
    Writer,
    known_activation,
    wear,
)
from baqylau.console.routes.register.asking import Id, NowMs, register_rows
from baqylau.console.routes.register.custody_shapes import (
    FitBody,
    FittingRead,
    LostBody,
    SwapBody,
    TakeOffBody,
)
from baqylau.console.routes.register.devices import DeviceRead, known_device
from baqylau.console.routes.register.fitting import known_fitting
from baqylau.console.routes.register.people import known_person
from baqylau.console.routes.register.refusing import register_router
from baqylau.platform.instants import from_datetime, to_datetime
from baqylau.register.custody import Handover, Party, Step, StepRefused, after
from baqylau.register.custody_store import move
from baqylau.register.fitting_store import (
    add_step,
    begin_fitting,
    read_fitting,
)
from baqylau.register.writing import Wearing

router = register_router()

WITH_A_PERSON: frozenset[Step] = frozenset({"fit", "swap_on", "swap_off", "take_off"})
"""Officers take these steps as well as technicians."""


@router.post("/activations/fit", status_code=201)
async def fit(
    body: FitBody, account: Writer, database: Database, record: Changed, now_ms: NowMs
) -> FittingRead:
    """Puts an issued device on a person with an order; it counts from now, and is being fitted until finished."""
    await known_person(database, account, body.person_id)
    await _need_order(database, body.person_id, now_ms)
    _refuse_unfit(await known_device(database, account, body.device_id, now_ms), "fit")
    (activation_id,) = await wear(database, [Wearing(body.device_id, body.person_id, now_ms)])
    wearer = Party("person", str(body.person_id))
    handover = Handover("fit", wearer, now_ms, body.site, body.device_condition)
    await _moved(database, body.device_id, handover, account, now_ms, activation_id)
    await begin_fitting(database, activation_id, by=account.login, now_ms=now_ms)
    record.made(activation_id, body.person_id)
    record.note(step="fit", device=body.device_id)
    return await known_fitting(database, account, activation_id)


async def _need_order(database: Connection, person_id: int, now_ms: int) -> None:
    if not await register_rows(database, "ordered", {"person_id": person_id, "at": to_datetime(now_ms)}):
        raise Problem(409, "no_order_binds", person_id=person_id)


def _refuse_unfit(device: DeviceRead, step: Step) -> None:
    try:
        after(device.state, step)
    except StepRefused as refused:
        raise Problem(409, refused) from refused


async def _moved(
    database: Connection,
    device_id: int,
    handover: Handover,
    account: Account,
    now_ms: int,
    activation_id: int,
) -> None:
    try:
        await move(
            database, device_id, handover, by=account.login, now_ms=now_ms, activation_id=activation_id
        )
    except StepRefused as refused:
        raise Problem(409, refused) from refused


@router.post("/activations/{activation_id}/swap", status_code=201)
async def swap(
    activation_id: Id,
    body: SwapBody,
    account: Writer,
    database: Database,
    record: Changed,
    now_ms: NowMs,
) -> FittingRead:
    """Another device of the same kind in place of this one: the one ends in the instant the other begins."""
    standing = await _running(database, account, activation_id, now_ms)
    old = await known_device(database, account, standing.device_id, now_ms)
    new = await known_device(database, account, body.device_id, now_ms)
    _refuse_other_kind(old, new)
    _refuse_unfit(new, "swap_on")
    from_ms = from_datetime(standing.from_at)
    off = Wearing(standing.device_id, standing.person_id, from_ms, now_ms)
    on = Wearing(body.device_id, standing.person_id, now_ms)
    (created,) = await wear(database, [off, on])
    taken = Handover(
        "swap_off", Party("account", account.login), now_ms, body.site, body.device_condition, body.reason
    )
    await _moved(database, standing.device_id, taken, account, now_ms, activation_id)
    wearer = Party("person", str(standing.person_id))
    put_on = Handover("swap_on", wearer, now_ms, body.site, body.new_device_condition, body.reason)
    await _moved(database, body.device_id, put_on, account, now_ms, created)
    await begin_fitting(database, created, by=account.login, now_ms=now_ms)
    await _carry_medical(database, activation_id, created)
    record.note(step="swap", device=standing.device_id, replaced_by=body.device_id, became=created)
    return await known_fitting(database, account, created)


def _refuse_other_kind(old: DeviceRead, new: DeviceRead) -> None:
    if old.kind != new.kind:
        raise Problem(409, "other_device_kind", device_kind=old.kind, other_kind=new.kind)


async def _carry_medical(database: Connection, before_id: int, activation_id: int) -> None:
    """The examination was of the person, who is the same."""
    stored = await read_fitting(database, before_id)
    done = None if stored is None else stored.fitting.done.get("medical")
    if done is not None:
        detail = {**done.detail, "carried_from": before_id}
        await add_step(database, activation_id, "medical", detail, by=done.by, now_ms=done.at_ms)


@router.post("/activations/{activation_id}/take-off")
async def take_off(
    activation_id: Id,
    body: TakeOffBody,
    account: Writer,
    database: Database,
    record: Changed,
    now_ms: NowMs,
) -> ActivationRead:
    """The device comes back from the person; it must be wiped before it is stock again."""
    taken = Handover(
        "take_off", Party("account", account.login), now_ms, body.site, body.device_condition, body.reason
    )
    record.note(step="take_off")
    return await _ended(database, account, activation_id, taken, now_ms)


@router.post("/activations/{activation_id}/lost")
async def lose(
    activation_id: Id,
    body: LostBody,
    account: Writer,
    database: Database,
    record: Changed,
    now_ms: NowMs,
) -> ActivationRead:
    """The device is gone while it was worn: the activation ends, and the person waits for another one."""
    lost = Handover("lose", Party("nobody"), now_ms, body.site, "unknown", body.reason)
    record.note(step="lose")
    return await _ended(database, account, activation_id, lost, now_ms)


async def _ended(
    database: Connection, account: Account, activation_id: int, handover: Handover, now_ms: int
) -> ActivationRead:
    """An activation that has ended by itself stays so: the device is taken back all the same."""
    standing = await known_activation(database, account, activation_id)
    if standing.to_at is None or from_datetime(standing.to_at) > now_ms:
        from_ms = from_datetime(standing.from_at)
        if from_ms >= now_ms:
            raise Problem(422, "end_before_beginning", began_at=standing.from_at)
        await wear(database, [Wearing(standing.device_id, standing.person_id, from_ms, now_ms)])
    await _moved(database, standing.device_id, handover, account, now_ms, activation_id)
    return await known_activation(database, account, activation_id)


async def _running(database: Connection, account: Account, activation_id: int, now_ms: int) -> ActivationRead:
    standing = await known_activation(database, account, activation_id)
    if standing.to_at is not None and from_datetime(standing.to_at) <= now_ms:
        raise Problem(409, "activation_ended", activation_id=activation_id, ended_at=standing.to_at)
    return standing
