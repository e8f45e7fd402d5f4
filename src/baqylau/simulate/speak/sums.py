"""The checksums, written the slow and obvious way of the specifications, then tabulated."""

from __future__ import annotations


def _table(polynomial: int, *, reflected: bool, width: int) -> tuple[int, ...]:
    top, mask = 1 << (width - 1), (1 << width) - 1
    entries = []
    for byte in range(256):
        register = byte if reflected else byte << (width - 8)
        for _ in range(8):
            if reflected:
                register = register >> 1 ^ (polynomial if register & 1 else 0)
            else:
                register = (register << 1 ^ (polynomial if register & top else 0)) & mask
        entries.append(register)
    return tuple(entries)


_ARC = _table(0xA001, reflected=True, width=16)
_X25 = _table(0x8408, reflected=True, width=16)
_CCITT = _table(0x1021, reflected=False, width=16)
_CRC8 = _table(0x31, reflected=False, width=8)


def arc(data: bytes) -> int:
    """CRC-16/ARC: Teltonika and Wialon IPS."""
    register = 0
    for byte in data:
        register = register >> 8 ^ _ARC[(register ^ byte) & 0xFF]
    return register


def modbus(data: bytes) -> int:
    """CRC-16/MODBUS: Galileosky."""
    register = 0xFFFF
    for byte in data:
        register = register >> 8 ^ _ARC[(register ^ byte) & 0xFF]
    return register


def xor(data: bytes) -> int:
    """Exclusive or of all bytes: JT/T 808, Navtelecom's NTCB."""
    register = 0
    for byte in data:
        register ^= byte
    return register


def total(data: bytes) -> int:
    """Sum of all bytes, modulo 256: Meitrack."""
    return sum(data) & 0xFF


def x25(data: bytes) -> int:
    """CRC-16/X-25, "CRC-ITU" in Concox documents."""
    register = 0xFFFF
    for byte in data:
        register = register >> 8 ^ _X25[(register ^ byte) & 0xFF]
    return register ^ 0xFFFF


def ccitt(data: bytes) -> int:
    """CRC-16/CCITT-FALSE: the services part of an EGTS packet."""
    register = 0xFFFF
    for byte in data:
        register = (register << 8 & 0xFFFF) ^ _CCITT[register >> 8 ^ byte]
    return register


def crc8(data: bytes) -> int:
    """CRC-8, polynomial 0x31, initial 0xFF: the header of an EGTS packet; Navtelecom's FLEX messages."""
    register = 0xFF
    for byte in data:
        register = _CRC8[register ^ byte]
    return register
