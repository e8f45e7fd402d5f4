"""What a device is owed: replies in the order of its frames, each after everything it sent before is stored."""

from __future__ import annotations

from typing import ClassVar


class Answer:
    """Replies to one frame, owed until its reports are stored; they may lie in several partitions."""

    __slots__ = ("_peer", "missing", "replies")

    def __init__(self, peer: Peer, replies: tuple[bytes, ...], missing: int) -> None:
        self._peer = peer
        self.replies = replies
        self.missing = missing

    def stored(self) -> None:
        """One of the reports is stored."""
        self.missing -= 1
        if not self.missing:
            self._peer.settle()


class Peer:
    """Who sends frames: a connection, or the source of one datagram.

    devices: ids of those of the register it has spoken for; a relay speaks for many. identity: the first of them,
    the connection's own. introduced: it has said something that names no device, as a relay does that logs in.
    """

    __slots__ = ("_owed", "address", "devices", "identity", "introduced")
    lasting: ClassVar[bool]

    def __init__(self) -> None:
        self._owed: list[Answer] = []
        self.address = ""
        self.devices: set[int] = set()
        self.identity: str | None = None
        self.introduced = False

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

    def dismiss(self) -> None:
        """Takes nothing more and closes once what is owed is sent; a datagram's source has nothing to close."""
