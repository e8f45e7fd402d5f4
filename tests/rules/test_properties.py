from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baqylau.observations.kinds import Position, Sos, Strap
from baqylau.rules.evaluate import evaluate, first_state
from baqylau.rules.finding import POSITIONAL, Finding
from baqylau.rules.intervals import intersect, merge, subtract
from baqylau.rules.offline import Offline
from baqylau.rules.state import Heard, decode_state, encode_state
from baqylau.rules.windows import HoursTable, window_after, zone
from tests.rules.worlds import (
    ALL,
    BEGIN_MS,
    CURFEW,
    MINUTE_MS,
    days,
    heard_of,
    point,
    programme_of,
    run,
    standing,
    talk,
)

spans = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6)
slow = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def _instants(pieces: object) -> set[int]:
    return {instant for start, end in pieces for instant in range(start, end)}  # type: ignore[attr-defined]


@given(spans, spans)
def test_spans_are_sets_of_instants(left: list[tuple[int, int]], right: list[tuple[int, int]]) -> None:
    """Merging, intersecting and subtracting spans does to their instants what it does to sets."""
    assert _instants(merge(left)) == _instants(left)
    assert _instants(intersect(left, right)) == _instants(left) & _instants(right)
    assert _instants(subtract(left, right)) == _instants(left) - _instants(right)


@given(spans)
def test_merged_spans_neither_touch_nor_overlap(pieces: list[tuple[int, int]]) -> None:
    """After merging, each span ends before the next begins."""
    merged = merge(pieces)
    assert all(a[1] < b[0] for a, b in pairwise(merged))
    assert all(start < end for start, end in merged)


_MOMENTS = {
    "Asia/Almaty": datetime(2024, 2, 29, 18, tzinfo=UTC),
    "Asia/Qyzylorda": datetime(2018, 12, 20, 18, tzinfo=UTC),
    "America/Sao_Paulo": datetime(2017, 10, 15, 3, tzinfo=UTC),
    "Europe/Berlin": datetime(2025, 10, 26, 1, tzinfo=UTC),
}


@slow
@given(
    st.sampled_from(sorted(_MOMENTS)),
    st.integers(-40 * 60, 40 * 60),
    st.integers(0, 1439),
    st.integers(1, 1440),
    st.integers(1, 127),
)
def test_an_instant_is_in_hours_iff_the_wall_clock_shows_so(
    zone_name: str, minute: int, begin: int, length: int, bits: int
) -> None:
    """Around changes of the clocks, a window contains an instant exactly when its wall time is within the hours."""
    instant = _MOMENTS[zone_name] + timedelta(minutes=minute)
    table = HoursTable(zone_name, ((bits, begin, begin + length),))
    wall = instant.astimezone(zone(zone_name)).replace(tzinfo=None)
    expected = False
    for days_back in (0, 1, 2):
        midnight = wall.replace(hour=0, minute=0) - timedelta(days=days_back)
        starts = midnight + timedelta(minutes=begin)
        if bits >> midnight.weekday() & 1 and starts <= wall < starts + timedelta(minutes=length):
            expected = True
    time_ms = int(instant.timestamp() * 1000)
    window = window_after(table, time_ms)
    assert window is not None
    assert (window[0] <= time_ms) == expected
    assert window[1] > time_ms


@slow
@given(days(), st.lists(st.integers(1, 9), min_size=1, max_size=9))
def test_cutting_into_batches_changes_nothing(fixes: list[Position], sizes: list[int]) -> None:
    """Fixes heard as they happen give the same findings, to the last field, however they are batched."""
    heard = heard_of(fixes)
    end_ms = fixes[-1].time_ms + 30 * MINUTE_MS
    whole = evaluate(ALL, first_state(ALL), heard, end_ms)
    pieces = Offline(ALL)
    position = 0
    while position < len(heard):
        size = sizes[position % len(sizes)]
        batch = heard[position : position + size]
        pieces.hear(batch, batch[-1].received_ms)
        position += size
    pieces.hear([], end_ms)
    assert _final(whole.changed) == _final(tuple(pieces.findings()))


@slow
@given(talk(), st.integers(1, 9))
def test_what_devices_say_is_judged_one_by_one(heard: list[Heard], size: int) -> None:
    """Signals, silences and wrong clocks give the same findings, to the last field, however they are batched."""
    end_ms = heard[-1].received_ms + 90 * MINUTE_MS
    one, many = Offline(ALL), Offline(ALL)
    for each in heard:
        one.hear([each], each.received_ms)
    for start in range(0, len(heard), size):
        batch = heard[start : start + size]
        many.hear(batch, batch[-1].received_ms)
    one.hear([], end_ms)
    many.hear([], end_ms)
    about_devices = [{f for f in run.findings() if f.kind not in POSITIONAL} for run in (one, many)]
    assert about_devices[0] == about_devices[1]
    for finding in about_devices[0]:
        assert finding.ended_ms is None or finding.ended_ms >= finding.began_ms
        assert finding.condition is None
        assert finding.device_id == 1


