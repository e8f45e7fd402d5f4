"""A script played in simulated time through the languages and the rules, without sockets, stream or database.

The bytes are those that devices send, the batches those that a gateway would store, and they are judged as the
monitor judges them: in the order of receipt, late data again, duplicates once. One person is a few seconds of work a
simulated year, so a thousand people's week fits in a test.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from baqylau.observations import Observation
from baqylau.observations.kinds import Battery, Position, ProtectedHeard, Sos
from baqylau.observations.reports import Batch, Report, decode_batch, encode_batch, frame_id, observation_id
from baqylau.register.activation import Activation
from baqylau.register.order import OrderVersion, parse_order
from baqylau.register.protection import Protection
from baqylau.register.supervised import KnownDevice
from baqylau.rules.finding import Finding
from baqylau.rules.offline import Offline
from baqylau.rules.programme import Programme, compile_programme
from baqylau.rules.state import Heard
from baqylau.simulate.network import Weather
from baqylau.simulate.sources import seeded
from baqylau.simulate.twins.asking import asked_of, rows_of, seed_of
from baqylau.simulate.twins.bodies import Body
from baqylau.simulate.twins.expectation import Expected
from baqylau.simulate.twins.expected import expected_of
from baqylau.simulate.twins.kit import Fitted, kit_of, protected_phone
from baqylau.simulate.twins.network import Delivered, Line
from baqylau.simulate.twins.noise import spells_without_network
from baqylau.simulate.twins.others import consented_to_ms, of_protected, seen_by
from baqylau.simulate.twins.registering import code_of, order
from baqylau.simulate.twins.script import Script
from baqylau.simulate.twins.truth import Asked, Span, Truth, truth_of

PERSON_ID, PROTECTED_ID = 1, 1
CLEAR_OF_SCRIPT_MS = 90 * 60_000
"""A random spell without network so near to a scripted outage would lengthen it, and the script says how long it is."""


@dataclass(frozen=True, slots=True)
class Played:
    """What came of a script. messages: frames that were judged."""

    truth: Truth
    kit: tuple[Fitted, ...]
    expected: list[Expected]
    findings: list[Finding]
    messages: int


def play(
    script: Script, number: int = 0, seed: int = 1, *, loss: float = 0.01, spells_a_day: float = 0.5
) -> Played:
    """number: of the person, which decides identities and languages. Raises ScriptError, Refused."""
    truth = truth_of(script, seed)
    kit = kit_of(script, number)
    spells = [_spells(truth, fitted, spells_a_day) for fitted in kit]
    truth = replace(truth, asked=_asked(truth, kit, spells))
    lines = [
        Line(Body(seen_by(truth, fitted), fitted, kit), index, Weather(loss), spells[index])
        for index, fitted in enumerate(kit)
        if fitted.speaks
    ]
    theirs: tuple[Span, ...] = ()
    if script.order.keeps_from_person:
        carried, protected = protected_phone(number), of_protected(truth)
        theirs = _spells(protected, carried, spells_a_day)
        lines.append(Line(Body(protected, carried, (carried,)), len(kit), Weather(loss), theirs))
    deliveries = heapq.merge(
        *(_in_order(line.deliveries(truth.from_ms)) for line in lines), key=lambda each: each.received_ms
    )
    rules = Offline(programme_of(truth, kit))
    messages = _judge(rules, deliveries, len(kit), consented_to_ms(truth))
    rules.hear((), truth.to_ms)
    findings = [each for each in rules.findings() if each.withdrawn_ms is None]
    return Played(truth, kit, expected_of(truth, kit, spells, theirs), findings, messages)


def _spells(truth: Truth, fitted: Fitted, per_day: float) -> tuple[Span, ...]:
    """None near to what the script has planned for the network itself."""
    random = seeded(truth.seed, "spells", truth.script.person, fitted.identity)
    planned = truth.unheard()
    return tuple(
        spell
        for spell in spells_without_network(random, truth.from_ms, truth.to_ms, per_day)
        if not any(
            a - CLEAR_OF_SCRIPT_MS < spell[1] and spell[0] < b + CLEAR_OF_SCRIPT_MS for a, b in planned
        )
    )


def _in_order(deliveries: Iterator[Delivered]) -> Iterator[Delivered]:
    """A connection delivers in order: what was sent again waits for nothing and overtakes nothing."""
    last = 0
    for each in deliveries:
        last = max(last, each.received_ms)
        yield each._replace(received_ms=last)


def programme_of(truth: Truth, kit: Sequence[Fitted]) -> Programme:
    """Of the order and the devices; a device's id is its place in the kit, from 1."""
    made = parse_order({**_published(truth), "person": {"name": truth.script.person}})
    seeds = {condition: seed_of(truth, condition) for condition in ("sober", "shows-up")}
    version = OrderVersion(order=made, in_force_from_ms=truth.from_ms, seeds=seeds)
    worn = [_worn(truth, device_id, each) for device_id, each in enumerate(kit, start=1)]
    known = [
        KnownDevice(device_id, each.kind, each.radio_name) for device_id, each in enumerate(kit, start=1)
    ]
    asked = rows_of(truth.asked, _tested_by(kit) + 1)
    consent = Protection(PROTECTED_ID, code_of(truth), ((truth.from_ms, consented_to_ms(truth)),))
    return compile_programme(PERSON_ID, [version], worn, equipment=known, asked=asked, protections=[consent])


