"""Whatever fuzzing once found stays found, and the hunt itself finds what it should."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from baqylau.protocols.catalogue import LANGUAGES
from baqylau.protocols.language import Message
from tests.fuzz import crashers
from tests.fuzz.damage import damaged, pieces
from tests.fuzz.hunt import hunt
from tests.fuzz.promises import Case, check
from tests.fuzz.seals import SEALS, seal_for
from tests.protocols import golden


def test_no_crasher_crashes_again() -> None:
    """What once broke a language's promises is read or refused like anything else."""
    for file in crashers.kept():
        try:
            check(crashers.read(file))
        except Exception as problem:
            problem.add_note(f"the crasher is {file}")
            raise


@pytest.mark.parametrize("protocol", sorted(LANGUAGES))
def test_a_short_hunt_finds_nothing(protocol: str, tmp_path: Path) -> None:
    """A second of damage to golden frames breaks no promise of any language."""
    found = hunt(protocol, 1.0, 7, tmp_path)
    assert found.tried > 50
    assert found.crashers == {}


@pytest.mark.parametrize("protocol", sorted(SEALS))
def test_a_seal_puts_a_frame_right(protocol: str) -> None:
    """Frames whose checksum was broken are read again after sealing, for at least some golden frames."""
    good = [one for one in golden.loaded(protocol) if not one.broken and not one.before]
    mended = 0
    for frame in good:
        again = seal_for(protocol)(frame.data)
        events = check(Case(protocol, frame.transport, (again,)))
        mended += any(isinstance(event, Message) for event in events)
    assert mended > 0


def test_a_crasher_is_kept_once_and_read_back(tmp_path: Path) -> None:
    """The file of a crasher gives the same case, however often it is found."""
    case = Case("gt06", "tcp", (b"\x78\x78", b"\x00"))
    assert crashers.keep(case, "x", tmp_path) == crashers.keep(case, "x", tmp_path)
    (file,) = crashers.kept(tmp_path)
    assert crashers.read(file) == case


def test_pieces_are_the_whole() -> None:
    """However it is cut, nothing is lost or added."""
    random = Random(3)
    for _ in range(200):
        data = damaged(random, [b"#L#1;2\r\n", bytes(50)], seal_for("wialon_ips"))
        assert b"".join(pieces(random, data)) == data
