"""The plain page at `/`: static files of our own, nothing from elsewhere."""

from __future__ import annotations

import json
from importlib import resources

from fastapi import APIRouter, Response

from baqylau.console.problems import Problem
from baqylau.incidents.notify import texts

router = APIRouter(include_in_schema=False)

FILES = {
    "index.html": "text/html; charset=utf-8",
    "page.js": "text/javascript; charset=utf-8",
    "page.css": "text/css; charset=utf-8",
    "kk.json": "application/json",
    "ru.json": "application/json",
    "en.json": "application/json",
}
LANGUAGES = ("kk", "ru", "en")


def _file(name: str) -> Response:
    content = resources.files("baqylau.console").joinpath("page", name).read_bytes()
    return Response(content, media_type=FILES[name], headers={"Cache-Control": "no-cache"})


@router.get("/")
async def index() -> Response:
    """The page; it holds no data until a token is given."""
    return _file("index.html")


@router.get("/page/{name}")
async def part(name: str) -> Response:
    """A file of the page, or `kinds-<language>.json`: kinds of finding in words."""
    if name in FILES:
        return _file(name)
    language = name.removeprefix("kinds-").removesuffix(".json")
    if name != f"kinds-{language}.json" or language not in LANGUAGES:
        raise Problem(404, f"the page has no part {name}")
    return Response(kinds(language), media_type="application/json", headers={"Cache-Control": "no-cache"})


def kinds(language: str) -> bytes:
    """Kinds in words, from the catalogue that notifications use."""
    known = {
        key.removeprefix("kind."): text for key, text in texts(language).items() if key.startswith("kind.")
    }
    return json.dumps(known, ensure_ascii=False).encode()