@slow
@given(talk())
def test_no_signal_hides_another(heard: list[Heard]) -> None:
    """Whatever else is said, an SOS pressed and a strap opened while the device was worn are found, and no other."""
    found = {finding.kind for finding in run(ALL, heard, heard[-1].received_ms)}
    said = {type(each.observation) for each in heard}
    while_worn = {type(each.observation) for each in heard if each.observation.time_ms >= BEGIN_MS}
    assert ("sos" in found) or Sos not in while_worn
    assert ("sos" not in found) or Sos in said
    first = heard[0].observation
    if isinstance(first, Strap) and first.open and first.time_ms >= BEGIN_MS:
        assert "strap_opened" in found


def _final(findings: tuple[Finding, ...]) -> dict[str, Finding]:
    return {finding.finding_id: finding for finding in findings}


@slow
@given(days(), st.data())
def test_any_order_of_receipt_converges(fixes: list[Position], data: st.DataObject) -> None:
    """However late and in whatever order positions come, the same findings stand in the end."""
    delay = st.sampled_from([0, 0, 5_000, 3 * MINUTE_MS, 50 * MINUTE_MS, 300 * MINUTE_MS])
    delays_ms = data.draw(st.lists(delay, min_size=len(fixes), max_size=len(fixes)))
    end_ms = fixes[-1].time_ms + 24 * 60 * MINUTE_MS
    in_order = run(ALL, heard_of(fixes), end_ms)
    shuffled = run(ALL, heard_of(fixes, delays_ms), end_ms)
    assert standing(shuffled) == standing(in_order)


@slow
@given(days())
def test_a_state_survives_being_stored(fixes: list[Position]) -> None:
    """A state that was encoded and decoded in between gives the same findings."""
    heard = heard_of(fixes)
    end_ms = fixes[-1].time_ms + MINUTE_MS
    half = len(heard) // 2
    middle = heard[half].received_ms
    first = evaluate(ALL, first_state(ALL), heard[:half], middle)
    stored = decode_state(encode_state(first.state))
    assert stored == first.state
    assert evaluate(ALL, stored, heard[half:], end_ms) == evaluate(ALL, first.state, heard[half:], end_ms)


@slow
@given(days())
def test_evaluating_leaves_its_input_alone(fixes: list[Position]) -> None:
    """The state that is passed in is the same afterwards."""
    heard = heard_of(fixes)
    state = evaluate(ALL, first_state(ALL), heard[:3], heard[0].received_ms).state
    before = encode_state(state)
    evaluate(ALL, state, heard[3:], fixes[-1].time_ms + MINUTE_MS)
    assert encode_state(state) == before


@slow
@given(days())
def test_findings_are_well_formed(fixes: list[Position]) -> None:
    """No finding ends before it began, is decided before it began, or is about a condition no order carries."""
    for finding in run(ALL, heard_of(fixes), fixes[-1].time_ms + MINUTE_MS):
        assert finding.ended_ms is None or finding.ended_ms >= finding.began_ms
        assert finding.decided_ms >= finding.began_ms
        assert (finding.condition in {"home", "school", "town", "sign-in"}) == (finding.kind in POSITIONAL)
        assert finding.because


@given(st.floats(0, 3000), st.floats(1, 500), st.floats(1, 500))
def test_a_wider_circle_never_accuses_more(east_m: float, one: float, other: float) -> None:
    """Whoever is found absent by fixes of some accuracy is found absent by better ones at the same points."""
    curfew = programme_of({**CURFEW, "hours": [{"days": "mon-sun", "from": "00:00", "to": "24:00"}]})
    narrow, wide = sorted((one, other))
    found = [_absent(curfew, east_m, accuracy_m) for accuracy_m in (narrow, wide)]
    assert found[0] >= found[1]


def _absent(programme: object, east_m: float, accuracy_m: float) -> bool:
    lat, lon = point(east_m)
    start = 1_741_600_800_000
    fixes = [Position(start + step * MINUTE_MS, lat, lon, accuracy_m=accuracy_m) for step in range(3)]
    return bool(standing(run(programme, heard_of(fixes), start + 4 * MINUTE_MS)))  # type: ignore[arg-type]


def test_the_tables_of_a_zone_come_with_the_program() -> None:
    """An unknown zone is an error, not UTC."""
    with pytest.raises((FileNotFoundError, ModuleNotFoundError)):
        zone("Asia/Nowhere")
