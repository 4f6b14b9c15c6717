"""The pages of the evidence: their readers see them, strangers do not, forms work without scripts."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Proposal, Role
from advisory import urls as advisory_urls
from advisory.models import (
    AdvisoryVisit,
    CommitteeReview,
    LearningRecord,
    PlanItem,
    SystemsReview,
    ZeroToleranceCase,
)
from assessments import commands
from assessments.models import AnswerLog, Assessment, Finding, SheetRevision
from countries.queries.local_time import today_in
from journal.commands import Unchanged
from sector_tables.projections import refresh_sector_counts
from tests import make
from tests.two_people import approve

pytestmark = pytest.mark.django_db
DAY = date(2018, 5, 28)


def route(name):
    """The name of an address, with the app that has it."""
    of_advice = {pattern.name for pattern in advisory_urls.urlpatterns}
    if name == "export":
        return "assessment_files:export"
    return f"advisory:{name}" if name in of_advice else f"assessments:{name}"


@pytest.fixture
def mill():
    make.questionnaire()
    return make.factory("KH-00017", name="Lotus Fictional Mill")


@pytest.fixture
def chea():
    return make.user(Role.ADVISER, name="Chea Adviser")


@pytest.fixture
def maly():
    return make.user(Role.REVIEWER, name="Maly Reviewer")


@pytest.fixture
def signed_in(client):
    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def page(client, name, expect=200, **kwargs):
    answer = client.get(reverse(route(name), kwargs=kwargs))
    assert answer.status_code == expect, answer.content[:2000]
    return answer.content.decode()


def post(client, name, data=None, expect=302, **kwargs):
    answer = client.post(reverse(route(name), kwargs=kwargs), data or {})
    assert answer.status_code == expect, answer.content.decode()[:3000]
    return answer


def fields_of(html):
    """What a browser would send of the page's form, untouched: hidden fields, texts, chosen options."""
    sent = {}
    for tag in re.findall(r"<input[^>]*>", html):
        said = dict(re.findall(r'(\w[\w-]*)="([^"]*)"', tag))
        if said.get("type") == "hidden" or (said.get("type") == "radio" and " checked" in tag):
            sent[said.get("name", "")] = said.get("value", "")
    texts = re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>([^<]*)</textarea>', html)
    sent |= dict(texts)
    for name, body in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', body)
        sent[name] = chosen.group(1) if chosen else ""
    return {name: unescape(value) for name, value in sent.items()}


# --- the list -------------------------------------------------------------------------------------------------------


def test_staff_find_assessments_by_factory_and_state(signed_in, mill, maly):
    make.assessment(mill, findings=["OS-8-06"])
    make.assessment(make.factory(name="Orchid Fictional Mill"), state="submitted")
    client = signed_in(maly)

    everything = page(client, "list")
    final = client.get(reverse("assessments:list"), {"state": "final"}).content.decode()
    orchid = client.get(reverse("assessments:list"), {"q": "orchid"}).content.decode()

    assert "Lotus Fictional Mill" in everything
    assert "Orchid Fictional Mill" in everything
    assert "Orchid" not in final
    assert "Lotus" not in orchid


def test_the_list_costs_the_same_for_many_as_for_few(signed_in, mill, maly, django_assert_max_num_queries):
    for month in range(1, 10):
        make.assessment(mill, assessed_on=date(2017, month, 1))
    client = signed_in(maly)
    page(client, "list")  # what a process keeps is there from now on

    with django_assert_max_num_queries(7):
        page(client, "list")


def test_the_list_goes_on_page_by_page(signed_in, mill, maly, monkeypatch):
    monkeypatch.setattr("assessments.queries.lists.page_of.__kwdefaults__", {"size": 2})
    for month in range(1, 6):
        make.assessment(mill, assessed_on=date(2017, month, 1))
    client = signed_in(maly)
    seen, address = [], reverse("assessments:list")

    while address:
        html = client.get(address).content.decode()
        seen += re.findall(r'<time datetime="(2017-\d\d-\d\d)"', html)
        following = re.search(r'rel="next"\s+href="([^"]+)"', html)
        address = reverse("assessments:list") + following.group(1).replace("&amp;", "&") if following else ""

    assert seen == [f"2017-0{month}-01" for month in (5, 4, 3, 2, 1)]


