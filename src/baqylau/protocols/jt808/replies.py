"""What the platform answers (JT/T 808: general answer 0x8001, registration 0x8100, time 0x8004).

The platform's own serial number is always 0: it sends nothing but answers, and those carry the serial number
of what they answer.
"""

from __future__ import annotations

from datetime import UTC, datetime

from baqylau.protocols.jt808.framing import frame
from baqylau.protocols.jt808.header import LOCK, Packet

SUCCESS, FAILURE, BAD_MESSAGE = 0, 1, 2
_NO_SUCH_TERMINAL = 4
_VERSION_2019 = 0x4000
_LOCK_WANTS_ANSWER = 0x8000

GENERAL, REGISTRATION, LOCK_ANSWER = 0x8001, 0x8100, 0x4401
_TIME_2019, _TIME_HUABAO = (0x0004, 0x8004), (0x0109, 0x8109)

_ANSWERS = frozenset((0x0001, 0x0005, 0x0104, 0x0107, 0x0201, 0x0302, 0x0500, 0x0700, 0x0802, 0x0805, 0x0A00))
"""Messages that answer or ask the platform themselves; they want no general answer."""


def accepted(packet: Packet) -> tuple[bytes, ...]:
    message = packet.message
    if message in LOCK:
        return _lock(packet, SUCCESS)
    if message in _ANSWERS:
        return ()
    if message == 0x0100:
        return (_message(packet, REGISTRATION, packet.serial + bytes((SUCCESS,)) + _code(packet)),)
    if message == _TIME_2019[0]:
        now = datetime.fromtimestamp(packet.now_ms / 1000, UTC)
        return (_message(packet, _TIME_2019[1], bytes.fromhex(f"{now:%y%m%d%H%M%S}")),)
    if message == _TIME_HUABAO[0]:
        now = datetime.fromtimestamp(packet.now_ms / 1000, UTC)
        fields = bytes((now.month, now.day, now.hour, now.minute, now.second))
        return (_message(packet, _TIME_HUABAO[1], now.year.to_bytes(2, "big") + fields),)
    return (_general(packet, SUCCESS),)


def rejected(packet: Packet) -> tuple[bytes, ...]:
    """To a terminal that is not in the register."""
    message = packet.message
    if message in LOCK:
        return _lock(packet, FAILURE)
    if message in _ANSWERS:
        return ()
    if message == 0x0100:
        return (_message(packet, REGISTRATION, packet.serial + bytes((_NO_SUCH_TERMINAL,))),)
    return (_general(packet, FAILURE),)


def unreadable(packet: Packet) -> tuple[bytes, ...]:
    """To a message that arrived whole and is wrong in itself."""
    if packet.message in LOCK:
        return _lock(packet, BAD_MESSAGE)
    return () if packet.message in _ANSWERS else (_general(packet, BAD_MESSAGE),)


def _general(packet: Packet, result: int) -> bytes:
    return _message(packet, GENERAL, packet.serial + packet.message.to_bytes(2, "big") + bytes((result,)))


def _lock(packet: Packet, result: int) -> tuple[bytes, ...]:
    if not packet.attributes & _LOCK_WANTS_ANSWER:
        return ()
    body = packet.message.to_bytes(2, "big") + bytes((result,))
    head = LOCK_ANSWER.to_bytes(2, "big") + len(body).to_bytes(2, "big")
    return (frame(head + packet.terminal + b"\x01" + body),)


def _code(packet: Packet) -> bytes:
    """The authentication code: the terminal's number. Nothing secret: who is known, the register says."""
    digits = packet.terminal[1:] if packet.is_2019 else packet.terminal
    number = digits.hex()
    return (number if number.isdigit() else packet.device).encode()


def _message(packet: Packet, message: int, body: bytes) -> bytes:
    attributes = len(body) | (_VERSION_2019 if packet.is_2019 else 0)
    head = message.to_bytes(2, "big") + attributes.to_bytes(2, "big")
    return frame(head + packet.terminal + b"\0\0" + body)


def time_text(text: bytes, now_ms: int) -> bytes:
    """The answer to "(…,BASE,2,TIME)": the same with the time of receipt in UTC."""
    now = datetime.fromtimestamp(now_ms / 1000, UTC)
    return text.replace(b"TIME", f"{now:%Y%m%d%H%M%S}".encode())
