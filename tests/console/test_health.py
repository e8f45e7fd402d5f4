"""How we are: for load balancers, Prometheus and the quarantine's readers."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
from urllib.parse import urlsplit

import httpx2
import pytest
from starlette.testclient import TestClient

from baqylau.cli.account import app as account_app
from baqylau.console.app import create
from baqylau.platform import stream
from baqylau.platform.embedded import EmbeddedServices
from baqylau.platform.problems import OperatorProblem
from baqylau.platform.settings import Settings
from tests.console.conftest import Desk, FixedClock
from tests.console.test_incidents import raise_incidents, strap

pytestmark = pytest.mark.services


def test_health_names_the_part_that_is_missing(desk: Desk) -> None:
    """Without a stream the answer is 503 and says which part it is; the database is fine."""
    answer = desk.get("/healthz", login=None)
    assert answer.status_code == 503
    assert answer.json() == {"database": "ok", "stream": "not configured"}


def test_health_with_both(database: str, services: EmbeddedServices) -> None:
    """With database and stream there it is 200 and ok."""
    settings = Settings(database_url=database, nats_url=services.nats_url, stream_max_bytes=64 * 1024**2)

    async def make_stream() -> None:
        client = await stream.connect(services.nats_url)
        await stream.ensure_stream(client.jetstream(), settings)
        await client.close()

    asyncio.run(make_stream())
    with TestClient(create(settings, FixedClock())) as client:
        answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"database": "ok", "stream": "ok"})


def test_metrics_count_and_name_nobody(desk: Desk) -> None:
    """Open incidents by priority stand in the metrics; no name, IIN or device identity does."""
    raise_incidents(desk, strap(desk))
    desk.do("INSERT INTO process_restarts (process, ended_at, exit_code) VALUES ('monitor-1', now(), -9)")
    text = desk.get("/metrics", "talgat").text
    assert 'baqylau_incidents{priority="1",state="open"} 1.0' in text
    assert 'baqylau_process_restarts_total{process="monitor-1"} 1.0' in text
    assert 'baqylau_people{standing="monitored_without_order"} 6.0' in text
    for secret in ("Азамат", "Azamat", "900101300", "35630704244"):
        assert secret not in text


def test_quarantine_shows_bytes_and_reason(desk: Desk) -> None:
    """A refused frame is listed with its reason, field and offset, and read whole by its number."""
    desk.do(
        "INSERT INTO quarantine (received_at, protocol, transport, peer, device, reason, field, byte_offset, raw)"
        " SELECT now(), 'egts', 'tcp', '127.0.0.1:1', NULL, 'wrong checksum', 'HCS', 10,"
        " decode(repeat('ab', 600), 'hex') FROM generate_series(1, 3)"
    )
    page = desk.get("/api/quarantine?limit=2", "talgat").json()
    assert [one["quarantine_id"] for one in page["frames"]] == [3, 2]
    assert (page["next"], page["frames"][0]["bytes"], len(page["frames"][0]["raw_hex"])) == (2, 600, 1024)
    rest = desk.get("/api/quarantine?limit=2&after=2", "talgat").json()
    assert ([one["quarantine_id"] for one in rest["frames"]], rest["next"]) == ([1], None)
    assert desk.get("/api/quarantine/1", "talgat").json()["raw_hex"] == "ab" * 600
    assert desk.get("/api/quarantine/9", "talgat").status_code == 404


def test_refused_devices(desk: Desk) -> None:
    """Devices that are not in the register are listed with how often they spoke."""
    desk.do("INSERT INTO refused_devices VALUES ('356307042440000', 'gt06', now(), now(), 12, '127.0.0.1:9')")
    (device,) = desk.get("/api/quarantine/refused", "talgat").json()["devices"]
    assert (device["identity"], device["times"]) == ("356307042440000", 12)


def test_page_is_ours_alone(desk: Desk) -> None:
    """The page and its parts come with a policy that allows no inline script and nothing from elsewhere."""
    for path in ("/", "/page/page.js", "/page/page.css", "/page/kk.json", "/page/kinds-kk.json"):
        answer = desk.get(path, login=None)
        assert answer.status_code == 200
        assert "default-src 'none'; script-src 'self'" in answer.headers["content-security-policy"]
        assert "https://" not in answer.text
        assert "http://" not in answer.text
    html = desk.get("/", login=None).text
    assert "onclick" not in html
    assert "<script>" not in html
    assert "style=" not in html
    for wrong in ("/page/secrets", "/page/kinds-de.json", "/page/..%2Fapp.py"):
        assert desk.get(wrong, login=None).status_code == 404


def test_unknown_paths_are_problems_too(desk: Desk) -> None:
    """A path that does not exist and a method that is not possible answer with problem+json."""
    assert desk.get("/api/nothing").headers["content-type"] == "application/problem+json"
    assert desk.ask("DELETE", "/api/incidents").status_code == 405


def test_process_serves_and_ends(database: str) -> None:
    """`run` serves over a real socket and ends by itself when it is told to."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    script = (
        "import asyncio, signal\n"
        "from baqylau.console.main import run\n"
        "from baqylau.platform.clock import clock_from\n"
        "from baqylau.platform.settings import Settings\n"
        "async def main():\n"
        "    settings = Settings()\n"
        "    task = asyncio.create_task(run(settings, clock_from(settings)))\n"
        "    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)\n"
        "    try:\n"
        "        await task\n"
        "    except asyncio.CancelledError:\n"
        "        pass\n"
        "asyncio.run(main())\n"
    )
    environment = os.environ | {"BAQYLAU_DATABASE_URL": database, "BAQYLAU_CONSOLE_PORT": str(port)}
    process = subprocess.Popen([sys.executable, "-c", script], env=environment)
    try:
        assert _answers(f"http://127.0.0.1:{port}/api/openapi.json") == 200
        process.terminate()
        assert process.wait(15) == 0
    finally:
        process.kill()
        process.wait()


