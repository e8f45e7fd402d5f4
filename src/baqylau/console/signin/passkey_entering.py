"""Signing in with a passkey: both factors at once, and no login to type."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from baqylau.console.database import Connection, Database
from baqylau.console.problems import Problem, answer
from baqylau.console.recording import record_act
from baqylau.console.signin import ceremonies, sessions, throttle
from baqylau.console.signin.ceremonies import AnswerRefused
from baqylau.console.signin.entering import account_named
from baqylau.console.signin.proof import REFUSALS, too_fast
from baqylau.console.signin.sessions import now_of, refuse_without_header
from baqylau.console.signin.shapes import Assertion, ShownPasskeyBody, Standing, Ways, WebAuthnOptions
from baqylau.console.signin.statements import first, rows
from baqylau.console.signin.throttle import TooFast
from baqylau.incidents.spoken import chosen

router = APIRouter(prefix="/api/signin", tags=["signing in"])


@router.get("/ways")
async def ways(request: Request, database: Database) -> Ways:
    """How one can sign in here, for the page that asks."""
    settings = request.app.state.console.settings
    directory = (settings.directory_name or settings.directory_issuer) if settings.directory_issuer else None
    passkeys_at = None if settings.passkey_party is None else settings.console_origin
    language = await chosen(database)
    return Ways.model_validate({"passkeys_at": passkeys_at, "directory": directory, "language": language})


@router.post("/passkey/options", response_model=WebAuthnOptions, responses=REFUSALS)
async def begin_with_passkey(request: Request, database: Database) -> WebAuthnOptions | Response:
    """What the browser asks its authenticators with."""
    refuse_without_header(request)
    options = await ceremonies.authentication(request, database)
    return too_fast(options) if isinstance(options, TooFast) else WebAuthnOptions(options=options)


@router.post("/passkey", response_model=Standing, responses=REFUSALS)
async def enter_with_passkey(
    body: ShownPasskeyBody, request: Request, response: Response, database: Database
) -> Standing | Response:
    """Begins a session to which everything is open. Refusals are answers: try and challenge must stay written down.

    Tries are counted apart from those with a password: who guesses at a password does not keep the owner of a
    passkey out.
    """
    refuse_without_header(request)
    try:
        credential_id = ceremonies.bytes_of(body.credential.id)
    except ValueError as cause:
        return answer(Problem(422, "passkey_unreadable", said=cause))
    begun = await throttle.begin(request, database, f"passkey {credential_id.hex()}")
    if isinstance(begun, TooFast):
        return too_fast(begun)
    login = await _owner(request, database, body.credential, credential_id)
    if login is None:
        return answer(Problem(401, "passkey_wrong"))
    await throttle.end(database, begun, "signed_in")
    await sessions.begin(request, database, response, login, proved=True, method="passkey")
    account = await account_named(database, login)
    await record_act(request, database, account, "sign-in", "session", factor="passkey")
    return Standing(stage="full")


async def _owner(
    request: Request, database: Connection, credential: Assertion, credential_id: bytes
) -> str | None:
    """Whose key has answered rightly; None for nobody's. Counts the key on."""
    row = await first(database, "passkey_of_credential", credential_id=credential_id)
    if row is None:
        return None
    login: str = row["login"]
    try:
        answered = await ceremonies.shown(request, database, credential, bytes(row["public_key"]))
        handle = ceremonies.bytes_of(credential.response.userHandle or "")
    except (AnswerRefused, ValueError):
        await _record_refusal(request, database, login, "answer")
        return None
    if handle != row["user_handle"]:
        await _record_refusal(request, database, login, "handle")
        return None
    if ceremonies.is_copy(row["sign_count"], answered.new_sign_count):
        await _record_refusal(request, database, login, "copy")
        return None
    values = {"sign_count": answered.new_sign_count, "synced": answered.credential_backed_up}
    await rows(database, "use_passkey", passkey_id=row["passkey_id"], now=now_of(request), **values)
    return login


async def _record_refusal(request: Request, database: Connection, login: str, why: str) -> None:
    """why `copy`: the key's counter has gone back; somebody may have a copy of it."""
    account = await account_named(database, login)
    await record_act(
        request, database, account, "refused", "session", act="sign-in", factor="passkey", why=why
    )
