"""Days of evidence have limits on every way in; outside them a reason is needed, and the journal keeps it.

Nothing happened before the programme began in the factory's country, nothing after today; what is open is not due in
the past. Pages are used as a browser uses them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Role
from advisory.commands import record_learning
from advisory.models import (
    AdvisoryVisit,
    CommitteeReview,
    LearningRecord,
    PlanItem,
    SystemsReview,
    ZeroToleranceCase,
)
from assessments import commands
from assessments.commands.day_limits import DayOutOfLimits
from assessments.models import Assessment
from countries.domain.country_rules import PROGRAMME_BEGAN, SHIPPED_COUNTRIES, shipped_rules
from factories.models import Factory
from journal.models import Event
from tests import make
from tests.advisory.test_field_entries import entry
from tests.advisory.test_field_entries import send as send_entry
from tests.assessments.files import long_rows, run, write
from tests.assessments.test_pages import route
from tests.people.make import browser, fill_in

pytestmark = pytest.mark.django_db

BEGAN = date(2009, 1, 1)  # in Viet Nam
BEFORE = BEGAN - timedelta(days=1)
YESTERDAY, TOMORROW = make.TODAY - timedelta(days=1), make.TODAY + timedelta(days=1)
REASON = "The pilot of 2008, on paper."
COMMITTEE = {"worker_seats": "5", "management_seats": "5"}
LEARNING = {"course": "Sewing", "hours": "2"}
ITEM = {"ref": "exits", "issue": "Locked exit"}

# page, model, the field of the day, what else is filled in
PAGES = {
    "committee": ("record_committee", CommitteeReview, "reviewed_on", COMMITTEE),
    "systems": ("record_systems", SystemsReview, "reviewed_on", {"osh": "3"}),
    "learning": ("record_learning", LearningRecord, "held_on", LEARNING),
    "visit": ("record_visit", AdvisoryVisit, "visited_on", {"purpose": "Exits"}),
    "case": ("open_case", ZeroToleranceCase, "opened_on", {"trigger": "Child labour"}),
    "done": ("record_plan_item", PlanItem, "done_on", ITEM | {"status": "done"}),
    "verified": ("record_plan_item", PlanItem, "verified_on", ITEM | {"status": "verified"}),
    "assessment": ("open", Assessment, "assessed_on", {"kind": "full"}),
}


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(make.NOW):
        yield


@pytest.fixture
def mill() -> Factory:
    make.questionnaire()
    return make.factory("VN-00017", country="VN")


@pytest.fixture
def adviser(mill: Factory) -> Client:
    return browser(make.user(Role.ADVISER, country="VN"))


def sent(client: Client, mill: Factory, page: str, day: date, **more: Any) -> Any:
    """A record of a day, sent by its page's form."""
    name, _model, field, filled = PAGES[page]
    return fill_in(
        client, reverse(route(name), args=[mill.code]), **filled, **{field: day.isoformat()}, **more
    )


def accepted() -> list[Event]:
    return list(Event.objects.filter(kind__endswith=".day_accepted").order_by("pk"))


# --- what has happened ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_recorded_of_a_day_before_the_programme_began_without_a_reason(page, mill, adviser):
    _name, model, field, _filled = PAGES[page]

    refused = sent(adviser, mill, page, BEFORE)

    assert refused.status_code in {200, 422}
    assert (
        "The programme began here on 1 January 2009. Correct the day. If it is right, say why below."
        in refused.context["form"].errors[field]
    )
    assert "dates_reason" in refused.content.decode()  # it is asked for
    assert not model.objects.exists()
    assert not accepted()

    assert sent(adviser, mill, page, BEFORE, dates_reason=REASON).status_code == 302

    assert getattr(model.objects.get(), field) == BEFORE
    (event,) = accepted()
    assert event.actor_id is not None
    assert (event.data["reason"], event.data["days"]) == (REASON, [f"{field} {BEFORE.isoformat()}"])


@pytest.mark.parametrize("page", PAGES)
def test_the_first_day_of_the_programme_and_today_need_none(page, mill, adviser):
    for day in (BEGAN, make.TODAY):
        more = {"ref": day.isoformat()} if "ref" in PAGES[page][3] else {}
        name, _model, field, filled = PAGES[page]
        address = reverse(route(name), args=[mill.code])
        answer = fill_in(adviser, address, **{**filled, field: day.isoformat(), **more})
        assert answer.status_code == 302

    assert PAGES[page][1].objects.count() == 2
    assert not accepted()


@pytest.mark.parametrize("page", [page for page in PAGES if page != "assessment"])
def test_no_reason_makes_a_day_to_come_right(page, mill, adviser):
    for more in ({}, {"dates_reason": REASON}):
        refused = sent(adviser, mill, page, TOMORROW, **more)
        assert "This day has not come yet. Correct it." in refused.context["form"].errors[PAGES[page][2]]
    assert not PAGES[page][1].objects.exists()


