"""The flows of an operator, in a browser, on the whole system with wearers (web/e2e/flows.mjs)."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import NoReturn

import pytest

pytestmark = [pytest.mark.services, pytest.mark.alone]

WEB = Path(__file__).parents[2] / "web"
LONGEST_S = 900
"""Some two minutes on two free processors; a busy machine may take its time."""


def _without(what: str) -> NoReturn:
    """Elsewhere a machine without a browser tests the rest; what CI says is said of all."""
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)


def _needed() -> str:
    """The node that runs the flows; says what has to be installed where something is missing."""
    node = shutil.which("node")
    if node is None:
        _without("the flows need Node.js 20 or newer (Debian: apt-get install nodejs npm)")
    if not (WEB / "node_modules/playwright-core").is_dir() or not (WEB / "dist/index.html").is_file():
        _without("the flows need the workstation built: make web")
    browser = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
    if not browser.is_file():
        _without(f"the flows need {browser}: as root, apt-get install chromium, or name one by CHROMIUM")
    return node


def test_flows() -> None:
    """Every flow of an operator runs to its end in a browser, and no page of it says that something went wrong."""
    played = subprocess.run(
        [_needed(), "e2e/flows.mjs"], cwd=WEB, capture_output=True, text=True, timeout=LONGEST_S, check=False
    )
    assert played.returncode == 0, f"{played.stdout}\n{played.stderr}"
