"""Passwords as argon2id (RFC 9106), and one-time passwords that administrators hand out."""

from __future__ import annotations

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from baqylau.platform.refusal import Refusal

SHORTEST = 12
LONGEST = 256
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another when read out

_hasher = PasswordHasher()


class PasswordRefused(Refusal):
    """A new password that would be guessed; the message says what to change."""


def hashed(password: str) -> str:
    """In the PHC format, with its parameters and salt. Takes about 50 ms and 64 MiB: call it in a thread."""
    return _hasher.hash(password)


@cache
def _of_nobody() -> str:
    return hashed(secrets.token_urlsafe(32))


def is_right(password: str, kept: str | None) -> bool:
    """Whether this is the password; None, an account that has none, takes as long and is always wrong."""
    try:
        return _hasher.verify(kept or _of_nobody(), password) and kept is not None
    except (VerifyMismatchError, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Whether the hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(kept)


def one_time() -> str:
    """16 random letters in groups of four: 79 bits, to be read out or written down once."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(16))
    return "-".join(letters[at : at + 4] for at in range(0, 16, 4))


def refuse_weak(password: str, login: str) -> None:
    """Length is what counts (NIST SP 800-63B section 5.1.1.2); no rules about kinds of characters.

    Raises PasswordRefused for one that is short, endless, made of few different characters or of the login.
    """
    if len(password) < SHORTEST:
        raise PasswordRefused("password_short", least=SHORTEST)
    if len(password) > LONGEST:
        raise PasswordRefused("password_long", most=LONGEST)
    if len(set(password.lower())) < 5:
        raise PasswordRefused("password_repeats")
    if login in password.lower() and len(password) - len(login) < SHORTEST:
        raise PasswordRefused("password_is_login")
