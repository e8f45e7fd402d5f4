"""Commands to a watch: `[maker*id*length*KEYWORD,…]`, framed as it frames its own.

CR (report now), UPLOAD,seconds, RESET, FIND (rings and vibrates until a button is pressed), MESSAGE,text as
hexadecimal UTF-16. The watch confirms with the keyword alone (Beesure GPS SeTracker Server Protocol, "Platform send
command"; WatchProtocolEncoder of traccar). Keywords for listening in exist and are never sent.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from baqylau.protocols.commanding import Sending, Texts, text_of
from baqylau.register.command import Command

TEXTS: Final[Texts] = {
    "locate": lambda _: "CR",
    "interval": lambda given: f"UPLOAD,{given['seconds']}",
    "reboot": lambda _: "RESET",
    "vibrate": lambda _: "FIND",
    "message": lambda given: f"MESSAGE,{given['text'].encode('utf-16-be').hex().upper()}",
}
KEYWORDS: Final = frozenset(("CR", "UPLOAD", "RESET", "FIND", "MESSAGE"))


class Addressee(NamedTuple):
    """As the watch's own frames have it; number: an index, empty where its make has none."""

    maker: bytes
    identity: bytes
    number: bytes


def framed(to: Addressee, content: bytes) -> bytes:
    index = b"*" + to.number if to.number else b""
    return b"[%b*%b%b*%04x*%b]" % (to.maker, to.identity, index, len(content), content)


def order(command: Command, to: Addressee) -> Sending:
    """The reference is the keyword: a watch that answers two of a kind answers both. Raises CommandRefused."""
    text = text_of(TEXTS, command)
    return Sending(framed(to, text.encode("ascii")), text.partition(",")[0])
