"""An authenticator in software: ES256 keys, attestation `none`, discoverable, with a counter (WebAuthn Level 2)."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

USER_PRESENT, USER_VERIFIED, HAS_CREDENTIAL = 0x01, 0x04, 0x40


def encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Authenticator:
    """Holds one key. What it is told to get wrong it gets wrong."""

    origin: str
    party: str = "localhost"
    flags: int = USER_PRESENT | USER_VERIFIED
    count: int = 0
    counts: bool = True
    handle: bytes = b""
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def _client_data(self, kind: str, options: dict[str, Any]) -> bytes:
        return json.dumps(
            {"type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": False}
        ).encode()

    def _data(self, more: int = 0, credential: bytes = b"") -> bytes:
        party = hashlib.sha256(self.party.encode()).digest()
        self.count += self.counts
        return party + bytes([self.flags | more]) + self.count.to_bytes(4, "big") + credential

    def _public(self) -> bytes:
        """As COSE_Key: EC2, ES256, P-256 (RFC 9053 section 7.1)."""
        at = self.key.public_key().public_numbers()
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: at.x.to_bytes(32, "big"), -3: at.y.to_bytes(32, "big")})

    def make(self, options: dict[str, Any]) -> dict[str, Any]:
        """What `navigator.credentials.create` gives."""
        self.handle = decoded(options["user"]["id"])
        length = len(self.credential_id).to_bytes(2, "big")
        data = self._data(HAS_CREDENTIAL, bytes(16) + length + self.credential_id + self._public())
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer(
            clientDataJSON=self._client_data("webauthn.create", options), attestationObject=attestation
        )

    def show(self, options: dict[str, Any]) -> dict[str, Any]:
        """What `navigator.credentials.get` gives."""
        client, data = self._client_data("webauthn.get", options), self._data()
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            clientDataJSON=client, authenticatorData=data, signature=signature, userHandle=self.handle
        )

    def _answer(self, **response: bytes) -> dict[str, Any]:
        return {
            "id": encoded(self.credential_id),
            "rawId": encoded(self.credential_id),
            "type": "public-key",
            "response": {name: encoded(raw) for name, raw in response.items()},
            "clientExtensionResults": {},
        }
