"""The reference of incident states, drawn from their table: `python -m baqylau.incidents.diagram`."""

from __future__ import annotations

import sys
from collections import defaultdict

from baqylau.incidents.states import OFFICER_DISPOSITIONS, SYSTEM_DISPOSITION, TRANSITIONS, Transition
from baqylau.incidents.terms import DEFAULT_TERMS, MINUTE_MS
from baqylau.incidents.triage import FAMILIES

NEEDS = {
    "note": "words",
    "disposition": "a disposition",
    "new_owner": "the new owner's login",
    "ownership": "owner or supervisor",
    "target": "the incident it goes up in",
    "until": "a time within 12 hours",
    "call": "what came of a call",
}


def document() -> str:
    """Markdown with the diagram, the steps, the causes and the delays."""
    parts = [_head(), _drawing(), _steps(), _after_the_table(), _causes(), _delays()]
    return "\n\n".join(parts) + "\n"


def _head() -> str:
    return (
        "# States of an incident\n\n"
        "Drawn from `src/baqylau/incidents/states.py`, `triage.py` and `terms.py` by\n"
        "`python -m baqylau.incidents.diagram > docs/reference/incident-states.md`; do not edit."
    )


def _drawing() -> str:
    labels: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in TRANSITIONS:
        labels[one.source, one.target].append(one.action)
    arrows = [f"    {source} --> {target}: {', '.join(what)}" for (source, target), what in labels.items()]
    start = ["    [*] --> pending: create (silence)", "    [*] --> open: create (all else)"]
    return "\n".join(["```mermaid", "stateDiagram-v2", *start, *arrows, "    closed --> [*]", "```"])


def _steps() -> str:
    head = ["## Steps", "", "| from | step | to | who | needs |", "| --- | --- | --- | --- | --- |"]
    return "\n".join(head + [_step(one) for one in TRANSITIONS])


def _step(one: Transition) -> str:
    needs = ", ".join(NEEDS[need] for need in NEEDS if need in one.needs)
    return f"| {one.source} | {one.action} | {one.target} | {', '.join(sorted(one.who))} | {needs} |"


def _after_the_table() -> str:
    own = ", ".join(f"`{disposition}` ({action})" for action, disposition in SYSTEM_DISPOSITION.items())
    return (
        "Each step of a person names the version the person saw; an incident that has changed since refuses it.\n"
        f"Dispositions people choose from: {', '.join(f'`{one}`' for one in OFFICER_DISPOSITIONS)}.\n"
        f"The system's own: {own}.\n\n"
        "Findings write in the history without moving the incident: `attach`, `ground_changed`, `ground_ended`,\n"
        "`ground_resumed`, `ground_withdrawn`, `ground_restored`; mass incidents also `join` and `split`. When all\n"
        "grounds of an open incident are withdrawn it says so, drops to priority 4 and no longer escalates, but a\n"
        "person closes it: somebody may already have acted on it."
    )


def _causes() -> str:
    head = [
        "## Causes",
        "",
        "One incident per person and cause. Findings the rules call critical are of priority 1, high ones of 2 or 1.",
        "",
        "| cause | kinds (priority) | per condition | waits as pending | clears itself |",
        "| --- | --- | --- | --- | --- |",
    ]
    rows = []
    for one in FAMILIES:
        kinds = ", ".join(f"{kind} ({priority})" for kind, priority in one.priorities.items())
        marks = ["yes" if mark else "" for mark in (one.by_condition, one.waits, one.clears_itself)]
        rows.append(f"| {one.name} | {kinds} | {' | '.join(marks)} |")
    return "\n".join(head + rows)


def _delays() -> str:
    terms = DEFAULT_TERMS
    head = ["## Delays", "", "| what | default |", "| --- | --- |"]
    rows = [
        f"| unacknowledged at priority {priority}: one level up after | {after // MINUTE_MS} min |"
        for priority, after in terms.escalate_after_ms.items()
    ]
    blind = terms.blind
    rows += [
        f"| highest level | {terms.highest_level} |",
        f"| a silence is pending for | {terms.silence_pending_ms // 1000} s |",
        f"| mass silence: at least | {blind.people} people and {blind.share:.0%} of those monitored |",
        f"| … decided within | {blind.window_ms // MINUTE_MS} min of one another |",
        f"| stragglers get incidents of their own after | {blind.straggler_ms // MINUTE_MS} min |",
    ]
    return "\n".join(head + rows)


if __name__ == "__main__":
    sys.stdout.write(document())
