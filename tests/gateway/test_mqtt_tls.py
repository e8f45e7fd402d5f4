"""Devices that come by MQTT over TLS, with a key or with a certificate, to a real NATS of their own."""

from __future__ import annotations

import base64
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from typer.testing import CliRunner

from baqylau.cli import mqtt
from baqylau.gateway.admission import Admission
from baqylau.gateway.directory import Directory
from baqylau.gateway.tally import Tally
from baqylau.observations import Observation, Strap
from baqylau.platform.child_process import ServiceFailed, free_port
from baqylau.platform.device_certificate import AuthorityUnusable, IdentityTooLong
from baqylau.platform.mqtt_listener import MqttListener, MqttTlsUnusable, mqtt_listener
from baqylau.platform.nats_admission import Asked, device_key
from baqylau.platform.nats_server import NatsServer
from baqylau.platform.settings import Settings, SettingsProblem, load_settings
from tests.gateway.running import NOW_MS, running, settings_for, until
from tests.gateway.test_mqtt import STRAP, MqttDevice, known, play, seen

pytestmark = pytest.mark.services
LET_IN = 0
REFUSED = 5


@dataclass(frozen=True)
class Ca:
    """A CA of the test, with the files of what it signed."""

    folder: Path
    name: str

    @property
    def certificate(self) -> Path:
        return self.folder / f"{self.name}.pem"

    @property
    def key(self) -> Path:
        return self.folder / f"{self.name}.key"

    def device(self, identity: str) -> tuple[Path, Path]:
        """Certificate and key as the command makes them."""
        words = [identity, "--ca-cert", str(self.certificate), "--ca-key", str(self.key)]
        done = CliRunner().invoke(mqtt.app, ["certificate", *words, "--folder", str(self.folder)])
        assert done.exit_code == 0, done.exception
        key, certificate = (Path(line) for line in done.stdout.split())
        return certificate, key


def new_ca(folder: Path, name: str) -> Ca:
    """Self-signed; good as a server's certificate on loopback as well."""
    folder.mkdir(exist_ok=True)
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
    certificate = (
        builder.not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    ca = Ca(folder, name)
    ca.certificate.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    ca.key.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return ca


@dataclass(frozen=True)
class Site:
    """A NATS with TLS for devices, the settings of a gateway on it, and how devices see it."""

    settings: Settings
    port: int
    secret: str
    server: Ca

    def tls(self, own: tuple[Path, Path] | None = None) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=self.server.certificate)
        if own is not None:
            context.load_cert_chain(*own)
        return context

    async def ask(self, identity: str, tls: ssl.SSLContext | None, key: str = "", client_id: str = "") -> int:
        """CONNACK's code; -1: the connection was closed without one."""
        device = MqttDevice(identity, tls=tls)
        try:
            return await device.connect(self.port, key, client_id=client_id or identity)
        except (OSError, EOFError):
            return -1

    async def let_in(self, identity: str, tls: ssl.SSLContext, key: str = "") -> MqttDevice:
        """The device, connected as soon as the gateway lets it in."""
        device = MqttDevice(identity, tls=tls)

        async def welcome() -> bool:
            return await device.connect(self.port, key) == LET_IN

        await until(welcome)
        return device


@pytest.fixture
def server_ca(tmp_path: Path) -> Ca:
    return new_ca(tmp_path / "server", "server")


@pytest.fixture
def device_ca(tmp_path: Path) -> Ca:
    return new_ca(tmp_path / "devices", "devices")


