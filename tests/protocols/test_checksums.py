"""Checksums of device languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baqylau.protocols import checksums


@pytest.mark.parametrize(
    ("function", "value"),
    [
        ("crc16_ibm", 0xBB3D),
        ("crc16_ccitt", 0x29B1),
        ("crc16_x25", 0x906E),
        ("crc8_egts", 0xF7),
        ("xor", 0x31),
    ],
)
def test_published_check_value(function: str, value: int) -> None:
    """Each algorithm gives the checksum that is published for the digits 1 to 9."""
    assert getattr(checksums, function)(b"123456789") == value


@given(st.binary(max_size=400))
def test_crc16_ibm_is_the_same_bit_by_bit(data: bytes) -> None:
    """The two fast ways of CRC-16/ARC agree with the definition at every length."""
    register = 0
    for byte in data:
        register ^= byte
        for _ in range(8):
            register = (register >> 1) ^ (0xA001 if register & 1 else 0)
    assert checksums.crc16_ibm(data) == register
    assert checksums._crc16_ibm_long(data) == register
