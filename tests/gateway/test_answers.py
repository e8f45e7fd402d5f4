"""Replies of a connection go out in the order of its frames, each after all before it are stored."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from baqylau.gateway.answers import Answer, Peer


class Listener(Peer):
    __slots__ = ("said",)

    def __init__(self) -> None:
        super().__init__()
        self.said: list[bytes] = []

    def send(self, replies: list[bytes]) -> None:
        self.said += replies


@given(st.lists(st.integers(0, 3), max_size=12), st.randoms())
def test_replies_keep_their_order_whatever_is_stored_first(parts: list[int], random: object) -> None:
    """After each storing exactly the replies of the longest fully stored beginning have gone out."""
    peer = Listener()
    answers = [peer.owe((bytes([number]),), count) for number, count in enumerate(parts)]
    storings: list[Answer] = [
        answer for answer, count in zip(answers, parts, strict=True) for _ in range(count)
    ]
    random.shuffle(storings)  # type: ignore[attr-defined]
    for answer in storings:
        answer.stored()
        ready = 0
        while ready < len(answers) and not answers[ready].missing:
            ready += 1
        assert peer.said == [bytes([number]) for number in range(ready)]
    assert peer.said == [bytes([number]) for number in range(len(parts))]
    assert not peer.waiting