@pytest.fixture
def site(fresh_database: str, tmp_path: Path, server_ca: Ca) -> Iterator[Callable[[Path | None], Site]]:
    """Starts a NATS with or without a CA for devices."""
    started: list[tuple[NatsServer, subprocess.Popen[bytes]]] = []

    def start(client_ca: Path | None) -> Site:
        listener = MqttListener(certificate=server_ca.certificate, key=server_ca.key, client_ca=client_ca)
        server = NatsServer(tmp_path / "site", listener=listener)
        started.append((server, server.start()))
        settings = settings_for(tmp_path, fresh_database, server.url, mqtt_secret=server.access.mqtt_secret)
        for identity in ("HU-1", "HU-2"):
            known(settings, identity)
        return Site(settings, server.access.mqtt, server.access.mqtt_secret, server_ca)

    yield start
    for server, child in started:
        server.stop(child)


def test_a_key_over_tls(site: Callable[[Path | None], Site]) -> None:
    """By TLS a device with its key reports; a wrong key, plain TCP and a client that trusts another CA stay out."""
    here = site(None)
    key = device_key(here.secret, "HU-1")

    async def scenario() -> tuple[list[int], list[Observation]]:
        async with running(here.settings):
            device = await here.let_in("HU-1", here.tls(), key)
            await device.report(STRAP)
            codes = [
                await here.ask("HU-2", here.tls(), key),
                await here.ask("HU-1", None, key),
                await here.ask("HU-1", ssl.create_default_context(), key),
            ]
            return codes, await seen(here.settings, 1)

    codes, observations = play(scenario)
    assert codes == [REFUSED, -1, -1]
    assert observations == [Strap(NOW_MS + 1, open=True)]


def test_a_certificate(site: Callable[[Path | None], Site], device_ca: Ca) -> None:
    """Where certificates are asked for, a device comes in with its own and no key, and its report is stored."""
    here = site(device_ca.certificate)
    own = here.tls(device_ca.device("HU-1"))

    async def scenario() -> list[Observation]:
        async with running(here.settings):
            device = await here.let_in("HU-1", own)
            await device.report(STRAP)
            return await seen(here.settings, 1)

    assert play(scenario) == [Strap(NOW_MS + 1, open=True)]


def test_not_with_anothers_certificate(
    site: Callable[[Path | None], Site], device_ca: Ca, tmp_path: Path
) -> None:
    """Another's certificate is refused even with the right key; so are no certificate and one of another CA."""
    here = site(device_ca.certificate)
    key = device_key(here.secret, "HU-1")
    own, anothers = here.tls(device_ca.device("HU-1")), here.tls(device_ca.device("HU-2"))
    stranger = here.tls(new_ca(tmp_path / "strange", "devices").device("HU-1"))
    unknown = here.tls(device_ca.device("HU-3"))

    async def scenario() -> list[int]:
        async with running(here.settings):
            await here.let_in("HU-1", own)
            return [
                await here.ask("HU-1", anothers, key),
                await here.ask("HU-1", own, key, client_id="HU-2"),
                await here.ask("HU-3", unknown),
                await here.ask("HU-1", here.tls(), key),
                await here.ask("HU-1", stranger, key),
                await here.ask("HU-1", None, key),
            ]

    assert play(scenario) == [REFUSED, REFUSED, REFUSED, -1, -1, -1]