def _answers(url: str) -> int:
    deadline = time.monotonic() + 30
    while True:
        try:
            return httpx2.get(url).status_code
        except httpx2.TransportError:
            assert time.monotonic() < deadline
            time.sleep(0.1)


def test_account_from_the_command_line(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The token printed once opens the console; a renewed one replaces it; a disabled account is out."""
    from typer.testing import CliRunner

    assert urlsplit(desk.world.url).scheme == "postgresql"
    monkeypatch.setenv("BAQYLAU_DATABASE_URL", desk.world.url)
    monkeypatch.setenv("BAQYLAU_NATS_URL", "nats://127.0.0.1:1")

    def command(*words: str) -> str:
        done = CliRunner().invoke(account_app, words, catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.stdout.strip()

    token = command("add", "saule", "--role", "officer", "--office", "almaty", "--language", "kk")
    me = desk.get("/api/me", login=None, headers={"Authorization": f"Bearer {token}"}).json()
    assert (me["login"], me["office_id"], me["language"]) == ("saule", desk.world.offices["almaty"], "kk")
    renewed = command("renew", "saule")
    assert desk.get("/api/me", login=None, headers={"Authorization": f"Bearer {token}"}).status_code == 401
    assert desk.get("/api/me", login=None, headers={"Authorization": f"Bearer {renewed}"}).status_code == 200
    command("disable", "saule")
    assert desk.get("/api/me", login=None, headers={"Authorization": f"Bearer {renewed}"}).status_code == 401
    assert "saule\tofficer\talmaty\tdisabled" in command("list")
    for words in (
        ("add", "saule", "--role", "officer"),
        ("add", "X", "--role", "officer"),
        ("renew", "nobody"),
    ):
        with pytest.raises(OperatorProblem):
            command(*words)
    with pytest.raises(OperatorProblem, match="no office"):
        command("add", "marat", "--role", "officer", "--office", "mars")
