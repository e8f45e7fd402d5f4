"""The checksum of packets: CRC-16/MODBUS (User's manual, "Server exchange protocol")."""

from __future__ import annotations

from baqylau.protocols.checksums import crc16_ibm


def crc16_modbus(data: bytes) -> int:
    # The same polynomial from 0xFFFF instead of 0: as if the first two bytes were inverted.
    return crc16_ibm(bytes((data[0] ^ 0xFF, data[1] ^ 0xFF)) + data[2:])
