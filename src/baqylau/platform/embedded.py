"""Both embedded services of a data folder, started and stopped together."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from baqylau.platform.nats_server import NatsServer
from baqylau.platform.postgres_server import PostgresServer


@dataclass
class EmbeddedServices:
    """Running PostgreSQL and NATS. Leave the `with` block, or call `stop`, to end them."""

    postgres: PostgresServer
    nats: NatsServer
    postgres_child: subprocess.Popen[bytes]
    nats_child: subprocess.Popen[bytes]

    @property
    def database_url(self) -> str:
        """libpq URL of the system's database."""
        return self.postgres.url

    @property
    def nats_url(self) -> str:
        """URL of NATS with its token."""
        return self.nats.url

    @property
    def mqtt_port(self) -> int:
        """Loopback port of the MQTT listener; each device has a key of its own (`platform.nats_admission`)."""
        return self.nats.access.mqtt

    def stop(self) -> None:
        """Stop NATS, then PostgreSQL."""
        self.nats.stop(self.nats_child)
        self.postgres.stop(self.postgres_child)

    def __enter__(self) -> EmbeddedServices:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def start(
    folder: Path, *, stream_max_bytes: int = 20 * 1024**3, durable_setup: bool = True
) -> EmbeddedServices:
    """Start both services of a data folder and return once they answer. Raises ServiceFailed."""
    postgres = PostgresServer(folder, durable_setup=durable_setup)
    nats = NatsServer(folder, stream_max_bytes=stream_max_bytes)
    postgres_child = postgres.start()
    try:
        nats_child = nats.start()
    except BaseException:
        postgres.stop(postgres_child)
        raise
    return EmbeddedServices(postgres, nats, postgres_child, nats_child)
