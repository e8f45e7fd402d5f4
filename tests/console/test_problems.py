"""What a refusal looks like to those who use the API."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import BaseModel, Field, ValidationError

from baqylau.console.app import create
from baqylau.console.problems import Problem, answer, faults
from baqylau.platform.clock import SystemClock
from baqylau.platform.settings import Settings
from baqylau.register.custody import StepRefused
from baqylau.register.zone import ZoneName
from tests.console.conftest import Desk


class Body(BaseModel):
    zone: ZoneName
    number: int = Field(le=5)


def wrong_with(body: dict[str, Any]) -> list[dict[str, Any]]:
    with pytest.raises(ValidationError) as caught:
        Body.model_validate(body)
    found: list[dict[str, Any]] = faults(caught.value.errors())["more"]["errors"]
    return found


def test_a_problem_has_code_values_and_sentence() -> None:
    """Values leave as JSON has them; the sentence is the catalogue's, with what helps further behind it."""
    at = datetime(2026, 11, 22, tzinfo=UTC)
    problem = Problem(409, "activation_ended", activation_id=7, ended_at=at, see="GET /api/x", more={"a": 1})
    body = bytes(answer(problem).body).decode()
    assert '"code":"activation_ended"' in body
    assert '"values":{"activation_id":7,"ended_at":"2026-11-22T00:00:00+00:00"}' in body
    assert "activation 7 ended at 2026-11-22T00:00:00+00:00; see GET /api/x" in body
    assert '"a":1' in body


def test_a_refusal_of_a_lower_folder_keeps_its_code() -> None:
    """The route adds the status alone."""
    problem = Problem(409, StepRefused("step_needs_reason", step="lose"))
    assert (problem.refusal.code, problem.refusal.values) == ("step_needs_reason", {"step": "lose"})
    assert problem.detail == "lose needs a reason"


def test_what_is_wrong_in_a_body_has_its_type_or_our_code() -> None:
    """Of the framework's errors the type and its figures, of ours code and values."""
    zone, number = wrong_with({"zone": "Asia/Nowhere", "number": 9})
    assert (zone["where"], zone["code"], zone["values"]) == ("zone", "zone_unknown", {"zone": "Asia/Nowhere"})
    assert (number["where"], number["type"], number["values"]) == ("number", "less_than_equal", {"le": 5})


def test_the_description_says_so_for_every_route() -> None:
    """Each operation of the API may answer with a problem; the framework's own shape is nowhere."""
    description = create(Settings(database_url="postgresql://unused"), SystemClock()).openapi()
    assert {"code", "values", "detail"} <= set(
        description["components"]["schemas"]["ProblemRead"]["properties"]
    )
    assert "HTTPValidationError" not in str(description)
    for path in description["paths"].values():
        for operation in path.values():
            assert "application/problem+json" in operation["responses"]["4XX"]["content"]


@pytest.mark.services
def test_refusals_before_a_route_have_codes_too(desk: Desk) -> None:
    """No such path, no such method, a body that is not as described, a zero byte."""
    assert desk.get("/api/nothing").json()["code"] == "no_such_path"
    assert desk.get("/api/people?search=%00").json()["code"] == "zero_byte"
    answered = desk.get("/api/people?limit=0").json()
    assert answered["code"] == "request_invalid"
    assert answered["errors"][0]["values"] == {"ge": 1}
