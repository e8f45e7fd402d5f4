"""A small gateway for tests: real sockets, the real languages, a set as its store."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from random import Random
from typing import cast

from baqylau.observations import Position
from baqylau.protocols import catalogue
from baqylau.protocols.language import Language, Message
from baqylau.simulate.network import Address


class StoringGateway:
    """Stores before it replies; tears down every n-th connection attempt's replies as told by `breaks`.

    breaks: chance that after storing a frame the connection is closed without a reply.
    """

    def __init__(self, protocol: str, random: Random, breaks: float = 0.0) -> None:
        self._protocol = protocol
        self._random = random
        self._breaks = breaks
        self.stored: Counter[tuple[str, int]] = Counter()
        self.archived = 0
        self.order: list[int] = []

    def take(self, message: Message) -> None:
        for seen in message.observations:
            if isinstance(seen, Position) and seen.valid:
                assert message.device is not None
                self.stored[message.device, seen.time_ms] += 1
                self.order.append(seen.time_ms)
                self.archived += seen.archived

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        language: Language = catalogue.language(self._protocol, "tcp")
        try:
            while data := await reader.read(4096):
                for event in language.receive(data, 0):
                    assert isinstance(event, Message), event
                    self.take(event)
                    if self._random.random() < self._breaks:
                        return
                    for reply in event.replies:
                        writer.write(reply)
                await writer.drain()
        except ConnectionError:
            return
        finally:
            writer.close()

    @asynccontextmanager
    async def listening(self, port: int = 0) -> AsyncIterator[Address]:
        server = await asyncio.start_server(self.serve, "127.0.0.1", port)
        async with server:
            yield Address("127.0.0.1", server.sockets[0].getsockname()[1])


class StoringDatagrams(asyncio.DatagramProtocol):
    def __init__(self, gateway: StoringGateway, protocol: str) -> None:
        self._gateway = gateway
        self._protocol = protocol

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        for event in catalogue.language(self._protocol, "udp").receive(data, 0):
            assert isinstance(event, Message), event
            self._gateway.take(event)
            for reply in event.replies:
                self._transport.sendto(reply, addr)
