"""The embedded services survive what happens to machines, and never outlive their parent."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from baqylau.platform import embedded
from baqylau.platform.child_process import ServiceFailed, free_port, processes_in
from baqylau.platform.nats_server import NatsServer
from baqylau.platform.postgres_server import PostgresServer
from baqylau.platform.settings import Settings
from baqylau.platform.stream import STREAM, connect, ensure_stream, observations_subject

pytestmark = pytest.mark.services


@pytest.fixture
def folder() -> Iterator[Path]:
    """A data folder of its own with a short path."""
    path = Path(tempfile.mkdtemp(prefix="bq-"))
    yield path
    shutil.rmtree(path)


def _until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, "it did not happen within 30 s"
        time.sleep(0.02)


def _running(folder: Path) -> list[int]:
    return processes_in(folder / "postgres", "postgres") + processes_in(folder / "nats", "nats-server")


async def _publish(nats_url: str, count: int) -> None:
    client = await connect(nats_url)
    js = client.jetstream()
    await ensure_stream(js, Settings(stream_max_bytes=1024**2))
    for number in range(count):
        await js.publish(observations_subject(0), str(number).encode())
    await client.close()


async def _stored(nats_url: str) -> int:
    client = await connect(nats_url)
    info = await client.jetstream().stream_info(STREAM)
    await client.close()
    return info.state.messages


def _write_row(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute("CREATE TABLE kept (id int)")
        connection.execute("INSERT INTO kept VALUES (7)")


def _read_rows(database_url: str) -> list[tuple[int]]:
    with psycopg.connect(database_url) as connection:
        return connection.execute("SELECT id FROM kept").fetchall()


def test_a_restart_keeps_data_and_addresses(folder: Path) -> None:
    """After a clean stop the same folder has the same rows, frames, ports and token."""
    with embedded.start(folder, durable_setup=False) as services:
        before = (services.database_url, services.nats_url, services.mqtt_port)
        _write_row(services.database_url)
        asyncio.run(_publish(services.nats_url, 3))
    assert _running(folder) == []
    with embedded.start(folder) as services:
        assert (services.database_url, services.nats_url, services.mqtt_port) == before
        assert _read_rows(services.database_url) == [(7,)]
        assert asyncio.run(_stored(services.nats_url)) == 3


def test_kill_loses_nothing_acknowledged(folder: Path) -> None:
    """After kill -9 of both servers, what was committed and acknowledged is there at the next start."""
    services = embedded.start(folder, durable_setup=False)
    _write_row(services.database_url)
    asyncio.run(_publish(services.nats_url, 50))
    for child in (services.postgres_child, services.nats_child):
        child.kill()
        child.wait()
    with embedded.start(folder) as again:
        assert _read_rows(again.database_url) == [(7,)]
        assert asyncio.run(_stored(again.nats_url)) == 50


def test_servers_end_when_their_parent_is_killed(folder: Path) -> None:
    """kill -9 of the parent leaves no server behind."""
    program = (
        "import pathlib, sys, time; from baqylau.platform import embedded\n"
        "embedded.start(pathlib.Path(sys.argv[1]), durable_setup=False); print('ready', flush=True)\n"
        "time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(folder)], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"ready\n"
        assert _running(folder)
        parent.kill()
    _until(lambda: _running(folder) == [])


def test_servers_of_an_earlier_run_are_ended_first(folder: Path) -> None:
    """Whoever holds the folder takes over from servers that are still there."""
    left = embedded.start(folder, durable_setup=False)
    _write_row(left.database_url)
    with embedded.start(folder) as services:
        assert left.postgres_child.wait() == 0
        left.nats_child.wait()
        assert _read_rows(services.database_url) == [(7,)]


def test_a_reused_process_id_does_not_block_the_start(folder: Path) -> None:
    """A lock file of PostgreSQL that names a process which is none of ours is stale, as after a power cut."""
    with embedded.start(folder, durable_setup=False):
        stale = (folder / "postgres" / "postmaster.pid").read_text(encoding="ascii").splitlines()
    (folder / "postgres" / "postmaster.pid").write_text(
        "\n".join([str(os.getppid()), *stale[1:]]), encoding="ascii"
    )
    with embedded.start(folder) as services, psycopg.connect(services.database_url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_an_interrupted_setup_is_begun_anew(folder: Path) -> None:
    """A cluster whose creation was cut off is never taken for a finished one."""
    unfinished = folder / "postgres.unfinished"
    unfinished.mkdir()
    (unfinished / "PG_VERSION").write_text("18\n", encoding="ascii")
    server = PostgresServer(folder, durable_setup=False)
    child = server.start()
    assert server.stop(child)
    assert not unfinished.exists()


def test_a_cluster_of_another_version_is_refused(folder: Path) -> None:
    """PostgreSQL's files of another major version are left alone, and the message says what to do."""
    (folder / "postgres").mkdir()
    (folder / "postgres" / "PG_VERSION").write_text("16\n", encoding="ascii")
    with pytest.raises(ServiceFailed, match="dump it"):
        PostgresServer(folder).start()


def test_a_long_path_gets_a_socket_elsewhere(folder: Path) -> None:
    """Unix socket paths are short; a deep data folder still works."""
    deep = folder / ("deep" * 25)
    deep.mkdir()
    deep.chmod(0o755)
    server = PostgresServer(deep, durable_setup=False)
    child = server.start()
    with psycopg.connect(server.url) as connection:
        assert connection.execute("SHOW data_checksums").fetchone() == ("on",)
    assert server.socket_folder.parent == Path(tempfile.gettempdir())
    server.stop(child)
    assert not server.socket_folder.exists()


def test_a_dying_server_shows_its_log(folder: Path) -> None:
    """A server that cannot start fails with the end of its log, not with a timeout."""
    server = NatsServer(folder)
    child = server.start()
    server.stop(child)
    shutil.rmtree(folder / "nats" / "store")
    (folder / "nats" / "store").mkdir()
    (folder / "nats" / "store" / "jetstream").write_text("in the way", encoding="ascii")
    with pytest.raises(ServiceFailed, match=r"(?s)ended with code.*not a directory"):
        server.start()


def test_a_restarted_stream_never_moves(folder: Path) -> None:
    """Clients keep one address, so a restart whose port is taken fails until the port is free again."""
    server = NatsServer(folder)
    server.stop(server.start())
    before = server.access
    with socket.create_server(("127.0.0.1", before.client)), pytest.raises(ServiceFailed, match="taken"):
        server.spawn()
    server.stop(server.start())
    assert server.access == before


def test_ports_are_outside_the_ephemeral_range() -> None:
    """No outgoing connection can be given the port of a server that is being restarted."""
    lowest = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text(encoding="ascii").split()[0])
    assert lowest <= 20_000 or all(free_port() < lowest for _ in range(50))


def test_strangers_are_refused_by_the_stream(folder: Path) -> None:
    """Without the folder's token nobody on this machine may connect."""
    server = NatsServer(folder)
    child = server.start()
    try:
        with pytest.raises(ConnectionError, match="cannot reach NATS"):
            asyncio.run(connect(f"nats://127.0.0.1:{server.access.client}"))
    finally:
        child.send_signal(signal.SIGTERM)
        child.wait()
