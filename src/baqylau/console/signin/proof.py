"""That whoever changes how an account is entered is its owner, and not somebody at a browser left open."""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import Request, Response
from pydantic import SecretStr

from baqylau.console.access import Asking
from baqylau.console.database import Connection
from baqylau.console.problems import Problem, answer
from baqylau.console.signin import passwords, sealing, throttle, totp
from baqylau.console.signin.shapes import Proof
from baqylau.console.signin.statements import first, rows
from baqylau.console.signin.throttle import TooFast

_WRONG = {"code": "proof_code", "password": "proof_password"}
REFUSALS: dict[int | str, dict[str, Any]] = {
    401: {"description": "Wrong, without saying what"},
    403: {"description": "The header `X-Baqylau: 1` is missing"},
    429: {"description": "Too many tries; Retry-After says when the next one may be made"},
}


def too_fast(refused: TooFast) -> Response:
    """429 with the seconds to wait."""
    wait_s = refused.retry_after_s
    problem = Problem(429, "too_fast", wait_s=wait_s, more={"retry_after_s": wait_s})
    return answer(problem, {"Retry-After": str(wait_s)})


async def take_code(request: Request, database: Connection, login: str, code: str) -> bool:
    """Whether the code is right for the account's application; a right one is used up."""
    kept = await first(database, "totp_of", login=login)
    if kept is None or kept["secret"] is None:
        return False
    secret = sealing.opened(request, login, kept["secret"])
    now_ms = request.app.state.console.wall.now_ms()
    step = totp.step_of(secret, code, now_ms, kept["last_step"])
    if step is None:
        return False
    await rows(database, "take_step", login=login, step=step)
    return True


async def refuse_unproved(
    request: Request, database: Connection, found: Asking, proof: Proof
) -> Response | None:
    """None where the account is shown to be at hand: by a code where it has an application, else by its password.

    An account that has neither came in through the directory or with a passkey, and is asked for nothing. The same
    holds for one that has just come in and must set up its first second factor.
    """
    login = found.account.login
    has = await first(database, "factors_of", login=login)
    assert has is not None
    wanted = "code" if has["totp"] else "password" if has["password"] else None
    if wanted is None or found.stage == "enrol":
        return None
    begun = await throttle.begin(request, database, login)
    if isinstance(begun, TooFast):
        return too_fast(begun)
    if wanted == "code":
        right = await take_code(request, database, login, _text(proof.code))
    else:
        right = await _is_password(request, database, login, _text(proof.password))
    if not right:
        return answer(Problem(422, _WRONG[wanted], more={"because": wanted}))
    await throttle.end(database, begun, "passed")
    return None


def _text(given: SecretStr | None) -> str:
    return "" if given is None else given.get_secret_value()


async def _is_password(request: Request, database: Connection, login: str, given: str) -> bool:
    kept = await first(database, "password_of", login=login)
    async with request.app.state.console.hashing:
        return await asyncio.to_thread(passwords.is_right, given, kept["hash"] if kept else None)
