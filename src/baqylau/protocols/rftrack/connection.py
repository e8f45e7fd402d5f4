"""Reports of the carried unit: an HTTP form whose values are JSON, not escaped.

No document of the maker was found: names and meanings are those of a real device's request and of another decoder
of it (traccar 9e5c458ad, RfTrackProtocolDecoder). What stays unknown is not read; docs/protocols/rftrack.md lists it.
"""

from __future__ import annotations

import re
from typing import ClassVar
from urllib.parse import unquote_plus

import msgspec

from baqylau.observations import Observation
from baqylau.protocols.http import PostingLanguage, Request
from baqylau.protocols.language import FrameError
from baqylau.protocols.rftrack.report import Values, observe

_IMEI = re.compile(r"\d{14,16}", re.ASCII)
_NEXT = re.compile("&(?=(?:i|v|t|td|mt|gps|gsm|wifi|dbm|bar|cob|bat|rc|id|idt|[a-z]_ids)=)")
_MOST_VALUES = 64


class Rftrack(PostingLanguage):
    """RFTrack two-piece set: the carried unit reports its place and which bracelets it hears."""

    name: ClassVar = "rftrack"
    answer: ClassVar = b"{}"

    def _read(self, request: Request, now_ms: int) -> tuple[str, tuple[Observation, ...]]:
        given = Values(_form(request.body))
        device = given.text("i")
        if not _IMEI.fullmatch(device):
            raise given.error("i")
        try:
            return device, observe(given, now_ms)
        except (msgspec.DecodeError, UnicodeError) as error:
            raise FrameError(str(error), field="body", offset=0) from error


def _form(body: bytes) -> dict[str, tuple[str, int]]:
    """Each value and the byte at which it stands. An ampersand inside a name of an access point is part of it."""
    text = body.decode("latin-1")
    found: dict[str, tuple[str, int]] = {}
    at = 0
    for pair in _NEXT.split(text):
        name, _, value = pair.partition("=")
        plain = unquote_plus(value) if "%" in value else value
        found[name.strip()] = (plain.strip(), at + len(name) + 1)
        at += len(pair) + 1
        if len(found) > _MOST_VALUES:
            raise FrameError(f"more than {_MOST_VALUES} values", field="body", offset=at)
    return found
