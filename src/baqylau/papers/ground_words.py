"""What a paper says of the map below: whose work it is and what it is good for, or that there is none."""

from __future__ import annotations

from baqylau.papers.document import Text
from baqylau.papers.plan import Ground
from baqylau.papers.words import Words


def ground_words(ground: Ground, words: Words) -> Text:
    if not ground.credit:
        return Text(words("papers.map.ground.none"), "small")
    said = words("papers.map.ground.lines", credit=ground.credit)
    return Text(f"{said} {words('papers.map.ground.coarse')}" if ground.coarse else said, "small")
