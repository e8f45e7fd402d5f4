"""Teltonika over TCP and UDP."""

from __future__ import annotations

import pytest

from baqylau.protocols.teltonika import Teltonika
from tests.protocols import golden
from tests.protocols.golden import Difference, Frame

IMEI = "356307042441013"
LOGIN = b"\x00\x0f" + IMEI.encode()
DIFFERENCES = {
    "teltonika/Teltonika/testDecode/29": Difference(
        "Data Field Length counts from Codec ID to Number of Data 2: it is 0 here, the CRC is missing",
        refused=True,
    ),
    "teltonika/Teltonika/testDecode/32": Difference(
        "the fourth record's mask holds signal and operator but no coordinates, so it is no position",
        missing=frozenset((3,)),
    ),
    "teltonika/Teltonika/testDecodeConnectionless/1": Difference(
        "UDP channel protocol: the acknowledgement repeats the packet id of the packet it answers (CAFE)",
        replies=(bytes.fromhex("0005cafe012201"),),
    ),
}
FRAMES = golden.frames("teltonika")
LOADED = golden.loaded("teltonika")


@pytest.mark.parametrize("frame", FRAMES)
def test_golden(frame: Frame) -> None:
    """Each golden frame gives its positions, replies and device, or is refused where it is broken."""
    golden.check(frame, Teltonika, DIFFERENCES)


@pytest.mark.parametrize("frame", FRAMES)
def test_cut(frame: Frame) -> None:
    """Where the bytes of a frame are cut makes no difference to what comes out."""
    golden.check_cut(frame, Teltonika)


@pytest.mark.parametrize("frame", FRAMES)
def test_twice(frame: Frame) -> None:
    """A frame sent twice is read twice."""
    golden.check_twice(frame, Teltonika)
