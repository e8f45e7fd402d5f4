"""Breath tests and check-ins: what is found in each case, and that lateness and batches change nothing."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest

from baqylau.observations.kinds import BreathResult, CheckInResult, Contact, Observation, Power, UnitState
from baqylau.register.activation import Activation
from baqylau.register.order import OrderVersion, epoch_ms, parse_order
from baqylau.register.supervised import AskedTest, Calibration, KnownDevice
from baqylau.rules.asked_devices import request_of
from baqylau.rules.breath import is_positive
from baqylau.rules.finding import Finding
from baqylau.rules.offline import Offline
from baqylau.rules.programme import Programme, compile_programme
from baqylau.rules.state import Heard, decode_state, encode_state
from baqylau.rules.tests_due import due_between

MINUTE = 60_000
UNIT, PERSON = 5, 7
ZONE = "+05:00"
DEVICE = {"alcohol": "breath_unit", "check_in": "audiovisual_unit"}


def at(text: str) -> int:
    return epoch_ms(datetime.fromisoformat(f"2026-05-04T{text}:00{ZONE}"))


DUE = at("20:00")
START, END = at("18:00"), at("23:30")


def programme(
    kind: str = "alcohol",
    *,
    asked: Sequence[AskedTest] = (),
    worn_to: int | None = None,
    device: str | None = None,
    seed: str = "",
    **schedule: Any,
) -> Programme:
    times = schedule or {"times": [{"at": "20:00"}]}
    condition = {"id": "test", "kind": kind, "schedule": {"answer_minutes": 30, **times}}
    order = parse_order(
        {
            "person": {"name": "a person"},
            "timezone": "Asia/Almaty",
            "ground": "restriction_of_liberty",
            "valid": {"from": "2026-05-01T00:00:00+05:00"},
            "conditions": [condition | ({"way": "face"} if kind == "check_in" else {})],
        }
    )
    version = OrderVersion(order=order, in_force_from_ms=at("00:00"), seeds={"test": seed})
    return compile_programme(
        PERSON,
        [version],
        [Activation(1, UNIT, PERSON, at("00:00"), worn_to)],
        equipment=[KnownDevice(UNIT, device or DEVICE[kind], "u")],  # type: ignore[arg-type]
        asked=asked,
        calibrations=[Calibration(UNIT, "CAL-1", at("21:00"))],
    )


def beats(first: int = START, last: int = END) -> list[Heard]:
    """Signs of life every five minutes."""
    return [heard(Contact(t), t) for t in range(first, last, 5 * MINUTE)]


def heard(observation: Observation, received_ms: int | None = None) -> Heard:
    received_ms = observation.time_ms + 2000 if received_ms is None else received_ms
    return Heard(observation, received_ms, received_ms * 8 + observation.time_ms % 8, UNIT)


def on_battery(*times: str) -> list[Heard]:
    """A unit that says each time that it is off the mains."""
    return [heard(UnitState(at(text), mains=False, battery_percent=80)) for text in times]


def breath(text: str, mg_l: float | None = 0.0, received: str | None = None, **more: Any) -> Heard:
    outcome = more.pop("outcome", "measured")
    received_ms = None if received is None else at(received)
    return heard(BreathResult(at(text), outcome, mg_l, calibration="CAL-1", **more), received_ms)


def lived(of: Programme, *said: Heard, silent: bool = False, cut: int | None = None) -> list[Finding]:
    """As the monitor would live it: each when it came, deadlines in between; or in batches cut at random."""
    everything = sorted(
        [*said, *([heard(Contact(START))] if silent else beats())], key=lambda h: h.received_ms
    )
    run, chance = Offline(of), random.Random(cut)
    while everything:
        size = 1 if cut is None else chance.choice([1, 2, 7, 30])
        batch, everything = everything[:size], everything[size:]
        run.state = decode_state(encode_state(run.state))
        run.hear(batch, batch[-1].received_ms)
    run.hear([], END)
    return [finding for finding in run.findings() if finding.condition is not None]


def kinds(found: list[Finding]) -> list[str]:
    return [f"{finding.kind}{' withdrawn' if finding.withdrawn_ms else ''}" for finding in found]


HIGH, LOW = 0.31, 0.02
CASES: list[tuple[str, list[Heard], list[str]]] = [
    ("received in time, below the limit", [breath("20:10", LOW)], []),
    ("received a little early", [breath("19:57", LOW)], []),
    ("within the tolerance of the device", [breath("20:10", 0.13)], []),
    ("positive, confirmed by a second test", [breath("20:10", HIGH), breath("20:20", 0.28)], ["alcohol_confirmed"]),
    ("positive, not confirmed", [breath("20:10", HIGH), breath("20:25", LOW)], ["alcohol_not_confirmed"]),
    ("a second test at once decides nothing", [breath("20:10", HIGH), breath("20:11", LOW)], ["alcohol_no_second"]),
    ("positive, no second test", [breath("20:10", HIGH)], ["alcohol_no_second"]),
    ("positive, second refused", [breath("20:10", HIGH), breath("20:20", None, outcome="refused")],
     ["alcohol_no_second"]),
    ("the second came late", [breath("20:10", HIGH), breath("20:20", 0.28, "22:00")], ["alcohol_confirmed"]),
    ("both came late", [breath("20:10", HIGH, "22:00"), breath("20:20", 0.28, "22:01")],
     ["breath_missed withdrawn", "alcohol_confirmed"]),
    ("positive though nothing was due", [breath("22:10", HIGH), breath("22:20", HIGH), breath("20:01")],
     ["alcohol_confirmed"]),
    ("missed", [], ["breath_missed"]),
    ("too late", [breath("20:45")], ["breath_missed"]),
    ("refused", [breath("20:10", None, outcome="refused")], ["breath_refused"]),
    ("incomplete", [breath("20:10", None, outcome="incomplete")], ["breath_incomplete"]),
    ("incomplete, then done", [breath("20:10", None, outcome="incomplete"), breath("20:20")], []),
    ("refused, then done", [breath("20:10", None, outcome="refused"), breath("20:20")], []),
    ("late but done in time", [breath("20:10", LOW, "22:00")], ["breath_missed withdrawn"]),
    ("late, and refused", [breath("20:10", None, "22:00", outcome="refused")], ["breath_refused"]),
    ("done, by its request", [breath("20:10", request=request_of(PERSON, "test", DUE))], []),
]  # fmt: skip


@pytest.mark.parametrize(("said", "must"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_breath_test_that_was_due(said: list[Heard], must: list[str]) -> None:
    """Each case ends in the findings it must, however what was heard is cut into batches."""
    assert kinds(lived(programme(), *said)) == must
    for cut in range(4):
        assert kinds(lived(programme(), *said, cut=cut)) == must


def test_what_a_missed_test_says() -> None:
    """It began when due, ended with the time to answer, and was decided when results in flight had come."""
    (found,) = lived(programme())
    assert (found.condition, found.began_ms, found.ended_ms) == ("test", DUE, DUE + 30 * MINUTE)
    assert found.decided_ms == DUE + 32 * MINUTE
    assert found.because[0].value == request_of(PERSON, "test", DUE)


@pytest.mark.parametrize(
    ("changes", "silent", "said", "why"),
    [
        ({}, True, [], "silent"),
        ({"worn_to": at("19:00")}, False, [], "no_device"),
        ({"device": "tracker"}, False, [], "no_device"),
        ({}, True, [heard(Power(at("20:01"), connected=False))], "no_power"),
        ({}, True, on_battery("20:01", "20:06", "20:11"), "no_power"),
    ],
)
def test_who_could_not_be_asked_missed_nothing(
    changes: dict[str, Any], silent: bool, said: list[Heard], why: str
) -> None:
    """A unit that is silent, without power or not there asks nobody: shown as that, never as missed."""
    (found,) = lived(programme(**changes), *said, silent=silent)
    assert found.kind == "breath_not_asked"
    assert found.because[-1].name == why


def test_a_unit_on_its_battery_asks() -> None:
    """Unplugging a unit that goes on reporting from its battery excuses nobody; a test done on it counts."""
    unplugged = on_battery("20:01", "20:06", "20:11", "20:16", "20:21", "20:26")
    for cut in (None, 0, 1, 2):
        assert kinds(lived(programme(), *unplugged, silent=True, cut=cut)) == ["breath_missed"]
        assert kinds(lived(programme(), *unplugged, breath("20:12"), silent=True, cut=cut)) == []


@pytest.mark.parametrize(
    ("reached", "must"), [(True, "breath_missed"), (False, "breath_not_asked"), (None, "breath_not_asked")]
)
def test_random_tests_are_missed_only_by_whom_the_device_asked(reached: bool | None, must: str) -> None:
    """Of a random time the wearer knows only from the device: without its confirmation nothing was missed."""
    schedule: dict[str, Any] = {"random": [{"from": "19:00", "to": "22:00", "tests": 1}]}
    seed = "ab" * 32
    of = programme(seed=seed, **schedule)
    assert of.tests is not None
    (due,) = due_between(of.tests.rules[0].times, START, END)
    request = request_of(PERSON, "test", due.due_ms)
    row = AskedTest(request, "test", "random", due.due_ms, due.due_ms + 30 * MINUTE, UNIT, reached)
    assert kinds(lived(programme(seed=seed, asked=[row], **schedule))) == [must]
    assert kinds(lived(programme(**schedule))) == []


@pytest.mark.parametrize(
    ("origin", "reached", "must"),
    [
        ("on_demand", "20:20", "breath_missed"),
        ("on_demand", "20:21", "breath_not_asked"),
        ("on_demand", "20:29", "breath_not_asked"),
        ("set_time", "20:29", "breath_missed"),
    ],
)
def test_who_learned_of_it_at_the_last_minute_missed_nothing(origin: Any, reached: str, must: str) -> None:
    """Less than ten minutes to answer are too few for whom only the device can tell; set times are known."""
    schedule: dict[str, Any] = {} if origin == "set_time" else {"on_demand_only": True}
    request = request_of(PERSON, "test", at("20:00"))
    row = AskedTest(request, "test", origin, at("20:00"), at("20:30"), UNIT, True, at(reached))
    assert kinds(lived(programme(asked=[row], **schedule))) == [must]


def test_asked_by_an_officer() -> None:
    """A test asked for on demand is due from then on, though the schedule knows of none."""
    only: dict[str, Any] = {"on_demand_only": True}
    row = AskedTest("c-1", "test", "on_demand", at("19:03"), at("19:33"), UNIT, True)
    assert kinds(lived(programme(asked=[row], **only))) == ["breath_missed"]
    assert kinds(lived(programme(asked=[row], **only), breath("19:20", LOW, request="c-1"))) == []
    assert kinds(lived(programme(**only))) == []


CHECKED: list[tuple[str, list[tuple[str, str]], list[str]]] = [
    ("match", [("20:05", "match")], []),
    ("mismatch", [("20:05", "mismatch")], ["check_in_mismatch"]),
    ("mismatch, then match", [("20:05", "mismatch"), ("20:08", "match")], ["check_in_mismatch"]),
    ("recorded", [("20:05", "recorded")], ["check_in_recorded"]),
    ("refused", [("20:05", "refused")], ["check_in_refused"]),
    ("incomplete", [("20:05", "incomplete")], ["check_in_incomplete"]),
    ("missed", [], ["check_in_missed"]),
]


@pytest.mark.parametrize(("said", "must"), [case[1:] for case in CHECKED], ids=[case[0] for case in CHECKED])
def test_a_check_in_that_was_due(said: list[tuple[str, Any]], must: list[str]) -> None:
    """A mismatch or a mere recording is for a person to look at, and is no missed check-in."""
    shown = [heard(CheckInResult(at(text), outcome)) for text, outcome in said]
    assert kinds(lived(programme("check_in"), *shown)) == must


def test_limit_less_tolerance() -> None:
    """Positive is what is above the limit after the tolerance is taken off; at the limit it is not."""
    assert not is_positive(0.13, 0.1, 0.03)
    assert is_positive(0.131, 0.1, 0.03)
    assert not is_positive(0.0, 0.0, 0.0)


@pytest.mark.parametrize(("text", "serial", "state"), [("20:10", "CAL-1", "valid"), ("21:10", "CAL-1", "expired"),
                                                       ("20:10", "CAL-9", "unknown")])  # fmt: skip
def test_the_calibration_is_noted(text: str, serial: str, state: str) -> None:
    """A positive test says under which calibration it was measured, and whether that still held."""
    said = heard(BreathResult(at(text), "measured", HIGH, calibration=serial))
    (found, *_) = [
        each for each in lived(programme(on_demand_only=True), said) if each.kind.startswith("alcohol")
    ]
    noted = next(ground for ground in found.because if ground.fact == "calibration")
    assert (noted.name, noted.value) == (serial, state)


def test_not_due_before_it_was_known_nor_in_an_absence() -> None:
    """An order that becomes known at nine in the evening makes nothing of eight o'clock missed."""
    run = Offline(programme())
    run.hear([heard(Contact(at("21:00")))], at("21:00"))
    run.hear([], END)
    assert not any(each.condition for each in run.findings())
