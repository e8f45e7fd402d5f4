"""What was pushed, numbered, so that a client that comes back gets what it missed. Pure: no socket, no clock."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from baqylau.console.live.sight import Sight
from baqylau.console.live.spots import COLUMNS, Row, Spot

KEPT = 5_000
TICKS_KEPT = 120
PIECE = 5_000


@dataclass(frozen=True, slots=True)
class Said:
    """A change of an incident or a finding, as the text that is sent."""

    seq: int
    kind: str
    office_id: int | None
    officer: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Tick:
    """The people who moved within a second."""

    seq: int
    spots: Sequence[Spot]


class Log:
    """Numbers begin at `first_seq`, higher than any a process before this one can have given."""

    def __init__(self, first_seq: int) -> None:
        self.seq = first_seq
        self._floor = first_seq
        self._said: deque[Said] = deque()
        self._ticks: deque[Tick] = deque()
        self._ticks_from = first_seq
        self.spots: dict[int, Spot] = {}
        self._newest: dict[Sight, int | None] = {}
        self._moved: dict[tuple[int, Sight], list[str]] = {}
        self._whole: dict[Sight, list[str]] = {}

    def _changed_now(self) -> None:
        """What was made for some who see the same no longer holds for others who do."""
        self._newest.clear()
        self._moved.clear()
        self._whole.clear()

    def say(self, kind: str, name: str, body: str, office_id: int | None, officer: str | None) -> None:
        """body: the JSON of the incident or finding, under `name` in the message."""
        self.seq += 1
        self._changed_now()
        text = f'{{"type":"{kind}","seq":{self.seq},"{name}":{body}}}'
        self._said.append(Said(self.seq, kind, office_id, officer, text))
        if len(self._said) > KEPT:
            self._floor = self._said.popleft().seq

    def moved(self, spots: Sequence[Spot]) -> None:
        """To be called whenever spots may have changed, also where nobody moved."""
        self._changed_now()
        if not spots:
            return
        self.seq += 1
        for spot in spots:
            spot.seq = self.seq
        self._ticks.append(Tick(self.seq, spots))
        if len(self._ticks) > TICKS_KEPT:
            self._ticks_from = self._ticks.popleft().seq

    def forget(self) -> None:
        """Something may have been missed: whoever comes back now must read everything anew."""
        self.seq += 1
        self._changed_now()
        self._floor = self._ticks_from = self.seq
        self._said.clear()
        self._ticks.clear()

    def knows(self, after: int) -> bool:
        """Whether all that was said after this number is still at hand."""
        return self._floor <= after <= self.seq

    def said_since(self, after: int, sight: Sight) -> list[str]:
        """Texts of the changes that `sight` sees, oldest first."""
        found: list[str] = []
        for one in reversed(self._said):
            if one.seq <= after:
                break
            wanted = sight.incidents if one.kind == "incident" else sight.findings
            if wanted and sight.sees(one.office_id, one.officer):
                found.append(one.text)
        found.reverse()
        return found

    def moved_since(self, after: int, sight: Sight) -> list[str]:
        """At most a few messages with the newest position of everyone who moved."""
        if not sight.positions:
            return []
        if (after, sight) not in self._moved:
            rows = [spot.row for spot in self._changed(after) if spot.row and _seen(sight, spot)]
            self._moved[after, sight] = list(_pieces(rows, self.seq, whole=False)) if rows else []
        return self._moved[after, sight]

    def _changed(self, after: int) -> Iterable[Spot]:
        if after < self._ticks_from:
            return (spot for spot in self.spots.values() if spot.seq > after)
        changed: dict[int, Spot] = {}
        for tick in reversed(self._ticks):
            if tick.seq <= after:
                break
            for spot in tick.spots:
                changed.setdefault(spot.wearer.person_id, spot)
        return changed.values()

    def whole(self, sight: Sight) -> list[str]:
        """Everyone whom `sight` sees, in pieces; one empty piece where it sees nobody."""
        if not sight.positions:
            return []
        if sight not in self._whole:
            rows = [spot.row for spot in self.spots.values() if spot.row and _seen(sight, spot)]
            self._whole[sight] = list(_pieces(rows, self.seq, whole=True))
        return self._whole[sight]

    def newest_visible_ms(self, sight: Sight) -> int | None:
        if sight not in self._newest:
            self._newest[sight] = max(
                (s.visible_ms for s in self.spots.values() if s.visible_ms and _seen(sight, s)), default=None
            )
        return self._newest[sight]


def _seen(sight: Sight, spot: Spot) -> bool:
    return sight.sees(spot.wearer.office_id, spot.wearer.officer)


def _pieces(rows: Sequence[Row], seq: int, *, whole: bool) -> Iterator[str]:
    starts = range(0, max(len(rows), 1), PIECE)
    for start in starts:
        message = {
            "type": "positions",
            "seq": seq,
            "whole": whole,
            "last": start == starts[-1],
            "columns": COLUMNS,
            "rows": rows[start : start + PIECE],
        }
        yield json.dumps(message, separators=(",", ":"))
