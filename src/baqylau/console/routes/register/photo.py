"""A picture as the body of a request: its size and what it really is are checked before it is kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from fastapi import Request

from baqylau.console.problems import Problem

LARGEST_BYTES = 5_000_000
_BEGINS = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}

PHOTO: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            media_type: {"schema": {"type": "string", "format": "binary"}} for media_type in _BEGINS.values()
        },
    }
}
"""What such a route adds to the description of the API."""


@dataclass(frozen=True, slots=True)
class Picture:
    """media_type is what the bytes are, whatever the request called them."""

    media_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


async def read_upload(request: Request) -> Picture:
    """The picture of a request. Raises Problem 413 and 415."""
    content = bytearray()
    async for piece in request.stream():
        content += piece
        if len(content) > LARGEST_BYTES:
            raise Problem(413, "photo_too_large", most_mb=LARGEST_BYTES // 1_000_000)
    media_type = next((kind for begin, kind in _BEGINS.items() if content.startswith(begin)), None)
    if media_type is None:
        raise Problem(415, "photo_kind")
    return Picture(media_type, bytes(content))
