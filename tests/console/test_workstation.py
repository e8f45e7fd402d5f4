"""How the built workstation is given out."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from baqylau.console.problems import speak_problems
from baqylau.console.routes import page


@pytest.fixture
def browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """A console with nothing but the page, and a built workstation in a folder of its own."""
    built = tmp_path / "dist"
    built.mkdir()
    (tmp_path / "secret.js").write_text("outside")
    (built / "index.html").write_text("<!doctype html><title>Baqylau</title>")
    (built / "index-Ab3_x-9Z.js").write_text("start();")
    (built / "icon.svg").write_text("<svg/>")
    monkeypatch.setattr(page, "workstation", lambda: built)
    app = FastAPI()
    speak_problems(app)
    app.include_router(page.router)
    return TestClient(app)


def test_workstation_is_given_where_it_is_built(browser: TestClient) -> None:
    """With a build the page at `/` is the workstation, asked for anew each time."""
    answer = browser.get("/")
    assert "<title>Baqylau</title>" in answer.text
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["content-type"].startswith("text/html")


def test_files_named_by_content_are_kept(browser: TestClient) -> None:
    """A file with a hash in its name never changes and is kept for ever; others are not."""
    answer = browser.get("/page/index-Ab3_x-9Z.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cache-control"] == page.FOR_EVER
    assert browser.get("/page/icon.svg").headers["cache-control"] == "no-cache"


def test_nothing_outside_the_build_is_given(browser: TestClient) -> None:
    """Names that lead elsewhere or name nothing are not found."""
    for name in ("..%2Fsecret.js", "%2e%2e%2fsecret.js", "nothing.js", ".hidden"):
        assert browser.get(f"/page/{name}").status_code == 404, name


def test_plain_page_without_a_build(browser: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a build the plain page is there."""
    monkeypatch.setattr(page, "workstation", lambda: None)
    assert 'src="/page/page.js"' in browser.get("/").text
