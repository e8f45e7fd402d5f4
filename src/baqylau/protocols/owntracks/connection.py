"""HTTP mode: one payload a POST; who sent it stands in headers, query, topic or tracker ID ("HTTP": tech/http)."""

from __future__ import annotations

import base64
import binascii
from http import HTTPStatus
from typing import ClassVar
from urllib.parse import parse_qs

from baqylau.observations import Observation
from baqylau.protocols.commanding import Sending
from baqylau.protocols.http import PostingLanguage, Request, response
from baqylau.protocols.language import FrameError
from baqylau.protocols.owntracks import orders
from baqylau.protocols.owntracks.payload import read_payload
from baqylau.register.command import Command, CommandKind

_LONGEST = 64


class Owntracks(PostingLanguage):
    """OwnTracks apps in HTTP mode. The answer is a list: empty, or with a command in it."""

    name: ClassVar = "owntracks"
    answer: ClassVar = b"[]"
    commands: frozenset[CommandKind] = orders.COMMANDS
    only_in_answers = True

    def command(self, command: Command, device: str, now_ms: int) -> Sending:  # noqa: ARG002
        told = b"[" + orders.order(command).data + b"]"
        return Sending(response(HTTPStatus.OK, closing=self._closed, json=told))

    def _read(self, request: Request, now_ms: int) -> tuple[str, tuple[Observation, ...]]:
        report = read_payload(request.body, now_ms)
        device = _named(request) or report.device or _user(request)
        if not device or len(device) > _LONGEST or not device.isprintable():
            problem = "neither X-Limit-U and X-Limit-D, nor topic, nor tid names the device"
            raise FrameError(problem, field="tid", offset=0)
        return device, report.observations


def _named(request: Request) -> str:
    """User and device as headers, or as u and d of the query."""
    user, device = (
        request.headers.get(name, b"").decode("latin-1").strip() for name in (b"x-limit-u", b"x-limit-d")
    )
    if not (user and device) and "?" in request.target:
        query = parse_qs(request.target.partition("?")[2][:512])
        user, device = query.get("u", [""])[0], query.get("d", [""])[0]
    return f"{user}/{device}" if user and device else ""


def _user(request: Request) -> str:
    scheme, _, given = request.headers.get(b"authorization", b"").partition(b" ")
    if scheme.lower() != b"basic":
        return ""
    try:
        return base64.b64decode(given, validate=True).decode().partition(":")[0]
    except (binascii.Error, UnicodeDecodeError):
        return ""
