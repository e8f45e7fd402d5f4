"""`baqylau register` as it is typed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.register.test_load import EXAMPLE, everything

pytestmark = pytest.mark.services


def baqylau(url: str, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from baqylau.cli.main import app; app()", "register", *words]
    environment = os.environ | {
        "BAQYLAU_DATABASE_URL": url,
        "BAQYLAU_NATS_URL": "nats://127.0.0.1:1",
        "COLUMNS": "100",
    }
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def test_load_and_export(fresh_database: str, tmp_path: Path) -> None:
    """A file is checked without a trace, loaded with a summary, and written out again."""
    file = tmp_path / "register.yaml"
    file.write_text(EXAMPLE, encoding="utf-8")
    empty = everything(fresh_database)
    checked = baqylau(fresh_database, "load", "--check", str(file))
    assert checked.returncode == 0, checked.stderr
    assert everything(fresh_database) == empty
    loaded = baqylau(fresh_database, "load", str(file))
    assert loaded.returncode == 0, loaded.stderr
    assert "people" in loaded.stdout
    out = tmp_path / "out.yaml"
    assert baqylau(fresh_database, "export", str(out)).returncode == 0
    assert out.read_text(encoding="utf-8") == everything(fresh_database)


def test_refusal_names_file_and_line(database: str, tmp_path: Path) -> None:
    """A wrong file ends with exit code 1 and the line, without a traceback; a missing one too."""
    file = tmp_path / "register.yaml"
    file.write_text(EXAMPLE.replace("radius_m: 80", "radius_m: -80"), encoding="utf-8")
    refused = baqylau(database, "load", str(file))
    line = EXAMPLE[: EXAMPLE.index("radius_m: 80")].count("\n") + 1
    assert refused.returncode == 1
    assert f"{file}, line {line}: people.0.places.0" in refused.stderr
    assert "Traceback" not in refused.stderr
    missing = baqylau(database, "load", str(tmp_path / "none.yaml"))
    assert missing.returncode == 1
    assert "No such file" in missing.stderr