def test_the_export_holds_what_the_list_shows(signed_in, mill, maly):
    make.assessment(mill)
    make.assessment(make.factory("KH-00018"), assessed_on=date(2017, 1, 1))

    answer = signed_in(maly).get(reverse("assessment_files:export"), {"q": "KH-00018"})

    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert len(lines) == 1 + len(make.layout("KH").codes)
    assert all("KH-00018" in line for line in lines[1:])


@pytest.mark.parametrize("role", [Role.BRAND, Role.FACTORY, Role.INSPECTOR, Role.ADMIN])
def test_the_list_does_not_exist_outside_the_programme(role, signed_in, mill):
    client = signed_in(make.user(role, factory=mill if role == Role.FACTORY else None))

    page(client, "list", expect=404)
    page(client, "export", expect=404)


# --- one assessment -------------------------------------------------------------------------------------------------


def test_the_page_tells_what_was_found_and_where_it_stands(signed_in, mill, maly):
    make.assessment(mill, assessed_on=date(2017, 3, 1), findings=["OS-8-06", "CO-2-01"])
    made = make.assessment(
        mill, findings={"OS-8-06": "One exit was locked."}, notes={"CO-2-01": "Books seen"}
    )

    html = page(signed_in(maly), "detail", assessment_id=made.pk)

    assert "Lotus Fictional Mill" in html
    assert "One exit was locked." in html
    assert "Emergency Preparedness" in html
    assert "publicly reported" in html
    assert "Books seen" in html
    assert "It is final and counts as evidence." in html


def test_one_page_is_a_handful_of_statements(signed_in, mill, maly, django_assert_max_num_queries):
    made = make.assessment(mill, findings=list(make.layout("KH").codes[:40]))
    client = signed_in(maly)
    page(client, "list")  # what a process keeps is there from now on

    with django_assert_max_num_queries(18):  # two of them for the log of looks
        page(client, "detail", assessment_id=made.pk)


def test_an_empty_draft_is_not_called_compliant(signed_in, mill, maly):
    draft = make.assessment(mill, state="draft", unanswered=make.layout("KH").codes)

    html = page(signed_in(maly), "detail", assessment_id=draft.pk)

    assert "No finding yet" in html
    assert "Everything that was asked is compliant." not in html


def test_a_draft_does_not_exist_for_those_who_may_not_know_its_day(signed_in, mill, chea):
    draft = make.assessment(mill, state="draft")
    for user in (
        chea,
        make.user(Role.FACTORY, factory=mill),
        make.user(Role.BRAND),
        make.user(Role.INSPECTOR),
    ):
        page(signed_in(user), "detail", expect=404, assessment_id=draft.pk)


def test_whoever_is_not_signed_in_is_asked_to(client, mill):
    made = make.assessment(mill)

    answer = client.get(reverse("assessments:detail", kwargs={"assessment_id": made.pk}))

    assert answer.status_code == 302
    assert "/sign-in/" in answer["Location"]


def test_the_factory_reads_findings_but_neither_notes_nor_names(signed_in, mill, chea, maly):
    made = make.assessment(
        mill, findings={"OS-8-06": "Locked."}, notes={"CO-2-01": "Manager lied"}, team=[chea]
    )

    html = page(signed_in(make.user(Role.FACTORY, factory=mill)), "detail", assessment_id=made.pk)

    assert "Locked." in html
    assert "Manager lied" not in html
    assert "Chea Adviser" not in html


def test_a_consented_brand_reads_what_is_final_and_can_do_nothing(signed_in, mill):
    brand = make.brand()
    make.sourcing(brand, mill)
    make.consent(brand, mill)
    final = make.assessment(mill, findings={"OS-8-06": "Locked."})
    window = make.assessment(mill, assessed_on=DAY, state="comment_window")
    client = signed_in(make.user(Role.BRAND, brand=brand))

    html = page(client, "detail", assessment_id=final.pk)

    assert "Locked." in html
    assert '<form method="post"' not in html.split("<main")[1].split("</main")[0]
    page(client, "detail", expect=404, assessment_id=window.pk)


