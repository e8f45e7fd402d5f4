"""What the rules remember of a person between one observation and the next: compact, encodable, copied on use."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from baqylau.observations.kinds import Observation
from baqylau.rules.battery_forecast import Reading
from baqylau.rules.finding import Finding, Ground
from baqylau.rules.radio_state import RadioState, Seen, copy_radio, seen_to_ms
from baqylau.rules.tests_state import TestWatch

UNKNOWN, OFF, ON = range(3)
"""Sides of a latch: nothing known; the condition is kept; it is broken."""


class Heard(msgspec.Struct, frozen=True, gc=False):
    """An observation with when it was received, its id (the same on every replay) and the device it came from."""

    observation: Observation
    received_ms: int
    observation_id: int
    device_id: int


class Sighting(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A fix as judged against one place.

    accuracy_m: as the device stated it, or what was taken for it. circle_m: radius within which the person is
    taken to be. distance_m: from the edge of the place to the middle of the circle, negative inside. fact: what it
    shows, where that is not what its place says: a unit heard the bracelet, or did not.
    """

    time_ms: int
    received_ms: int
    observation_id: int
    device_id: int
    lat: float
    lon: float
    accuracy_m: float
    circle_m: float
    distance_m: float
    fact: str = ""

    def as_ground(self, fact: str) -> Ground:
        return Ground(
            self.fact or fact,
            self.time_ms,
            self.received_ms,
            self.observation_id,
            self.device_id,
            self.lat,
            self.lon,
            round(self.accuracy_m, 1),
            round(self.circle_m, 1),
            round(self.distance_m, 1),
        )


class Latch(msgspec.Struct, array_like=True, gc=False):
    """Which side of an edge the person is on, changed only by a run of fixes that agree.

    off_ms, on_ms: last sighting on each side while it was the settled one. run, run_n, run_ms: the first fix,
    the number and the last time of the run that speaks for the other side. evidence: what settled ON.
    since_ms: first fix of the run that settled the side.
    """

    side: int = UNKNOWN
    off_ms: int = 0
    on_ms: int = 0
    since_ms: int = 0
    run: Sighting | None = None
    run_n: int = 0
    run_ms: int = 0
    evidence: tuple[Sighting, ...] = ()
    finding: Finding | None = None


class Watch(msgspec.Struct, array_like=True, gc=False):
    """State of one rule: the span of hours it is in or waits for, and its latches.

    latch: out of the place (curfew, inclusion), or near the zone (exclusion). deep: surely in the zone.
    covered_ms, met_ms: attendance only: since when fixes without gap show absence; when last perhaps present.
    """

    key: int
    start_ms: int
    end_ms: int
    entered: bool = False
    latch: Latch = msgspec.field(default_factory=Latch)
    deep: Latch | None = None
    covered_ms: int = 0
    met_ms: int = 0


class Worn(msgspec.Struct, array_like=True, gc=False):
    """State of one device while worn under an order, in the span [from_ms, to_ms) it is in or waits for.

    heard_ms, position_heard_ms: receipt of the last report and of the last valid position. skew_ms: how far its
    clock is wrong (received minus its time), 0 while it is right; lag_*: the run of observations that may show so.
    lost_ms: receipt of the first contact without position since the last position, 0 when there was none.
    open: findings not ended, by what they are about. marks: times of the last signal of each kind. curve: what its
    battery said in this discharge; ending: by it the battery was found to be nearly empty.
    """

    device_id: int
    from_ms: int
    to_ms: int
    heard_ms: int
    position_heard_ms: int
    skew_ms: int = 0
    lag_ms: int = 0
    lag_n: int = 0
    lag_heard_ms: int = 0
    open: dict[str, Finding] | None = None
    marks: dict[str, int] | None = None
    lost_ms: int = 0
    curve: tuple[Reading, ...] = ()
    ending: bool = False


