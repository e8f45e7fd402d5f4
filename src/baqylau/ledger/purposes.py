"""For what a person, a track or an export is opened. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from baqylau.platform.refusal import Refusal

PURPOSES: dict[str, str] = {
    "incident:N": "incident N of this person",
    "scheduled_check": "a check that was due",
    "court_request": "a court or a prosecutor asked",
    "complaint": "a complaint is looked into",
    "register_maintenance": "the register is kept in order",
    "other:words": "another purpose, in words",
}
"""As they are written, and what they mean."""

MOST_WORDS = 200
_INCIDENT = re.compile(r"^incident:([1-9][0-9]{0,17})$")
_PLAIN = frozenset(one for one in PURPOSES if ":" not in one)


class PurposeRefused(Refusal):
    """What was given is no purpose; the message says what one looks like."""


@dataclass(frozen=True, slots=True)
class Purpose:
    """code: as in PURPOSES, with the incident's number; words: only of `other`."""

    code: str
    words: str | None = None


def read_purpose(given: str) -> Purpose:
    """Reads `incident:12`, `complaint`, `other:why`. Raises PurposeRefused."""
    if given in _PLAIN or _INCIDENT.match(given):
        return Purpose(given)
    code, _, words = given.partition(":")
    words = words.strip()
    if code != "other" or not words:
        raise PurposeRefused("purpose_unknown")
    if len(words) > MOST_WORDS or not words.isprintable():
        raise PurposeRefused("purpose_words", most=MOST_WORDS)
    return Purpose("other", words)