# --- entering -------------------------------------------------------------------------------------------------------


def opened(client, mill, **said):
    data = {"assessed_on": timezone.localdate().isoformat(), "kind": "full", **said}
    post(client, "open", data, code=mill.code)
    return Assessment.objects.get()


def test_an_adviser_begins_an_assessment_with_a_colleague(signed_in, mill, chea):
    dara = make.user(Role.ADVISER, name="Dara")

    draft = opened(signed_in(chea), mill, team=[dara.pk])

    assert draft.created_by == chea
    assert draft.factory == mill
    html = page(signed_in(dara), "detail", assessment_id=draft.pk)
    assert "Chea Adviser, Dara" in html


def test_answers_are_entered_point_by_point_without_scripts(signed_in, mill, chea):
    client = signed_in(chea)
    draft = opened(client, mill)
    html = page(client, "enter", assessment_id=draft.pk, point="OS-8")
    sent = fields_of(html) | {
        "answer-OS-8-06": "N",
        "details-OS-8-06": "One exit was locked.",
        "answer-OS-8-01": "C",
        "note-OS-8-01": "Tested it",
        "next": "1",
    }

    answer = post(client, "enter", sent, assessment_id=draft.pk, point="OS-8")

    assert answer["Location"].endswith("/points/WT-1/")
    assert set(AnswerLog.objects.values_list("question", "old", "new")) == {
        ("OS-8-06", "-", "N"),
        ("OS-8-01", "-", "C"),
    }
    assert Finding.objects.get().details == "One exit was locked."
    again = page(client, "enter", assessment_id=draft.pk, point="OS-8")
    assert "One exit was locked." in again
    assert "Tested it" in again


def test_sending_the_same_page_twice_stores_it_once(signed_in, mill, chea):
    client = signed_in(chea)
    draft = opened(client, mill)
    sent = fields_of(page(client, "enter", assessment_id=draft.pk, point="OS-8")) | {"answer-OS-8-06": "N"}

    post(client, "enter", sent, assessment_id=draft.pk, point="OS-8")
    post(client, "enter", sent, assessment_id=draft.pk, point="OS-8")

    assert AnswerLog.objects.count() == 1


def test_a_page_that_another_overtook_shows_both_answers(signed_in, mill, chea):
    client = signed_in(chea)
    draft = opened(client, mill)
    old_page = fields_of(page(client, "enter", assessment_id=draft.pk, point="OS-8"))
    post(
        client,
        "enter",
        old_page | {"answer-OS-8-06": "N", "act-OS-8-06": ""},
        assessment_id=draft.pk,
        point="OS-8",
    )

    post(client, "enter", old_page | {"answer-OS-8-06": "C"}, assessment_id=draft.pk, point="OS-8")

    html = page(client, "enter", assessment_id=draft.pk, point="OS-8")
    assert "Answers that differ" in html
    assert html.count("settle-OS-8-06") == 3  # keep, take, later


def test_details_that_a_formula_left_are_refused_and_nothing_typed_is_lost(signed_in, mill, chea):
    client = signed_in(chea)
    draft = opened(client, mill)
    sent = fields_of(page(client, "enter", assessment_id=draft.pk, point="OS-8")) | {
        "answer-OS-8-06": "N",
        "details-OS-8-06": "#REF!",
        "note-OS-8-01": "Keep me",
    }

    html = post(client, "enter", sent, expect=200, assessment_id=draft.pk, point="OS-8").content.decode()

    assert "is a formula that failed" in html
    assert "Keep me" in html
    assert not AnswerLog.objects.exists()


def test_details_beside_an_answer_that_is_no_finding_are_not_dropped_in_silence(signed_in, mill, chea):
    client = signed_in(chea)
    draft = opened(client, mill)
    sent = fields_of(page(client, "enter", assessment_id=draft.pk, point="OS-8")) | {
        "answer-OS-8-06": "C",
        "details-OS-8-06": "One exit was locked.",
    }

    html = post(client, "enter", sent, expect=200, assessment_id=draft.pk, point="OS-8").content.decode()

    assert "This describes a finding" in html
    assert "One exit was locked." in html


