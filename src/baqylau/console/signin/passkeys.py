"""One's own passkeys: make, name, list, remove."""

from __future__ import annotations

import secrets
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from baqylau.console.access import FULLY, Asking, require_asking, require_session
from baqylau.console.database import Connection, Database
from baqylau.console.problems import Problem, answer
from baqylau.console.recording import impersonal, record_act, records, records_itself
from baqylau.console.signin import ceremonies, sessions
from baqylau.console.signin.ceremonies import AnswerRefused
from baqylau.console.signin.proof import REFUSALS, refuse_unproved, too_fast
from baqylau.console.signin.sessions import Stage, now_of
from baqylau.console.signin.shapes import (
    NewPasskeyBody,
    PasskeyNameBody,
    PasskeyRead,
    Proof,
    WebAuthnOptions,
)
from baqylau.console.signin.statements import first, rows
from baqylau.console.signin.throttle import TooFast

router = APIRouter(prefix="/api/me/passkeys", tags=["signing in"])

LAST_ID = 2**63 - 1
MOST = 20
ENROLLING: frozenset[Stage] = FULLY | {"enrol"}
HANDLE_BYTES = 64
Id = Annotated[int, Path(ge=1, le=LAST_ID)]
Enrolling = Annotated[Asking, require_session("self.write", ENROLLING)]


@router.get("", dependencies=[impersonal("the asking account's own passkeys")])
async def list_passkeys(
    found: Annotated[Asking, require_asking("self.read")], database: Database
) -> list[PasskeyRead]:
    """The oldest first."""
    kept = await rows(database, "passkeys_of", login=found.account.login)
    return [PasskeyRead(**row) for row in kept]


@router.post("/options", response_model=WebAuthnOptions, responses=REFUSALS, dependencies=[records_itself()])
async def begin_passkey(
    body: Proof, found: Enrolling, database: Database, request: Request
) -> WebAuthnOptions | Response:
    """What the browser makes a passkey with. Whoever asks shows first that they are no passer-by."""
    login = found.account.login
    refused = await refuse_unproved(request, database, found, body)
    if refused is not None:
        return refused
    has = await rows(database, "credentials_of", login=login)
    if len(has) >= MOST:
        return answer(Problem(409, "passkeys_full", most=MOST))
    handle = await first(database, "user_handle", login=login, fresh=secrets.token_bytes(HANDLE_BYTES))
    assert handle is not None
    options = await ceremonies.registration(
        request, database, login, bytes(handle["user_handle"]), [bytes(one["credential_id"]) for one in has]
    )
    if isinstance(options, TooFast):
        return too_fast(options)
    await record_act(request, database, found.account, "write", "passkey", step="proposed")
    return WebAuthnOptions(options=options)


@router.post(
    "", status_code=201, response_model=PasskeyRead, responses=REFUSALS, dependencies=[records_itself()]
)
async def add_passkey(
    body: NewPasskeyBody, found: Enrolling, database: Database, request: Request, response: Response
) -> PasskeyRead | Response:
    """The passkey that the browser made. With the first one all other sessions end: they began without it."""
    login = found.account.login
    try:
        made = await ceremonies.registered(request, database, login, body.credential)
    except AnswerRefused as refused:
        await record_act(request, database, found.account, "refused", "passkey", step="confirmed")
        return answer(Problem(422, "passkey_refused", said=refused, more={"because": "credential"}))
    row = await first(
        database,
        "add_passkey",
        login=login,
        credential_id=made.credential_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        synced=made.credential_backed_up,
        called=body.name,
        now=now_of(request),
    )
    if row is None:
        return answer(Problem(409, "passkey_there"))
    assert found.session is not None
    if not found.session.has_factor:
        await sessions.prove(request, database, response, found.session)
        await sessions.revoke_all(request, database, login, but=found.session.session_id)
    object_id = str(row["passkey_id"])
    await record_act(
        request, database, found.account, "write", "passkey", object_id=object_id, step="confirmed"
    )
    return PasskeyRead(**row)


@router.put("/{passkey_id}", dependencies=[records("write", "passkey")])
async def rename_passkey(
    passkey_id: Id,
    body: PasskeyNameBody,
    found: Annotated[Asking, require_session("self.write")],
    database: Database,
) -> PasskeyRead:
    """Another name."""
    login = found.account.login
    row = await first(database, "rename_passkey", passkey_id=passkey_id, login=login, called=body.name)
    if row is None:
        raise _not_there(passkey_id)
    return PasskeyRead(**row)


@router.post(
    "/{passkey_id}/remove",
    status_code=204,
    response_model=None,
    responses=REFUSALS,
    dependencies=[records_itself()],
)
async def remove_passkey(
    passkey_id: Id,
    body: Proof,
    found: Annotated[Asking, require_session("self.write")],
    database: Database,
    request: Request,
) -> Response | None:
    """It opens nothing any more. Sessions that it began stay; end them if it was lost."""
    refused = await refuse_unproved(request, database, found, body)
    if refused is not None:
        return refused
    await _remove(database, found.account.login, passkey_id)
    await record_act(
        request, database, found.account, "write", "passkey", object_id=str(passkey_id), step="removed"
    )
    return None


async def _remove(database: Connection, login: str, passkey_id: int) -> None:
    if await first(database, "remove_passkey", passkey_id=passkey_id, login=login) is None:
        raise _not_there(passkey_id)


def _not_there(passkey_id: int) -> Problem:
    return Problem(404, "no_passkey", passkey_id=passkey_id, see="GET /api/me/passkeys")
