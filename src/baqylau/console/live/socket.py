"""The live socket: hello, what was missed, then what changes, with a beat that shows that all is well."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import anyio
import msgspec
from fastapi import APIRouter, FastAPI, WebSocket
from starlette.websockets import WebSocketDisconnect, WebSocketState

from baqylau.console.access import Account
from baqylau.console.live.arriving import Arrivals
from baqylau.console.live.reader import Reader
from baqylau.console.live.sight import Sight, sight_of
from baqylau.console.live.signing_in import account_of, asks_later
from baqylau.console.problems import Problem
from baqylau.console.recording import records_itself
from baqylau.incidents.instants import instant
from baqylau.ledger.entry import Act, Actor
from baqylau.platform.clock import Clock, speed_of

HEARTBEAT_S = 5.0
FIRST_MESSAGE_WITHIN_S = 10.0
SEND_WITHIN_S = 20.0
ASK_AGAIN_EVERY_S = 30.0

SIGN_IN, MAY_NOT, TOO_LATE, TRY_LATER, NOT_UNDERSTOOD = 4401, 4403, 4408, 1013, 1003


@asynccontextmanager
async def _reading(app: FastAPI) -> AsyncIterator[None]:
    """The one reader lives as long as the console."""
    console = app.state.console
    reader = Reader(console.pool, console.settings.database_url, console.clock)
    app.state.live = reader
    app.state.arrivals = Arrivals(console.pool, console.clock)
    task = asyncio.create_task(reader.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


router = APIRouter(tags=["live"], lifespan=_reading)


class First(msgspec.Struct, frozen=True):
    """A client's first message. after: the highest number it knows; None: it knows nothing yet."""

    after: int | None = None
    token: str | None = None


class Refused(Exception):
    """The socket is closed with this code, which says why."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(words)
        self.code = code


@dataclass(slots=True)
class Listener:
    """One client. cursor: the number up to which it has been told everything."""

    socket: WebSocket
    reader: Reader
    clock: Clock
    sight: Sight
    cursor: int

    async def greet(self, after: int | None) -> None:
        log = self.reader.log
        await self._send(
            {"type": "hello", "seq": self.cursor, "now": _now(self.clock), "heartbeat_s": HEARTBEAT_S}
        )
        if after is not None and log.knows(after):
            self.cursor = after
            await self.tell()
            return
        if after is not None:
            await self._send({"type": "resync", "seq": self.cursor})
        for text in log.whole(self.sight):
            await self._send_text(text)

    async def tell(self) -> None:
        """Everything since the cursor; where that is no longer at hand the client starts afresh."""
        log = self.reader.log
        if not log.knows(self.cursor):
            self.cursor = log.seq
            await self._send({"type": "resync", "seq": self.cursor})
            texts = log.whole(self.sight)
        else:
            texts = [*log.said_since(self.cursor, self.sight), *log.moved_since(self.cursor, self.sight)]
        # A slow client is told less often, never queued for: the next round gathers what came meanwhile.
        self.cursor = log.seq
        for text in texts:
            await self._send_text(text)

    async def beat(self) -> None:
        now_ms = self.clock.now_ms()
        newest_ms = self.reader.log.newest_visible_ms(self.sight)
        await self._send(
            {
                "type": "beat",
                "seq": self.cursor,
                "now": _now(self.clock),
                "now_ms": now_ms,
                "speed": round(speed_of(self.clock), 3),
                "newest_visible_age_s": None if newest_ms is None else (now_ms - newest_ms) / 1000,
            }
        )

    async def _send(self, message: dict[str, object]) -> None:
        await self._send_text(json.dumps(message, separators=(",", ":")))

    async def _send_text(self, text: str) -> None:
        try:
            with anyio.fail_after(SEND_WITHIN_S):
                await self.socket.send_text(text)
        except TimeoutError as cause:
            raise Refused(TRY_LATER, "the client does not keep up") from cause


@router.websocket("/api/live", dependencies=[asks_later(), records_itself()])
async def live(socket: WebSocket) -> None:
    """Changes of incidents and findings and the newest positions, for the account that signs in."""
    await socket.accept()
    try:
        await _serve(socket)
    except Refused as refused:
        with suppress(RuntimeError):
            await socket.close(refused.code, str(refused)[:120])
    except WebSocketDisconnect:
        return


async def _serve(socket: WebSocket) -> None:
    reader: Reader = socket.app.state.live
    clock: Clock = socket.app.state.console.clock
    first = await _first_message(socket)
    account = await _account(socket, first.token)
    await _ready(reader)
    await _record(socket, account)
    listener = Listener(socket, reader, clock, sight_of(account, reader.parents), reader.log.seq)
    await listener.greet(first.after)
    ended: Refused | WebSocketDisconnect | None = None
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(_hear, socket, tasks.cancel_scope)
        try:
            await _tell(listener, first.token)
        except (Refused, WebSocketDisconnect) as cause:
            ended = cause
        tasks.cancel_scope.cancel()
    if ended is not None:
        raise ended


async def _ready(reader: Reader) -> None:
    try:
        with anyio.fail_after(FIRST_MESSAGE_WITHIN_S):
            await reader.ready.wait()
    except TimeoutError as cause:
        raise Refused(TRY_LATER, "the database does not answer") from cause


async def _first_message(socket: WebSocket) -> First:
    try:
        with anyio.fail_after(FIRST_MESSAGE_WITHIN_S):
            return msgspec.json.decode(await socket.receive_text(), type=First)
    except TimeoutError as cause:
        raise Refused(TOO_LATE, 'the first message is missing: {"after": null}') from cause
    except (msgspec.DecodeError, KeyError) as cause:
        raise Refused(NOT_UNDERSTOOD, 'the first message is not {"after": number or null}') from cause


async def _account(socket: WebSocket, token: str | None) -> Account:
    try:
        return await account_of(socket, socket.app.state.console.pool, token)
    except Problem as problem:
        raise Refused(SIGN_IN if problem.status == 401 else MAY_NOT, problem.detail) from problem


async def _record(socket: WebSocket, account: Account) -> None:
    """That this account watches from now on; what it opens of a person is recorded where it opens it."""
    arrivals: Arrivals = socket.app.state.arrivals
    await arrivals.record(Act(Actor(account.login, account.role, account.office_id), "read", "live"))


async def _tell(listener: Listener, token: str | None) -> None:
    """Until refused: changes as they come, beats in between, and now and then who is there."""
    now = asyncio.get_running_loop().time
    beat_s, ask_s = now(), now() + ASK_AGAIN_EVERY_S
    while listener.socket.client_state == WebSocketState.CONNECTED:
        if now() >= beat_s:
            await listener.beat()
            beat_s = now() + HEARTBEAT_S
        if now() >= ask_s:
            account = await _account(listener.socket, token)
            listener.sight = sight_of(account, listener.reader.parents)
            ask_s = now() + ASK_AGAIN_EVERY_S
        await _changed(listener, max(0.0, beat_s - now()))
        await listener.tell()


async def _changed(listener: Listener, at_most_s: float) -> None:
    reader = listener.reader
    with anyio.move_on_after(at_most_s):
        async with reader.changed:
            await reader.changed.wait_for(lambda: reader.log.seq > listener.cursor)


async def _hear(socket: WebSocket, serving: anyio.CancelScope) -> None:
    """A client has nothing more to say; this is how its leaving is heard."""
    while (await socket.receive())["type"] != "websocket.disconnect":
        continue
    serving.cancel()


def _now(clock: Clock) -> str:
    return instant(clock.now_ms()).isoformat().replace("+00:00", "Z")