def test_a_refusal_is_counted_and_says_why() -> None:
    """A certificate for another identity is turned away with both names, and counted."""
    tally = Tally()
    secret = "s" * 32
    one = Asked("U", "N", "mqtt", "HU-1", "HU-1", device_key(secret, "HU-1"), "HU-2")
    answer = Admission(Directory(), secret, tally).answer(one, NOW_MS // 1000)
    assert b"HU-2" in _said(answer)
    assert b"HU-1" in _said(answer)
    assert (tally.mqtt_refused, tally.mqtt_connections) == (1, 0)


def _said(token: bytes) -> bytes:
    body = token.split(b".")[1]
    return base64.urlsafe_b64decode(body + b"=" * (-len(body) % 4))


def test_settings_of_the_listener(server_ca: Ca, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond loopback only with TLS, a certificate only with its key, a CA only with a certificate."""

    def loaded(**variables: str) -> MqttListener:
        with monkeypatch.context() as patch:
            for name, value in variables.items():
                patch.setenv(f"BAQYLAU_MQTT_{name}", value)
            return mqtt_listener(load_settings())

    certificate, key = str(server_ca.certificate), str(server_ca.key)
    with pytest.raises(SettingsProblem, match="needs BAQYLAU_MQTT_TLS_CERT: keys"):
        loaded(HOST="0.0.0.0")
    with pytest.raises(SettingsProblem, match="set both or neither"):
        loaded(TLS_CERT=certificate)
    with pytest.raises(SettingsProblem, match="CLIENT_CA needs"):
        loaded(TLS_CLIENT_CA=certificate)
    whole = loaded(HOST="0.0.0.0", PORT="8883", TLS_CERT=certificate, TLS_KEY=key, TLS_CLIENT_CA=certificate)
    assert (whole.host, whole.port, whole.client_ca) == ("0.0.0.0", 8883, server_ca.certificate)
    assert list(whole.tls_files()) == ["cert_file", "key_file", "ca_file"]


def test_unusable_files_are_named(tmp_path: Path, server_ca: Ca, device_ca: Ca) -> None:
    """A key of another certificate, a missing file and a CA that is none fail the start with the setting's name."""
    certificate, key = server_ca.certificate, server_ca.key
    broken = tmp_path / "broken.pem"
    broken.write_text("nothing", encoding="ascii")
    for listener, name in (
        (MqttListener(certificate=certificate, key=device_ca.key), "BAQYLAU_MQTT_TLS_KEY"),
        (MqttListener(certificate=tmp_path / "none.pem", key=key), "BAQYLAU_MQTT_TLS_CERT"),
        (MqttListener(certificate=certificate, key=key, client_ca=broken), "BAQYLAU_MQTT_TLS_CLIENT_CA"),
    ):
        with pytest.raises(MqttTlsUnusable, match=name):
            NatsServer(tmp_path / "data", listener=listener).start()


def test_a_port_of_the_operators_choice(tmp_path: Path) -> None:
    """MQTT listens on the port that is set, from the next start on if it was another; a taken one is named."""
    before = NatsServer(tmp_path)
    before.stop(before.start())
    port = free_port()
    server = NatsServer(tmp_path, listener=MqttListener(port=port))
    server.stop(server.start())
    assert server.access.mqtt == port
    with (
        socket.create_server(("127.0.0.1", port)),
        pytest.raises(ServiceFailed, match=f"port {port} is taken"),
    ):
        server.spawn()


def test_no_certificate_is_written(tmp_path: Path, server_ca: Ca, device_ca: Ca) -> None:
    """Not over one that is there, not by a key that is not the CA's, not by a device, not for what is no identity."""
    device_ca.device("HU-1")
    own = tmp_path / "devices" / "HU-1"

    def asked(identity: str, certificate: Path, key: Path) -> BaseException | None:
        words = [identity, "--ca-cert", str(certificate), "--ca-key", str(key), "--folder", str(own.parent)]
        return CliRunner().invoke(mqtt.app, ["certificate", *words]).exception

    good = device_ca.certificate, device_ca.key
    assert isinstance(asked("HU-1", *good), mqtt.CertificateNotWritten)
    assert isinstance(asked("HU-9", device_ca.certificate, server_ca.key), AuthorityUnusable)
    assert isinstance(
        asked("HU-9", own.with_suffix(".cert.pem"), own.with_suffix(".key.pem")), AuthorityUnusable
    )
    assert isinstance(asked("HU-9", tmp_path / "none", device_ca.key), AuthorityUnusable)
    assert isinstance(asked("HU 9", *good), mqtt.NoIdentity)
    assert isinstance(asked("a" * 32 + "/" + "b" * 32, *good), IdentityTooLong)
    assert not list(own.parent.glob("HU-9*"))
    assert own.with_suffix(".key.pem").stat().st_mode & 0o777 == 0o600
