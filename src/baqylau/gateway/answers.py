"""What a device is owed: replies in the order of its frames, each after everything it sent before is stored."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from baqylau.protocols.commanding import Commanding, Sending
from baqylau.protocols.language import Language
from baqylau.register.command import Command, CommandRefused


class Answer:
    """Replies to one frame, owed until its reports are stored; they may lie in several partitions.

    then: done at that moment, before the replies go.
    """

    __slots__ = ("_peer", "missing", "replies", "then")

    def __init__(self, peer: Peer, replies: tuple[bytes, ...], missing: int) -> None:
        self._peer = peer
        self.replies = replies
        self.missing = missing
        self.then: Callable[[], None] | None = None

    def stored(self) -> None:
        """One of the reports is stored."""
        self.missing -= 1
        if not self.missing:
            if self.then is not None:
                self.then()
            self._peer.settle()


class Peer:
    """Who sends frames: a connection, or the source of one datagram.

    devices: ids of those of the register it has spoken for; a relay speaks for many. identity: the first of them,
    the connection's own. introduced: it has said something that names no device, as a relay does that logs in.
    tells: its device can be told something; only_in_answers: in the answer to what it sent itself, and not else.
    remains: the way to it outlives its frame.
    """

    __slots__ = ("_owed", "address", "devices", "identity", "introduced")
    lasting: ClassVar[bool]
    remains: ClassVar[bool] = False

    def __init__(self) -> None:
        self._owed: list[Answer] = []
        self.address = ""
        self.devices: set[int] = set()
        self.identity: str | None = None
        self.introduced = False

    @property
    def tells(self) -> bool:
        return False

    @property
    def only_in_answers(self) -> bool:
        return False

    @property
    def waiting(self) -> bool:
        """Whether frames of this peer are still to be stored."""
        return bool(self._owed)

    def owe(self, replies: tuple[bytes, ...], reports: int = 0) -> Answer:
        """Replies that go out once so many reports, and all frames before them, are stored."""
        answer = Answer(self, replies, reports)
        self._owed.append(answer)
        if not reports:
            self.settle()
        return answer

    def settle(self) -> None:
        """Sends what nothing before it holds back any more."""
        owed = self._owed
        ready = 0
        while ready < len(owed) and not owed[ready].missing:
            ready += 1
        if ready:
            replies = [reply for answer in owed[:ready] for reply in answer.replies]
            del owed[:ready]
            if replies:
                self.send(replies)

    def send(self, replies: list[bytes]) -> None:
        """Writes replies to the device, if it is still there."""
        raise NotImplementedError

    def tell(self, command: Command, device: str, now_ms: int) -> Sending:  # noqa: ARG002 - its contract
        """The bytes of a command in the language spoken here. Raises CommandRefused."""
        raise CommandRefused("no_such_command", "its language has no commands")

    def dismiss(self) -> None:
        """Takes nothing more and closes once what is owed is sent; a datagram's source has nothing to close."""


class Speaking(Peer):
    """A peer that speaks one language, and tells its device what that language can say."""

    __slots__ = ("_language",)

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language

    @property
    def tells(self) -> bool:
        return isinstance(self._language, Commanding)

    @property
    def only_in_answers(self) -> bool:
        return isinstance(self._language, Commanding) and self._language.only_in_answers

    def tell(self, command: Command, device: str, now_ms: int) -> Sending:
        if not isinstance(self._language, Commanding) or command.kind not in self._language.commands:
            raise CommandRefused("no_such_command", f"its language has no command for {command.kind}")
        return self._language.command(command, device, now_ms)
