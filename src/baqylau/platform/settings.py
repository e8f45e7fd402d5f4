"""Everything an operator can set, in one typed place.

Each field is read from the environment as `BAQYLAU_<NAME>`; lists are written as JSON. The reference in
`docs/reference/settings.md` is generated from the descriptions below (`baqylau settings --reference`).
"""

from __future__ import annotations

import json
from ipaddress import ip_address
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from baqylau.platform.problems import OperatorProblem

PREFIX = "BAQYLAU_"
LOOPBACK = "127.0.0.1"
SECRET_FIELDS = frozenset(
    {
        "database_url",
        "nats_url",
        "mqtt_secret",
        "notification_urls",
        "sign_in_key",
        "directory_client_secret",
    }
)


class Listener(BaseModel):
    """One open port: which device language is spoken on it, over which transport, with or without TLS."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    protocol: str
    transport: Literal["tcp", "udp"] = "tcp"
    host: str = LOOPBACK
    port: int = Field(ge=0, le=65535)
    certificate: Path | None = None
    key: Path | None = None

    @model_validator(mode="after")
    def _certificate_has_its_key(self) -> Listener:
        if (self.certificate is None) != (self.key is None):
            raise ValueError("certificate and key go together: set both or neither")
        if self.certificate is not None and self.transport == "udp":
            raise ValueError("TLS needs transport tcp")
        return self


DEFAULT_LISTENERS = (
    Listener(protocol="teltonika", transport="tcp", port=5027),
    Listener(protocol="teltonika", transport="udp", port=5027),
    Listener(protocol="wialon_ips", transport="tcp", port=5039),
    Listener(protocol="wialon_ips", transport="udp", port=5039),
    Listener(protocol="egts", transport="tcp", port=5165),
    Listener(protocol="gt06", transport="tcp", port=5023),
    Listener(protocol="osmand", transport="tcp", port=5055),
    Listener(protocol="megastek", transport="tcp", port=5024),
    Listener(protocol="r16h", transport="tcp", port=5270),
    Listener(protocol="rftrack", transport="tcp", port=5193),
    Listener(protocol="watch", transport="tcp", port=5093),
    Listener(protocol="h02", transport="tcp", port=5013),
    Listener(protocol="h02", transport="udp", port=5013),
    Listener(protocol="meitrack", transport="tcp", port=5020),
    Listener(protocol="meitrack", transport="udp", port=5020),
    Listener(protocol="owntracks", transport="tcp", port=5144),
    Listener(protocol="galileosky", transport="tcp", port=5034),
    Listener(protocol="navtelecom", transport="tcp", port=5100),
    Listener(protocol="jt808", transport="tcp", port=5015),
    Listener(protocol="jt808", transport="udp", port=5015),
)


class Settings(BaseSettings):
    """The effective settings of one process. Raises ValidationError for a value that cannot be used."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore")

    data_folder: Path = Field(
        default=Path("data"),
        description="Folder of the embedded services, the lock of `baqylau up` and the runtime file.",
    )
    database_url: str | None = Field(
        default=None,
        description="PostgreSQL (16 or newer) as a libpq URL. Unset: `baqylau up` starts the embedded one.",
        repr=False,
    )
    nats_url: str | None = Field(
        default=None,
        description="NATS with JetStream as a URL; user and password go before the host "
        "(`nats://baqylau:PASSWORD@host:4222`). "
        "Unset: `baqylau up` starts the embedded one.",
        repr=False,
    )

    mqtt_secret: str | None = Field(
        default=None,
        min_length=32,
        description="Secret from which the keys of devices that speak MQTT are derived. Unset: no publication is "
        "read, unless `baqylau up` starts the embedded NATS, which has a secret of its own.",
        repr=False,
    )
    mqtt_host: str = Field(
        default=LOOPBACK,
        description="Address on which the embedded NATS listens for MQTT; beyond loopback only with TLS.",
    )
    mqtt_port: int | None = Field(
        default=None,
        ge=1,
        le=65535,
        description="Port on which the embedded NATS listens for MQTT; 8883 is the usual one with TLS. "
        "Unset: a free one, the same from start to start.",
    )
    mqtt_tls_cert: Path | None = Field(
        default=None,
        description="Certificate of the embedded NATS for MQTT, PEM with those between it and the root; read at each "
        "start. Set: devices come by TLS only. Unset: without TLS.",
    )
    mqtt_tls_key: Path | None = Field(
        default=None, description="Private key of that certificate, PEM without a password."
    )
    mqtt_tls_client_ca: Path | None = Field(
        default=None,
        description="CA that signs the certificates of devices and nothing else, PEM. Set: every device has to show "
        "a certificate with its identity as common name, and needs no key. Unset: devices come with keys.",
    )

    listeners: tuple[Listener, ...] = Field(
        default=DEFAULT_LISTENERS,
        description="Ports for devices: a JSON list of "
        '`{"protocol", "transport", "host", "port", "certificate", "key"}`. '
        "They listen on loopback until a host is given.",
    )
    max_frame_bytes: int = Field(
        default=65_536, gt=0, description="Longest frame a device may send, bytes; a longer one is refused."
    )
    idle_timeout_s: float = Field(
        default=1_800.0,
        gt=0,
        description="A device connection silent for so long is closed, real seconds.",
    )
    identify_timeout_s: float = Field(
        default=30.0, gt=0, description="A connection must have named its device within so many real seconds."
    )
    max_connections: int = Field(
        default=18_000,
        gt=0,
        description="Device connections per gateway process; keep it below the limit of open files.",
    )
    max_connections_per_address: int = Field(
        default=5_000,
        gt=0,
        description="Connections from one address at a time. Mobile operators put thousands of devices "
        "behind one address, so keep it high.",
    )
    max_unidentified_connections: int = Field(
        default=1_000, gt=0, description="Connections that have not named a device yet, per gateway process."
    )
    batch_linger_ms: float = Field(
        default=5.0,
        ge=0,
        description="How long the gateway waits to fill a batch for the stream, real milliseconds.",
    )
    max_batch_messages: int = Field(
        default=500, gt=0, description="Frames in one batch for the stream, at most."
    )

    partitions: int = Field(
        default=8,
        ge=1,
        le=1024,
        description="Parts the people are divided into by hash, each judged by one monitor at a time. "
        "Fixed for the life of a database.",
    )
    stream_max_bytes: int = Field(
        default=20 * 1024**3, gt=0, description="Size at which the stream drops its oldest frames, bytes."
    )
    stream_max_age_s: float = Field(
        default=7 * 86_400.0, gt=0, description="Age at which the stream drops a frame, real seconds."
    )
    stream_duplicate_window_s: float = Field(
        default=120.0,
        gt=0,
        description="How long the stream remembers message ids to drop repeats, real seconds.",
    )
    stream_replicas: int = Field(
        default=1, ge=1, le=5, description="Copies of the stream: 1 on a single server, 3 in a cluster."
    )

    monitors: int = Field(default=1, ge=1, le=64, description="Monitor processes that `baqylau up` starts.")
    tick_interval_ms: int = Field(
        default=5_000,
        gt=0,
        description="How often conditions are judged without a report, milliseconds of the system's clock.",
    )

    console_host: str = Field(default=LOOPBACK, description="Address the console listens on.")
    console_port: int = Field(default=8080, ge=0, le=65535, description="Port the console listens on.")
    street_map: Path | None = Field(
        default=None,
        description="A PMTiles file with streets of this installation's own, shown above the map of the country: "
        "vector in the schema of OpenMapTiles, or pictures. The console serves it.",
    )
    console_url: str | None = Field(
        default=None,
        pattern=r"^https?://[^/]+$",
        description="Where browsers reach the console (`https://console.example`). With https cookies are for TLS "
        "alone. Unset: `http://localhost` with the console's port.",
    )
    console_idle_s: float = Field(
        default=1_800.0, gt=0, description="A session without a request for so long has ended, real seconds."
    )
    console_session_s: float = Field(
        default=46_800.0,
        gt=0,
        description="A session ends after so long in any case, real seconds: a shift and its handover.",
    )
    second_factor_required: bool = Field(
        default=False, description="Whether everyone who signs in must set up a second factor first."
    )
    passkey_domain: str | None = Field(
        default=None,
        description="Domain that passkeys are bound to (the relying party's id); a passkey made for one is worth "
        "nothing on another. Unset: the host of `console_url`, else `localhost`.",
    )
    sign_in_key: str | None = Field(
        default=None,
        pattern=r"^[0-9a-f]{64}$",
        description="Key under which secrets of second factors lie in the database: 64 hexadecimal digits. Set the "
        "same for all consoles of one database. Unset: `sign-in-key` in the data folder, made when it is missing.",
        repr=False,
    )
    directory_issuer: str | None = Field(
        default=None,
        pattern=r"^(https://|http://(127\.0\.0\.1|localhost)[:/]).+$",
        description="An agency's own directory (OpenID Connect): its issuer, as `https://directory.example`. "
        "Its redirect address is `console_url` with `/api/signin/directory/return`. Unset: none.",
    )
    directory_name: str = Field(
        default="", max_length=80, description="What the directory is called on the sign-in screen."
    )
    directory_client_id: str = Field(default="baqylau", description="What the directory calls this console.")
    directory_client_secret: str | None = Field(
        default=None,
        description="The console's secret with the directory. Unset: a public client, by PKCE alone.",
        repr=False,
    )
    directory_scope: str = Field(
        default="openid profile email", description="What is asked for; with `openid`."
    )
    directory_login_claim: str = Field(
        default="preferred_username",
        description="Claim of the ID token that is the login here. Take one that its owner cannot change.",
    )
    directory_factor_acr: tuple[str, ...] = Field(
        default=(),
        description="Values of `acr` by which the directory says that it asked for two factors; JSON list. "
        "Without one of these, and none of the next, our own second factor is asked for.",
    )
    directory_factor_amr: tuple[str, ...] = Field(
        default=("mfa",), description="Values of `amr` (RFC 8176) that say the same, one of them; JSON list."
    )

    clock_speed: float = Field(
        default=1.0,
        gt=0,
        le=10_000,
        description="Seconds of the system's clock in one real second. Anything but 1 is for demonstrations.",
    )
    clock_origin_real_ms: int | None = Field(
        default=None,
        description="Real time at which the system's clock read `clock_origin_ms`, "
        "milliseconds since the epoch. `baqylau up` sets it for its processes.",
    )
    clock_origin_ms: int | None = Field(
        default=None,
        description="What the system's clock read at `clock_origin_real_ms`, milliseconds since the epoch. "
        "Unset: the same instant.",
    )

    ledger_folder: Path | None = Field(
        default=None,
        description="A folder that signed checkpoints of the ledger are written to as well, best on another machine.",
    )
    notification_urls: tuple[str, ...] = Field(
        default=(),
        description="Where notifications go: a JSON list of apprise URLs (`mailto://…`, `tgram://…`).",
        repr=False,
    )
    default_language: Literal["kk", "ru", "en"] = Field(
        default="ru",
        description="Language of texts for a reader who has chosen none, until one is chosen on the screen.",
    )
    log_format: Literal["text", "json"] = Field(default="text", description="Shape of log lines on stderr.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="Least serious log line that is written."
    )

    @model_validator(mode="after")
    def _mqtt_beyond_this_machine_by_tls(self) -> Settings:
        if (self.mqtt_tls_cert is None) != (self.mqtt_tls_key is None):
            raise ValueError(
                "BAQYLAU_MQTT_TLS_CERT and BAQYLAU_MQTT_TLS_KEY go together: set both or neither"
            )
        if self.mqtt_tls_cert is None and self.mqtt_tls_client_ca is not None:
            raise ValueError(
                "BAQYLAU_MQTT_TLS_CLIENT_CA needs BAQYLAU_MQTT_TLS_CERT and BAQYLAU_MQTT_TLS_KEY"
            )
        if self.mqtt_tls_cert is None and self.mqtt_host not in ("localhost", "127.0.0.1", "::1"):
            raise ValueError(
                "BAQYLAU_MQTT_HOST beyond loopback needs BAQYLAU_MQTT_TLS_CERT: keys would be readable"
            )
        return self

    @property
    def console_origin(self) -> str:
        """Scheme, host and port of the console in a browser."""
        return self.console_url or f"http://localhost:{self.console_port}"

    @property
    def passkey_party(self) -> str | None:
        """The relying party's id; None where the console is reached by an address, for which there are no passkeys."""
        host = urlsplit(self.console_origin).hostname or ""
        return self.passkey_domain or (None if _is_address(host) else host)

    @property
    def console_behind_tls(self) -> bool:
        """Whether browsers reach the console by https."""
        return self.console_origin.startswith("https://")

    def as_environment(self) -> dict[str, str]:
        """Variables that make another process build equal settings; fields at their default are left out."""
        dumped = self.model_dump(mode="json", exclude_defaults=True)
        return {PREFIX + name.upper(): _as_variable(value) for name, value in dumped.items()}

    def shown(self) -> dict[str, object]:
        """Field values for people and logs: addresses that may hold a password are hidden."""
        dumped: dict[str, object] = self.model_dump(mode="json")
        return {name: "(set)" if name in SECRET_FIELDS and value else value for name, value in dumped.items()}


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