def test_only_the_team_enters_and_only_a_draft(signed_in, mill, chea, maly):
    draft = make.assessment(mill, state="draft", team=[chea])
    final = make.assessment(mill, assessed_on=DAY, team=[chea])

    page(signed_in(maly), "enter", expect=404, assessment_id=draft.pk, point="OS-8")
    page(signed_in(chea), "enter", expect=404, assessment_id=final.pk, point="OS-8")
    page(signed_in(chea), "enter", expect=404, assessment_id=draft.pk, point="ZZ-1")


def test_a_possible_zero_tolerance_breach_offers_to_open_a_case_at_once(signed_in, mill, chea):
    draft = make.assessment(mill, state="draft", findings=["CL-1-01"], team=[chea])
    client = signed_in(chea)

    html = page(client, "detail", assessment_id=draft.pk)
    offered = re.search(r'href="([^"]*cases/new/[^"]*)"', html).group(1).replace("&amp;", "&")
    form = client.get(offered).content.decode()
    client.post(offered, {"opened_on": "2018-05-28", "trigger": "CL-1-01 child labour"})

    assert "CL-1-01" in form
    case = ZeroToleranceCase.objects.get()
    assert (case.assessment, case.recorded_by) == (draft, chea)


# --- the way to final -----------------------------------------------------------------------------------------------


def test_from_draft_to_final_on_the_pages(signed_in, mill, chea, maly):
    draft = make.assessment(mill, state="draft", findings={"OS-8-06": "Locked."}, team=[chea])
    manager = make.user(Role.FACTORY, factory=mill)

    post(signed_in(chea), "submit", assessment_id=draft.pk)
    post(signed_in(maly), "accept", assessment_id=draft.pk)
    data = {"act": "send_one", "question": "OS-8-06", "text": "We opened it."}
    signed_in(manager).post(reverse("responses:respond", args=[draft.pk]), data)
    post(signed_in(maly), "finalise", assessment_id=draft.pk)

    html = page(signed_in(manager), "detail", assessment_id=draft.pk)
    assert "We opened it." in html
    assert SheetRevision.objects.count() == 1


def test_a_refused_submission_leads_to_every_question_that_holds_it_up(signed_in, mill, chea):
    draft = make.assessment(mill, state="draft", findings={"OS-8-06": "", "CO-2-01": "Seen."}, team=[chea])
    Assessment.objects.filter(pk=draft.pk).update(sheet="-" + draft.sheet[1:])

    html = post(signed_in(chea), "submit", expect=409, assessment_id=draft.pk).content.decode()

    assert "1 question is open" in html
    assert "This finding has no details: OS-8-06." in html
    assert "#OS-8-06" in html
    assert "#CO-2-01" not in html


def test_a_refused_act_is_a_page_that_says_why(signed_in, mill, maly):
    make.assessment(mill)

    answer = post(signed_in(maly), "accept", expect=409, assessment_id=Assessment.objects.get().pk)

    assert "cannot be done now" in answer.content.decode()


def test_a_reviewer_gives_it_back_with_a_reason(signed_in, mill, chea, maly):
    made = make.assessment(mill, state="submitted", team=[chea])
    client = signed_in(maly)

    empty = post(client, "return", {"reason": ""}, expect=200, assessment_id=made.pk).content.decode()
    post(client, "return", {"reason": "Which exit?"}, assessment_id=made.pk)

    assert "required" in empty
    assert Assessment.objects.get().state == "draft"
    assert "Which exit?" in page(signed_in(chea), "detail", assessment_id=made.pk)


def test_a_reviewer_corrects_a_final_assessment_with_a_second_person(signed_in, mill, maly):
    made = make.assessment(mill, findings=["OS-8-06"])
    vanna = make.user(Role.MANAGER, name="Vanna")
    client = signed_in(maly)
    data = {
        "rows-TOTAL_FORMS": "2", "rows-INITIAL_FORMS": "0", "reason": "It was a cupboard",
        "rows-0-question": "OS-8-06", "rows-0-answer": "C",
        "rows-1-question": "WT-2-01", "rows-1-answer": "N", "rows-1-details": "Paid late.",
    }  # fmt: skip
    more = post(client, "correct", data | {"add": "row"}, expect=200, assessment_id=made.pk).content.decode()
    address = post(client, "correct", data, assessment_id=made.pk)["Location"]
    client = signed_in(vanna)
    shown = client.get(address).content.decode()
    client.post(address, {"act": "approve", "digest": Proposal.objects.get().digest})

    assert "rows-2-question" in more
    assert "Paid late." in more
    assert "It was a cupboard" in shown
    assert "Maly Reviewer" in shown
    assert "Paid late." in shown
    revision = SheetRevision.objects.get(superseded_at=None)
    assert (revision.second_person, revision.recorded_by) == (vanna, maly)


