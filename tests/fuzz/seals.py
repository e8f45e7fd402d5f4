"""Checksums put right again after damage, so that what lies behind them is reached too.

A seal takes the bytes of one frame and returns them with the checksum that fits, or as they are where they do not
look like a frame of the language. Where the checksum lies: docs/protocols.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from baqylau.simulate.speak import sums

Seal = Callable[[bytes], bytes]


def _teltonika(data: bytes) -> bytes:
    if len(data) < 13 or data[:4] != bytes(4):
        return data
    body = data[8:-4]
    return data[:4] + len(body).to_bytes(4, "big") + body + sums.arc(body).to_bytes(4, "big")


def _gt06(data: bytes) -> bytes:
    if data[:2] == b"\x78\x78" and len(data) >= 10:
        body = bytes([min(255, len(data) - 5)]) + data[3:-4]
    elif data[:2] == b"\x79\x79" and len(data) >= 11:
        body = (len(data) - 6).to_bytes(2, "big") + data[4:-4]
    else:
        return data
    return data[:2] + body + sums.x25(body).to_bytes(2, "big") + b"\r\n"


def _egts(data: bytes) -> bytes:
    if len(data) < 12 or data[0] != 1 or not 11 <= data[3] <= 16 or len(data) < data[3] + 3:
        return data
    services = data[data[3] : -2]
    header = data[:5] + len(services).to_bytes(2, "little") + data[7 : data[3] - 1]
    checksum = sums.ccitt(services).to_bytes(2, "little")
    return header + bytes([sums.crc8(header)]) + services + checksum


def _galileosky(data: bytes) -> bytes:
    if len(data) < 6 or data[0] != 1:
        return data
    length = (len(data) - 5) | (0x8000 if data[2] & 0x80 else 0)
    body = data[:1] + (length & 0xFFFF).to_bytes(2, "little") + data[3:-2]
    return body + sums.modbus(body).to_bytes(2, "little")


def _navtelecom(data: bytes) -> bytes:
    if data[:4] == b"@NTC" and len(data) > 16:
        body = data[16:]
        head = data[:12] + len(body).to_bytes(2, "little") + bytes([sums.xor(body)])
        return head + bytes([sums.xor(head)]) + body
    return data[:-1] + bytes([sums.crc8(data[:-1])]) if data[:1] == b"~" and len(data) > 3 else data


def _jt808(data: bytes) -> bytes:
    if len(data) < 15 or data[0] != 0x7E or data[-1] != 0x7E:
        return data
    body = data[1:-1].replace(b"\x7d\x02", b"\x7e").replace(b"\x7d\x01", b"\x7d")[:-1]
    body += bytes([sums.xor(body)])
    return b"\x7e" + body.replace(b"\x7d", b"\x7d\x01").replace(b"\x7e", b"\x7d\x02") + b"\x7e"


def _wialon_ips(data: bytes) -> bytes:
    head, hash_, rest = data.rstrip(b"\r\n").partition(b"#")
    kind, hash2, body = rest.partition(b"#")
    if head or not hash_ or not hash2 or len(body) < 5:
        return data
    body = body[:-4]
    return b"#" + kind + b"#" + body + b"%04X\r\n" % sums.arc(body)


def _meitrack(data: bytes) -> bytes:
    star = data.rfind(b"*")
    if data[:2] != b"$$" or star < 0:
        return data
    return data[: star + 1] + b"%02X\r\n" % sums.total(data[: star + 1])


SEALS: Mapping[str, Seal] = {
    "teltonika": _teltonika,
    "gt06": _gt06,
    "egts": _egts,
    "galileosky": _galileosky,
    "navtelecom": _navtelecom,
    "jt808": _jt808,
    "wialon_ips": _wialon_ips,
    "meitrack": _meitrack,
}


def seal_for(protocol: str) -> Seal:
    """A language without a checksum is left as it is."""
    return SEALS.get(protocol, lambda data: data)
