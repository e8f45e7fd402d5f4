"""One HTTP connection of a phone: requests in, observations and responses out."""

from __future__ import annotations

from http import HTTPStatus
from typing import ClassVar

from baqylau.observations import Observation
from baqylau.protocols.http import Request, Requests, Unframed, response
from baqylau.protocols.language import Event, FrameError, Message, Refusal, Transport
from baqylau.protocols.osmand import query, report
from baqylau.protocols.osmand.values import ValueProblem, device

_STORED = {closing: response(HTTPStatus.OK, closing=closing) for closing in (False, True)}
_STRANGER = {
    closing: response(HTTPStatus.NOT_FOUND, closing=closing, sentence="This device is not registered.")
    for closing in (False, True)
}


class OsmAnd:
    """OsmAnd protocol, server side: HTTP GET and POST with parameters, and Traccar Client's JSON.

    Every request names its device. Requests may be pipelined; each is answered in order.
    """

    name: ClassVar = "osmand"
    transports: ClassVar[tuple[Transport, ...]] = ("tcp",)

    def __init__(self, transport: Transport = "tcp") -> None:
        self.transport = transport
        self._requests = Requests()
        self._closed = False
        self._device: str | None = None

    def receive(self, data: bytes, now_ms: int) -> list[Event]:
        events: list[Event] = []
        if self._closed:
            return events
        self._requests.add(data)
        try:
            while not self._closed and (request := self._requests.take()) is not None:
                events.append(self._answered(request, now_ms))
                self._closed = request.closing
        except Unframed as error:
            self._closed = True
            told = response(error.status, closing=True, sentence=f"{error.field}: {error.problem}")
            events.append(Refusal(error.raw, error, self._device, (told,), fatal=True))
        return events

    def end(self, now_ms: int) -> list[Event]:  # noqa: ARG002 - part of the contract
        rest = self._requests.rest()
        if self._closed or not rest:
            return []
        self._closed = True
        error = FrameError("the connection ended inside a request", field="request", offset=len(rest))
        return [Refusal(rest, error, self._device, fatal=True)]

    def _answered(self, request: Request, now_ms: int) -> Event:
        try:
            self._device, seen = _read(request, now_ms)
        except ValueProblem as problem:
            return self._refused(request, _located(request, problem))
        closing = request.closing
        return Message(
            request.raw, self._device, tuple(seen), (_STORED[closing],), (_STRANGER[closing],), final=closing
        )

    def _refused(self, request: Request, error: FrameError) -> Refusal:
        sentence = "" if request.method == "HEAD" else f"{error.field}: {error.problem}"
        told = response(HTTPStatus.BAD_REQUEST, closing=request.closing, sentence=sentence)
        return Refusal(request.raw, error, self._device, (told,), fatal=request.closing)


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
