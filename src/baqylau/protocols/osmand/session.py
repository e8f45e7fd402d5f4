"""One HTTP connection of a phone: requests in, observations and responses out."""

from __future__ import annotations

from http import HTTPStatus
from typing import ClassVar

from baqylau.observations import Observation
from baqylau.protocols.http import HttpLanguage, Request, response
from baqylau.protocols.language import Event, FrameError, Message
from baqylau.protocols.osmand import query, report
from baqylau.protocols.osmand.values import ValueProblem, device

_STORED = {closing: response(HTTPStatus.OK, closing=closing) for closing in (False, True)}
_STRANGER = {
    closing: response(HTTPStatus.NOT_FOUND, closing=closing, sentence="This device is not registered.")
    for closing in (False, True)
}


class OsmAnd(HttpLanguage):
    """OsmAnd protocol, server side: HTTP GET and POST with parameters, and Traccar Client's JSON.

    Every request names its device. Requests may be pipelined; each is answered in order.
    """

    name: ClassVar = "osmand"

    def _answered(self, request: Request, now_ms: int) -> Event:
        try:
            self._device, seen = _read(request, now_ms)
        except ValueProblem as problem:
            return self._refused(request, _located(request, problem))
        closing = request.closing
        return Message(
            request.raw, self._device, tuple(seen), (_STORED[closing],), (_STRANGER[closing],), final=closing
        )


def _read(request: Request, now_ms: int) -> tuple[str, list[Observation]]:
    if request.method not in ("GET", "POST"):
        raise ValueProblem("method", f"{request.method} is not taken, only GET and POST")
    _, _, text = request.target.partition("?")
    if request.body and (
        request.content_type.startswith("application/json") or request.body.lstrip()[:1] == b"{"
    ):
        posted = report.read(request.body)
        name = str(posted.device_id) if posted.device_id is not None else query.device(query.parameters(text))
        return device(name), report.observe(posted, now_ms)
    if request.body:
        text = f"{text}&{request.body.decode('latin-1').strip()}"
    given = query.parameters(text)
    return query.device(given), query.observe(given, now_ms)


def _located(request: Request, problem: ValueProblem) -> FrameError:
    """Where in the request the value stands, as near as its name tells."""
    name = problem.name.encode()
    if problem.name == "body":
        offset = len(request.raw) - len(request.body)
    else:
        places = [request.raw.find(mark + name) for mark in (b"?", b"&", b'"', b"\n")]
        offset = next((at + 1 for at in places if at >= 0), 0)
    return FrameError(problem.problem, field=problem.name, offset=offset)
