"""Findings about invented wearers are counted against what the wearers truly did."""

from __future__ import annotations

from baqylau.simulate.days import DAY_MS, HOUR_MS, MINUTE_MS, Evening
from baqylau.simulate.demo.cast import cast
from baqylau.simulate.demo.truth import against_truth, curfew_begins

MIDNIGHT_MS = 1_795_020_000_000 // DAY_MS * DAY_MS - 5 * HOUR_MS
START_MS = MIDNIGHT_MS + 21 * HOUR_MS + 40 * MINUTE_MS
END_MS = START_MS + HOUR_MS


def test_curfews_begin_at_their_local_time() -> None:
    """22:00 in Kazakhstan is the instant twenty minutes after the start at 21:40."""
    (member,) = cast(1, START_MS, 1, None)
    assert curfew_begins(member, START_MS) == START_MS + 20 * MINUTE_MS


def test_who_is_away_all_night_counts_as_one_real_absence() -> None:
    """Found where a finding begins in the absence; a finding about somebody at home is wrong."""
    members = [member for member in cast(200, START_MS, 1, None) if not member.offline]
    away = next(member for member in members if member.evening is Evening.AWAY)
    home = next(member for member in members if member.evening is Evening.KEEPS)
    curfew = START_MS + 20 * MINUTE_MS
    found = {away.iin: [curfew], home.iin: [curfew + MINUTE_MS]}
    counted = against_truth([away, home], found, START_MS, END_MS)
    assert counted.as_dict() == {"people": 2, "real": 1, "found": 1, "findings": 2, "wrong": 1}
    assert against_truth([away], {}, START_MS, END_MS).found == 0


def test_who_was_not_heard_to_the_end_is_left_out() -> None:
    """Nobody can say anything about a device that is still offline."""
    members = [member for member in cast(200, START_MS, 1, None) if member.offline]
    silent = [member for member in members if member.offline[0][1] > END_MS]
    assert silent
    assert against_truth(silent, {}, START_MS, END_MS).people == 0
