"""NATS JetStream: the log that every frame is stored in before a device is told so."""

from __future__ import annotations

import logging
from urllib.parse import urlsplit

from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.api import DiscardPolicy, RetentionPolicy, StorageType, StreamConfig, StreamInfo
from nats.js.errors import NotFoundError

from baqylau.platform.problems import OperatorProblem
from baqylau.platform.settings import Settings

STREAM = "OBSERVATIONS"
SUBJECT_PREFIX = "observations"
LIVE_PREFIX = "live"

_log = logging.getLogger(__name__)


class StreamUnreachable(OperatorProblem, ConnectionError):
    """No connection to NATS; the message says where it was sought and what to check."""


def observations_subject(partition: int) -> str:
    """Where the gateway publishes batches of one partition and its monitor reads them."""
    return f"{SUBJECT_PREFIX}.{partition}"


def shown(nats_url: str) -> str:
    """The address without its token, for messages."""
    parts = urlsplit(nats_url)
    return f"{parts.hostname}:{parts.port or 4222}"


async def connect(nats_url: str, *, name: str = "baqylau") -> Client:
    """A connection that reconnects for as long as it is open. Raises StreamUnreachable if it never was."""
    await _probe(nats_url)
    client = Client()

    async def on_error(cause: Exception) -> None:
        _log.warning("stream: %s", cause or type(cause).__name__)

    async def on_disconnected() -> None:
        if not client.is_closed:
            _log.warning("stream: connection to %s lost", shown(nats_url))

    async def on_reconnected() -> None:
        _log.warning("stream: connected to %s again", shown(nats_url))

    await client.connect(
        nats_url,
        name=name,
        max_reconnect_attempts=-1,
        reconnect_time_wait=1,
        ping_interval=10,
        error_cb=on_error,
        disconnected_cb=on_disconnected,
        reconnected_cb=on_reconnected,
    )
    return client


async def _probe(nats_url: str) -> None:
    """Fail soon where a client told to reconnect for ever would wait for ever."""
    failures: list[Exception] = []

    async def note(cause: Exception) -> None:
        failures.append(cause)

    client = Client()
    try:
        await client.connect(
            nats_url, connect_timeout=5, max_reconnect_attempts=1, reconnect_time_wait=1, error_cb=note
        )
    except (OSError, NatsError, TimeoutError) as cause:
        reason = failures[-1] if failures else cause
        raise StreamUnreachable(
            f"cannot reach NATS at {shown(nats_url)}: {reason or type(reason).__name__}. "
            "Is it running (`baqylau up` starts the embedded one), and is BAQYLAU_NATS_URL right?"
        ) from cause
    await client.close()


def stream_config(settings: Settings) -> StreamConfig:
    """What the stream has to be: on disk, kept by size and age, repeats dropped by message id."""
    return StreamConfig(
        name=STREAM,
        description="Batches of frames as devices sent them, with what was read from them.",
        subjects=[f"{SUBJECT_PREFIX}.*"],
        retention=RetentionPolicy.LIMITS,
        storage=StorageType.FILE,
        discard=DiscardPolicy.OLD,
        max_bytes=settings.stream_max_bytes,
        max_age=settings.stream_max_age_s,
        duplicate_window=settings.stream_duplicate_window_s,
        num_replicas=settings.stream_replicas,
        allow_direct=True,
    )


async def ensure_stream(js: JetStreamContext, settings: Settings) -> StreamInfo:
    """Create the stream, or bring an existing one to the present settings; its frames stay."""
    wanted = stream_config(settings)
    try:
        await js.stream_info(STREAM)
    except NotFoundError:
        return await js.add_stream(wanted)
    return await js.update_stream(wanted)