def test_an_adviser_says_that_a_finding_was_put_right(signed_in, mill, chea):
    made = make.assessment(mill, findings=["OS-8-06"])
    finding = Finding.objects.get()

    data = {f"finding-{finding.pk}-fixed_on": "2018-05-02"}
    post(signed_in(chea), "verify", data, assessment_id=made.pk, finding_id=finding.pk)

    assert Finding.objects.get().fixed_on == date(2018, 5, 2)


def test_forms_of_others_do_not_exist(signed_in, mill):
    made = make.assessment(mill, findings=["OS-8-06"])
    user = make.user(Role.FACTORY, factory=mill)

    page(signed_in(user), "verify", expect=404, assessment_id=made.pk, finding_id=Finding.objects.get().pk)


# --- recording ------------------------------------------------------------------------------------------------------

RECORDS = {
    "record_visit": (
        AdvisoryVisit,
        {
            "uid": "00000000-0000-4000-8000-000000000002",
            "visited_on": "2018-05-02",
            "purpose": "Improvement plan",
        },
    ),
    "record_committee": (
        CommitteeReview,
        {
            "reviewed_on": "2018-05-02",
            "worker_seats": "5",
            "management_seats": "5",
            "worker_side_elected": "yes",
        },
    ),
    "record_systems": (SystemsReview, {"reviewed_on": "2018-05-02", "osh": "4"}),
    "record_learning": (
        LearningRecord,
        {
            "held_on": "2018-05-02",
            "course": "OSH awareness",
            "hours": "8",
            "managers_men": "1",
            "managers_women": "1",
            "workers_men": "2",
            "workers_women": "3",
        },
    ),
    "record_plan_item": (
        PlanItem,
        {"ref": "2018-01", "question": "OS-8-06", "issue": "Exit locked", "status": "not_started"},
    ),
    "open_case": (ZeroToleranceCase, {"opened_on": "2018-05-02", "trigger": "Child labour"}),
}


@pytest.mark.parametrize("name", RECORDS)
def test_an_adviser_records_it_on_a_plain_page(name, signed_in, mill, chea):
    model, data = RECORDS[name]
    client = signed_in(chea)
    page(client, name, code=mill.code)

    post(client, name, data, code=mill.code)

    assert model.objects.get().recorded_by == chea


@pytest.mark.parametrize("name", RECORDS)
def test_a_day_that_has_not_come_and_an_empty_form_are_told_beside_the_field(name, signed_in, mill, chea):
    model, data = RECORDS[name]
    day = next((key for key in data if key.endswith("_on")), None)
    tomorrow = (today_in(mill.country_id, timezone.now()) + timedelta(days=1)).isoformat()
    client = signed_in(chea)

    empty = post(client, name, {}, expect=200, code=mill.code).content.decode()
    if day:
        ahead = post(client, name, data | {day: tomorrow}, expect=200, code=mill.code).content.decode()
        assert "has not come yet" in ahead

    assert "error-summary" in empty
    assert not model.objects.exists()


@pytest.mark.parametrize("name", RECORDS)
@pytest.mark.parametrize("role", [Role.REVIEWER, Role.BRAND, Role.INSPECTOR, Role.WORKER])
def test_nobody_else_records(name, role, signed_in, mill):
    user = make.user(role, factory=mill if role == Role.WORKER else None)

    page(signed_in(user), name, expect=404, code=mill.code)


def test_an_adviser_of_another_country_finds_no_such_factory(signed_in, mill):
    client = signed_in(make.user(Role.ADVISER, country="VN"))

    for name in RECORDS:
        page(client, name, expect=404, code=mill.code)