class SettingMissing(ValueError):
    """A process was started without the address of a service it needs."""


def required(url: str | None) -> str:
    """The address of a service. Raises SettingMissing when there is none."""
    if url is None:
        raise SettingMissing(
            "BAQYLAU_DATABASE_URL and BAQYLAU_NATS_URL must be set; `baqylau up` sets them for its processes"
        )
    return url


class SettingsProblem(OperatorProblem):
    """A setting that cannot be used; the message names its variable."""


def load_settings() -> Settings:
    """Settings of the environment. Raises SettingsProblem."""
    try:
        return Settings()
    except ValidationError as cause:
        raise SettingsProblem(
            "\n".join(_complaint(error["loc"], error["msg"]) for error in cause.errors())
        ) from cause
    except SettingsError as cause:
        raise SettingsProblem(f"{cause}: lists are written as JSON") from cause


def _complaint(place: tuple[int | str, ...], problem: str) -> str:
    name, *inside = place or ("",)
    where = "".join(f"[{step}]" for step in inside)
    return f"{PREFIX}{str(name).upper()}{where}: {problem}"


def _as_variable(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def reference() -> str:
    """The settings reference as Markdown, one row a field."""
    rows = [
        f"| `{PREFIX}{name.upper()}` | {_shown_default(name)} | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]
    head = [
        "# Settings",
        "",
        "Generated from `src/baqylau/platform/settings.py` by `baqylau settings --reference`; do not edit.",
        "",
        "| variable | default | meaning |",
        "| --- | --- | --- |",
    ]
    return "\n".join([*head, *rows, "", "## Default device ports", "", *_port_rows(), ""])


def _shown_default(name: str) -> str:
    if name == "listeners":
        return "see below"
    default = Settings.model_fields[name].default
    if default is None:
        return "unset"
    if default == ():
        return "none"
    return f"`{default}`"


def _port_rows() -> list[str]:
    rows = [f"| {each.protocol} | {each.transport} | {each.port} |" for each in DEFAULT_LISTENERS]
    return ["| protocol | transport | port |", "| --- | --- | --- |", *rows]
