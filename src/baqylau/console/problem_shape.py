"""What a refusal looks like, in the description of the API: every route may answer with one."""

from __future__ import annotations

from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

_REF: Final = "#/components/schemas/{model}"
_OF_THE_FRAMEWORK: Final = ("HTTPValidationError", "ValidationError")


class FaultRead(BaseModel):
    """One thing that is wrong in a request. where: `body.conditions.0.hours`; type: pydantic's word for it."""

    where: str
    problem: str = Field(description="In English.")
    type: str
    code: str | None = Field(None, description="Where it is a refusal of ours and not the framework's.")
    values: dict[str, Any] = Field(description="What the problem speaks of, by name.")


class ProblemRead(BaseModel):
    """Problem details (RFC 9457). Further members belong to single codes."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    code: str = Field(description="What is refused, in snake_case; stays the same between versions.")
    values: dict[str, Any] = Field(description="What the sentence speaks of, by name.")
    detail: str = Field(description="The sentence in English, with what helps to mend it.")
    errors: list[FaultRead] | None = Field(None, description="Of a body or query: what is wrong where.")


def described(description: dict[str, Any]) -> dict[str, Any]:
    """The OpenAPI description with these answers in place of the framework's own, which never leave."""
    schemas: dict[str, Any] = description["components"]["schemas"]
    shape = ProblemRead.model_json_schema(ref_template=_REF)
    schemas.update(shape.pop("$defs"))
    schemas["ProblemRead"] = shape
    for name in _OF_THE_FRAMEWORK:
        schemas.pop(name, None)
    refused = {
        "description": "Refused, with a code",
        "content": {"application/problem+json": {"schema": {"$ref": _REF.format(model="ProblemRead")}}},
    }
    for path in description["paths"].values():
        for operation in path.values():
            answers = operation["responses"]
            if "HTTPValidationError" in str(answers.get("422")):
                del answers["422"]
            answers.setdefault("4XX", refused)
    return description
