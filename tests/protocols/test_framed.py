"""Languages that cut their own frames: the same events however bytes are divided, and bounded buffers."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baqylau.protocols.framed import Framed
from baqylau.protocols.h02 import H02
from baqylau.protocols.language import Message, Refusal
from baqylau.protocols.megastek import Megastek
from baqylau.protocols.meitrack import Meitrack
from baqylau.protocols.r16h import R16h
from baqylau.protocols.watch import Watch
from tests.protocols import golden
from tests.protocols.golden import NOW_MS, Frame

LANGUAGES: Sequence[type[Framed]] = (H02, Megastek, Meitrack, R16h, Watch)
SHORT = 400


def _frames(language: type[Framed]) -> list[Frame]:
    return [
        item for item in golden.loaded(language.name) if item.transport == "tcp" and len(item.data) < SHORT
    ]


def _told(language: type[Framed], chunks: Sequence[bytes]) -> list[tuple[bytes, str]]:
    session = language()
    events = golden.run(session, chunks) + session.end(NOW_MS)
    return [
        (event.raw, repr(event.observations) if isinstance(event, Message) else str(event.error))
        for event in events
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@given(st.data())
@settings(max_examples=60)
def test_damaged_streams_are_cut_alike(language: type[Framed], data: st.DataObject) -> None:
    """Damage among good frames gives the same events byte by byte as at once."""
    frames = _frames(language)
    _, damaged = data.draw(golden.damaged(frames))
    after = data.draw(st.lists(st.sampled_from(frames), max_size=2))
    stream = damaged + b"".join(frame.data for frame in after)
    singly = [stream[at : at + 1] for at in range(len(stream))]
    assert _told(language, [stream]) == _told(language, singly)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_lost_between_good_frames(language: type[Framed]) -> None:
    """Every byte of a stream of frames is in the raw bytes of an event, line ends between frames apart."""
    stream = b"".join(frame.data for frame in _frames(language))
    kept = b"".join(raw for raw, _ in _told(language, [stream]))
    assert kept.translate(None, b"\r\n") == stream.translate(None, b"\r\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_endless_noise_is_fatal(language: type[Framed]) -> None:
    """A stretch without the end of a frame ends the connection; its bytes are no more than the limit."""
    session = language()
    events = session.receive(b"\0" * (language.most_bytes + 10), NOW_MS)
    assert [isinstance(event, Refusal) and event.fatal for event in events] == [True]
    assert len(events[0].raw) == language.most_bytes
    assert session.receive(b"[3G*1*0000*LK]", NOW_MS) == session.end(NOW_MS) == []


@pytest.mark.parametrize("language", [item for item in LANGUAGES if "udp" in item.transports])
def test_a_datagram_waits_for_nothing(language: type[Framed]) -> None:
    """A frame cut by a datagram's end is refused at once, and the next datagram is read."""
    frame = _frames(language)[0].data
    session = language("udp")
    assert [type(event) for event in session.receive(frame[:20], NOW_MS)] == [Refusal]
    assert Message in {type(event) for event in session.receive(frame, NOW_MS)}
