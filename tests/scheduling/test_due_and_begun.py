"""What the plan wanted done in a year stands in a list with what was begun of it, and in its file."""

from __future__ import annotations

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import Role
from assessments.models import Assessment
from scheduling.models import PlannedAssessment, PlanRun
from scheduling.queries.schedule_inputs import plan_rules
from tests import make

pytestmark = pytest.mark.django_db
ADDRESS = "/plan/"
COUNTED = re.compile(r"data-announce>\s*<strong>([\d,]+)</strong>")


@pytest.fixture
def run(db):
    return PlanRun.objects.create(
        as_of=date(2018, 1, 1), seed="0" * 64, rules=plan_rules().as_json(), shift=[], kept=0, placed=0,
        unplaced=0, made_at=timezone.now(),
    )  # fmt: skip


@pytest.fixture
def advisers(db):
    return make.user(Role.ADVISER), make.user(Role.ADVISER)


@pytest.fixture
def planned(run, advisers):
    def make_row(factory, *, due: date, state: str, assessment=None):
        lead, second = advisers
        return PlannedAssessment.objects.create(
            factory=factory, plan=run, group="ordinary", due_on=due, late_from=due + timedelta(days=30),
            opens_on=due, closes_on=due, starts_on=due, lead=lead, second=second, state=state,
            assessment=assessment, ended_at=None if state == "planned" else timezone.now(),
        )  # fmt: skip

    return make_row


def names_in(html: str, *factories) -> list[str]:
    return [factory.name for factory in factories if f"<bdi>{factory.name}</bdi>" in html]


def test_due_in_a_year_are_those_open_and_those_begun_and_what_was_planned_again_once(client, planned):
    late, begun, other_year, abroad = (make.factory(country=code) for code in ("KH", "KH", "KH", "VN"))
    draft = make.assessment(begun, assessed_on=date(2017, 5, 2), state=Assessment.State.FINAL)
    planned(late, due=date(2017, 3, 1), state="dropped")
    planned(late, due=date(2017, 3, 1), state="planned")
    planned(begun, due=date(2017, 5, 1), state="done", assessment=draft.pk)
    planned(other_year, due=date(2018, 5, 1), state="planned")
    planned(abroad, due=date(2017, 5, 1), state="done", assessment=uuid4())
    client.force_login(make.user(Role.MANAGER))

    def listed(**query):
        html = client.get(ADDRESS, {"view": "due", **query}).content.decode()
        shown = names_in(html, late, begun, other_year, abroad)
        assert int(COUNTED.search(html)[1]) == len(shown)
        return html, shown

    html, shown = listed(year=2017)
    assert shown == [late.name, begun.name]
    assert f'href="/assessments/{draft.pk}/"' in html
    assert html.count("Move the visit to") == 1  # what is begun is not moved
    assert listed(year=2017, state="done")[1] == [begun.name]
    assert listed(year=2017, state="open")[1] == [late.name]
    assert listed()[1] == [late.name, begun.name, other_year.name]

    file = client.get(f"{ADDRESS}export/", {"view": "due", "year": 2017, "format": "csv"})
    rows = b"".join(file).decode().splitlines() if file.streaming else file.content.decode().splitlines()
    assert sorted(row.rsplit(",", 1)[1] for row in rows[1:]) == ["done", "planned"]


def test_an_adviser_sees_their_own_and_a_factory_no_plan(client, planned, advisers):
    mill = make.factory()
    planned(mill, due=date(2017, 5, 1), state="done", assessment=uuid4())

    for person, number in ((advisers[0], 1), (make.user(Role.ADVISER), 0)):
        client.force_login(person)
        html = client.get(ADDRESS, {"view": "due"}).content.decode()
        assert len(names_in(html, mill)) == number
    client.force_login(make.user(Role.FACTORY, factory=mill))
    assert client.get(ADDRESS, {"view": "due"}).status_code == 404
