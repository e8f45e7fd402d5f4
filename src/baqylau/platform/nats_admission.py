"""Letting clients into NATS: the keys, tokens and answers of its auth callout.

NATS asks an application about each connection and takes a signed answer (docs.nats.io: Auth Callout). Keys are
Ed25519 in NATS's own spelling (nkeys: base32 of prefix, key and CRC-16); tokens are JWTs of algorithm ed25519-nkey.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import struct
from collections.abc import Sequence
from typing import Any, Final

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.x509.oid import NameOID

SUBJECT: Final = "$SYS.REQ.USER.AUTH"
ACCOUNT: Final = "$G"
"""The account of a server whose configuration names none."""

_ACCOUNT_PREFIX = 0
_HEADER = b'{"typ":"JWT","alg":"ed25519-nkey"}'


class Asked(msgspec.Struct, frozen=True):
    """Who wants to come in. user_key and server: to be repeated in the answer."""

    user_key: str
    server: str
    kind: str
    client_id: str
    user: str
    password: str
    certificate_name: str | None
    """Common name of the certificate that NATS has verified; None: it came without one."""


class _Server(msgspec.Struct):
    id: str


class _Client(msgspec.Struct):
    type: str = ""
    mqtt_id: str = ""


class _Options(msgspec.Struct, rename={"password": "pass"}):
    user: str = ""
    password: str = ""


class _Tls(msgspec.Struct):
    verified_chains: list[list[str]] = []


class _Request(msgspec.Struct):
    user_nkey: str
    server_id: _Server
    client_info: _Client
    connect_opts: _Options
    client_tls: _Tls = msgspec.field(default_factory=_Tls)


class _Claims(msgspec.Struct):
    nats: _Request


_decode = msgspec.json.Decoder(_Claims).decode


class NotAsked(ValueError):
    """What came is no request of NATS; the message says why."""


def asked(token: bytes) -> Asked:
    """Reads an authorization request. Raises NotAsked."""
    parts = token.split(b".")
    try:
        claims = _decode(_from_base64(parts[1])).nats
        name = _common_name(claims.client_tls.verified_chains)
    except (IndexError, binascii.Error, msgspec.DecodeError, ValueError) as error:
        raise NotAsked(str(error)) from error
    client, options = claims.client_info, claims.connect_opts
    return Asked(
        claims.user_nkey,
        claims.server_id.id,
        client.type,
        client.mqtt_id,
        options.user,
        options.password,
        name,
    )


def _common_name(chains: Sequence[Sequence[str]]) -> str | None:
    """Of the device's own certificate, which begins each chain; empty when it has not exactly one."""
    if not chains:
        return None
    own = x509.load_pem_x509_certificate(chains[0][0].encode())
    names = own.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if len(names) == 1 else ""


class Issuer:
    """Signs answers; NATS is configured with `public_key` as the callout's issuer."""

    def __init__(self, secret: str) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(_derived(secret, "nats-issuer"))
        self.public_key = _nkey(_ACCOUNT_PREFIX, self._key.public_key().public_bytes_raw())

    def admit(self, one: Asked, publish: Sequence[str], subscribe: Sequence[str], now_s: int) -> bytes:
        """Let in by MQTT, with the right to these subjects and to no other."""
        user = {
            "sub": one.user_key,
            "aud": ACCOUNT,
            "name": one.user,
            "nats": {
                "type": "user",
                "version": 2,
                "pub": {"allow": list(publish)} if publish else {"deny": [">"]},
                "sub": {"allow": list(subscribe)} if subscribe else {"deny": [">"]},
                "subs": -1,
                "data": -1,
                "payload": -1,
                "allowed_connection_types": ["MQTT"],
            },
        }
        return self._answer(one, {"jwt": self._signed(user, now_s)}, now_s)

    def turn_away(self, one: Asked, problem: str, now_s: int) -> bytes:
        return self._answer(one, {"error": problem}, now_s)

    def _answer(self, one: Asked, said: dict[str, str], now_s: int) -> bytes:
        claims = {
            "sub": one.user_key,
            "aud": one.server,
            "nats": {"type": "authorization_response", "version": 2, **said},
        }
        return self._signed(claims, now_s).encode()

    def _signed(self, claims: dict[str, Any], now_s: int) -> str:
        full = {**claims, "iss": self.public_key, "iat": now_s}
        digest = hashlib.sha256(msgspec.json.encode(full)).digest()
        full["jti"] = base64.b32encode(digest).rstrip(b"=").decode()
        text = _base64(_HEADER) + b"." + _base64(msgspec.json.encode(full))
        return (text + b"." + _base64(self._key.sign(text))).decode()


def device_key(secret: str, identity: str) -> str:
    """The password of one device, 43 characters."""
    return _base64(_derived(secret, f"device:{identity}")).decode()


def is_device_key(secret: str, identity: str, given: str) -> bool:
    """In time that does not tell how much of it was right."""
    return hmac.compare_digest(device_key(secret, identity).encode(), given.encode("utf-8", "replace"))


def _derived(secret: str, purpose: str) -> bytes:
    return hmac.digest(secret.encode(), f"baqylau-mqtt:{purpose}".encode(), "sha256")


def _nkey(prefix: int, raw: bytes) -> str:
    body = bytes([prefix]) + raw
    return base64.b32encode(body + struct.pack("<H", binascii.crc_hqx(body, 0))).decode().rstrip("=")


def _base64(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def _from_base64(data: bytes) -> bytes:
    return base64.urlsafe_b64decode(data + b"=" * (-len(data) % 4))
