"""What the gateway does not take: it says so, counts it, keeps it for a person, and goes on with the rest."""

from __future__ import annotations

import asyncio
import shlex
import shutil
import ssl
import subprocess
from pathlib import Path

import pytest

from baqylau.observations import IdentityConflict, Position
from baqylau.platform.child_process import free_port
from baqylau.platform.settings import Listener, Settings
from baqylau.simulate.network import Address as To
from baqylau.simulate.network import UdpLink
from baqylau.simulate.speak import Osmand, Record, speaker
from tests.gateway.conftest import Make
from tests.gateway.running import (
    NOW_MS,
    SINCE_MS,
    Tracker,
    refused,
    register,
    reports,
    running,
    speaking,
    until,
)
from tests.protocols.test_egts import SECONDS, packet, position, record

pytestmark = pytest.mark.services
IMEI = "356307042441013"
STRANGER = "356307042449999"
EPOCH_S = 1_262_304_000
"""2010-01-01, from where EGTS counts seconds."""


def known(settings: Settings, identity: str = IMEI) -> None:
    assert settings.database_url
    register(settings.database_url, identity, (SINCE_MS, None))


def fix_times(settings: Settings) -> list[int]:
    assert settings.nats_url
    found = asyncio.run(reports(settings.nats_url))
    return sorted(seen.time_ms for _, one in found for seen in one.observations if isinstance(seen, Position))


async def kept(settings: Settings, count: int) -> list[tuple[str, str | None]]:
    """Reason and device of what is in quarantine, once it is so much."""
    assert settings.nats_url
    url = settings.nats_url

    async def enough() -> bool:
        return len(await refused(url)) >= count

    await until(enough)
    return [(frame.reason, frame.device) for frame in await refused(url)]


def test_an_unknown_device_is_refused_and_its_frame_kept(make: Make) -> None:
    """It gets its language's rejection, the connection closes, the login lies in quarantine and nothing is a report."""
    settings = make()

    async def scenario() -> list[tuple[str, str | None]]:
        async with running(settings) as port:
            tracker = await Tracker(STRANGER).connect(port)
            assert not await tracker.login()
            assert await tracker.dismissed()
            tracker.close()
            return await kept(settings, 1)

    assert asyncio.run(scenario()) == [("unknown_device", STRANGER)]
    assert settings.nats_url
    assert asyncio.run(reports(settings.nats_url)) == []


def test_a_device_that_is_registered_meanwhile_is_taken(make: Make) -> None:
    """A refused device is served a moment after it was entered in the register, without any restart."""
    settings = make()

    async def served(port: int) -> bool:
        tracker = await Tracker(STRANGER).connect(port)
        taken = await tracker.login()
        tracker.close()
        return taken

    async def scenario() -> None:
        async with running(settings) as port:
            assert not await served(port)
            known(settings, STRANGER)
            await until(lambda: served(port))

    asyncio.run(scenario())


def test_damage_costs_no_good_frame(make: Make) -> None:
    """A frame with a wrong checksum is put aside; those before and after it in the same connection are stored."""
    settings = make()
    known(settings)

    async def scenario() -> list[tuple[str, str | None]]:
        async with running(settings) as port:
            tracker = await Tracker(IMEI).connect(port)
            assert await tracker.login()
            damaged = bytearray(tracker.frame(NOW_MS + 1000))
            damaged[20] ^= 1
            tracker.writer.write(tracker.frame(NOW_MS) + bytes(damaged) + tracker.frame(NOW_MS + 2000))
            assert [await tracker.acknowledged() for _ in range(3)] == [1, 0, 1]
            tracker.close()
            return await kept(settings, 1)

    assert asyncio.run(scenario()) == [("damaged", IMEI)]
    assert fix_times(settings) == [NOW_MS, NOW_MS + 2000]


def test_data_without_a_name_ends_the_connection(make: Make) -> None:
    """A frame from a connection that never said who it is is put aside as unidentified."""
    settings = make()

    async def scenario() -> list[tuple[str, str | None]]:
        async with running(settings) as port:
            tracker = await Tracker(IMEI).connect(port)
            tracker.send(NOW_MS)
            assert (await tracker.reader.read()) in (b"", b"\x00\x00\x00\x00")
            tracker.close()
            return await kept(settings, 1)

    assert asyncio.run(scenario()) == [("unidentified", None)]


