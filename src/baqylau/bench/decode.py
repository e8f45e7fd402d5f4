"""Frames and positions a second that each device language reads in one process on one core."""

from __future__ import annotations

import time

import msgspec

from baqylau.bench import frames
from baqylau.bench.ingest import BEGIN_MS
from baqylau.observations import Position
from baqylau.protocols import catalogue
from baqylau.protocols.language import Message
from baqylau.simulate.speak import PROTOCOLS, ProtocolName, speaker

IDENTITY = "350000000000001"
FRAMES = 5_000
SECONDS = 2.0


class DecodeRow(msgspec.Struct, frozen=True):
    """One position a frame, fed a frame at a time over one connection; per second of processor time.

    A frame is what a device sends for one position: with GT06, H02 and watches sometimes two.
    """

    protocol: str
    frames_per_second: int
    positions_per_second: int


def measure() -> list[DecodeRow]:
    return [_one(protocol) for protocol in PROTOCOLS]


def _one(protocol: ProtocolName) -> DecodeRow:
    device = speaker(protocol, IDENTITY)
    prepared = [device.encode([record]) for record in frames.walk(1, FRAMES, BEGIN_MS)]
    language = catalogue.language(protocol, "tcp")
    language.receive(device.greeting(), BEGIN_MS)
    read = positions = 0
    began = time.process_time()
    while time.process_time() - began < SECONDS:
        for frame in prepared:
            for event in language.receive(frame, BEGIN_MS):
                assert isinstance(event, Message), event
                positions += sum(type(each) is Position for each in event.observations)
        read += len(prepared)
    took = time.process_time() - began
    return DecodeRow(protocol, round(read / took), round(positions / took))
