"""`baqylau mqtt`: what devices that speak MQTT, and the NATS server they come to, have to be given."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from baqylau.gateway.admission import subjects
from baqylau.platform.device_certificate import Authority, certificate_for
from baqylau.platform.nats_admission import Issuer, device_key
from baqylau.platform.nats_server import NatsServer
from baqylau.platform.problems import OperatorProblem
from baqylau.platform.settings import load_settings

app = typer.Typer(no_args_is_help=True, help="Keys and certificates of devices that speak MQTT.")


class NoSecret(OperatorProblem):
    """Neither the environment nor the data folder has a secret to derive keys from."""


class NoIdentity(OperatorProblem):
    """The word cannot be the identity of a device that speaks MQTT."""


class CertificateNotWritten(OperatorProblem):
    """A file is there already or cannot be made."""


@app.command()
def key(identity: Annotated[str, typer.Argument(help="The device's identity, as in the register.")]) -> None:
    """Print the key of a device: its MQTT password."""
    _check(identity)
    typer.echo(device_key(_secret(), identity))


@app.command()
def certificate(
    identity: Annotated[str, typer.Argument(help="The device's identity, as in the register.")],
    ca_cert: Annotated[Path, typer.Option(help="Certificate of the CA for devices, PEM.")],
    ca_key: Annotated[Path, typer.Option(help="Its private key, PEM without a password.")],
    folder: Annotated[Path, typer.Option(help="Where the two files go.")] = Path(),
    days: Annotated[
        int, typer.Option(min=1, max=36_500, help="How long it is good, at most as long as the CA's.")
    ] = 1_825,
) -> None:
    """Make a device's private key and certificate: IDENTITY.key.pem and IDENTITY.cert.pem."""
    _check(identity)
    made = certificate_for(identity, Authority.read(ca_cert, ca_key), datetime.now(UTC), days)
    stem = identity.replace("/", ".")
    for name, text in ((f"{stem}.key.pem", made.key), (f"{stem}.cert.pem", made.certificate)):
        _write_new(folder / name, text)
        typer.echo(folder / name)
    typer.echo(f"good until {made.until:%Y-%m-%d %H:%M} UTC", err=True)


@app.command()
def issuer() -> None:
    """Print the issuer that a NATS server of your own is configured with (auth_callout)."""
    typer.echo(Issuer(_secret()).public_key)


def _check(identity: str) -> None:
    if not subjects(identity)[0]:
        raise NoIdentity(f"{identity!r} is no identity: 1 to 64 of A-Z a-z 0-9 _ - (OwnTracks: user/device)")


def _write_new(path: Path, text: bytes) -> None:
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(text)
    except OSError as problem:
        raise CertificateNotWritten(f"{path} is not written: {problem.strerror}") from problem


def _secret() -> str:
    settings = load_settings()
    if settings.mqtt_secret is not None:
        return settings.mqtt_secret
    try:
        return NatsServer(settings.data_folder).access.mqtt_secret
    except FileNotFoundError:
        raise NoSecret(
            f"no secret: set BAQYLAU_MQTT_SECRET, or start `baqylau up` in {settings.data_folder.resolve()} first"
        ) from None
