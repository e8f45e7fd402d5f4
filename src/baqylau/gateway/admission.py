"""Which devices may connect by MQTT, and where they may publish.

A device is known to the register and has its key, or a certificate with its identity as common name.
"""

from __future__ import annotations

import re
import time

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription

from baqylau.gateway.directory import Directory
from baqylau.gateway.tally import Tally
from baqylau.platform.nats_admission import SUBJECT, Asked, Issuer, NotAsked, asked, is_device_key

_DEVICE = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
_PHONE = re.compile(r"([A-Za-z0-9_-]{1,32})/([A-Za-z0-9_-]{1,32})", re.ASCII)
"""OwnTracks: user and device."""

_QUEUE = "gateways"


class Admission:
    """Answers NATS for as long as it is open. Without a secret nobody is let in."""

    def __init__(self, directory: Directory, secret: str, tally: Tally) -> None:
        self._directory = directory
        self._secret = secret
        self._issuer = Issuer(secret)
        self._tally = tally

    async def open(self, client: Client) -> Subscription:
        return await client.subscribe(SUBJECT, queue=_QUEUE, cb=self._asked)

    async def _asked(self, message: Msg) -> None:
        try:
            one = asked(message.data)
        except NotAsked:
            self._tally.mqtt_refused += 1
            return
        await message.respond(self.answer(one, int(time.time())))

    def answer(self, one: Asked, now_s: int) -> bytes:
        """The signed answer to one connection."""
        problem = self._objection(one)
        if problem:
            self._tally.mqtt_refused += 1
            return self._issuer.turn_away(one, problem, now_s)
        self._tally.mqtt_connections += 1
        publish, subscribe = subjects(one.user)
        return self._issuer.admit(one, publish, subscribe, now_s)

    def _objection(self, one: Asked) -> str:
        if one.kind != "mqtt":
            return "only devices are admitted here, by MQTT"
        if not subjects(one.user)[0]:
            return "the user name is no device's identity"
        if one.client_id not in (one.user, one.user.replace("/", "")):
            return "client identifier and user name differ"
        if one.certificate_name is not None and one.certificate_name != one.user:
            return f"the certificate of {one.certificate_name!r} does not let in {one.user!r}"
        if one.certificate_name is None and not is_device_key(self._secret, one.user, one.password):
            return "wrong key"
        if self._directory.find(one.user) is None:
            return "not in the register"
        return ""


def subjects(identity: str) -> tuple[list[str], list[str]]:
    """Where a device may publish and what it may subscribe to; nothing for what is no identity."""
    if _DEVICE.fullmatch(identity):
        return [f"baqylau.v1.{identity}.report"], [f"baqylau.v1.{identity}.command"]
    if match := _PHONE.fullmatch(identity):
        place = f"owntracks.{match[1]}.{match[2]}"
        return [place, f"{place}.>"], [f"{place}.cmd"]
    return [], []
