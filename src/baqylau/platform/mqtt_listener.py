"""Where devices reach the embedded NATS by MQTT: address, TLS, and whether it asks them for certificates.

NATS either requires a certificate of every device (`verify`) or asks none for one; it has no mode in between
(docs.nats.io: TLS; tried with 2.15).
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from baqylau.platform.child_process import ServiceFailed
from baqylau.platform.settings import LOOPBACK, Settings

HANDSHAKE_TIMEOUT_S = 15
"""NATS itself would give up after 2, which a modem on a poor network does not keep."""


class MqttTlsUnusable(ServiceFailed):
    """Certificate, key or CA of the MQTT listener cannot be used; the message names the setting."""


@dataclass(frozen=True, slots=True)
class MqttListener:
    """port: None for one of its own choice. client_ca: who signs device certificates, which are required then."""

    host: str = LOOPBACK
    port: int | None = None
    certificate: Path | None = None
    key: Path | None = None
    client_ca: Path | None = None

    def tls_files(self) -> dict[str, str]:
        """Texts in PEM by NATS's name of the option; empty without TLS. Raises MqttTlsUnusable."""
        self._try_out()
        return {option: path.read_text(encoding="ascii", errors="replace") for option, path in self._given()}

    def _given(self) -> Iterator[tuple[str, Path]]:
        options = {"cert_file": self.certificate, "key_file": self.key, "ca_file": self.client_ca}
        return ((option, path) for option, path in options.items() if path is not None)

    def _try_out(self) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        if self.certificate is not None:
            try:
                # Without an empty password OpenSSL would ask for one at the terminal.
                context.load_cert_chain(self.certificate, self.key, password="")
            except OSError as problem:
                raise MqttTlsUnusable(
                    f"BAQYLAU_MQTT_TLS_CERT {self.certificate} and BAQYLAU_MQTT_TLS_KEY {self.key} "
                    f"cannot be used: {problem}. Both are PEM, the key without a password"
                ) from problem
        if self.client_ca is not None:
            try:
                context.load_verify_locations(self.client_ca)
            except OSError as problem:
                raise MqttTlsUnusable(
                    f"BAQYLAU_MQTT_TLS_CLIENT_CA {self.client_ca} cannot be used: {problem}"
                ) from problem


def mqtt_listener(settings: Settings) -> MqttListener:
    """The one that the settings ask for."""
    return MqttListener(
        settings.mqtt_host,
        settings.mqtt_port,
        settings.mqtt_tls_cert,
        settings.mqtt_tls_key,
        settings.mqtt_tls_client_ca,
    )
