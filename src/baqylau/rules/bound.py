"""A duty to keep away from a protected person, prepared once for judging."""

from __future__ import annotations

import msgspec

from baqylau.rules.intervals import Span


class Bound(msgspec.Struct, frozen=True, gc=False):
    """A condition of kind `protection`.

    spans: when it is judged: the condition binds, the protected person's consent holds and a device of theirs is
    heard. key: the same as long as condition and protected person are.
    """

    key: int
    condition: str
    protected_id: int
    distance_m: float
    spans: tuple[Span, ...]
