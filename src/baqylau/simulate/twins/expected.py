"""What has to be found, read from the script by the words of the order. Nothing here is taken from the rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from baqylau.simulate.twins import expected_devices as devices
from baqylau.simulate.twins import expected_places as places
from baqylau.simulate.twins import expected_protection as protection
from baqylau.simulate.twins import expected_tests as tests
from baqylau.simulate.twins.expectation import DECIDED_MS, Expected, Window
from baqylau.simulate.twins.kit import Fitted
from baqylau.simulate.twins.truth import Span, Truth


def expected_of(
    truth: Truth, kit: Sequence[Fitted], spells: Sequence[Sequence[Span]], theirs: Sequence[Span] = ()
) -> list[Expected]:
    """spells: further times without network, of each device of the kit; theirs: of what a protected person carries."""
    found = [
        *places.curfew(truth, kit),
        *places.curfew_by_radio(truth, kit),
        *places.forbidden(truth, kit),
        *places.town(truth, kit),
        *devices.worn(truth, kit),
        *devices.silences(truth, kit, spells),
        *devices.unplaced(truth, kit, spells),
        *devices.batteries(truth, kit),
        *devices.units(truth, kit),
        *devices.pairs(truth, kit),
        *tests.tests(truth),
        *protection.kept_away(truth, kit, spells, theirs),
    ]
    return sorted(found, key=lambda each: each.began)


def seen_between(expected: Sequence[Expected], from_ms: int, to_ms: int) -> list[Expected]:
    """What of it can be told by who watched from … to …: what began before or just now may be found and may not.

    What had begun before and lasts (a battery that is already low) begins, for who watches, with the first report.
    """
    return [
        replace(
            each,
            began=each.began if from_ms <= each.began[0] else _begun_by(each.began, from_ms + DECIDED_MS),
            certain=each.certain and from_ms <= each.began[0] and each.began[1] + DECIDED_MS <= to_ms,
            may_last=each.ended is not None and each.ended[1] + DECIDED_MS > to_ms,
        )
        for each in expected
    ]


def _begun_by(began: Window, latest_ms: int) -> Window:
    return began[0], max(began[1], latest_ms)
