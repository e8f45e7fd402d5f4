"""Where people fall silent together: everywhere, or in one region, at one mobile operator, at one cell. Pure.

A cell or an operator that fails takes everybody there at once; among all the supervised these may be few. So within
a scope half of those in it are a mass, where among everybody a tenth is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from baqylau.incidents.terms import BlindTerms


@dataclass(frozen=True, slots=True)
class Scope:
    """name: None for everybody, `region:<code of the office>`, `operator:<mcc>-<mnc>`, `cell:<mcc>-<mnc>-<lac>-<cell>`.

    monitored: how many people wear a device in it now. silent: those of them who are silent.
    """

    name: str | None
    monitored: int
    silent: frozenset[int]

    def terms(self, terms: BlindTerms) -> BlindTerms:
        return terms if self.name is None else replace(terms, share=terms.scope_share)


def everybody(monitored: int, silent: Iterable[int]) -> Scope:
    return Scope(None, monitored, frozenset(silent))


def likeliest_first(scopes: Sequence[Scope]) -> list[Scope]:
    """Everybody before anything else, then where the largest share is silent, the larger of two alike.

    What is named first takes its people; a region is not blamed for what one of its cells explains.
    """
    return sorted(scopes, key=_likelihood)


def _likelihood(scope: Scope) -> tuple[bool, float, int, str]:
    share = len(scope.silent) / scope.monitored if scope.monitored else 0.0
    return scope.name is not None, -share, -len(scope.silent), scope.name or ""
