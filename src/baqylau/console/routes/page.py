"""What a browser is given: the built workstation where there is one, else the plain page. All of it our own files."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib import resources
from pathlib import Path

from fastapi import APIRouter, Response
from fastapi.responses import FileResponse

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
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
    ".pbf": "application/x-protobuf",
    ".pmtiles": "application/octet-stream",
}

FOR_EVER = "public, max-age=31536000, immutable"
_HASHED = re.compile(r"-[\w-]{8}\.(?:js|mjs|css|woff2|svg|png)$")
_NAME = re.compile(r"^\w[\w.-]*$")


@cache
def workstation() -> Path | None:
    """Where the built workstation is: in the installed package, else in the source tree; None if not built."""
    installed = Path(str(resources.files("baqylau.console"))) / "web"
    source = Path(__file__).parents[4] / "web" / "dist"
    return next((one for one in (installed, source) if (one / "index.html").is_file()), None)


def _file(name: str) -> Response:
    content = resources.files("baqylau.console").joinpath("page", name).read_bytes()
    return Response(content, media_type=FILES[name], headers={"Cache-Control": "no-cache"})


def _built(name: str) -> Response | None:
    """A file of the workstation, by ranges too (a basemap is read so); None where there is none."""
    folder = workstation()
    if folder is None or not _NAME.match(name) or not (folder / name).is_file():
        return None
    headers = {"Cache-Control": FOR_EVER if _HASHED.search(name) else "no-cache"}
    return FileResponse(
        folder / name, media_type=TYPES.get(Path(name).suffix, "application/octet-stream"), headers=headers
    )


@router.get("/")
async def index() -> Response:
    """The workstation, or the plain page; it holds no data until somebody signs in."""
    return _built("index.html") or _file("index.html")


@router.get("/page/{name}")
async def part(name: str) -> Response:
    """A file of the page, or `kinds-<language>.json`: kinds of finding in words."""
    if name in FILES and name != "index.html":
        return _file(name)
    built = _built(name)
    if built is not None:
        return built
    if name in FILES:
        return _file(name)
    language = name.removeprefix("kinds-").removesuffix(".json")
    if name != f"kinds-{language}.json" or language not in LANGUAGES:
        raise Problem(404, "no_page_part", part=name)
    return Response(kinds(language), media_type="application/json", headers={"Cache-Control": "no-cache"})


def kinds(language: str) -> bytes:
    """Kinds in words, from the catalogue that notifications use."""
    known = {
        key.removeprefix("kind."): text for key, text in texts(language).items() if key.startswith("kind.")
    }
    return json.dumps(known, ensure_ascii=False).encode()
