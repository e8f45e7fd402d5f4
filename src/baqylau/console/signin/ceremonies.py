"""The two ceremonies of WebAuthn (W3C, Level 2): making a passkey, and showing that one has it.

A challenge is kept by the server for a few minutes and taken by the first answer that names it, right or wrong.
Every key must verify its user (by PIN, finger or face), so that it is two factors in one, and must be found by the
authenticator itself, so that nobody types a login.
"""

from __future__ import annotations

import base64
import binascii
import json
from datetime import timedelta
from typing import Any

from starlette.requests import HTTPConnection
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers import generate_challenge, options_to_json_dict
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from webauthn.registration.verify_registration_response import VerifiedRegistration

from baqylau.console.database import Connection
from baqylau.console.problems import Problem
from baqylau.console.signin.sessions import address_of, now_of
from baqylau.console.signin.shapes import Assertion, Attestation
from baqylau.console.signin.statements import first, rows
from baqylau.console.signin.throttle import TooFast
from baqylau.platform.settings import Settings

LASTS = timedelta(minutes=5)
MOST_OF_ADDRESS = 200  # an office shares one; more than so many unanswered is somebody filling the table

_ALGORITHMS = [
    COSEAlgorithmIdentifier.ECDSA_SHA_256,
    COSEAlgorithmIdentifier.EDDSA,
    COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256,
]

# What the library lets through of a malformed answer besides its own errors.
_MALFORMED = (WebAuthnException, ValueError, KeyError, IndexError, TypeError, AttributeError)


class AnswerRefused(Exception):
    """An authenticator's answer that proves nothing."""


def party_of(settings: Settings) -> str:
    """The relying party's id. Raises Problem 409 where the console is reached by an address alone."""
    if settings.passkey_party is None:
        raise Problem(409, "no_passkey_address", more={"because": "address"})
    return settings.passkey_party


async def registration(
    http: HTTPConnection, database: Connection, login: str, user_handle: bytes, has: list[bytes]
) -> dict[str, Any] | TooFast:
    """What `navigator.credentials.create` is to be given; keys it has already are not made again."""
    settings: Settings = http.app.state.console.settings
    challenge = await _challenge(http, database, login)
    if isinstance(challenge, TooFast):
        return challenge
    options = generate_registration_options(
        rp_id=party_of(settings),
        rp_name="Baqylau",
        user_name=login,
        user_id=user_handle,
        challenge=challenge,
        timeout=int(LASTS.total_seconds() * 1000),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in has],
        supported_pub_key_algs=_ALGORITHMS,
    )
    made: dict[str, Any] = options_to_json_dict(options)
    return made


async def authentication(http: HTTPConnection, database: Connection) -> dict[str, Any] | TooFast:
    """What `navigator.credentials.get` is to be given; whose key it will be is not asked."""
    settings: Settings = http.app.state.console.settings
    challenge = await _challenge(http, database, None)
    if isinstance(challenge, TooFast):
        return challenge
    options = generate_authentication_options(
        rp_id=party_of(settings),
        challenge=challenge,
        timeout=int(LASTS.total_seconds() * 1000),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    made: dict[str, Any] = options_to_json_dict(options)
    return made


async def _challenge(http: HTTPConnection, database: Connection, login: str | None) -> bytes | TooFast:
    now, address = now_of(http), address_of(http)
    await rows(database, "forget_challenges", now=now)
    waiting = await first(database, "challenges_of_address", address=address)
    if waiting is not None and waiting["open"] >= MOST_OF_ADDRESS:
        return TooFast(60)
    challenge = generate_challenge()
    values = {"challenge": challenge, "login": login, "address": address, "expires_at": now + LASTS}
    await rows(database, "keep_challenge", **values)
    return challenge


async def registered(
    http: HTTPConnection, database: Connection, login: str, answer: Attestation
) -> VerifiedRegistration:
    """The key that an authenticator made for this account. Raises AnswerRefused."""
    settings: Settings = http.app.state.console.settings
    challenge = await _taken(http, database, login, answer.response.clientDataJSON)
    try:
        return verify_registration_response(
            credential=answer.model_dump(),
            expected_challenge=challenge,
            expected_rp_id=party_of(settings),
            expected_origin=settings.console_origin,
            require_user_verification=True,
            supported_pub_key_algs=_ALGORITHMS,
        )
    except _MALFORMED as cause:
        raise AnswerRefused(str(cause)) from cause


async def shown(
    http: HTTPConnection, database: Connection, answer: Assertion, public_key: bytes
) -> VerifiedAuthentication:
    """That whoever answers has the key, now and here; its counter is left to the caller. Raises AnswerRefused."""
    settings: Settings = http.app.state.console.settings
    challenge = await _taken(http, database, None, answer.response.clientDataJSON)
    try:
        return verify_authentication_response(
            credential=answer.model_dump(),
            expected_challenge=challenge,
            expected_rp_id=party_of(settings),
            expected_origin=settings.console_origin,
            credential_public_key=public_key,
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    except _MALFORMED as cause:
        raise AnswerRefused(str(cause)) from cause


async def _taken(http: HTTPConnection, database: Connection, login: str | None, client_data: str) -> bytes:
    """The challenge that the answer names, used up. Raises AnswerRefused for one that we did not give, or not now."""
    try:
        named = json.loads(bytes_of(client_data))["challenge"]
        challenge = bytes_of(named)
    except (ValueError, KeyError, TypeError, RecursionError) as cause:
        raise AnswerRefused(f"the answer names no challenge: {cause}") from cause
    values = {"challenge": challenge, "login": login, "now": now_of(http)}
    if await first(database, "take_challenge", **values) is None:
        raise AnswerRefused("the challenge is not one of ours, was answered already, or is too old")
    return challenge


def bytes_of(text: str) -> bytes:
    """Base64url without padding (RFC 4648 section 5). Raises ValueError."""
    try:
        return base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except binascii.Error as cause:
        raise ValueError(f"not base64url: {cause}") from cause


def is_copy(kept: int, shown_count: int) -> bool:
    """Whether the key's counter says that there is a second one like it (section 6.1.1); 0 and 0: it counts not."""
    return (kept > 0 or shown_count > 0) and shown_count <= kept