def test_the_factory_keeps_its_plan_but_does_not_verify_it(signed_in, mill):
    item = make.plan_item(mill, "2018-01", status="in_progress")
    client = signed_in(make.user(Role.FACTORY, factory=mill))
    form = page(client, "plan_item", code=mill.code, item_id=item.pk)
    done = {"issue": item.issue, "status": "done", "done_on": "2018-05-20"}

    post(client, "plan_item", done, code=mill.code, item_id=item.pk)
    post(client, "record_plan_item", done | {"ref": "x", "status": "verified"}, expect=200, code=mill.code)

    assert "verified_on" not in form
    assert PlanItem.objects.get(superseded_at=None).status == "done"


def test_a_case_is_closed_by_the_country_manager_and_a_second_person(signed_in, mill, chea):
    case = make.case(mill)
    kwargs = {"code": mill.code, "case_uid": case.uid}

    page(signed_in(chea), "close_case", expect=404, **kwargs)
    closing = {
        "closed_on": "2018-05-30",
        "statement": "The child is at school.",
        "evidence": "Visit of 29 May",
    }
    post(signed_in(make.user(Role.MANAGER)), "close_case", closing, **kwargs)
    assert ZeroToleranceCase.objects.get().closed_on is None
    approve(make.user(Role.GLOBAL))

    assert ZeroToleranceCase.objects.get(superseded_at=None).closed_on == date(2018, 5, 30)


# --- visits and the sector ------------------------------------------------------------------------------------------


def test_a_visits_page_tells_what_was_found_and_takes_more(signed_in, mill, chea):
    visit = make.visit(mill, notes="Manager nervous")
    make.visit_finding(mill, "OS-8-06", details="Locked again")
    client = signed_in(chea)

    html = page(client, "visit", visit_uid=visit.uid)
    post(client, "visit", {"question": "OS-2-04", "details": "Drums in the aisle"}, visit_uid=visit.uid)
    own = page(signed_in(make.user(Role.WORKER, factory=mill)), "visit", visit_uid=visit.uid)

    assert "Locked again" in html
    assert "Manager nervous" in html
    assert "Manager nervous" not in own
    assert "Drums in the aisle" in own
    page(signed_in(make.user(Role.INSPECTOR)), "visit", expect=404, visit_uid=visit.uid)


def test_everybody_reads_the_sector_without_small_groups(client, mill):
    for _ in range(5):
        make.assessment(make.factory(), findings=["OS-8-06"])
    make.assessment(make.factory(country="VN"))
    refresh_sector_counts(now=make.NOW)

    cambodia = client.get(reverse("sector_tables:table"), {"country": "KH"}).content.decode()
    vietnam = client.get(reverse("sector_tables:table"), {"country": "VN"}).content.decode()

    assert "Emergency Preparedness" in cambodia
    assert "100%" in cambodia
    assert "not shown" in vietnam
    assert "100%" not in vietnam


def test_an_empty_programme_has_a_sector_page_that_says_so(client):
    assert "No assessment is final yet" in client.get(reverse("sector_tables:table")).content.decode()


def test_findings_stand_in_the_order_of_the_questionnaire_however_they_were_entered(signed_in, mill, chea):
    client = signed_in(chea)
    draft = opened(client, mill)
    for question, point in (("WT-1-01", "WT-1"), ("CL-4-01", "CL-4")):
        sent = fields_of(page(client, "enter", assessment_id=draft.pk, point=point)) | {
            f"answer-{question}": "N"
        }
        post(client, "enter", sent, assessment_id=draft.pk, point=point)

    html = page(client, "detail", assessment_id=draft.pk)

    assert html.index('id="CL-4-01"') < html.index('id="WT-1-01"')


def test_a_closed_window_can_be_made_final_by_hand(signed_in, mill, maly):
    made = make.assessment(mill, state="comment_window", findings=["OS-8-06"], now=make.NOW)

    html = page(signed_in(maly), "detail", assessment_id=made.pk)
    post(signed_in(maly), "finalise", assessment_id=made.pk)

    assert "It can become final." in html
    assert isinstance(commands.close_comment_windows(actor=None, now=timezone.now()), Unchanged) is True
