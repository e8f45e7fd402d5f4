"""What came of each test and check-in of a person: requests, results and findings put together. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

from baqylau.rules.breath import is_positive

Row = Mapping[str, Any]
Outcome = Literal[
    "waiting", "received", "tolerated", "positive", "match", "mismatch", "recorded", "missed", "refused",
    "incomplete", "not_asked", "confirmed", "not_confirmed", "no_second",
]  # fmt: skip

_KIND = {"breath_result": "breath_test", "check_in_result": "check_in"}
_NOTED = {
    "alcohol_confirmed": "confirmed",
    "alcohol_not_confirmed": "not_confirmed",
    "alcohol_no_second": "no_second",
    "alcohol_positive": "positive",
}


def listed(
    requests: Sequence[Row],
    results: Sequence[Row],
    findings: Sequence[Row],
    limits: tuple[float, float],
    early: timedelta,
) -> list[dict[str, Any]]:
    """The newest first. limits: limit and tolerance, mg/l. A result that answers no request stands by itself.

    early: one done so much before it was due is the one that was due.
    """
    free = list(results)
    entries = []
    for request in requests:
        result = _result_of(request, free, early)
        if result is not None:
            free.remove(result)
        entries.append(_entry(request, result, findings, limits))
    entries += [_entry(None, result, findings, limits) for result in free]
    known = {entry["at"] for entry in entries if entry["request"] is not None}
    entries += [_alone(one) for one in findings if _is_due(one) and one["began_at"] not in known]
    return sorted(entries, key=lambda entry: entry["at"], reverse=True)


def _result_of(request: Row, results: Sequence[Row], early: timedelta) -> Row | None:
    kind = request["kind"]
    fitting = [one for one in results if _KIND[one["kind"]] == kind]
    named = [one for one in fitting if one["detail"].get("request") == request["request"]]
    begins = request["due_at"] - early
    timely = [
        one
        for one in fitting
        if begins <= one["happened_at"] <= request["until_at"] and not one["detail"].get("request")
    ]
    some = named or timely
    return min(some, key=_completeness, default=None)


def _completeness(result: Row) -> tuple[int, datetime]:
    order = {"incomplete": 2, "refused": 1}
    return order.get(result["detail"]["outcome"], 0), result["happened_at"]


def _entry(
    request: Row | None, result: Row | None, findings: Sequence[Row], limits: tuple[float, float]
) -> dict[str, Any]:
    at = request["due_at"] if request is not None else _detail(result, "", "happened_at")
    return {
        "at": at,
        "until": request and request["until_at"],
        "kind": request["kind"] if request is not None else _KIND[_detail(result, "", "kind")],
        "origin": request["origin"] if request is not None else "unasked",
        "condition": request and request["condition"],
        "request": request and request["request"],
        "asked_by": request and request["asked_by"],
        "reached_at": request and request["reached_at"],
        "device": (result or request or {}).get("identity"),
        "done_at": result and result["happened_at"],
        "received_at": result and result["received_at"],
        "alcohol_mg_l": _detail(result, "alcohol_mg_l"),
        "media": [one for one in (_detail(result, "photo"), *(_detail(result, "media") or [])) if one],
        "calibration": _detail(result, "calibration"),
        "calibration_valid": _calibrated(result),
        "outcome": _outcome(request, result, findings, limits),
    }


def _alone(finding: Row) -> dict[str, Any]:
    """Something that was due and that nobody asked for by a request of ours."""
    kind = "breath_test" if finding["kind"].startswith("breath") else "check_in"
    due = {
        "due_at": finding["began_at"], "until_at": finding["ended_at"], "kind": kind, "origin": "set_time",
        "condition": finding["condition"], "request": None, "asked_by": None, "reached_at": None, "identity": None,
    }  # fmt: skip
    return _entry(due, None, [finding], (0.0, 0.0))


def _is_due(finding: Row) -> bool:
    return str(finding["kind"]).endswith(("_missed", "_not_asked", "_refused", "_incomplete"))


def _calibrated(result: Row | None) -> bool | None:
    if result is None or result["valid_to"] is None:
        return None
    return bool(result["happened_at"] < result["valid_to"])


def _outcome(
    request: Row | None, result: Row | None, findings: Sequence[Row], limits: tuple[float, float]
) -> str:
    if result is not None:
        noted = next((one for one in findings if one["began_at"] == result["happened_at"]), None)
        if noted is not None and noted["kind"] in _NOTED:
            return _NOTED[noted["kind"]]
        return _said(result["detail"], limits)
    due = next((one for one in findings if request and one["began_at"] == request["due_at"]), None)
    if due is None:
        return "waiting"
    kind: str = due["kind"]
    return "not_asked" if kind.endswith("not_asked") else kind.rsplit("_", 1)[1]


def _said(detail: Row, limits: tuple[float, float]) -> str:
    """What the result says by itself: above the limit at first sight, and all the same within the tolerance."""
    outcome: str = detail["outcome"]
    mg_l = detail.get("alcohol_mg_l")
    if outcome != "measured" or mg_l is None:
        return outcome if outcome != "measured" else "received"
    if is_positive(mg_l, *limits):
        return "positive"
    return "tolerated" if mg_l > limits[0] else "received"


def _detail(result: Row | None, name: str, column: str | None = None) -> Any:
    if result is None:
        return None
    return result["detail"].get(name) if column is None else result[column]
