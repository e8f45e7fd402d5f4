"""Which partition of the stream an observation belongs to."""

from __future__ import annotations

from zlib import crc32


def partition_of(person_id: int | None, device_id: int, partitions: int) -> int:
    """The partition, from 0 to `partitions` - 1, that judges what `device_id` reports.

    All devices of one person share the person's partition, so that they are judged together and in order of
    receipt; a device that nobody wears (`person_id` None) goes by its own id. The hash is CRC-32 over a tag
    and the id as eight big-endian bytes: the same in every process, version and machine, unlike `hash()`.

    Raises ValueError when `partitions` is less than one.
    """
    if partitions < 1:
        raise ValueError(f"partitions must be at least 1, not {partitions}")
    key = b"d" + device_id.to_bytes(8, "big") if person_id is None else b"p" + person_id.to_bytes(8, "big")
    return crc32(key) % partitions
