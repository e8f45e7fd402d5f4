"""What of the live push an account may see: its offices, an officer's own caseload, what its role carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from baqylau.console.access import Account


@dataclass(frozen=True, slots=True)
class Sight:
    """Equal sights see the same, so what is sent to one can be sent to all of them.

    offices None: the whole republic. officer None: not bound to a caseload.
    """

    offices: frozenset[int] | None
    officer: str | None
    incidents: bool
    findings: bool
    positions: bool

    def sees(self, office_id: int | None, officer: str | None) -> bool:
        """office_id None: nobody's in particular, such as a mass incident, which all see."""
        if office_id is None:
            return True
        if self.offices is not None and office_id not in self.offices:
            return False
        return self.officer is None or self.officer == officer


def sight_of(account: Account, parents: Mapping[int, int | None]) -> Sight:
    """parents: the office above each office."""
    return Sight(
        None if account.office_id is None else _below(account.office_id, parents),
        account.login if account.role == "officer" else None,
        account.may("incidents.read"),
        account.may("findings.read"),
        account.may("positions.read"),
    )


def _below(office_id: int, parents: Mapping[int, int | None]) -> frozenset[int]:
    return frozenset(one for one in parents if _is_under(one, office_id, parents))


def _is_under(office_id: int, above: int, parents: Mapping[int, int | None]) -> bool:
    step: int | None = office_id
    for _ in range(len(parents) + 1):
        if step == above or step is None:
            break
        step = parents.get(step)
    return step == above
