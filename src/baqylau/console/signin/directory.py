"""Speaking with an agency's own directory: OpenID Connect, the authorization code flow with PKCE (RFC 7636).

Nothing here knows accounts. What the directory is asked, and how its ID token is believed, follows OpenID Connect
Core 1.0 (section 3.1) and Discovery 1.0; the token's signature is checked with the keys that the issuer publishes.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx2
from authlib.integrations.base_client import OAuthError  # type: ignore[import-untyped]
from authlib.integrations.httpx_client import AsyncOAuth2Client  # type: ignore[import-untyped]
from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from baqylau.platform.settings import Settings

RETURN_PATH = "/api/signin/directory/return"
WITHIN_S = 10.0
LEEWAY_S = 60  # how far its clock and ours may be apart

_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
_WELL_KNOWN = "/.well-known/openid-configuration"


class DirectoryAway(Exception):
    """The directory does not answer, or not as a directory."""


class TokenRefused(Exception):
    """What the directory gave does not prove who came."""


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where the directory does what."""

    authorization: str
    token: str
    keys: str


@dataclass(frozen=True, slots=True)
class Visit:
    """One browser's way to the directory and back."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whom the directory has seen. login: None where its claim is missing or cannot be one of ours."""

    subject: str
    login: str | None
    two_factors: bool


@asynccontextmanager
async def client_of(settings: Settings) -> AsyncIterator[AsyncOAuth2Client]:
    """A client of the directory for one errand. Raises DirectoryAway for what the network does."""
    client = AsyncOAuth2Client(
        settings.directory_client_id,
        settings.directory_client_secret,
        scope=settings.directory_scope,
        redirect_uri=settings.console_origin + RETURN_PATH,
        code_challenge_method="S256",
        timeout=WITHIN_S,
    )
    try:
        async with client:
            yield client
    except (httpx2.HTTPError, httpx2.InvalidURL) as cause:
        raise DirectoryAway(f"{settings.directory_issuer}: {type(cause).__name__}: {cause}") from cause


async def endpoints_of(client: AsyncOAuth2Client, settings: Settings) -> Endpoints:
    """What the issuer publishes about itself. Raises DirectoryAway."""
    issuer = settings.directory_issuer or ""
    told = await _told(client, issuer.rstrip("/") + _WELL_KNOWN)
    if told.get("issuer") != issuer:
        raise DirectoryAway(
            f"{issuer} calls itself {told.get('issuer')!r}: set BAQYLAU_DIRECTORY_ISSUER to that"
        )
    names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    found = [told.get(name) for name in names]
    if not all(isinstance(one, str) for one in found):
        raise DirectoryAway(f"{issuer} does not say all of {', '.join(names)}")
    return Endpoints(*(str(one) for one in found))


async def _told(client: AsyncOAuth2Client, url: str) -> dict[str, Any]:
    answer = await client.request("GET", url, withhold_token=True)
    try:
        answer.raise_for_status()
        told = answer.json()
    except ValueError as cause:
        raise DirectoryAway(f"{url} answers with no JSON: {cause}") from cause
    if not isinstance(told, dict):
        raise DirectoryAway(f"{url} answers with no JSON object")
    return told


def address_for(client: AsyncOAuth2Client, at: Endpoints, visit: Visit) -> str:
    """Where the browser is sent."""
    url, _ = client.create_authorization_url(
        at.authorization, state=visit.state, code_verifier=visit.verifier, nonce=visit.nonce
    )
    return str(url)


async def visitor_of(
    client: AsyncOAuth2Client, settings: Settings, visit: Visit, code: str, now_s: int
) -> Visitor:
    """Who came back with this code. Raises DirectoryAway and TokenRefused."""
    at = await endpoints_of(client, settings)
    try:
        given = await client.fetch_token(
            at.token, grant_type="authorization_code", code=code, code_verifier=visit.verifier
        )
    except OAuthError as cause:
        raise TokenRefused(f"the directory gives no token for the code: {cause}") from cause
    except ValueError as cause:
        raise DirectoryAway(f"{at.token} answers with no JSON: {cause}") from cause
    keys = await _told(client, at.keys)
    claims = claims_of(given, keys, settings, visit.nonce, now_s)
    return read_visitor(claims, settings)


def claims_of(
    given: dict[str, Any], keys: dict[str, Any], settings: Settings, nonce: str, now_s: int
) -> dict[str, Any]:
    """The claims of the ID token, once it is believed: signed by the issuer, for us, now, for this visit.

    Raises TokenRefused.
    """
    try:
        token = jwt.decode(
            str(given["id_token"]),
            KeySet.import_key_set(keys),  # type: ignore[arg-type]
            algorithms=_ALGORITHMS,
        )
        claims = CodeIDToken(
            token.claims,
            token.header,
            options={
                "iss": {"essential": True, "value": settings.directory_issuer},
                "aud": {"essential": True, "value": settings.directory_client_id},
            },
            params={
                "client_id": settings.directory_client_id,
                "nonce": nonce,
                "access_token": given.get("access_token"),
            },
        )
        claims.validate(now=now_s, leeway=LEEWAY_S)
    except (JoseError, KeyError, ValueError, TypeError) as cause:
        raise TokenRefused(f"the ID token is not believed: {type(cause).__name__}: {cause}") from cause
    return dict(claims)


def read_visitor(claims: dict[str, Any], settings: Settings) -> Visitor:
    """What the claims say of who came. A mailbox is a login only when the directory has verified it."""
    name = settings.directory_login_claim
    told = claims.get(name)
    believed = isinstance(told, str) and (name != "email" or claims.get("email_verified") is True)
    login = str(told).strip().lower() if believed else None
    ways = claims.get("amr") or []
    two_factors = claims.get("acr") in settings.directory_factor_acr or any(
        one in settings.directory_factor_amr for one in ways
    )
    return Visitor(str(claims["sub"]), login if login and "\0" not in login else None, two_factors)
