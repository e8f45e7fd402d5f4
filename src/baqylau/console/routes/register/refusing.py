"""What the register cannot hold is answered with what is wrong, not with a failure of ours."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

import psycopg
from fastapi import APIRouter, Request, Response
from fastapi.routing import APIRoute

from baqylau.console.problems import Problem


class Refusing(APIRoute):
    """What only the database or the calendar finds wrong is the asker's to mend, not a failure of ours."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def refusing(request: Request) -> Response:
            try:
                return await handle(request)
            except psycopg.IntegrityError as cause:
                constraint = cause.diag.constraint_name or "a rule of the register"
                raise Problem(409, "clashes", said=constraint) from cause
            except psycopg.DataError as cause:
                raise Problem(
                    422, "register_cannot_hold", said=cause.diag.message_primary or cause
                ) from cause
            except OverflowError as cause:
                raise Problem(422, "date_out_of_years") from cause

        return refusing


def register_router() -> APIRouter:
    """A router of the register, whose routes refuse so."""
    return APIRouter(prefix="/api", tags=["register"], route_class=Refusing)
