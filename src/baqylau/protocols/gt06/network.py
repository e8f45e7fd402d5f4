"""Cells and Wi-Fi access points that the device heard: a neighbourhood, never a position.

V3.1, sections 4 and 5; 4G widths: JM-VL03 V1.1.2, "MCC bits". Signal bytes run from 0x00 weakest to 0xFF
strongest there, which is no dBm: they are not read.
"""

from __future__ import annotations

from dataclasses import dataclass

from baqylau.observations import Cell, Network, WifiPoint
from baqylau.protocols.gt06.packet import Packet


@dataclass(frozen=True, slots=True)
class Layout:
    """How many bytes a packet gives to a cell's fields; `network`: MNC, where MCC bit 15 does not say."""

    area: int
    cell: int
    network: int = 1

    def operator_bytes(self, content: bytes, at: int) -> int:
        """MCC and MNC: bit 15 of the MCC says that the MNC has two bytes."""
        return 4 if self.network == 2 or (at < len(content) and content[at] & 0x80) else 3


NARROW = Layout(2, 3)
LONG_CELL = Layout(2, 4)
LONG_CELL_AND_OPERATOR = Layout(2, 4, 2)
WIDE = Layout(4, 8)


def cell_bytes(layout: Layout, content: bytes, at: int) -> int:
    return layout.operator_bytes(content, at) + layout.area + layout.cell


def read_operator(packet: Packet, at: int, layout: Layout) -> tuple[int, int, int]:
    """MCC, MNC and where the fields after them begin."""
    end = at + layout.operator_bytes(packet.content, at)
    packet.need(end, "MCC, MNC")
    mcc = int.from_bytes(packet.content[at : at + 2], "big") & 0x7FFF
    return mcc, int.from_bytes(packet.content[at + 2 : end], "big"), end


def read_cells(packet: Packet, at: int, layout: Layout, count: int, *, signal: bool) -> tuple[Cell, ...]:
    """`count` cells of one operator; those without area or id are empty slots."""
    mcc, mnc, at = read_operator(packet, at, layout)
    return read_neighbours(packet, at, layout, count, mcc, mnc, signal=signal)


def read_neighbours(
    packet: Packet, at: int, layout: Layout, count: int, mcc: int, mnc: int, *, signal: bool
) -> tuple[Cell, ...]:
    size = layout.area + layout.cell + signal
    packet.need(at + count * size, "cells")
    cells = []
    for start in range(at, at + count * size, size):
        area_end = start + layout.area
        area = int.from_bytes(packet.content[start:area_end], "big")
        cell = int.from_bytes(packet.content[area_end : area_end + layout.cell], "big")
        if area and cell:
            cells.append(Cell(mcc, mnc, area, cell))
    return tuple(cells)


def read_wifi(packet: Packet, at: int, count: int, *, skip: int, signal: int) -> tuple[WifiPoint, ...]:
    """`count` access points; `skip` bytes before each address, `signal` bytes after it."""
    size = skip + 6 + signal
    packet.need(at + count * size, "Wi-Fi access points")
    points = []
    for start in range(at + skip, at + count * size, size):
        address = packet.content[start : start + 6]
        if any(address):
            points.append(WifiPoint(address.hex(":")))
    return tuple(points)


def network(time_ms: int, cells: tuple[Cell, ...], wifi: tuple[WifiPoint, ...] = ()) -> tuple[Network, ...]:
    return (Network(time_ms, cells, wifi),) if cells or wifi else ()
