"""What a bad line, a broken device or a hostile sender makes of good frames."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from tests.fuzz.seals import Seal

_TELLING = (0, 1, 0x7F, 0x80, 0xFF, 0x20, 0x23, 0x2C, 0x7E, 0x0D, 0x0A)
_LONGEST = 6000


def damaged(random: Random, corpus: Sequence[bytes], seal: Seal) -> bytes:
    """One of the frames after one to six mishaps; half of the time with its checksum put right."""
    data = bytearray(random.choice(corpus))
    for _ in range(random.choice((1, 1, 2, 3, 6))):
        _mishap(random, data, corpus)
    whole = bytes(data[:_LONGEST])
    return seal(whole) if random.random() < 0.5 else whole


def pieces(random: Random, data: bytes) -> tuple[bytes, ...]:
    """As the network may cut it."""
    if len(data) < 2 or random.random() < 0.4:
        return (data,)
    cuts = sorted(random.sample(range(1, len(data)), min(len(data) - 1, random.choice((1, 2, 5)))))
    return tuple(data[a:b] for a, b in zip((0, *cuts), (*cuts, len(data)), strict=True))


def _mishap(random: Random, data: bytearray, corpus: Sequence[bytes]) -> None:
    place = random.randrange(len(data) + 1)
    size = random.choice((1, 1, 2, 4, 16, 64))
    kind = random.randrange(8)
    if kind == 0 and data:
        data[place % len(data)] ^= 1 << random.randrange(8)
    elif kind == 1 and data:
        data[place % len(data)] = random.choice(_TELLING)
    elif kind == 2:
        del data[place : place + size]
    elif kind == 3:
        data[place:place] = data[place : place + size] * random.choice((1, 2, 30))
    elif kind == 4:
        data[place:place] = random.randbytes(size)
    elif kind == 5:
        other = random.choice(corpus)
        data[place:] = other[random.randrange(len(other) + 1) :]
    elif kind == 6:
        value = random.choice((0, 1, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF))
        width = 1 if value <= 0xFF else 2 if value <= 0xFFFF else 4
        data[place : place + width] = value.to_bytes(width, random.choice(("big", "little")))
    else:
        data[place : place + size] = _digits(random, size)


def _digits(random: Random, size: int) -> bytes:
    """Where text is read as numbers: too long, negative, not a number, in another script."""
    text = random.choice(("9" * size, "-" + "9" * size, "nan", "1e999", "٣٤", "0x1F", "", "²", "--", "1_000"))
    return text.encode()
