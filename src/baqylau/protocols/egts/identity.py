"""Who speaks on the connection: the authentication service (GOST R 54619, EGTS_AUTH_SERVICE)."""

from __future__ import annotations

from struct import Struct
from typing import Final

from baqylau.protocols.egts.records import Subrecord
from baqylau.protocols.language import FrameError

SR_TERM_IDENTITY: Final = 1
SR_DISPATCHER_IDENTITY: Final = 5
SR_AUTH_INFO: Final = 7

_TERMINAL = Struct("<IB")
_HAS_HOME_DISPATCHER, _HAS_IMEI = 0x01, 0x02
_IMEI_BYTES = 15


def terminal(raw: bytes, sub: Subrecord) -> tuple[str, int]:
    """The identity a terminal gives itself (IMEI, else its TID) and its TID (EGTS_SR_TERM_IDENTITY)."""
    if sub.length < _TERMINAL.size:
        raise FrameError(f"{sub.length} bytes", field="EGTS_SR_TERM_IDENTITY", offset=sub.start)
    terminal_id, flags = _TERMINAL.unpack_from(raw, sub.start)
    imei = _imei(raw, sub, flags) if flags & _HAS_IMEI else ""
    if not imei and not terminal_id:
        raise FrameError("neither a terminal id nor an IMEI", field="TID", offset=sub.start)
    return imei or str(terminal_id), terminal_id


def _imei(raw: bytes, sub: Subrecord, flags: int) -> str:
    start = sub.start + _TERMINAL.size + (2 if flags & _HAS_HOME_DISPATCHER else 0)
    end = start + _IMEI_BYTES
    if end > sub.start + sub.length:
        raise FrameError("cut short", field="IMEI", offset=start)
    text = raw[start:end].rstrip(b"\x00 ")
    if not text.isalnum():
        if text:
            raise FrameError(f"not an IMEI: {text!r}", field="IMEI", offset=start)
        return ""
    return text.decode("ascii")
