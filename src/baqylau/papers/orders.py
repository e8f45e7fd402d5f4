"""Orders on paper: number, court, ground, validity, and every condition in plain words with its number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from baqylau.papers.condition_words import condition_words, further_words
from baqylau.papers.dates import moment
from baqylau.papers.document import Block, Facts, Heading, Text
from baqylau.papers.plan import Zone, rings_of
from baqylau.papers.words import Words
from baqylau.register.grounds import legal_grounds
from baqylau.register.order import Condition, OrderVersion, epoch_ms


@dataclass(frozen=True, slots=True)
class Numbered:
    """A condition, how the paper numbers it, and the zone its hours are meant in."""

    number: str
    condition: Condition
    zone: str


def numbered(versions: Sequence[OrderVersion]) -> list[list[Numbered]]:
    """The conditions of each version, numbered through the whole paper."""
    found: list[list[Numbered]] = []
    count = 0
    for version in versions:
        found.append([])
        for condition in version.order.conditions:
            count += 1
            own = None if condition.place is None else condition.place.timezone
            found[-1].append(Numbered(str(count), condition, own or version.order.timezone))
    return found


def order_blocks(version: OrderVersion, words: Words) -> list[Block]:
    """What the order is, without its conditions."""
    order = version.order
    ground = legal_grounds().get(order.ground)
    rows = [
        (words("papers.order.court"), order.court or "–"),
        (words("papers.order.ground"), order.ground if ground is None else ground.names[words.language]),
        (words("papers.order.valid"), _valid(version, words)),
    ]
    return [Heading(words("papers.order.number", number=order.number or "–")), Facts(rows)]


def in_force_words(version: OrderVersion, words: Words) -> str:
    """From when to when this version counted."""
    return _span(version.in_force_from_ms, version.in_force_to_ms, version.order.timezone, words)


def condition_blocks(conditions: Sequence[Numbered], words: Words) -> Iterator[Block]:
    for one in conditions:
        yield Text(f"{one.number}. {condition_words(one.condition, words)}", "bold")
        for sentence in further_words(one.condition, one.zone, words):
            yield Text(sentence, "small")


def zones_of(conditions: Sequence[Numbered]) -> list[Zone]:
    """The places of those that have one, by their numbers."""
    return [
        Zone(one.condition.kind, rings_of(one.condition.place), one.number)
        for one in conditions
        if one.condition.place is not None
    ]


def _valid(version: OrderVersion, words: Words) -> str:
    valid = version.order.valid
    ends_ms = None if valid.to is None else epoch_ms(valid.to)
    return _span(epoch_ms(valid.from_), ends_ms, version.order.timezone, words)


def _span(begin_ms: int, end_ms: int | None, zone: str, words: Words) -> str:
    begin = moment(begin_ms, zone, words)
    if end_ms is None:
        return words("papers.order.open", **{"from": begin})
    return words("papers.order.span", **{"from": begin, "to": moment(end_ms, zone, words)})
