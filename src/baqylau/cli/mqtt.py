"""`baqylau mqtt`: what devices that speak MQTT, and the NATS server they come to, have to be given."""

from __future__ import annotations

from typing import Annotated

import typer

from baqylau.gateway.admission import subjects
from baqylau.platform.nats_admission import Issuer, device_key
from baqylau.platform.nats_server import NatsServer
from baqylau.platform.problems import OperatorProblem
from baqylau.platform.settings import load_settings

app = typer.Typer(no_args_is_help=True, help="Keys of devices that speak MQTT.")


class NoSecret(OperatorProblem):
    """Neither the environment nor the data folder has a secret to derive keys from."""


class NoIdentity(OperatorProblem):
    """The word cannot be the identity of a device that speaks MQTT."""


@app.command()
def key(identity: Annotated[str, typer.Argument(help="The device's identity, as in the register.")]) -> None:
    """Print the key of a device: its MQTT password."""
    if not subjects(identity)[0]:
        raise NoIdentity(f"{identity!r} is no identity: 1 to 64 of A-Z a-z 0-9 _ - (OwnTracks: user/device)")
    typer.echo(device_key(_secret(), identity))


@app.command()
def issuer() -> None:
    """Print the issuer that a NATS server of your own is configured with (auth_callout)."""
    typer.echo(Issuer(_secret()).public_key)


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