def test_an_assessment_may_be_planned_and_is_not_submitted_before_its_day(mill):
    chea = make.user(Role.ADVISER, country="VN")
    assert sent(browser(chea), mill, "assessment", TOMORROW).status_code == 302
    draft = Assessment.objects.get()

    with pytest.raises(commands.reviewing.NotYetAssessed):
        commands.submit_assessment(draft.pk, actor=chea, now=make.NOW)


def test_a_record_that_stands_is_corrected_without_giving_the_reason_again(mill, adviser):
    sent(adviser, mill, "committee", BEFORE, dates_reason=REASON)
    address = reverse("advisory:record_committee", args=[mill.code])

    corrected = fill_in(
        adviser, address, **COMMITTEE | {"worker_seats": "7", "reviewed_on": BEFORE.isoformat()}
    )

    assert corrected.status_code == 302
    assert CommitteeReview.objects.get(superseded_at=None).worker_seats == 7
    assert len(accepted()) == 1


@pytest.mark.parametrize(("page", "kind"), [("case", "zero_tolerance"), ("assessment", "assessment")])
def test_the_reason_of_a_hidden_records_day_is_hidden_with_it(page, kind, mill, adviser):
    """Cases and drafts are hidden from some readers, and so is that a day of theirs is unusual."""
    readers = [
        browser(make.user(Role.FACTORY, factory=mill)),
        browser(make.user(Role.ADVISER, country="VN")),
    ]
    sent(adviser, mill, page, BEFORE, dates_reason=REASON)

    assert accepted()[0].kind == f"{kind}.day_accepted"
    history = reverse("history", args=[mill.code])
    for reader in readers:
        for place in (history, reverse("factory", args=[mill.code])):
            assert REASON not in reader.get(place).content.decode()
    assert REASON in browser(make.user(Role.GLOBAL)).get(history).content.decode()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    day=st.dates(BEGAN - timedelta(days=400), make.TODAY + timedelta(days=400))
    | st.sampled_from([BEFORE, BEGAN, make.TODAY, TOMORROW]),
    reason=st.sampled_from(["", "  ", REASON]),
    role=st.sampled_from([None, Role.ADVISER]),
)
def test_whatever_the_day_it_is_recorded_within_the_limits_or_for_a_reason(day, reason, role):
    make.country("VN")
    factory = make.factory(country="VN")
    allowed = day <= make.TODAY and (day >= BEGAN or bool(reason.strip()))
    actor = None if role is None else make.user(role, country="VN")

    def record() -> object:
        return record_learning(
            factory.pk, held_on=day, course="Sewing", hours=1, dates_reason=reason, actor=actor, now=make.NOW
        )

    if allowed:
        record()
    else:
        with pytest.raises(DayOutOfLimits):
            record()
    assert LearningRecord.objects.filter(factory=factory).count() == allowed
    outside = allowed and day < BEGAN
    assert Event.objects.filter(kind="evidence.day_accepted", factory_id=factory.pk).count() == outside


# --- what is due ------------------------------------------------------------------------------------------------------


def item_page(mill: Factory, ref: str = "") -> str:
    if not ref:
        return reverse("advisory:record_plan_item", args=[mill.code])
    item = PlanItem.objects.get(factory=mill, ref=ref, superseded_at=None)
    return reverse("advisory:plan_item", args=[mill.code, item.pk])


def test_what_is_open_is_not_due_in_the_past_without_a_reason(mill, adviser):
    refused = fill_in(adviser, item_page(mill), **ITEM, due_on=YESTERDAY.isoformat())
    sentence = "This due day is past. Choose today or a later day. If it is right, say why below."
    assert sentence in refused.context["form"].errors["due_on"]
    assert not PlanItem.objects.exists()

    assert fill_in(adviser, item_page(mill), **ITEM, due_on=make.TODAY.isoformat()).status_code == 302
    late = {
        "ref": "drums",
        "issue": "Drums",
        "due_on": YESTERDAY.isoformat(),
        "dates_reason": "Agreed by phone.",
    }
    assert fill_in(adviser, item_page(mill), **late).status_code == 302

    (event,) = accepted()
    assert event.data == {"reason": "Agreed by phone.", "days": [f"due_on {YESTERDAY.isoformat()}"]}


def test_a_step_of_a_visit_neither(mill, adviser):
    step = {"step-0-issue": "Exit locked", "step-0-due_on": YESTERDAY.isoformat()}

    refused = sent(adviser, mill, "visit", make.TODAY, **step)
    assert "This due day is past." in refused.content.decode()
    assert not AdvisoryVisit.objects.exists()

    assert sent(adviser, mill, "visit", make.TODAY, **step, dates_reason=REASON).status_code == 302
    assert accepted()[0].data["days"] == [f"due_on {YESTERDAY.isoformat()}"]


def test_an_item_that_is_overdue_is_worked_on_without_a_reason(mill, adviser):
    make.plan_item(mill, "exits", due_on=YESTERDAY)
    before = len(accepted())

    changed = fill_in(adviser, item_page(mill, "exits"), action="Remove the lock")
    assert changed.status_code == 302
    moved = fill_in(adviser, item_page(mill, "exits"), due_on=(YESTERDAY - timedelta(days=1)).isoformat())
    assert moved.status_code == 200

    assert PlanItem.objects.get(superseded_at=None).action == "Remove the lock"
    assert len(accepted()) == before


