"""The gateway process, put together."""

from __future__ import annotations

import asyncio
import logging
import ssl
from contextlib import AsyncExitStack
from functools import partial

from nats.aio.client import Client
from nats.errors import Error as NatsError

from baqylau.gateway.admission import Admission
from baqylau.gateway.connection import Connection
from baqylau.gateway.datagrams import Datagrams
from baqylau.gateway.directory import Directory, keep_current
from baqylau.gateway.dispatch import Dispatch
from baqylau.gateway.limits import Bounds, Limits
from baqylau.gateway.mqtt import Publications
from baqylau.gateway.outbox import Outbox
from baqylau.gateway.presence import Presence
from baqylau.gateway.quarantine import Quarantine
from baqylau.gateway.reception import Channel, Reception
from baqylau.gateway.tally import Tally
from baqylau.platform import stream
from baqylau.platform.clock import Clock
from baqylau.platform.counters import keep_counters
from baqylau.platform.settings import Listener, Settings, required
from baqylau.protocols import catalogue

BACKLOG = 4_096
FINISH_S = 10.0
WAIT_S = 1.0
log = logging.getLogger(__name__)


async def run(settings: Settings, clock: Clock) -> None:
    """Listens until cancelled; then takes no more bytes, stores what it has, answers it, and closes."""
    tally = Tally()
    client = await _stream_connection(settings)
    try:
        jetstream = client.jetstream(timeout=10)
        outbox = Outbox(
            jetstream,
            clock,
            tally,
            linger_s=settings.batch_linger_ms / 1000,
            max_reports=settings.max_batch_messages,
        )
        quarantine = Quarantine(jetstream, tally, asyncio.get_running_loop().time)
        limits = Limits(_bounds(settings))
        outbox.pressure = limits
        directory = Directory()
        presence = Presence()
        database_url = required(settings.database_url)
        dispatch = Dispatch(database_url, directory, presence, clock, tally)
        reception = Reception(
            directory,
            outbox,
            quarantine,
            presence,
            clock,
            tally,
            dispatch=dispatch,
            partitions=settings.partitions,
            max_frame_bytes=settings.max_frame_bytes,
        )
        async with asyncio.TaskGroup() as tasks:
            loaded = asyncio.Event()
            tasks.create_task(keep_current(directory, database_url, loaded))
            tasks.create_task(quarantine.run())
            await loaded.wait()
            tasks.create_task(limits.sweep(tally))
            tasks.create_task(dispatch.run())
            tasks.create_task(keep_counters(database_url, "gateway", clock, tally))
            publications = None
            if settings.mqtt_secret is not None:
                publications = Publications(client, reception, replicas=settings.stream_replicas)
                tasks.create_task(publications.run())
                admission = Admission(directory, settings.mqtt_secret, tally)
                tasks.create_task(_let_in(publications, admission, client))
            await _serve(settings, reception, limits, outbox, publications)
    finally:
        await client.close()


async def _stream_connection(settings: Settings) -> Client:
    """Waits for NATS and for its stream to be ready; says so while it does."""
    while True:
        try:
            client = await stream.connect(required(settings.nats_url), name="gateway")
        except stream.StreamUnreachable as cause:
            log.warning("waiting for the stream: %s", cause)
            await asyncio.sleep(WAIT_S)
            continue
        try:
            await stream.ensure_stream(client.jetstream(timeout=10), settings)
        except (NatsError, TimeoutError) as cause:
            log.warning("waiting for the stream to be ready: %s", cause or type(cause).__name__)
            await client.close()
            await asyncio.sleep(WAIT_S)
        else:
            return client


def _bounds(settings: Settings) -> Bounds:
    return Bounds(
        connections=settings.max_connections,
        connections_per_address=settings.max_connections_per_address,
        unidentified=settings.max_unidentified_connections,
        identify_s=settings.identify_timeout_s,
        idle_s=settings.idle_timeout_s,
    )


async def _let_in(publications: Publications, admission: Admission, client: Client) -> None:
    """Not before NATS keeps what they publish: without a consumer it would acknowledge and forget."""
    await publications.ready.wait()
    await admission.open(client)
    log.info("gateway lets devices in by MQTT")


async def _serve(
    settings: Settings,
    reception: Reception,
    limits: Limits,
    outbox: Outbox,
    publications: Publications | None,
) -> None:
    async with AsyncExitStack() as stack:
        for listener in settings.listeners:
            await _open(listener, settings, reception, limits, stack)
        log.info("gateway listens on %s", ", ".join(map(_shown, settings.listeners)))
        try:
            await asyncio.Event().wait()
        finally:
            # What was received must still be stored and answered; what was not, the devices send again.
            limits.hold()
            await asyncio.wait({asyncio.ensure_future(outbox.finish())}, timeout=FINISH_S)
            if publications is not None:
                await publications.finish()
            limits.dismiss_all()


async def _open(
    listener: Listener, settings: Settings, reception: Reception, limits: Limits, stack: AsyncExitStack
) -> None:
    loop = asyncio.get_running_loop()
    make_language = partial(catalogue.language, listener.protocol, listener.transport)
    make_language()
    channel = Channel(listener.protocol, listener.transport)
    if listener.transport == "udp":
        transport, _ = await loop.create_datagram_endpoint(
            lambda: Datagrams(make_language, channel, reception, limits),
            local_addr=(listener.host, listener.port),
        )
        stack.callback(transport.close)
        return
    tls = _tls(listener)
    server = await loop.create_server(
        lambda: Connection(make_language(), channel, reception, limits),
        listener.host,
        listener.port,
        backlog=BACKLOG,
        ssl=tls,
        ssl_handshake_timeout=settings.identify_timeout_s if tls else None,
    )
    stack.callback(server.close)


def _tls(listener: Listener) -> ssl.SSLContext | None:
    if listener.certificate is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(listener.certificate, listener.key)
    return context


def _shown(listener: Listener) -> str:
    return f"{listener.protocol}/{listener.transport} {listener.host}:{listener.port}"
