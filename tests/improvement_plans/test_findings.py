"""All findings of a final assessment become items of the plan in one act, looked at and changed before."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.models import Role
from advisory.commands import record_plan_item
from advisory.commands.plan.proposed_items import ProposedItem
from advisory.models import PlanItem
from advisory.queries.plan.causes import CauseCount, cause_counts
from assessments.models import Finding
from assessments.policies import NotAllowed
from factories.models import Factory
from improvement_plans.commands.findings import plan_assessment_findings
from journal.commands import Unchanged
from journal.models import Event
from journal.refusals import DayPassed
from questionnaires.documents import cause_groups, cause_titles
from tests import make
from tests.make import NOW, TODAY

pytestmark = pytest.mark.django_db
FOUND = {"OS-8-06": "Exit locked.", "WT-2-01": "Sixty hours."}
DUE = TODAY + timedelta(days=30)


@pytest.fixture
def mill():
    make.questionnaire()
    return make.factory("KH-00011", name="Riverside")


@pytest.fixture
def final(mill):
    return make.assessment(mill, assessed_on=date(2018, 5, 2), findings=FOUND)


@pytest.fixture
def chea():
    return make.user(Role.ADVISER, name="Chea")


def findings(assessment):
    return list(Finding.objects.filter(assessment=assessment).order_by("question"))


def planned(final, actor, due_on=DUE, **said):
    items = [
        ProposedItem(question="", issue="To do", due_on=due_on, finding_id=finding.pk, **said)
        for finding in findings(final)
    ]
    return plan_assessment_findings(
        final.factory_id, assessment_id=final.pk, items=items, actor=actor, now=NOW
    )


def test_every_finding_becomes_an_item_tied_to_it(final, chea):
    planned(final, chea, cause="rules.none", owner="Production", action="Unlock it.")

    items = list(PlanItem.objects.order_by("ref"))
    assert [(item.ref, item.question, item.finding) for item in items] == [
        (str(number), finding.question, finding) for number, finding in enumerate(findings(final), 1)
    ]
    one = items[0]
    assert (one.cause, one.owner, one.action, one.due_on) == ("rules.none", "Production", "Unlock it.", DUE)
    assert (one.status, one.proposed_by_factory) == ("not_started", False)
    assert Event.objects.filter(kind="plan_item.recorded", factory_id=final.factory_id).count() == 2


def test_a_finding_that_has_an_item_is_left(final, mill, chea):
    record_plan_item(mill.pk, ref="", question="OS-8-06", issue="Exit", actor=chea, now=NOW)

    planned(final, chea)

    assert sorted(PlanItem.objects.values_list("question", flat=True)) == ["OS-8-06", "WT-2-01"]
    assert planned(final, chea) == Unchanged([])


def test_no_due_day_lies_in_the_past(final, chea):
    with pytest.raises(DayPassed):
        planned(final, chea, due_on=TODAY - timedelta(days=1))


def test_findings_of_another_factory_or_of_an_earlier_assessment_are_not_taken(final, mill, chea):
    elsewhere = make.assessment(make.factory(), findings=FOUND)
    items = [ProposedItem("", "To do", DUE, finding_id=one.pk) for one in findings(elsewhere)]
    assert plan_assessment_findings(
        mill.pk, assessment_id=final.pk, items=items, actor=chea, now=NOW
    ) == Unchanged([])

    make.assessment(mill, assessed_on=date(2018, 5, 20), cycle=2)
    assert planned(final, chea) == Unchanged([])


def test_only_who_keeps_the_plan_does_it(final):
    for nobody in (make.user(Role.REVIEWER), make.user(Role.ADVISER, country="VN"), make.user(Role.MANAGER)):
        with pytest.raises(NotAllowed):
            planned(final, nobody)


# --- the page ------------------------------------------------------------------------------------------------------


@pytest.fixture
def page(client, final, chea, time_machine):
    time_machine.move_to(NOW, tick=False)
    client.force_login(chea)
    return f"/assessments/{final.pk}/plan/"


def test_the_page_is_filled_in_as_far_as_is_known(client, page, final):
    assert f'href="{page}"' in client.get(f"/assessments/{final.pk}/").content.decode()

    rows = client.get(page).context["rows"]

    assert len(rows) == 2
    for finding, form in rows:
        assert form["chosen"].value()
        assert form["issue"].value().startswith(finding.text)
        assert form["issue"].value().endswith(FOUND[finding.question])
        assert form["action"].value()
        assert form["due_on"].value() > TODAY


def test_what_the_page_shows_is_stored_with_what_was_changed_and_without_what_was_left_out(client, page):
    sent = {}
    for finding, form in client.get(page).context["rows"]:
        sent |= {field.html_name: field.value() or "" for field in form}
        if finding.question == "WT-2-01":
            del sent[form["chosen"].html_name]
        else:
            sent |= {
                form["issue"].html_name: "Exit locked at noon.",
                form["cause"].html_name: "people.nobody",
            }

    answer = client.post(page, sent, follow=True)

    assert answer.redirect_chain[-1][0] == "/factories/KH-00011/plan/"
    assert "1 item added to the plan." in answer.content.decode()
    item = PlanItem.objects.get()
    assert (item.question, item.issue, item.cause) == ("OS-8-06", "Exit locked at noon.", "people.nobody")
    assert "Nobody is responsible" in answer.content.decode()


def test_a_fault_keeps_what_was_typed_and_stores_nothing(client, page):
    sent = {}
    for _finding, form in client.get(page).context["rows"]:
        sent |= {field.html_name: field.value() or "" for field in form}
    day = next(name for name in sent if name.endswith("-due_on"))

    answer = client.post(page, sent | {day: "2018-05-01"})

    assert answer.status_code == 422
    (faulty,) = [form for _finding, form in answer.context["rows"] if form.errors]
    assert (f"{faulty.prefix}-due_on", list(faulty.errors)) == (
        day,
        ["due_on"],
    )  # said where it is to be mended
    assert "A due day is today or later." in answer.content.decode()
    assert not PlanItem.objects.exists()


def test_a_second_window_does_not_speak_of_no_items(client, page):
    sent = {}
    for _finding, form in client.get(page).context["rows"]:
        sent |= {field.html_name: field.value() or "" for field in form}
    client.post(page, sent)

    again = client.post(page, sent, follow=True).content.decode()

    assert "0 items" not in again
    assert "Nothing has changed" in again


def test_the_page_takes_the_same_statements_however_many_findings(
    client, page, mill, django_assert_max_num_queries
):
    make.assessment(mill, assessed_on=date(2018, 5, 20), cycle=2, findings=make.layout("KH").codes[:40])
    latest = mill.pk and f"/assessments/{Finding.objects.order_by('-pk')[0].assessment_id}/plan/"

    client.get(latest)  # what a process keeps is there from now on
    with django_assert_max_num_queries(16):
        assert len(client.get(latest).context["rows"]) == 40


# --- causes --------------------------------------------------------------------------------------------------------


def test_codes_of_causes_are_unique_and_begin_with_their_group():
    assert len(cause_titles()) == sum(len(group.causes) for group in cause_groups())
    for group in cause_groups():
        assert all(code.startswith(f"{group.code}.") for code, _title in group.causes)


def item(mill, question, **said):
    return make.plan_item(mill, question=question, **said)


def test_causes_and_what_came_back_are_counted_by_country_point_and_cause(mill):
    other = make.factory(country="VN")
    make.assessment(mill, assessed_on=date(2018, 5, 2), findings=["OS-8-06"])
    verified = {"status": "verified", "verified_on": date(2018, 4, 2)}
    item(mill, "OS-8-06", cause="rules.none", **verified)  # found again
    item(mill, "OS-8-05", cause="rules.none", **verified)
    item(mill, "OS-8-05", cause="rules.none")
    item(mill, "OS-8-05", cause="")
    item(mill, "")
    item(other, "OS-8-06", cause="rules.none", **verified)

    assert set(cause_counts(Factory.objects.all())) == {
        CauseCount("KH", "OS-8", "rules.none", 3, 2, 1),
        CauseCount("KH", "OS-8", "", 1, 0, 0),
        CauseCount("KH", "", "", 1, 0, 0),
        CauseCount("VN", "OS-8", "rules.none", 1, 1, 0),
    }


def test_staff_read_the_counts_of_their_countries_as_a_page_and_a_file(client, mill):
    item(mill, "OS-8-06", cause="rules.none")
    item(make.factory(country="VN"), "OS-8-06", cause="people.nobody")
    client.force_login(make.user(Role.REVIEWER))

    page = client.get("/causes/").content.decode()
    lines = b"".join(client.get("/causes/export/?format=csv").streaming_content).decode().splitlines()

    assert "There is no rule or procedure" in page
    assert "Nobody is responsible" not in page
    assert lines[1:] == ["KH,OS-8,rules.none,1,0,0"]
    assert client.get("/causes/?by=country").status_code == 200
    assert "Emergency Preparedness" in client.get("/causes/?by=point").content.decode()
    client.force_login(make.user(Role.FACTORY, factory=mill))
    assert client.get("/causes/").status_code == 404


def test_a_plan_without_items_leads_to_what_was_found(client, page, final, chea):
    address = reverse("advisory:plan", args=["KH-00011"])

    before = client.get(address).content.decode()
    planned(final, chea)
    after = client.get(address).content.decode()

    link = reverse("improvement_plans:plan_findings", args=[final.pk])
    assert f'href="{link}"' in before
    assert f'href="{link}"' not in after
