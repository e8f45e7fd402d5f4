"""Codes of an authenticator application: TOTP (RFC 6238), six digits, SHA-1, steps of 30 seconds."""

from __future__ import annotations

import hmac
import io

import pyotp
import segno

STEP_MS = 30_000
DRIFT_STEPS = 1
ISSUER = "Baqylau"


def new_secret() -> str:
    """160 random bits in base32, as RFC 4226 section 4 recommends."""
    return pyotp.random_base32()


def step_of(secret: str, code: str, now_ms: int, after_step: int = 0) -> int | None:
    """The time step for which `code` is right, None if it is wrong.

    One step before and after is taken too (section 6); no step up to `after_step`: a code that was seen once
    is not right a second time (section 5.2).
    """
    given = "".join(code.split())
    if not (given.isascii() and given.isdigit()):
        return None
    generator = pyotp.TOTP(secret)
    step = now_ms // STEP_MS
    right = None
    for one in range(max(0, step - DRIFT_STEPS), step + DRIFT_STEPS + 1):
        if hmac.compare_digest(generator.generate_otp(one), given) and one > after_step:
            right = one
    return right


def uri_of(secret: str, login: str) -> str:
    """The otpauth URI that authenticator applications read."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)


def qr_of(uri: str) -> str:
    """The URI as a QR code: an SVG without any style of its own."""
    out = io.BytesIO()
    segno.make(uri, error="m").save(
        out, kind="svg", scale=4, border=4, xmldecl=False, light="#fff", dark="#000"
    )
    return out.getvalue().decode()
