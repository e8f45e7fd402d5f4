"""The language of the installation: of new accounts, the page of signing in, notifications of the settings, papers."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, cast

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field

from baqylau.console.access import Account, Language, require
from baqylau.console.database import Connection, Database
from baqylau.console.problems import Problem
from baqylau.console.recording import Record, impersonal, records
from baqylau.console.routes.register.asking import NowMs
from baqylau.console.routes.register.refusing import register_router
from baqylau.console.routes.thresholds import newest_to_change, refuse_of_an_office
from baqylau.incidents import figures, spoken

router = register_router()


class LanguageVersion(BaseModel):
    """Who chose which, when and why; null: the one of the settings again."""

    valid_from: datetime
    written_by: str
    reason: str
    language: Language | None


class Spoken(BaseModel):
    """chosen: on the screen; null where nobody has. settled: what the settings say, which counts until then.

    version_id: what a change must be based on. history: newest first.
    """

    chosen: Language | None
    settled: Language
    version_id: int | None
    history: list[LanguageVersion]


class LanguageBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    language: Language | None = Field(description="null: the one of the settings again.")
    reason: str = Field(min_length=1, max_length=500, pattern=r"\S")
    based_on: int | None = Field(description="`version_id` of what was read, so that two do not overwrite.")


@router.get("/administration/language", dependencies=[impersonal("a figure of the installation")])
async def read_language(
    _account: Annotated[Account, require("channels.read")], request: Request, database: Database
) -> Spoken:
    """The language of the installation, and when it was another one."""
    return await _read(request, database)


@router.post("/administration/language", status_code=201)
async def choose_language(
    body: LanguageBody,
    account: Annotated[Account, require("thresholds.write")],
    request: Request,
    database: Database,
    now_ms: NowMs,
    record: Annotated[Record, records("write", "threshold")],
) -> Spoken:
    """Applies from now on to whoever has chosen none; accounts keep their own."""
    refuse_of_an_office(account)
    row = await newest_to_change(database, body.based_on)
    if spoken.chosen_in(row) == body.language:
        raise Problem(422, "nothing_changed")
    record.made(await spoken.choose(database, body.language, account.login, body.reason, now_ms))
    record.note(changed={"language": body.language or ""})
    return await _read(request, database)


async def _read(request: Request, database: Connection) -> Spoken:
    stored = await figures.history(database)
    newest = stored[-1] if stored else None
    versions = [
        LanguageVersion(
            valid_from=one["valid_from"],
            written_by=one["written_by"],
            reason=one["reason"],
            language=language,  # type: ignore[arg-type]  # `chosen_in` gives no other
        )
        for one, language in spoken.changes(stored)
    ]
    return Spoken(
        chosen=spoken.chosen_in(newest),  # type: ignore[arg-type]  # as above
        settled=request.app.state.console.settings.default_language,
        version_id=newest["version_id"] if newest else None,
        history=versions,
    )


async def installation_language(request: Request, database: Connection) -> Language:
    """Of whoever has chosen none: the one of the screen, else of the settings."""
    found = await spoken.chosen(database) or request.app.state.console.settings.default_language
    return cast(Language, found)
