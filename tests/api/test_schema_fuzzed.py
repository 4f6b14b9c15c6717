"""schemathesis over the whole description: nothing fails, and nothing is answered that is not described.

CI draws a few examples an operation; a whole run is SCHEMATHESIS_EXAMPLES=50 pytest tests/api/test_schema_fuzzed.py.
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import timedelta

import pytest
import schemathesis
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import positive_data_acceptance

from accounts.commands.tokens import make_token
from accounts.models import Role
from factories.commands import request_access
from factories.models import Consent
from files.domain.attachments import CheckedFile
from responses.commands import respond_to_finding
from self_diagnosis.commands.diagnoses import complete_diagnosis, share_diagnosis
from tests import make
from tests.courses import make as courses
from tests.recognition.make import NOW
from tests.self_diagnosis.doing import diagnosed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]
EXAMPLES = int(os.environ.get("SCHEMATHESIS_EXAMPLES", "3"))


# a filter or a field may refuse more than its type says, as a country that there is none of: with a described 400
STRICTER = [positive_data_acceptance]


THINGS: dict[str, object] = {}
"""What there is to be changed, by the list that it stands in."""


def people():
    """A brand with a supplier that shares its reports, staff, an adviser, and nobody."""
    mill, brand = make.factory("KH-00017"), make.brand("Northwind")
    make.sourcing(brand, mill)
    make.consent(brand, mill, until_on=timezone.now().date() + timedelta(days=30))
    make.assessment(mill, findings=["OS-8-06"])
    adviser = make.user(Role.ADVISER)
    draft = make.assessment(mill, assessed_on=make.date(2018, 5, 1), state="draft", team=[adviser])
    visit, case = make.visit(mill), make.case(mill)
    case.__class__.objects.update(recorded_by=adviser)
    THINGS.update({
        "factories": "KH-00017", "assessments": str(draft.pk), "visits": str(visit.uid),
        "visit-findings": make.visit_finding(mill, "WT-2-01").pk, "plan-items": make.plan_item(mill, "exit").pk,
        "committee-reviews": make.committee(mill).pk, "systems-reviews": make.systems(mill).pk,
        "learning-records": make.learning(mill).pk, "zero-tolerance-cases": str(case.uid),
        "committee-agendas": "KH-00017", "plan-files": str(make.plan_file(mill, "exit").pk),
        "evidence-files": str(make.evidence_file(draft, "OS-8-06").pk),
    })  # fmt: skip
    buyer, management = make.user(Role.BRAND, brand=brand), make.user(Role.FACTORY, factory=mill)
    entered_by_the_factory(mill, brand, buyer, management)
    return {
        "brand": buyer, "staff": make.user(Role.GLOBAL), "adviser": adviser, "management": management,
        "worker": make.user(Role.WORKER, factory=mill), "anonymous": None,
    }  # fmt: skip


def entered_by_the_factory(mill, brand, buyer, management):
    """A request, a consent, a course with a registration, a response with a file, a self-diagnosis that is shared."""
    now = timezone.now()
    asked = request_access(
        mill.pk, brand_id=brand.pk, scope="plan", purpose="The yearly review.", actor=buyer, now=now,
        until_on=(now + timedelta(days=400)).date(),
    )  # fmt: skip
    session = courses.session(starts_at=now + timedelta(days=30), now=now)
    registration = courses.registered(session, mill, by=management, now=now)
    window = make.assessment(
        mill, assessed_on=make.date(2018, 4, 1), state="comment_window", findings=["OS-8-06"]
    )
    type(window).objects.filter(pk=window.pk).update(window_closes_on=(now + timedelta(days=20)).date())
    file = CheckedFile("application/pdf", b"%PDF-1.4 %%EOF", b"", 0, 0, "f" * 64)
    answered = respond_to_finding(
        window.pk, question="OS-8-06", agrees=False, text="Open.", files=[("a.pdf", file)], send=True,
        actor=management, now=now,
    )  # fmt: skip
    diagnosis = diagnosed(mill, management, note="Locked.")
    for act in (complete_diagnosis, share_diagnosis):
        act(diagnosis.pk, actor=management, now=now)
    THINGS.update({
        "access-requests": str(asked.pk), "consents": Consent.objects.get().pk, "course-sessions": str(session.pk),
        "course-registrations": str(registration.pk), "response-files": str(answered.files[0].pk),
        "self-diagnoses": str(diagnosis.pk),
    })  # fmt: skip


DRAWN = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def meet_something(case, *, is_wanted: bool) -> None:
    """Three of four calls that would find nothing are about the mill, by the tag of whatever is there."""
    if not is_wanted:
        return
    row = next(
        (row for path, row in THINGS.items() if case.operation.path.startswith(f"/api/v1/{path}/")), None
    )
    for name in ({"code", "pk", "id"} & set(case.path_parameters or {})) if row is not None else ():
        case.path_parameters[name] = row
    if isinstance(case.body, dict) and "factory" in case.body:
        case.body["factory"] = "KH-00017"
    if case.headers is not None and "If-Match" in case.operation.headers:
        case.headers["If-Match"] = "*"


def tried(operation, server: str, headers: dict[str, str], calls: list[int]) -> str:
    """What is wrong with the answers of an operation; "" where nothing is."""

    @DRAWN
    @given(data=st.data())
    def fuzz(data) -> None:
        case = data.draw(operation.as_strategy())
        meet_something(case, is_wanted=data.draw(st.integers(0, 3)) > 0)
        answer = case.call(base_url=server, headers=headers)
        calls.append(answer.status_code)
        case.validate_response(answer, excluded_checks=STRICTER)

    try:
        fuzz()
    except (Exception, BaseExceptionGroup) as told:  # noqa: BLE001  # each operation is tried
        return "\n".join([str(told), *(str(one) for one in getattr(told, "exceptions", ()))])[:3000]
    return ""


@pytest.mark.parametrize("who", ["brand", "staff", "adviser", "management", "worker", "anonymous"])
def test_every_operation_answers_as_it_is_described(who, client, live_server):
    person, headers = people()[who], {}
    if person is not None:
        text = make_token(person.pk, name="x", scope="write", expires_at=None, actor=person, now=NOW)
        headers["Authorization"] = f"Token {text}"
    document = client.get("/api/v1/schema/?format=json").json()
    schema = schemathesis.openapi.from_dict(document)
    calls: list[int] = []

    failed = {}
    for found in schema.get_all_operations():
        operation = found.ok()
        if wrong := tried(operation, live_server.url, headers, calls):
            failed[operation.label] = wrong

    print(who, len(calls), "calls", dict(Counter(calls)))  # noqa: T201  # the figures, with -rP
    assert not failed, "\n\n".join(f"{name}\n{what}" for name, what in failed.items())
    assert len(calls) >= len(document["paths"])
