"""Frames that could not be read or whose device is not known: kept as they came, for a person to look at."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

MAX_RAW_BYTES = 8 * 1024
"""Kept of one refused frame; longer ones are cut, for a flood must not fill the disk."""


class RefusedFrame(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """reason: damaged, implausible, unknown_device or unidentified. problem: a sentence for the person who looks."""

    received_ms: int
    protocol: str
    transport: str
    peer: str
    device: str | None
    reason: str
    problem: str
    field: str | None
    offset: int | None
    raw: bytes


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(list[RefusedFrame])


def encode_refused(frames: Sequence[RefusedFrame]) -> bytes:
    return _encoder.encode(frames)


def decode_refused(data: bytes) -> list[RefusedFrame]:
    """Raises msgspec.DecodeError or msgspec.ValidationError when the bytes are no refused frames."""
    return _decoder.decode(data)
