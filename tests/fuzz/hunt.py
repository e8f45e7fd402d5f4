"""One language hunted for a bounded time."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from baqylau.protocols.catalogue import LANGUAGES
from tests.fuzz.crashers import FOLDER, keep
from tests.fuzz.damage import damaged, pieces
from tests.fuzz.promises import Case, check, signature
from tests.fuzz.seals import seal_for
from tests.protocols import golden

LARGEST_CORPUS = 2000


@dataclass
class Hunt:
    """What was tried, how many different outcomes were seen, and the crashers: problem and file."""

    protocol: str
    tried: int = 0
    outcomes: set[frozenset[str]] = field(default_factory=set)
    crashers: dict[str, Path] = field(default_factory=dict)


def hunt(protocol: str, seconds: float, seed: int, folder: Path = FOLDER) -> Hunt:
    """Damages golden frames, and what they became where that brought something new, until the time is up.

    One crasher is kept for each kind of problem. The same seed tries the same cases, as far as the time allows.
    """
    found = Hunt(protocol)
    random, seal = Random(f"{protocol}/{seed}"), seal_for(protocol)
    frames = [frame for frame in golden.loaded(protocol) if len(frame.data) <= 4096]
    corpus = [frame.data for frame in frames] or [b"\x00"]
    transports = LANGUAGES[protocol].transports
    greetings = [frame.before for frame in frames if frame.before] or [()]
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        data = damaged(random, corpus, seal)
        transport = random.choice(transports)
        parts = pieces(random, data) if transport == "tcp" else (data,)
        before = random.choice(greetings) if transport == "tcp" and random.random() < 0.5 else ()
        case = Case(protocol, transport, (*before, *parts))
        found.tried += 1
        try:
            outcome = signature(check(case))
        except Exception as problem:  # noqa: BLE001 - whatever a language raises is what is hunted for
            _note(found, case, problem, folder)
            continue
        if outcome not in found.outcomes:
            found.outcomes.add(outcome)
            if len(corpus) < LARGEST_CORPUS:
                corpus.append(data)
    return found


def _note(found: Hunt, case: Case, problem: Exception, folder: Path) -> None:
    kind = f"{type(problem).__name__}: {str(problem)[:60]}"
    if kind not in found.crashers:
        found.crashers[kind] = keep(case, kind, folder)