def _asked(truth: Truth, kit: Sequence[Fitted], spells: Sequence[Sequence[Span]]) -> tuple[Asked, ...]:
    """What the jobs ask for, and when the device hears of it."""
    unheard = sorted([*truth.unheard(), *spells[_tested_by(kit)]])
    return asked_of(truth, programme_of(truth, kit), unheard)


def _tested_by(kit: Sequence[Fitted]) -> int:
    """Which of the kit asks for tests and check-ins."""
    kinds = ("breath_unit", "audiovisual_unit", "phone")
    return next((index for index, each in enumerate(kit) if each.kind in kinds), 0)


def _worn(truth: Truth, device_id: int, fitted: Fitted) -> Activation:
    since_ms = truth.from_ms
    if not fitted.installed:
        return Activation(device_id, device_id, PERSON_ID, since_ms)
    home = truth.home
    return Activation(device_id, device_id, PERSON_ID, since_ms, None, home.lat, home.lon, since_ms)


def _published(truth: Truth) -> dict[str, object]:
    return {name: value for name, value in order(truth).items() if name != "in_force_from"}


def _judge(rules: Offline, deliveries: Iterator[Delivered], protected: int, consent_to_ms: int) -> int:
    known: set[tuple[int, Observation]] = set()
    sequence = 0
    for each in deliveries:
        sequence += 1
        if each.device == protected:
            each = _copied(each, consent_to_ms)
        batch = _through_the_stream(each)
        heard = []
        for index, report in enumerate(batch.reports):
            frame = frame_id(sequence, index)
            for ordinal, observation in enumerate(report.observations):
                if (report.device_id, observation) in known:
                    continue
                known.add((report.device_id, observation))
                heard.append(
                    Heard(observation, report.received_ms, observation_id(frame, ordinal), report.device_id)
                )
        if heard:
            rules.hear(heard, batch.clock_ms)
    return sequence


def _copied(each: Delivered, consent_to_ms: int) -> Delivered:
    """What the gateway passes on of a protected person's device, for as long as they consent."""
    passed = tuple(
        ProtectedHeard(said.time_ms, PERSON_ID, PROTECTED_ID, said)
        for said in each.observations
        if isinstance(said, Position | Battery | Sos) and said.time_ms < consent_to_ms
    )
    return each._replace(observations=passed, raw=b"")


def _through_the_stream(each: Delivered) -> Batch:
    """Written and read as between gateway and monitor."""
    device = each.device + 1
    report = Report(device, 1, PERSON_ID, each.protocol, each.received_ms, each.raw, each.observations)
    return decode_batch(encode_batch(Batch(each.received_ms, (report,))))
