"""Errors as problem+json (RFC 9457): what is wrong, by code and in words, and the fields that say where."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

from baqylau.platform.refusal import Refusal, Value

TITLES = {
    400: "The request cannot be read",
    401: "A token is needed",
    403: "Not permitted",
    404: "Not found",
    405: "Not possible here",
    409: "It has changed meanwhile",
    413: "Too large",
    422: "The request cannot be accepted",
    424: "What this needs does not answer",
    428: "The version is missing",
    503: "Not ready",
}

# What the framework refuses before a route of ours is reached.
_BEFORE_US: Final = {
    400: "request_unreadable",
    404: "no_such_path",
    405: "no_such_method",
    413: "request_too_large",
}


class Problem(Exception):
    """A refusal as an answer.

    refusal: the code of one, with its `values`, or one that was raised elsewhere. see: a route that helps further;
    said: the words of a part that knows no codes; both are for those who write programs, and stand in `detail`
    alone. more: further members of the problem object.
    """

    def __init__(
        self,
        status: int,
        refusal: str | Refusal,
        /,
        *,
        see: str | None = None,
        said: object = None,
        more: dict[str, Any] | None = None,
        **values: Value,
    ) -> None:
        self.refusal = refusal if isinstance(refusal, Refusal) else Refusal(refusal, **values)
        self.status = status
        self.detail = str(self.refusal)
        if said is not None:
            self.detail += f": {said}"
        if see is not None:
            self.detail += f"; see {see}"
        self.more = more or {}
        super().__init__(self.detail)


def answer(problem: Problem, headers: dict[str, str] | None = None) -> JSONResponse:
    """The problem as an answer, for those who must not raise it: what they wrote stays written."""
    body = {
        "type": "about:blank",
        "title": TITLES.get(problem.status, "Error"),
        "status": problem.status,
        "code": problem.refusal.code,
        "values": problem.refusal.values,
        "detail": problem.detail,
    }
    content = jsonable_encoder(body | problem.more)
    return JSONResponse(content, problem.status, headers, media_type="application/problem+json")


def faults(errors: Sequence[Any]) -> dict[str, Any]:
    """What pydantic found wrong, as `said` and `more` of a Problem: for each where, of which type, in which words.

    code and values: those of a refusal of ours; otherwise the type is pydantic's and the values its own.
    """
    found = [_fault(one) for one in errors]
    said = "; ".join(f"{one['where']}: {one['problem']}" for one in found)
    return {"said": said, "more": {"errors": found}}


def _fault(error: Any) -> dict[str, Any]:
    shown = {"where": ".".join(map(str, error["loc"])), "problem": error["msg"], "type": error["type"]}
    cause = error.get("ctx", {}).get("error")
    if isinstance(cause, Refusal):
        return shown | {"code": cause.code, "values": cause.values}
    plain = {name: one for name, one in error.get("ctx", {}).items() if isinstance(one, str | int | float)}
    return shown | {"values": plain}


async def _problem(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Problem)
    return answer(error, {"WWW-Authenticate": "Bearer"} if error.status == 401 else None)


async def _http(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    code = _BEFORE_US.get(error.status_code, "request_refused")
    return answer(Problem(error.status_code, code, said=error.detail), dict(error.headers or {}))


async def _validation(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    return answer(Problem(422, "request_invalid", **faults(error.errors())))


class RefusesZeroBytes:
    """Answers 422 to a query with a zero byte in it: no text of the database can hold one, so nothing is so called."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and b"%00" in scope["query_string"]:
            await answer(Problem(422, "zero_byte"))(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def speak_problems(app: FastAPI) -> None:
    """Every error of `app` leaves as problem+json."""
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _validation)
