"""Crashers as files: what arrived, so that the test of all crashers plays it again for ever."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from tests.fuzz.promises import Case

FOLDER = Path(__file__).parents[1] / "vectors" / "crashers"


def keep(case: Case, problem: str, folder: Path = FOLDER) -> Path:
    """Writes the case under a name made of its bytes; the same crasher is kept once."""
    folder.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256(b"|".join(case.pieces)).hexdigest()[:12]
    file = folder / f"{case.protocol}-{digest}.json"
    line = {
        "protocol": case.protocol,
        "transport": case.transport,
        "pieces": [piece.hex() for piece in case.pieces],
        "problem": problem,
    }
    file.write_text(json.dumps(line, indent=1) + "\n", encoding="utf-8")
    return file


def read(file: Path) -> Case:
    line = json.loads(file.read_text(encoding="utf-8"))
    return Case(line["protocol"], line["transport"], tuple(bytes.fromhex(one) for one in line["pieces"]))


def kept(folder: Path = FOLDER) -> list[Path]:
    return sorted(folder.glob("*.json"))
