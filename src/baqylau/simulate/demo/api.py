"""A reader of the HTTP API: one connection that is kept, so that what is measured is the API."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any

import h11

from baqylau.platform.settings import LOOPBACK

_READ_BYTES = 262_144


class ApiError(Exception):
    """The API answered with an error, or not in HTTP; the message holds its words."""


class Api:
    def __init__(self, port: int, token: str | None = None) -> None:
        self._port = port
        self._headers = [("Host", f"{LOOPBACK}:{port}"), ("Accept", "application/json")]
        if token is not None:
            self._headers.append(("Authorization", f"Bearer {token}"))
            self._headers.append(("X-Purpose", "other:demonstration"))
        self._http = h11.Connection(h11.CLIENT)
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def __aenter__(self) -> Api:
        return self

    async def __aexit__(self, *_: object) -> None:
        self._close()

    def _close(self) -> None:
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None

    async def get(self, path: str) -> Any:
        """The decoded answer. Raises ApiError, OSError; the next call opens a new connection then."""
        return await self._call("GET", path, None)

    async def post(self, path: str, body: Mapping[str, Any]) -> Any:
        """The decoded answer; raises as `get` does, and what was written may then have been taken."""
        return await self._call("POST", path, json.dumps(body).encode())

    async def _call(self, method: str, path: str, sent: bytes | None) -> Any:
        try:
            status, body = await self._ask(method, path, sent)
        except h11.RemoteProtocolError as problem:
            self._close()
            raise ApiError(str(problem)) from problem
        except OSError:
            self._close()
            raise
        if status >= 400:
            raise ApiError(f"{path}: {status} {body[:200].decode(errors='replace')}")
        return json.loads(body)

    async def _ask(self, method: str, path: str, sent: bytes | None) -> tuple[int, bytes]:
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection(LOOPBACK, self._port)
            self._http = h11.Connection(h11.CLIENT)
        headers = list(self._headers)
        if sent is not None:
            headers += [("Content-Type", "application/json"), ("Content-Length", str(len(sent)))]
        self._writer.write(self._http.send(h11.Request(method=method, target=path, headers=headers)) or b"")
        if sent is not None:
            self._writer.write(self._http.send(h11.Data(data=sent)) or b"")
        self._writer.write(self._http.send(h11.EndOfMessage()) or b"")
        return await self._answer()

    async def _answer(self) -> tuple[int, bytes]:
        assert self._reader is not None
        status, body = 0, []
        while True:
            event = self._http.next_event()
            if event is h11.NEED_DATA:
                self._http.receive_data(await self._reader.read(_READ_BYTES))
            elif isinstance(event, h11.Response):
                status = event.status_code
            elif isinstance(event, h11.Data):
                body.append(bytes(event.data))
            elif isinstance(event, h11.ConnectionClosed):
                raise ConnectionResetError("the console closed the connection")
            elif isinstance(event, h11.EndOfMessage):
                if self._http.our_state is h11.MUST_CLOSE:
                    self._close()
                else:
                    self._http.start_next_cycle()
                return status, b"".join(body)
