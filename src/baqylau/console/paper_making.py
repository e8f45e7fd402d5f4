"""What papers need of the register, and drawing them off the event loop, a few at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from fastapi import Request, Response

from baqylau.console.access import Account, Language
from baqylau.console.database import Connection
from baqylau.console.problems import Problem
from baqylau.incidents.spoken import chosen
from baqylau.papers.document import Document
from baqylau.papers.drawing import pdf_of
from baqylau.papers.people import Maker, Office, Whom
from baqylau.platform.postgres import load_queries

QUERIES = load_queries("baqylau.console.routes", "papers.sql")

PDF_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/pdf": {}}, "description": "The paper"}
}


@dataclass(frozen=True, slots=True)
class OnPaper:
    """zone: of the office. officer: the one in charge, in the letters of the language."""

    whom: Whom
    office: Office
    officer: str | None
    maker: str
    zone: str


async def on_paper(database: Connection, account: Account, person_id: int, language: Language) -> OnPaper:
    """Raises Problem 404 where the account does not see the person."""
    values = {"person_id": person_id, "account_office": account.office_id, "login": account.login}
    row = await (await database.execute(QUERIES["on_paper"], values)).fetchone()
    if row is None:
        raise Problem(404, "no_person", person_id=person_id)
    letters = "latin" if language == "en" else "cyrillic"
    maker = row[f"maker_{letters}"]
    return OnPaper(
        Whom(row["name_cyrillic"], row["name_latin"], row["iin"]),
        Office(row["office"], row["phone"], row["address"]),
        row[f"officer_{letters}"],
        f"{maker}, {account.login}" if maker else account.login,
        row["timezone"],
    )


async def paper_language(database: Connection, account: Account, asked: Language | None) -> Language:
    """What was asked for, else the language chosen for the installation, else the account's."""
    found = asked or await chosen(database) or account.language
    return cast(Language, found)


def maker(request: Request, account: Account, name: str, zone: str) -> Maker:
    """Who makes the paper, now by the system's clock."""
    return Maker(name, account.role, request.app.state.console.clock.now_ms(), zone)


async def drawn(request: Request, document: Callable[[], Document]) -> bytes:
    """The document made and drawn in a thread; of many asked for at once some wait."""
    async with request.app.state.console.drawing:
        return await asyncio.to_thread(lambda: pdf_of(document()))


def pdf_answer(body: bytes, name: str) -> Response:
    """A PDF to be saved under the name, of ASCII letters."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"'}
    return Response(body, media_type="application/pdf", headers=headers)
