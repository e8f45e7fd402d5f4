"""Secrets of second factors, sealed: who reads the table alone cannot make codes.

AES-256-GCM (NIST SP 800-38D) with a random nonce of 96 bits; the login is authenticated with it, so that a sealed
secret copied to another account opens nothing. The key is a setting, or a file of the data folder.
"""

from __future__ import annotations

import base64
import binascii
import logging
import secrets
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from starlette.requests import HTTPConnection

from baqylau.console.database import Connection, Pool
from baqylau.console.problems import Problem
from baqylau.console.signin.statements import rows
from baqylau.platform.key_file import KeyUnusable, kept
from baqylau.platform.settings import Settings

log = logging.getLogger(__name__)

FILE = "sign-in-key"
_KEY_BYTES = 32
_NONCE_BYTES = 12
_MARK = "sealed:"


class SealBroken(ValueError):
    """A secret that this key does not open: another key sealed it, or it was changed."""


class Seal:
    """Closes and opens secrets with one key of 32 bytes."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def closed(self, login: str, secret: str) -> str:
        """The secret as it is kept."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = nonce + self._cipher.encrypt(nonce, secret.encode(), login.encode())
        return _MARK + base64.b64encode(sealed).decode()

    def opened(self, login: str, sealed: str) -> str:
        """The secret again. Raises SealBroken."""
        if not is_sealed(sealed):
            raise SealBroken(
                f"the second factor of {login} is not sealed: restart the console, which does it"
            )
        try:
            both = base64.b64decode(sealed.removeprefix(_MARK), validate=True)
            secret = self._cipher.decrypt(both[:_NONCE_BYTES], both[_NONCE_BYTES:], login.encode())
        except (InvalidTag, binascii.Error, ValueError) as cause:
            raise SealBroken(
                f"the key does not open the second factor of {login}: bring back {FILE} "
                "(BAQYLAU_SIGN_IN_KEY), or have the factor reset by two administrators"
            ) from cause
        return secret.decode()


def is_sealed(text: str) -> bool:
    """Whether this is a sealed secret and not one as it was kept by earlier versions."""
    return text.startswith(_MARK)


def seal_of(settings: Settings) -> Seal:
    """The installation's seal. Raises KeyUnusable for a key file that cannot be used."""
    return _seal(settings.sign_in_key, settings.data_folder)


def opened(http: HTTPConnection, login: str, sealed: str) -> str:
    """The secret, for a request. Raises Problem 503 with what to do where the key does not open it."""
    try:
        return seal_of(http.app.state.console.settings).opened(login, sealed)
    except (SealBroken, KeyUnusable) as cause:
        log.error("%s", cause)
        raise Problem(503, "seal_broken", said=cause, more={"because": "seal"}) from cause


def closed(http: HTTPConnection, login: str, secret: str) -> str:
    """The secret as it is kept. Raises Problem 503 where there is no key to use."""
    try:
        return seal_of(http.app.state.console.settings).closed(login, secret)
    except KeyUnusable as cause:
        log.error("%s", cause)
        raise Problem(503, "seal_broken", said=cause, more={"because": "seal"}) from cause


@cache
def _seal(given: str | None, folder: Path) -> Seal:
    if given is not None:
        return Seal(bytes.fromhex(given))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / FILE
    text = kept(path, lambda: secrets.token_hex(_KEY_BYTES).encode() + b"\n")
    try:
        return Seal(bytes.fromhex(text.decode("ascii").strip()))
    except ValueError as cause:
        raise KeyUnusable(f"{path} holds no key of 64 hexadecimal digits: {cause}") from cause


async def seal_plain(pool: Pool, settings: Settings) -> None:
    """Seals what earlier versions kept as it was. Run when the console starts; nothing to do the next time."""
    async with pool.connection() as database:
        plain = await rows(database, "plain_totp")
        for row in plain:
            await _seal_row(database, seal_of(settings), row["login"], row["secret"], row["pending"])
    if plain:
        log.info("sealed the second factors of %d accounts", len(plain))


async def _seal_row(
    database: Connection, seal: Seal, login: str, secret: str | None, pending: str | None
) -> None:
    kept = [one if one is None or is_sealed(one) else seal.closed(login, one) for one in (secret, pending)]
    await rows(database, "seal_totp", login=login, secret=kept[0], pending=kept[1])
