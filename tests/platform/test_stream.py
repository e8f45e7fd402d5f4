"""The stream keeps what it acknowledged, drops repeats, and follows the settings."""

from __future__ import annotations

import asyncio

import pytest

from baqylau.platform.settings import Settings
from baqylau.platform.stream import (
    STREAM,
    StreamUnreachable,
    connect,
    ensure_stream,
    observations_subject,
    shown,
)


@pytest.mark.services
def test_the_stream_follows_the_settings_and_keeps_its_frames(nats_url: str) -> None:
    """Ensuring it again with other settings changes the limits and loses nothing; a repeated id is dropped."""

    async def attempt() -> tuple[float | None, int, bool | None]:
        client = await connect(nats_url)
        js = client.jetstream()
        await ensure_stream(js, Settings(stream_max_bytes=64 * 1024**2))
        await js.purge_stream(STREAM)
        subject = observations_subject(3)
        await js.publish(subject, b"frame", headers={"Nats-Msg-Id": "one"})
        again = await js.publish(subject, b"frame", headers={"Nats-Msg-Id": "one"})
        changed = await ensure_stream(js, Settings(stream_max_bytes=65 * 1024**2, stream_max_age_s=3600.0))
        await client.close()
        return changed.config.max_age, changed.state.messages, again.duplicate

    assert asyncio.run(attempt()) == (3600.0, 1, True)


def test_no_server_is_told() -> None:
    """Connecting to nothing fails at once and says what to check, without the token."""
    with pytest.raises(StreamUnreachable, match=r"127\.0\.0\.1:1.*BAQYLAU_NATS_URL") as caught:
        asyncio.run(connect("nats://hidden@127.0.0.1:1"))
    assert "hidden" not in str(caught.value)


def test_addresses_are_shown_without_tokens() -> None:
    """Messages name host and port only."""
    assert shown("nats://token@host.example") == "host.example:4222"
