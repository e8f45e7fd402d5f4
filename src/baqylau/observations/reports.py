"""What travels in the stream: reports of devices, in micro-batches, each with the raw frame it was read from."""

from __future__ import annotations

import msgspec

from baqylau.observations.kinds import Observation


class Report(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One frame of one device, as received and as read.

    device_id, activation_id and person_id are the register's; the last two are None while nobody wears the
    device. received_ms: when the gateway had the whole frame, UTC.
    """

    device_id: int
    activation_id: int | None
    person_id: int | None
    protocol: str
    received_ms: int
    raw: bytes
    observations: tuple[Observation, ...]


class Batch(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Reports of one partition, stored in the stream by one write.

    clock_ms: the time up to which rules may take the absence of further reports as known. A batch without
    reports is a tick of the clock: time comes to the rules through the stream, so that a replay sees it pass
    exactly as the first run did.
    """

    clock_ms: int
    reports: tuple[Report, ...] = ()


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Batch)


def encode_batch(batch: Batch) -> bytes:
    return _encoder.encode(batch)


def decode_batch(data: bytes) -> Batch:
    """Raises msgspec.DecodeError or msgspec.ValidationError when the bytes are no batch."""
    return _decoder.decode(data)


INDEX_BITS = 12
"""Reports in a batch, and observations in a report: at most 4,096 of each."""


def frame_id(stream_seq: int, index: int) -> int:
    """The id of the index-th report of the batch with that stream sequence: the same on every replay.

    With 12 bits for the index, 51 remain for the sequence in a signed 64-bit number.
    """
    return (stream_seq << INDEX_BITS) | index


def observation_id(frame: int, ordinal: int) -> int:
    """The id of the ordinal-th observation of a frame: 39 bits remain for the stream's sequence."""
    return (frame << INDEX_BITS) | ordinal