def test_a_stranger_on_a_relay_costs_the_others_nothing(make: Make) -> None:
    """On one EGTS connection known objects are stored and confirmed, an unknown one is put aside."""
    settings = make(speaking("egts"))
    for identity in ("101", "103"):
        known(settings, identity)

    def relayed(number: int, *objects: int) -> bytes:
        """One packet with a fix of each object, its seconds the packet's number."""
        return packet(number, b"".join(record(number, each, position(SECONDS + number)) for each in objects))

    async def scenario() -> list[tuple[str, str | None]]:
        async with running(settings) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            for number, objects in enumerate(((101,), (102,), (101, 102, 103)), 1):
                writer.write(relayed(number, *objects))
                confirmed = await reader.readexactly(11)
                await reader.readexactly(int.from_bytes(confirmed[5:7], "little") + 2)
            writer.close()
            return await kept(settings, 2)

    assert asyncio.run(scenario()) == [("unknown_device", "102")] * 2
    began_ms = (EPOCH_S + SECONDS) * 1000
    assert fix_times(settings) == [began_ms + 1000, began_ms + 3000, began_ms + 3000]


def test_two_live_connections_with_one_identity_are_an_observation(make: Make) -> None:
    """Neither connection is replaced, both are answered, and one report says in which two places the identity is."""
    settings = make()
    known(settings)

    async def scenario() -> tuple[str, str]:
        async with running(settings) as port:
            one, other = [await Tracker(IMEI).connect(port) for _ in range(2)]
            for tracker in (one, other):
                assert await tracker.login()
            for number, tracker in enumerate((one, other, one, other)):
                tracker.send(NOW_MS + number)
                assert await tracker.acknowledged() == 1
            places = [":".join(map(str, t.writer.get_extra_info("sockname")[:2])) for t in (one, other)]
            one.close()
            other.close()
            return places[0], places[1]

    here, there = asyncio.run(scenario())
    assert settings.nats_url
    conflicts = [
        {seen.here, seen.there}
        for _, one in asyncio.run(reports(settings.nats_url))
        for seen in one.observations
        if isinstance(seen, IdentityConflict)
    ]
    assert conflicts == [{here, there}]


def test_limits_of_connections(make: Make) -> None:
    """Beyond the connections that one address or the nameless may have, a connection is closed at once."""
    settings = make(max_connections_per_address=3, max_unidentified_connections=2)
    known(settings)

    async def scenario() -> None:
        async with running(settings) as port:
            await asyncio.sleep(0.1)
            first = await Tracker(IMEI).connect(port)
            assert await first.login()
            nameless = [await Tracker(IMEI).connect(port) for _ in range(2)]
            fourth = await Tracker(IMEI).connect(port)
            assert await fourth.dismissed()
            nameless[0].close()
            assert await nameless[1].login()
            for tracker in (first, *nameless, fourth):
                tracker.close()

    asyncio.run(scenario())


