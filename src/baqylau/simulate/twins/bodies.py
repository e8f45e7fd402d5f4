"""What each device notices of the truth, and when it says so: notes in our own language, records in the others'."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from baqylau.simulate.sources import seeded
from baqylau.simulate.speak import Record
from baqylau.simulate.speak.baqylau_device import Said
from baqylau.simulate.speaking import Note
from baqylau.simulate.twins import answers, radio, worn
from baqylau.simulate.twins.answers import ASKED_NEAR_MS, RESULTS
from baqylau.simulate.twins.fixes import within
from baqylau.simulate.twins.kit import Fitted
from baqylau.simulate.twins.noise import clock_error_ms
from baqylau.simulate.twins.obeying import COMMANDS, EVERYWHERE
from baqylau.simulate.twins.truth import Truth


@dataclass(slots=True)
class Body:
    """One device in the truth. The same arguments give the same reports."""

    truth: Truth
    fitted: Fitted
    kit: Sequence[Fitted]
    clock_error_ms: int = field(init=False)
    drank_ms: int | None = field(default=None, init=False)
    _asked: str | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.clock_error_ms = clock_error_ms(self.random("clock"))

    def random(self, *about: object) -> Any:
        return seeded(self.truth.seed, self.truth.script.person, self.fitted.identity, *about)

    def clock(self, time_ms: int) -> int:
        """What the device's clock shows, whole seconds."""
        return (time_ms + self.clock_error_ms) // 1000 * 1000

    @property
    def bracelet(self) -> Fitted | None:
        return next((each for each in self.kit if each.kind == "bracelet"), None)

    def notes(self, from_ms: int) -> Iterator[Note]:
        """In the order of time, until the script ends; nothing while the battery is empty."""
        told = (note for note in _NOTES[self.fitted.kind](self, from_ms) if note.time_ms >= from_ms)
        dead = self.truth.dead() if not self.fitted.installed else ()
        return (note for note in told if not within(dead, note.time_ms))

    def obey(self, told: Mapping[str, Any], now_ms: int) -> tuple[Said, ...]:
        """What the device says to a command (docs/protocols/baqylau-device.md), carried out at once."""
        carried_out = COMMANDS.get(self.fitted.kind, EVERYWHERE).get(str(told.get("kind")))
        result: Said = {"kind": "command_result", "command": str(told.get("command", ""))}
        if carried_out is None:
            return (result | {"outcome": "refused", "detail": f"a {self.fitted.kind} cannot do that"},)
        said = carried_out(self, now_ms, told.get("parameters") or {})
        return (*said, result | {"outcome": "done"})

    def spoken(self, observations: tuple[Said, ...]) -> tuple[Said, ...]:
        """As they go out: the result of a test that was asked for says so."""
        if self._asked is None or not any(each["kind"] in RESULTS for each in observations):
            return observations
        asked, self._asked = self._asked, None
        return tuple(each | {"request": asked} if each["kind"] in RESULTS else each for each in observations)

    def waits_for_script(self, now_ms: int, given: Mapping[str, Any]) -> bool:
        """Whether the script says what comes of a test asked for now: then that, when its time comes."""
        order = self.truth.script.order
        due = (moment for wall in (*order.tests, *order.check_ins) for moment in self.truth.daily(wall))
        if not any(abs(moment - now_ms) <= ASKED_NEAR_MS for moment in due):
            return False
        self._asked = str(given["request"]) if "request" in given else None
        return True

    def records(self, from_ms: int) -> Iterator[Record]:
        """The same for a tracker or phone that speaks a language of records."""
        return worn.records(self, from_ms)


_NOTES: dict[str, Callable[[Body, int], Iterator[Note]]] = {
    "bracelet": radio.heard_only,
    "home_unit": radio.home_unit,
    "mobile_unit": worn.carried,
    "phone": worn.phone,
    "tracker": worn.tracker,
    "beacon": radio.beacon,
    "breath_unit": answers.breath_unit,
    "audiovisual_unit": answers.audiovisual_unit,
}
