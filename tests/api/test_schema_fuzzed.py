"""schemathesis over the whole description: nothing fails, and nothing is answered that is not described.

CI draws a few examples an operation; a whole run is SCHEMATHESIS_EXAMPLES=50 pytest tests/api/test_schema_fuzzed.py.
"""

from __future__ import annotations

import os

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accounts.commands.tokens import make_token
from accounts.models import Role
from betterwork.wsgi import application
from tests import make
from tests.recognition.make import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.long]
EXAMPLES = int(os.environ.get("SCHEMATHESIS_EXAMPLES", "3"))


def people():
    """A brand with a supplier that shares its reports, staff, and nobody."""
    mill, brand = make.factory("KH-00017"), make.brand("Northwind")
    make.sourcing(brand, mill)
    make.consent(brand, mill)
    make.assessment(mill, findings=["OS-8-06"])
    return {"brand": make.user(Role.BRAND, brand=brand), "staff": make.user(Role.GLOBAL), "anonymous": None}


@pytest.mark.parametrize("who", ["brand", "staff", "anonymous"])
def test_every_operation_answers_as_it_is_described(who, client):
    person = people()[who]
    headers = {}
    if person is not None:
        text = make_token(person.pk, name="x", scope="write", expires_at=None, actor=person, now=NOW)
        headers["Authorization"] = f"Token {text}"
    document = client.get("/api/v1/schema/?format=json").json()
    schema = schemathesis.openapi.from_dict(document)
    schema.app = application
    failed: dict[str, str] = {}
    number = 0
    for result in schema.get_all_operations():
        operation = result.ok()

        @settings(
            max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(data=st.data())
        def fuzz(data, operation=operation) -> None:
            nonlocal number
            case = data.draw(operation.as_strategy())
            number += 1
            answer = case.call(headers=headers)
            case.validate_response(answer)

        try:
            fuzz()
        except Exception as told:  # each operation is tried
            failed[operation.label] = str(told)[:1500]
    assert not failed, "\n\n".join(f"{name}\n{what}" for name, what in failed.items())
    assert number >= len(document["paths"])