def test_the_silent_and_the_nameless_are_closed(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection that names nobody in time, one that trickles bytes, and a device silent for too long are closed."""
    monkeypatch.setattr("baqylau.gateway.limits.SWEEP_S", 0.1)
    settings = make(identify_timeout_s=0.5, idle_timeout_s=1.0)
    known(settings)

    async def trickle(tracker: Tracker) -> bool:
        closed = asyncio.ensure_future(tracker.dismissed())
        for byte in tracker.frame(NOW_MS):
            if closed.done():
                break
            tracker.writer.write(bytes([byte]))
            await asyncio.sleep(0.1)
        return await closed

    async def scenario() -> None:
        async with running(settings) as port:
            nameless = await Tracker(IMEI).connect(port)
            silent = await Tracker(IMEI).connect(port)
            assert await silent.login()
            assert await nameless.dismissed()
            assert await silent.dismissed()
            slow = await Tracker(IMEI).connect(port)
            assert await slow.login()
            assert await trickle(slow)
            for tracker in (nameless, silent, slow):
                tracker.close()

    asyncio.run(scenario())


def test_frames_longer_than_allowed_are_refused(make: Make) -> None:
    """A whole frame over the limit, and bytes that never become a frame, are put aside and the connection ends."""
    settings = make(speaking("wialon_ips"), max_frame_bytes=200)
    known(settings)
    wialon = speaker("wialon_ips", IMEI)

    async def answered(port: int, data: bytes) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(wialon.greeting())
        assert await reader.readline()
        writer.write(data)
        rest = await reader.read()
        writer.close()
        return rest

    async def scenario() -> list[tuple[str, str | None]]:
        async with running(settings) as port:
            long = wialon.encode([Record(NOW_MS + 1000 * n, 43.2, 76.9) for n in range(10)], 1)
            assert len(long) > 200
            assert await answered(port, long) == b""
            assert await answered(port, b"#D#" + b"1" * 300) == b""
            return await kept(settings, 2)

    assert asyncio.run(scenario()) == [("oversized", IMEI)] * 2
    assert fix_times(settings) == []


def test_a_phone_that_asks_for_it_is_closed_after_the_reply(make: Make) -> None:
    """With `Connection: close` the response comes and then the end; without it the connection stays."""
    settings = make(speaking("osmand"))
    known(settings)
    request = Osmand(IMEI).encode([Record(NOW_MS, 43.2, 76.9)], 0)
    closing = request.replace(b"\r\nConnection: keep-alive", b"").replace(
        b"\r\n", b"\r\nConnection: close\r\n", 1
    )

    async def scenario() -> None:
        async with running(settings) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(request)
            assert b"200" in await reader.readline()
            writer.write(closing)
            rest = await asyncio.wait_for(reader.read(), 10)
            assert rest.count(b"HTTP/1.1 200") == 1
            writer.close()

    asyncio.run(scenario())


def test_datagrams_are_stored_and_answered_like_frames(make: Make) -> None:
    """A known device is answered over UDP once its fix is stored; an unknown one is put aside."""
    udp = Listener(protocol="teltonika", transport="udp", port=free_port())
    settings = make(udp, speaking("teltonika"))
    known(settings)

    async def scenario() -> list[tuple[str, str | None]]:
        async with running(settings):
            link = UdpLink(To("127.0.0.1", udp.port, "udp"), speaker("teltonika", IMEI, "udp"), 10)
            frame = speaker("teltonika", IMEI, "udp").encode([Record(NOW_MS, 43.2, 76.9)], 1)
            assert (await link.exchange(frame, 1)).accepted
            link.close()
            stranger = UdpLink(To("127.0.0.1", udp.port, "udp"), speaker("teltonika", STRANGER, "udp"), 10)
            frame = speaker("teltonika", STRANGER, "udp").encode([Record(NOW_MS, 43.2, 76.9)], 1)
            answer = await stranger.exchange(frame, 1)
            assert not answer.accepted or answer.records == 0
            stranger.close()
            await asyncio.sleep(0)
            return await kept(settings, 1)

    assert asyncio.run(scenario()) == [("unknown_device", STRANGER)]
    assert fix_times(settings) == [NOW_MS]


def certificate(folder: Path) -> tuple[Path, Path]:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed: no certificate to test TLS with")
    key, made = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        shlex.split(
            f"openssl req -x509 -newkey rsa:2048 -nodes -keyout {key} -out {made} -days 2 "
            "-subj /CN=localhost -addext subjectAltName=IP:127.0.0.1"
        ),
        check=True,
        capture_output=True,
    )
    return made, key


def test_a_port_with_a_certificate_speaks_tls(make: Make, tmp_path: Path) -> None:
    """A device that trusts the certificate is served encrypted; plain bytes on that port get nowhere."""
    made, key = certificate(tmp_path)
    settings = make(Listener(protocol="teltonika", port=free_port(), certificate=made, key=key))
    known(settings)

    async def scenario() -> None:
        async with running(settings) as port:
            trusting = ssl.create_default_context(cafile=str(made))
            tracker = await Tracker(IMEI).connect(port, ssl=trusting)
            assert await tracker.login()
            tracker.send(NOW_MS)
            assert await tracker.acknowledged() == 1
            tracker.close()
            await tracker.writer.wait_closed()
            plain = await Tracker(IMEI).connect(port)
            plain.writer.write(plain.speaker.greeting())
            assert await plain.reader.read(1) != b"\x01"
            plain.close()

    asyncio.run(scenario())
    assert fix_times(settings) == [NOW_MS]
