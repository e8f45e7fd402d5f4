"""How long each tag's data is, and the cutting of a packet into records (Galileosky, "Table 2: tags").

A record has each tag at most once: a tag that comes again begins the next record.
"""

from __future__ import annotations

from baqylau.protocols.language import FrameError

IMEI = 0x03
TIME = 0x20
MILLISECONDS = 0x21
PLACE = 0x30
MOVEMENT = 0x33
HEIGHT = 0x34
DILUTION = 0x35
STATUS = 0x40
SUPPLY = 0x41
BATTERY = 0x42
EXTENDED_STATUS = 0x48
COMMAND = 0xE0
ANSWER = 0xE1

Record = dict[int, int]
"""Tag to where its data begins in the packet."""

_COUNTED = -1
"""One byte of length, then as many bytes."""
_COUNTED_WIDE = -2
"""Two bytes of length, then as many bytes: the extended tags."""


def _span(first: int, last: int, size: int) -> dict[int, int]:
    return dict.fromkeys(range(first, last + 1), size)


_SIZES = {
    **_span(0x01, 0x02, 1),
    IMEI: 15,
    0x04: 2,
    0x10: 2,
    TIME: 4,
    MILLISECONDS: 2,
    PLACE: 9,
    MOVEMENT: 4,
    HEIGHT: 2,
    DILUTION: 1,
    **_span(0x40, 0x42, 2),
    0x43: 1,
    0x44: 4,
    **_span(0x45, 0x46, 2),
    0x47: 4,
    EXTENDED_STATUS: 2,
    0x49: 1,
    **_span(0x50, 0x59, 2),
    0x5A: 4,
    0x5C: 68,
    0x5D: 3,
    **_span(0x60, 0x62, 2),
    **_span(0x63, 0x6F, 3),
    **_span(0x70, 0x7D, 2),
    **_span(0x80, 0x87, 3),
    **_span(0x88, 0x8C, 1),
    0x90: 4,
    **_span(0xA0, 0xAF, 1),
    **_span(0xB0, 0xB9, 2),
    **_span(0xC0, 0xC3, 4),
    **_span(0xC4, 0xD2, 1),
    **_span(0xD3, 0xD4, 4),
    0xD5: 1,
    **_span(0xD6, 0xDA, 2),
    **_span(0xDB, 0xE0, 4),
    0xE1: _COUNTED,
    **_span(0xE2, 0xE9, 4),
    0xEA: _COUNTED,
    **_span(0xF0, 0xF9, 4),
    0xFE: _COUNTED_WIDE,
}
SIZES = tuple(_SIZES.get(tag, 0) for tag in range(256))
"""Bytes of data by tag; 0: a tag that no document has; negative: the data begins with its length."""


def cut(data: bytes, at: int, end: int) -> tuple[list[Record], FrameError | None]:
    """The records between `at` and `end`; an error where a tag is unknown or cut off ends the cutting.

    What comes after an unknown tag cannot be found, because its length is not known. The tags before it stay.
    """
    records: list[Record] = []
    record: Record = {}
    while at < end:
        tag = data[at]
        if tag in record:
            records.append(record)
            record = {}
        size = SIZES[tag]
        after = at + 1 + size if size > 0 else _after_counted(data, at, end, size)
        if not size or after > end:
            problem = "no document has it" if not size else f"ends at byte {after} of {end}"
            if record:
                records.append(record)
            return records, FrameError(problem, field=f"tag 0x{tag:02x}", offset=at)
        record[tag] = at + 1
        at = after
    if record:
        records.append(record)
    return records, None


def _after_counted(data: bytes, at: int, end: int, size: int) -> int:
    if at + 1 - size > end:
        return end + 1
    return at + 1 - size + int.from_bytes(data[at + 1 : at + 1 - size], "little")
