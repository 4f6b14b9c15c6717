"""Zero-tolerance cases: offered at once, followed by two clocks, seen by few."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import Role
from advisory import commands
from advisory.commands.case_protocol import CaseClosed
from advisory.models import CaseEntry, ZeroToleranceCase
from advisory.queries.cases import opened_at
from assessments.policies import NotAllowed
from journal.commands import Unchanged
from tests import make
from tests.assessments.test_pages import page, post
from tests.stories.make import photo as story_photo
from tests.two_people import approve, pending

pytestmark = pytest.mark.django_db
BREACH = "CL-1-01"
DAYS = timedelta(days=9)


@pytest.fixture
def mill():
    make.questionnaire()
    return make.factory("KH-00017", name="Lotus Fictional Mill")


@pytest.fixture
def chea(client):
    user = make.user(Role.ADVISER, name="Chea Adviser")
    client.force_login(user)
    return user


def opened(client, mill, query):
    """Follow an offer: the form as it is filled in already, sent as it stands."""
    html = client.get(f"{reverse('advisory:open_case', args=[mill.code])}{query}").content.decode()
    assert "A child of twelve sewed." in html
    data = {
        "opened_on": "2018-05-28",
        "trigger": f"{BREACH} Child labour",
        "details": "A child of twelve sewed.",
    }
    answer = client.post(f"{reverse('advisory:open_case', args=[mill.code])}{query}", data)
    return ZeroToleranceCase.objects.get(), answer["Location"]


def test_a_case_from_a_draft_answer_carries_the_finding_along(client, mill, chea):
    draft = make.assessment(mill, state="draft", findings={BREACH: "A child of twelve sewed."}, team=[chea])

    case, address = opened(client, mill, f"?assessment={draft.pk}&question={BREACH}")

    assert (case.assessment, case.details) == (draft, "A child of twelve sewed.")
    assert address == reverse("advisory:case", args=[mill.code, case.uid])
    html = client.get(address).content.decode()
    assert "The assessment it comes from" in html


def test_a_visits_finding_offers_a_case_where_a_breach_cannot_wait(client, mill, chea):
    visit = make.visit(mill)
    make.visit_finding(mill, BREACH, details="A child of twelve sewed.")
    make.visit_finding(mill, "OS-8-06")
    query = f"?visit={visit.uid}&question="

    html = page(client, "visit", visit_uid=visit.uid).replace("&amp;", "&")
    case, _address = opened(client, mill, query + BREACH)

    assert query + BREACH in html
    assert query + "OS-8-06" not in html
    assert case.visit == visit


@time_machine.travel(make.NOW + timedelta(hours=50), tick=False)
def test_the_page_tells_how_long_is_left_and_which_protocol_holds(client, mill):
    case = make.case(mill)
    client.force_login(make.user(Role.MANAGER))

    html = page(client, "case", code=mill.code, case_uid=case.uid)

    assert "time is up" in html  # the ministry's 48 hours
    assert "22 hours left" in html  # of 72 until the follow-up
    assert "Child labour follows the protocol agreed" in html
    assert "Close the case" in html


@time_machine.travel(make.NOW + timedelta(hours=1), tick=False)
def test_clocks_run_from_the_first_record_however_often_a_case_is_corrected(client, mill, chea):
    case = make.case(mill, now=make.NOW)
    commands.open_zero_tolerance_case(
        mill.pk,
        opened_on=case.opened_on,
        trigger=case.trigger,
        details="More.",
        actor=chea,
        now=make.NOW + DAYS,
    )

    assert ZeroToleranceCase.objects.count() == 2
    assert opened_at(case.uid) == make.NOW


def test_a_closed_case_has_no_clocks(client, mill):
    case = make.case(mill)
    manager = make.user(Role.MANAGER)
    client.force_login(manager)
    closing = {
        "closed_on": "2018-05-30",
        "statement": "The child is at school.",
        "evidence": "Visit of 29 May",
    }
    post(client, "close_case", closing, code=mill.code, case_uid=case.uid)
    approve(make.user(Role.GLOBAL))

    html = page(client, "case", code=mill.code, case_uid=case.uid)

    assert "hours left" not in html
    assert "30 May 2018" in html
    assert "The child is at school." in html
    assert "Visit of 29 May" in html


def test_the_factory_reads_of_its_case_but_neither_details_nor_drafts(client, mill, chea):
    draft = make.assessment(mill, state="draft", findings={BREACH: "A child of twelve sewed."}, team=[chea])
    case, address = opened(client, mill, f"?assessment={draft.pk}&question={BREACH}")
    client.force_login(make.user(Role.FACTORY, factory=mill))

    html = client.get(address).content.decode()

    assert "Child labour" in html
    assert "twelve" not in html
    assert str(draft.pk) not in html
    client.force_login(make.user(Role.WORKER, factory=mill))
    page(client, "case", expect=404, code=mill.code, case_uid=case.uid)


@time_machine.travel(make.NOW + timedelta(hours=50), tick=False)
def test_a_step_is_recorded_with_who_when_by_the_factorys_clock_a_note_and_a_file(client, mill):
    case = make.case(mill)
    manager = make.user(Role.MANAGER, name="Vanna Manager")
    client.force_login(manager)
    photo = SimpleUploadedFile("letter.jpg", story_photo().content, content_type="image/jpeg")
    data = {
        "step": "notice",
        "happened_at": "2018-06-03T17:30",
        "authority": "Ministry of Labour",
        "note": "By letter.",
    }

    post(client, "add_case_entry", data | {"file": photo}, code=mill.code, case_uid=case.uid)
    html = page(client, "case", code=mill.code, case_uid=case.uid)

    entry = CaseEntry.objects.get()
    assert entry.happened_at == datetime(2018, 6, 3, 10, 30, tzinfo=UTC)  # Phnom Penh is seven hours ahead
    for told in ("Ministry of Labour", "By letter.", "Vanna Manager", "3 June 2018, 17:30", "letter.jpg"):
        assert told in html
    assert "time is up" not in html  # the ministry was notified after 49 and a half hours: done, however late
    sent = client.get(reverse("advisory:case_file", args=[entry.pk]))
    assert b"".join(sent.streaming_content)[:3] == b"\xff\xd8\xff"
    client.force_login(make.user(Role.FACTORY, factory=mill))
    own = page(client, "case", code=mill.code, case_uid=case.uid)
    assert "Vanna" not in own
    assert "By letter." not in own
    assert client.get(reverse("advisory:case_file", args=[entry.pk])).status_code == 404


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"happened_at": "2018-06-01T23:00"}, "between the opening of the case and now"),
        ({"happened_at": "2018-05-19T12:00"}, "between the opening of the case and now"),
        ({"step": "notice", "authority": ""}, "which authority"),
    ],
)
@time_machine.travel(make.NOW, tick=False)
def test_a_step_that_cannot_be_is_refused_beside_its_field(client, mill, said, problem):
    case = make.case(mill)
    client.force_login(make.user(Role.MANAGER))
    data = {"step": "safety", "happened_at": "2018-05-28T09:00", **said}

    html = post(
        client, "add_case_entry", data, expect=422, code=mill.code, case_uid=case.uid
    ).content.decode()

    assert problem in html
    assert not CaseEntry.objects.exists()


@time_machine.travel(make.NOW, tick=False)
def test_a_step_is_recorded_once_and_a_step_recorded_later_makes_a_proposed_closing_out_of_date(client, mill):
    case, manager = make.case(mill), make.user(Role.MANAGER)
    closing = {"closed_on": make.TODAY, "statement": "At school.", "evidence": "Visit."}
    commands.propose_case_closing(case.uid, **closing, actor=manager, now=make.NOW)
    proposal = pending()
    step = {"step": "safety", "happened_at": make.NOW, "actor": manager, "now": make.NOW}

    commands.record_case_entry(case.uid, **step)
    again = commands.record_case_entry(case.uid, **step)

    proposal.refresh_from_db()
    assert proposal.state == "stale"
    assert isinstance(again, Unchanged)
    commands.propose_case_closing(case.uid, **closing, actor=manager, now=make.NOW)
    approve(make.user(Role.GLOBAL))
    with pytest.raises(CaseClosed):
        commands.record_case_entry(case.uid, **{**step, "step": "follow_up"})


@time_machine.travel(make.NOW, tick=False)
def test_advisers_record_steps_and_managers_alone_notify_authorities(mill):
    adviser = make.user(Role.ADVISER)
    case = commands.open_zero_tolerance_case(
        mill.pk, opened_on=make.TODAY, trigger="Child labour", actor=adviser, now=make.NOW
    )
    said = {"happened_at": make.NOW, "actor": adviser, "now": make.NOW}

    commands.record_case_entry(case.uid, step="safety", **said)
    with pytest.raises(NotAllowed):
        commands.record_case_entry(case.uid, step="notice", authority="Ministry", **said)
    with pytest.raises(NotAllowed):  # for this colleague the case does not exist
        commands.record_case_entry(case.uid, step="follow_up", **{**said, "actor": make.user(Role.ADVISER)})
