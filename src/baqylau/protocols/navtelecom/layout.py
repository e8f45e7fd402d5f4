"""What a FLEX record holds: the fields of the mask that the device announced, in the order of their numbers.

Protocol v6.2, Annex A: 69 fields in FLEX 1.0, 122 in 2.0, 255 in 3.0; numbered from 1, as in the Annex.
"""

from __future__ import annotations

from dataclasses import dataclass

SIZES = (
    *(4, 2, 4, 1, 1, 1, 1, 1, 4, 4, 4, 4, 4, 2, 4, 4, 2, 2, 2, 2),
    *(2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 4, 4, 2, 2, 4, 2, 2, 2),
    *(2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2, 4, 2, 1, 4, 2, 2, 2),
    *(2, 2, 1, 1, 1, 2, 4, 2, 1, 8, 2, 1, 16, 4, 2, 4, 37, 1, 1, 1),
    *(1, 1, 1, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 6, 12, 24, 48, 1, 1, 2),
    *(1, 4, 4, 1, 4, 2, 6, 2, 6, 2, 2, 2, 2, 2, 2, 2, 2, 1, 2, 2),
    *(2, 1, 1, 1, 1, 1, 4, 4, 4, 4, 4, 4, 2, 2, 2, 2, 2, 2, 1, 1),
    *(2, 3, 2, 1, 1, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2),
    *(2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 2, 4, 4, 4, 2, 4, 2, 2, 4, 2),
    *(2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 4, 4, 4, 4, 6, 3, 1, 2),
    *(2, 1, 4, 5, 4, 4, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
    *(1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 4, 4, 4),
    *(4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 8, 8, 8),
)
"""Bytes of field 1, 2, …, 255."""


@dataclass(frozen=True, slots=True)
class Layout:
    """at: where each field begins in a record of `size` bytes."""

    size: int
    at: dict[int, int]


def from_mask(mask: bytes, count: int) -> Layout:
    """The layout of a mask of `count` bits, the highest bit of the first byte being field 1."""
    at: dict[int, int] = {}
    size = 0
    for number in range(1, count + 1):
        if mask[(number - 1) >> 3] & 0x80 >> ((number - 1) & 7):
            at[number] = size
            size += SIZES[number - 1]
    return Layout(size, at)


ADDITIONAL_BYTES = 37


def _additional() -> Layout:
    at: dict[int, int] = {}
    size = 0
    for number in (1, 2, 3, 8, 9, 10, 11, 12, 13, 14, 15):
        at[number] = size
        size += SIZES[number - 1]
    return Layout(size, at)


ADDITIONAL = _additional()
"""The static part of an additional packet (~E, ~X), structure 0x0A."""
