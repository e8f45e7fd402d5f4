"""HTTP from the phone's side (RFC 9112): one request a record, and the status that acknowledges it."""

from __future__ import annotations

import re

from baqylau.simulate.speak.record import Answer, BadAnswerError

_STATUS = re.compile(rb"HTTP/1\.[01] ([0-9]{3})")
_LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)", re.IGNORECASE)


def post(target: str, kind: str, body: bytes, *headers: str) -> bytes:
    """A request on a connection that is kept."""
    lines = (
        f"POST {target} HTTP/1.1",
        "Host: localhost",
        f"Content-Type: {kind}",
        f"Content-Length: {len(body)}",
        *headers,
    )
    return "\r\n".join((*lines, "", "")).encode("ascii") + body


def http_answer(received: bytes) -> Answer | None:
    """A response: a status of 2xx is taken, everything else is not. Raises BadAnswerError."""
    head = received.find(b"\r\n\r\n")
    if head < 0:
        return None
    status = _STATUS.match(received)
    if status is None:
        raise BadAnswerError(f"no HTTP answer: {received[:40]!r}")
    length = _LENGTH.search(received[:head])
    size = head + 4 + (int(length[1]) if length else 0)
    if len(received) < size:
        return None
    return Answer(size, "data", status[1].startswith(b"2"))
