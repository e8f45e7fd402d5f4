"""Arithmetic of half-open spans of time, [start, end) in milliseconds."""

from __future__ import annotations

from collections.abc import Iterable

Span = tuple[int, int]

FOREVER_MS = 253_402_300_800_000
"""10000-01-01: after every time that can be observed."""


def merge(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same instants as non-empty spans in order that neither overlap nor touch."""
    merged: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return tuple(merged)


def intersect(left: Iterable[Span], right: Iterable[Span]) -> tuple[Span, ...]:
    others = tuple(right)
    return merge((max(a, c), min(b, d)) for a, b in left for c, d in others)


def subtract(spans: Iterable[Span], holes: Iterable[Span]) -> tuple[Span, ...]:
    """The instants of `spans` that are in none of `holes`."""
    rest = merge(spans)
    for low, high in merge(holes):
        rest = merge(piece for a, b in rest for piece in ((a, min(b, low)), (max(a, high), b)))
    return rest
