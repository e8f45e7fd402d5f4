"""FLEX messages (protocol v6.2, section 1.2): how long each is, what it holds, what is answered.

~A queue of the memory, ~T urgent, ~C state now; ~E and ~X the same for additional packets, which bring their
own length. No message gives its own length otherwise: it follows from the mask.
"""

from __future__ import annotations

from baqylau.observations import Observation
from baqylau.protocols.checksums import crc8_egts
from baqylau.protocols.language import FrameError
from baqylau.protocols.navtelecom.layout import ADDITIONAL, ADDITIONAL_BYTES, Layout
from baqylau.protocols.navtelecom.record import observe

MAX_ADDITIONAL_BYTES = 8192
_HEADS = {0x41: 3, 0x54: 6, 0x43: 2, 0x45: 3, 0x58: 6}
"""Bytes before the records, by the letter: ~A and ~E a count, ~T and ~X the number of the event."""
_QUEUED, _ADDITIONAL = frozenset((0x41, 0x45)), frozenset((0x45, 0x58))
_STRUCTURE = 0x0A


def length(data: bytes, at: int, layout: Layout | None) -> int:
    """Bytes of the message at `at`; 0 while it cannot be told. Raises FrameError, after which nothing can be."""
    have = len(data) - at
    if have < 2:
        return 0
    letter = data[at + 1]
    head = _HEADS.get(letter)
    if head is None:
        raise FrameError(f"~{chr(letter)} is no message of FLEX", field="message type", offset=1)
    if layout is None:
        raise FrameError("no *>FLEX told the fields before it", field="message type", offset=1)
    if have < head:
        return 0
    count = data[at + 2] if letter in _QUEUED else 1
    if letter not in _ADDITIONAL:
        return head + count * layout.size + 1
    return _additional_length(data, at, head, count)


def _additional_length(data: bytes, at: int, head: int, count: int) -> int:
    end = at + head
    for _ in range(count):
        if len(data) < end + 2:
            return 0
        size = data[end] | data[end + 1] << 8
        end += 2 + size
        if size < 2 + ADDITIONAL_BYTES or end - at > MAX_ADDITIONAL_BYTES:
            raise FrameError(f"{size} bytes cannot be", field="length", offset=end - size - 2 - at)
    return end - at + 1


def check(raw: bytes) -> None:
    """Raises FrameError where the CRC-8 is wrong."""
    computed = crc8_egts(raw[:-1])
    if computed != raw[-1]:
        problem = f"0x{raw[-1]:02x} given, 0x{computed:02x} computed"
        raise FrameError(problem, field="checksum", offset=len(raw) - 1)


def reply(raw: bytes) -> bytes:
    """The type and the count or number of the event, with a CRC-8."""
    head = raw[: _HEADS[raw[1]]]
    return head + bytes((crc8_egts(head),))


def read(raw: bytes, layout: Layout, now_ms: int) -> tuple[list[Observation], list[FrameError]]:
    """What the records say that can be read, and why the others cannot."""
    seen: list[Observation] = []
    errors: list[FrameError] = []
    letter = raw[1]
    at = _HEADS[letter]
    additional = letter in _ADDITIONAL
    for _ in range(raw[2] if letter in _QUEUED else 1):
        try:
            if additional:
                _check_structure(raw, at)
                record = observe(raw, at + 4, ADDITIONAL, now_ms, archived=letter in _QUEUED)
            else:
                record = observe(raw, at, layout, now_ms, archived=letter in _QUEUED)
            seen += record
        except FrameError as error:
            errors.append(error)
        at += 2 + (raw[at] | raw[at + 1] << 8) if additional else layout.size
    return seen, errors


def _check_structure(raw: bytes, at: int) -> None:
    kind, size = raw[at + 2], raw[at + 3]
    if kind != _STRUCTURE or size != ADDITIONAL_BYTES:
        raise FrameError(f"0x{kind:02x} with {size} bytes is not known", field="structure", offset=at + 2)
