"""The API held against its own description: whatever fits the schema, or nearly does, is answered and never failed."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode

from tests.console.conftest import Desk
from tests.console.test_ledger import settled
from tests.console.test_watch import order_whole

pytestmark = pytest.mark.services

EXAMPLES: dict[str | None, int] = {None: 1, "erlan": 5, "admin": 3}
"""How many for each operation, by account; more by hand when much was changed."""


def operations(desk: Desk) -> list[Any]:
    schema = schemathesis.openapi.from_dict(desk.client.get("/api/openapi.json").json())
    found = [one.ok() for one in schema.get_all_operations() if isinstance(one, Ok)]
    assert len(found) > 90
    return found


def ask(desk: Desk, case: Case[Any], login: str | None, ids: dict[str, Any]) -> httpx2.Response:
    case.path_parameters = {
        **case.path_parameters,
        **{name: ids[name] for name in case.path_parameters if name in ids},
    }
    request = case.as_transport_kwargs(base_url="http://testserver")
    request.pop("cookies", None)
    headers = {**request.pop("headers", {}), "X-Baqylau": "1"}
    if login is not None:
        headers["Authorization"] = f"Bearer {desk.tokens[login]}"
    if isinstance(request.get("data"), bytes | str):
        request["content"] = request.pop("data")
    return desk.client.request(
        **request, headers={name: str(text).encode() for name, text in headers.items()}
    )


@pytest.mark.parametrize("login", EXAMPLES)
def test_nothing_fails(desk: Desk, login: str | None) -> None:
    """Every operation, asked with what its schema allows and with what it does not, for things that are there and
    things that are not, by nobody, a supervisor and an administrator: no answer is a failure of ours."""
    there = {
        name: one if isinstance(one, int) else str(one) for name, one in settled(desk, order_whole).items()
    }
    failed: dict[str, str] = {}
    for operation in operations(desk):
        strategy = st.one_of(
            operation.as_strategy(generation_mode=GenerationMode.POSITIVE),
            operation.as_strategy(generation_mode=GenerationMode.NEGATIVE),
        )

        @settings(
            max_examples=EXAMPLES[login],
            derandomize=True,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=strategy, known=st.booleans())
        def one(case: Case[Any], known: bool) -> None:
            answer = ask(desk, case, login, there if known else {})
            if answer.status_code >= 500 and case.path != "/healthz":
                failed[f"{case.method} {case.path}"] = f"{case.as_curl_command()}: {answer.text}"

        one()
    assert not failed, "\n".join(f"{name}: {how}" for name, how in failed.items())