def test_what_is_done_may_have_been_due_any_day(mill, adviser):
    done = {**ITEM, "status": "done", "due_on": "2018-04-01", "done_on": "2018-04-20"}

    assert fill_in(adviser, item_page(mill), **done).status_code == 302
    assert not accepted()


def test_the_factorys_own_people_cannot_except_themselves(mill):
    owner = browser(make.user(Role.FACTORY, factory=mill))
    late = {**ITEM, "due_on": YESTERDAY.isoformat()}

    assert "dates_reason" not in owner.get(item_page(mill)).content.decode()
    for more in ({}, {"dates_reason": REASON}):
        refused = fill_in(owner, item_page(mill), **late, **more)
        assert refused.context["form"].errors["due_on"]
    assert not PlanItem.objects.exists()


def test_what_was_entered_on_a_device_is_judged_by_its_day(client):
    make.questionnaire()
    make.factory("KH-00017")
    client.force_login(make.user(Role.ADVISER))
    new = {"ref": "exits", "issue": "Locked", "status": "not_started", "due_on": YESTERDAY.isoformat()}
    waited = {"at": "2018-05-28T09:00:00Z", "sent": make.NOW.isoformat()}

    refused = send_entry(client, entry(1, "plan_item", new))
    assert (refused.status_code, refused.json()["outcome"]) == (422, "refused")
    assert send_entry(client, entry(2, "plan_item", new | {"dates_reason": REASON})).status_code == 200
    assert len(accepted()) == 1
    later = send_entry(client, entry(3, "plan_item", new | {"ref": "drums"}, **waited))

    assert later.status_code == 200
    assert len(accepted()) == 1


# --- files ------------------------------------------------------------------------------------------------------------

FILES = {
    "visits": {"visited_on": BEFORE, "purpose": "Pilot"},
    "committees": {"reviewed_on": BEFORE, "worker_seats": "4", "management_seats": "4"},
    "systems": {"reviewed_on": BEFORE, "area": "osh", "score": "3"},
    "learning": {"held_on": BEFORE, "course": "Sewing", "hours": "1"},
    "zero-tolerance": {"opened_on": BEFORE, "trigger": "Child labour", "closed_on": ""},
    "plan-items": {"ref": "1", "issue": "Exit", "status": "done", "done_on": BEFORE},
}


@pytest.mark.parametrize("kind", FILES)
def test_a_file_needs_a_reason_for_days_before_the_programme_began(kind, mill, tmp_path):
    file = write(
        tmp_path / "old.csv", [{"factory": mill.code, **{k: str(v) for k, v in FILES[kind].items()}}]
    )

    refused = run("import_evidence", kind, file)
    assert refused.codes == ["before_programme"]
    assert refused.document["problems"][0]["row"] == 2
    taken = run("import_evidence", kind, file, "--dates-reason", REASON)

    assert (taken.code, taken.counts) == (0, (1, 0, 0))
    assert [event.data["reason"] for event in accepted()] == [REASON]
    assert run("import_evidence", kind, file, "--dates-reason", REASON).counts == (0, 0, 1)
    assert len(accepted()) == 1


def test_a_file_of_assessments_too(mill, tmp_path):
    file = write(tmp_path / "old.csv", long_rows(mill.code, country="VN", assessed_on=BEFORE.isoformat()))

    assert set(run("import_assessments", file).codes) == {"before_programme"}
    assert run("import_assessments", file, "--dates-reason", REASON).counts == (1, 0, 0)

    assert accepted()[0].data["days"] == [f"assessed_on {BEFORE.isoformat()}"]


def test_a_file_brings_plans_whose_items_are_overdue(mill, tmp_path):
    row = {"factory": mill.code, "ref": "1", "issue": "Exit", "status": "in_progress", "due_on": "2018-04-01"}

    assert run("import_evidence", "plan-items", write(tmp_path / "plan.csv", [row])).counts == (1, 0, 0)


# --- when the programme began -----------------------------------------------------------------------------------------


def test_every_country_has_a_first_day():
    days = {country: shipped_rules(country).began_on for country in SHIPPED_COUNTRIES}

    assert min(days.values()) == days["KH"] == PROGRAMME_BEGAN
    assert shipped_rules("LS").began_on == PROGRAMME_BEGAN  # nothing more is known of it


def test_the_programme_says_on_the_countrys_page_when_it_began_there(mill, adviser):
    keeper = browser(make.user(Role.GLOBAL))
    assert "1 January 2009" in keeper.get("/countries/VN/").content.decode()

    chosen = {"in_programme": "on", "weekend": ["5", "6"], "languages": ["vi", "en"]}  # boxes that are ticked
    saved = fill_in(keeper, "/countries/VN/", began_on="2008-06-01", **chosen)

    assert saved.status_code == 302
    assert Event.objects.get(kind="country.settings_set").data["fields"] == ["began_on"]
    assert sent(adviser, mill, "committee", BEFORE).status_code == 302
    assert not accepted()