class Lag(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The run of observations of one device that may show that its clock is behind: the last lag, how many, receipt of
    the last. skew_ms: how far the clock is behind, once that is known; 0 before."""

    lag_ms: int = 0
    lag_n: int = 0
    heard_ms: int = 0
    skew_ms: int = 0


class Guard(msgspec.Struct, array_like=True, gc=False):
    """State of one such duty. [from_ms, to_ms): the span it is in or waits for by the clock; to_ms 0: none is left.
    together_to_ms: the end of the span that the fixes are of, 0 while there is none.

    mine, theirs: the newest usable fixes of the bound and of the protected person, oldest first. *_heard_ms: receipt
    of the newest of each. near: perhaps within twice the distance. deep: surely within the distance, latched by the
    bound person's fixes alone. degraded: the finding that the protection does not work; battery_low: theirs, as
    last said. help_ms: when they last called for help. clocks: of their devices that seem to be behind. doubted: ids
    of those of `theirs` that are dated by such a clock.
    """

    key: int
    from_ms: int
    to_ms: int
    together_to_ms: int = 0
    mine: list[Seen] = msgspec.field(default_factory=list)
    theirs: list[Seen] = msgspec.field(default_factory=list)
    mine_heard_ms: int = 0
    theirs_heard_ms: int = 0
    near: Latch = msgspec.field(default_factory=Latch)
    deep: Latch = msgspec.field(default_factory=Latch)
    degraded: Finding | None = None
    battery_low: bool = False
    help_ms: int = 0
    clocks: dict[int, Lag] = msgspec.field(default_factory=dict)
    doubted: list[int] = msgspec.field(default_factory=list)

    def findings(self) -> list[Finding]:
        """Those that have not ended."""
        found = (self.near.finding, self.deep.finding, self.degraded)
        return [each for each in found if each is not None]


class State(msgspec.Struct, array_like=True, gc=False):
    """programme_key: of the programme it was last judged by. judged_ms: up to when positions are judged; an older
    one is late. next_ms: the next begin or end of hours. late_ms: time of the oldest late position not yet judged;
    late_since_ms, late_heard_ms: receipt of the first and last of these; 0 when there is none. open: findings of
    the further judges that have not ended, by what they are about. What follows is one field a further judge."""

    programme_key: int
    judged_ms: int
    next_ms: int
    watches: list[Watch]
    devices: list[Worn]
    late_ms: int = 0
    late_since_ms: int = 0
    late_heard_ms: int = 0
    open: dict[str, Finding] | None = None
    tests: tuple[TestWatch, ...] | None = None
    guards: list[Guard] = msgspec.field(default_factory=list)
    radio: RadioState | None = None


def reaches_ms(state: State) -> int:
    """Up to when a state knows what happened: of a protected person that is later while the bound one is not heard, and
    of fixes far from a unit while another hears the bracelet. Late data is judged again from a state that does not
    reach beyond it."""
    newest = (fixes[-1][0] for guard in state.guards for fixes in (guard.mine, guard.theirs) if fixes)
    held_ms = 0 if state.radio is None else seen_to_ms(state.radio)
    return max((state.judged_ms, held_ms, *newest))


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(State)


def encode_state(state: State) -> bytes:
    return _encoder.encode(state)


def decode_state(data: bytes) -> State:
    """Raises msgspec.DecodeError or msgspec.ValidationError when the bytes are no state."""
    return _decoder.decode(data)


def copy_state(state: State) -> State:
    """A copy that may be changed without changing the original; frozen parts are shared."""
    copied = _state_again(state)
    copied.watches = [_copy_watch(watch) for watch in state.watches]
    copied.devices = [_copy_worn(worn) for worn in state.devices]
    if state.open is not None:
        copied.open = dict(state.open)
    if state.guards:
        copied.guards = [_copy_guard(guard) for guard in state.guards]
    if state.radio is not None:
        copied.radio = copy_radio(state.radio)
    return copied


# copy.copy takes most of the time of judging a single fix; a struct's own method does not.
_state_again: Callable[[State], State] = State.__copy__  # type: ignore[attr-defined]
_watch_again: Callable[[Watch], Watch] = Watch.__copy__  # type: ignore[attr-defined]
_latch_again: Callable[[Latch], Latch] = Latch.__copy__  # type: ignore[attr-defined]
_worn_again: Callable[[Worn], Worn] = Worn.__copy__  # type: ignore[attr-defined]
_guard_again: Callable[[Guard], Guard] = Guard.__copy__  # type: ignore[attr-defined]


def _copy_guard(guard: Guard) -> Guard:
    copied = _guard_again(guard)
    copied.mine, copied.theirs = list(guard.mine), list(guard.theirs)
    copied.clocks, copied.doubted = dict(guard.clocks), list(guard.doubted)
    copied.near, copied.deep = _latch_again(guard.near), _latch_again(guard.deep)
    return copied


def _copy_watch(watch: Watch) -> Watch:
    copied = _watch_again(watch)
    copied.latch = _latch_again(watch.latch)
    if watch.deep is not None:
        copied.deep = _latch_again(watch.deep)
    return copied


def _copy_worn(worn: Worn) -> Worn:
    copied = _worn_again(worn)
    if worn.open is not None:
        copied.open = dict(worn.open)
    if worn.marks is not None:
        copied.marks = dict(worn.marks)
    return copied
