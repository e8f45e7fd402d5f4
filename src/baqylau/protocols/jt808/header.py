"""The message header: id, attributes, terminal, serial number, subpacket (JT/T 808, "message header").

2011 and 2013 name the terminal by six bytes BCD; 2019 sets bit 14 of the attributes and uses ten after a
version byte. The lock messages 0x5501 and 0x5502 have a serial number of one byte.
"""

from __future__ import annotations

from dataclasses import dataclass

from baqylau.protocols.language import FrameError

LOCK = frozenset((0x5501, 0x5502))
_VERSION_2019 = 0x4000
_SUBPACKET = 0x2000
_ENCRYPTED = 0x1C00
_LENGTH = 0x03FF


@dataclass(slots=True)
class Packet:
    """A message whose header was read. start: offset of `body` in the content, for errors.

    terminal: version byte and terminal as they stand, for replies. part and parts: of a subpacket, else 0.
    """

    message: int
    attributes: int
    terminal: bytes
    device: str
    serial: bytes
    body: bytes
    start: int
    now_ms: int
    part: int = 0
    parts: int = 0

    @property
    def is_2019(self) -> bool:
        return bool(self.attributes & _VERSION_2019) and self.message not in LOCK

    def need(self, length: int, field: str) -> None:
        """Raises FrameError when the body ends before `length`."""
        if len(self.body) < length:
            problem = f"body has {len(self.body)} bytes, {length} needed"
            raise FrameError(problem, field=field, offset=self.start + len(self.body))

    def fail(self, problem: str, field: str, at: int) -> FrameError:
        return FrameError(problem, field=field, offset=self.start + at)


def read(content: bytes, now_ms: int) -> Packet:
    """Raises FrameError; the checksum was right, so a terminal that sends this is of no known kind."""
    message = content[0] << 8 | content[1]
    attributes = content[2] << 8 | content[3]
    lock = message in LOCK
    if attributes & _VERSION_2019 and not lock:
        after, digits = 15, content[5:15]
    else:
        after, digits = 10, content[4:10]
    start = after + (1 if lock else 2)
    part = parts = 0
    if attributes & _SUBPACKET and not lock:
        start += 4
    if len(content) < start or len(content) - start != attributes & _LENGTH:
        problem = f"{attributes & _LENGTH} bytes given, {len(content) - start} came"
        raise FrameError(problem, field="body length", offset=3)
    if attributes & _ENCRYPTED and not lock:
        raise FrameError(f"0x{attributes:04x}: the body is encrypted", field="attributes", offset=3)
    if attributes & _SUBPACKET and not lock:
        parts = content[start - 4] << 8 | content[start - 3]
        part = content[start - 2] << 8 | content[start - 1]
    serial = content[after : start - (4 if parts or part else 0)]
    device = _device(digits)
    return Packet(
        message, attributes, content[4:after], device, serial, content[start:], start + 1, now_ms, part, parts
    )


def _device(digits: bytes) -> str:
    """Without leading zeros; makers that put an IMEI into six bytes write its first 14 digits in binary."""
    number = digits.hex()
    if number.isdigit():
        return number.lstrip("0") or "0"
    if len(digits) != 6 or (imei := int.from_bytes(digits, "big")) >= 10**14:
        raise FrameError(f"{number} is no number", field="terminal", offset=5)
    return f"{imei}{_luhn(imei)}"


def _luhn(number: int) -> int:
    total = 0
    for place, digit in enumerate(reversed(str(number))):
        doubled = int(digit) * (2 - place % 2)
        total += doubled // 10 + doubled % 10
    return -total % 10
