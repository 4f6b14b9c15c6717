"""A planned visit is begun in one act by either of its two advisers, and is open again when its draft is abandoned."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from icalendar import Calendar

from accounts.models import Role
from assessments.commands import abandon_draft, change_draft, open_assessment
from assessments.models import Assessment, TeamMember
from journal.commands import Unchanged
from journal.models import Event
from scheduling.commands.adviser_capacity import declare_conflict
from scheduling.commands.beginning import ConflictDeclared, NotOnVisit, TooEarly, begin_visit
from scheduling.commands.visit_schedule import VisitOver
from scheduling.models import PlannedAssessment, PlanRun
from scheduling.projections.visit_schedule import replan
from scheduling.queries.schedule_inputs import plan_rules
from tests import make
from tests.at_once import at_once
from tests.make import NOW, TODAY

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def chea():
    return make.user(Role.ADVISER, name="Chea")


@pytest.fixture
def dara():
    return make.user(Role.ADVISER, name="Dara")


def visit(mill, lead, second, on=TOMORROW):
    run = PlanRun.objects.first() or PlanRun.objects.create(
        as_of=TODAY,
        seed="0" * 64,
        rules=plan_rules().as_json(),
        shift=[],
        kept=0,
        placed=1,
        unplaced=0,
        made_at=NOW,
    )
    return PlannedAssessment.objects.create(
        factory=mill, plan=run, group="ordinary", last_on=date(2017, 6, 5), due_on=date(2018, 6, 5),
        late_from=date(2018, 6, 27), opens_on=date(2018, 5, 15), closes_on=date(2018, 6, 26), starts_on=on,
        lead=lead, second=second, state="planned",
    )  # fmt: skip


@pytest.fixture
def mill():
    make.questionnaire()
    return make.factory("KH-00011", name="Riverside")


@pytest.fixture
def planned(mill, chea, dara):
    make.assessment(mill, assessed_on=date(2017, 6, 5))
    return visit(mill, chea, dara)


def begun(row, actor):
    done = begin_visit(row.pk, actor=actor, now=NOW)
    return Assessment.objects.get(pk=done.value if isinstance(done, Unchanged) else done)


# --- the command ---------------------------------------------------------------------------------------------------


def test_one_act_opens_the_assessment_with_the_visits_day_and_team(planned, mill, chea, dara):
    draft = begun(planned, dara)

    assert (draft.factory, draft.assessed_on, draft.kind, draft.state) == (mill, TOMORROW, "full", "draft")
    team = TeamMember.objects.filter(assessment=draft)
    assert {(member.user, member.is_lead) for member in team} == {(chea, True), (dara, False)}
    planned.refresh_from_db()
    assert (planned.state, planned.assessment) == ("done", draft.pk)


def test_the_other_of_the_two_finds_the_same_assessment(planned, chea, dara):
    first = begun(planned, chea)

    assert begin_visit(planned.pk, actor=dara, now=NOW) == Unchanged(first.pk)
    assert Assessment.objects.filter(state="draft").count() == 1


@pytest.mark.django_db(transaction=True)
def test_both_press_it_at_the_same_moment_and_there_is_one_assessment(planned, chea, dara):
    said = at_once(*[lambda one=one: begin_visit(planned.pk, actor=one, now=NOW) for one in (chea, dara)])

    ids = {one.value if isinstance(one, Unchanged) else one for one in said}
    assert ids == {Assessment.objects.get(state="draft").pk}


def test_a_draft_that_was_opened_by_hand_for_that_day_is_taken_for_it(planned, mill, chea):
    made = open_assessment(mill.pk, assessed_on=TOMORROW, actor=chea, now=NOW)

    assert begun(planned, chea) == made


def test_the_event_names_neither_factory_nor_day(planned, chea):
    begun(planned, chea)

    event = Event.objects.get(kind="plan.visit_begun")
    assert (event.factory_id, event.data) == (None, {"quiet": True})


def test_who_does_not_go_there_does_not_begin_it(planned):
    for other in (make.user(Role.ADVISER), make.user(Role.MANAGER), make.user(Role.REVIEWER)):
        with pytest.raises(NotOnVisit, match="two advisers"):
            begin_visit(planned.pk, actor=other, now=NOW)


def test_a_conflict_of_interest_of_either_stands_against_it(planned, mill, chea, dara):
    declare_conflict(mill.pk, adviser_id=dara.pk, reason="Family.", actor=dara, now=NOW)

    with pytest.raises(ConflictDeclared, match="You have"):
        begin_visit(planned.pk, actor=dara, now=NOW)
    with pytest.raises(ConflictDeclared, match="Dara"):
        begin_visit(planned.pk, actor=chea, now=NOW)


def test_a_day_that_may_still_change_is_not_begun(mill, chea, dara):
    far = visit(mill, chea, dara, on=TODAY + timedelta(days=29))

    with pytest.raises(TooEarly):
        begin_visit(far.pk, actor=chea, now=NOW)


def test_a_visit_that_was_planned_again_is_over(planned, chea):
    PlannedAssessment.objects.filter(pk=planned.pk).update(state="dropped")

    with pytest.raises(VisitOver):
        begin_visit(planned.pk, actor=chea, now=NOW)


# --- abandoned -----------------------------------------------------------------------------------------------------


def test_the_visit_of_an_abandoned_draft_is_open_again_and_can_be_begun_again(planned, mill, chea, dara):
    draft = begun(planned, chea)
    replan(seed="x", now=NOW)  # the next one, a year later, is planned meanwhile

    abandon_draft(draft.pk, reason="A strike.", actor=dara, now=NOW)
    replan(seed="y", now=NOW)

    open_rows = PlannedAssessment.objects.filter(factory=mill, state__in=PlannedAssessment.OPEN)
    assert [(row.pk, row.starts_on, row.assessment) for row in open_rows] == [(planned.pk, TOMORROW, None)]
    again = begun(planned, chea)
    assert again != draft
    assert (again.assessed_on, again.cycle) == (TOMORROW, draft.cycle)


def test_a_draft_whose_day_was_mistyped_and_corrected_between_two_plans_can_still_be_abandoned(
    planned, mill, chea, dara
):
    draft = begun(planned, chea)
    both = [chea.pk, dara.pk]
    for hours, days in ((1, -500), (2, 2)):  # a day of an earlier year; then the right one
        later = NOW + timedelta(hours=hours)
        day = TODAY + timedelta(days=days)
        change_draft(
            draft.pk, assessed_on=day, kind="full", announced=False, team=both, dates_reason="Mistyped.",
            actor=chea, now=later,
        )  # fmt: skip
        replan(seed=str(hours), now=later)
    assert PlannedAssessment.objects.filter(assessment=draft.pk).count() == 2

    abandon_draft(draft.pk, reason="A slip of the finger.", actor=chea, now=NOW)

    open_rows = PlannedAssessment.objects.filter(factory=mill, state__in=PlannedAssessment.OPEN)
    assert [(row.pk, row.starts_on) for row in open_rows] == [(planned.pk, TOMORROW)]
    assert not PlannedAssessment.objects.filter(assessment=draft.pk)


def test_an_abandoned_draft_is_no_last_assessment(planned, mill, chea):
    draft = begun(planned, chea)
    change_draft(
        draft.pk, assessed_on=TODAY, kind="full", announced=False, team=[chea.pk], actor=chea, now=NOW
    )
    abandon_draft(draft.pk, reason="A strike.", actor=chea, now=NOW)
    replan(seed="x", now=NOW)

    row = PlannedAssessment.objects.get(factory=mill, state__in=PlannedAssessment.OPEN)
    assert row.last_on == date(2017, 6, 5)


# --- pages ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def signed_in(client, time_machine):
    time_machine.move_to(NOW, tick=False)

    def as_(user):
        client.force_login(user)
        return client

    return as_


def text(response) -> str:
    return response.content.decode()


PLACES = ("/plan/?view=list", "/assessments/day/", "/factories/KH-00011/")


@pytest.mark.parametrize("page", PLACES)
def test_begin_is_one_press_away_wherever_the_visit_is_named(signed_in, planned, chea, page):
    button = f'action="{reverse("scheduling:begin", args=[planned.pk])}"'

    assert button in text(signed_in(chea).get(page))
    answer = signed_in(chea).post(reverse("scheduling:begin", args=[planned.pk]))
    assert answer.headers["Location"] == "/assessments/day/?ready=KH-00011"
    after = text(signed_in(chea).get(answer.headers["Location"]))
    draft = Assessment.objects.get(state="draft")
    assert f'data-onward="/assessments/{draft.pk}/enter/"' in after
    assert button not in text(signed_in(chea).get(page))


@pytest.mark.parametrize("page", PLACES)
def test_begin_is_offered_to_nobody_else(signed_in, planned, page):
    for role in (Role.ADVISER, Role.MANAGER, Role.REVIEWER):
        assert "/begin/" not in text(signed_in(make.user(role)).get(page))


def test_the_factorys_page_names_the_visit_to_who_may_know_its_day(signed_in, planned, mill, chea):
    for reader in (chea, make.user(Role.MANAGER), make.user(Role.REVIEWER), make.user(Role.GLOBAL)):
        assert "Planned visit" in text(signed_in(reader).get("/factories/KH-00011/"))
    for other in (make.user(Role.ADVISER), make.user(Role.FACTORY, factory=mill)):
        assert "Planned visit" not in text(signed_in(other).get("/factories/KH-00011/"))


def test_a_refusal_is_a_sentence(signed_in, planned):
    answer = signed_in(make.user(Role.ADVISER)).post(reverse("scheduling:begin", args=[planned.pk]))

    assert answer.status_code == 409
    assert "Only the two advisers of this visit begin it" in text(answer)
    assert "Riverside" not in text(answer)


def test_all_visits_of_the_next_day_are_begun_in_one_act(signed_in, planned, chea, dara):
    other = make.factory("KH-00012", name="Lotus")
    barred = visit(other, chea, dara)
    later = visit(make.factory("KH-00013"), chea, dara, on=TOMORROW + timedelta(days=5))
    declare_conflict(other.pk, adviser_id=dara.pk, reason="Family.", actor=dara, now=NOW)
    shown = text(signed_in(chea).get("/assessments/day/"))
    assert f'name="day" value="{TOMORROW.isoformat()}"' in shown

    answer = signed_in(chea).post("/plan/begin/", {"day": TOMORROW.isoformat()}, follow=True)

    assert answer.redirect_chain[-1][0] == "/assessments/day/?ready=all"
    assert "data-prepare-now" in text(answer)
    assert "Lotus: Dara has a conflict of interest" in text(answer)
    assert "1 assessment begun." in text(answer)
    assert Assessment.objects.get(state="draft").factory.code == "KH-00011"
    for row in (barred, later):
        row.refresh_from_db()
        assert row.state == "planned"


def test_the_month_is_a_grid_of_whole_weeks(signed_in, planned, chea):
    page = text(signed_in(chea).get("/plan/?view=month&month=2018-06"))

    assert (
        page.count('<td class="month-grid-other"') == 5
    )  # June 2018 in weeks from Sunday: Friday to Saturday
    assert 'aria-current="date"' in page


def test_the_calendar_holds_ones_own_visits_by_code_and_marked_private(signed_in, planned, chea, dara):
    visit(make.factory("KH-00012"), make.user(Role.ADVISER), dara)

    answer = signed_in(chea).get("/plan/visits.ics")

    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (TOMORROW, TOMORROW + timedelta(days=2))
    assert (str(event["summary"]), str(event["class"])) == ("Visit to KH-00011", "PRIVATE")
    assert "Riverside" not in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_export_holds_what_the_reader_sees(signed_in, planned, chea, dara):
    visit(make.factory("KH-00012"), make.user(Role.ADVISER), dara)

    def rows(reader):
        answer = signed_in(reader).get("/plan/export/?format=csv")
        return b"".join(answer.streaming_content).decode().splitlines()[1:]

    assert [row.split(",")[0] for row in rows(chea)] == ["KH-00011"]
    assert [row.split(",")[0] for row in rows(make.user(Role.MANAGER))] == ["KH-00011", "KH-00012"]
    assert rows(make.user(Role.ADVISER)) == []


@pytest.mark.django_db(transaction=True)
def test_a_draft_that_is_abandoned_at_this_moment_does_not_become_the_visits(planned, mill, chea, dara):
    """Whichever is first: the visit is open again, or has an assessment that goes on."""
    for _time in range(8):
        draft = open_assessment(mill.pk, assessed_on=TOMORROW, team=[dara], actor=chea, now=NOW)
        at_once(
            lambda draft=draft: abandon_draft(draft.pk, reason="Another day.", actor=dara, now=NOW),
            lambda: begin_visit(planned.pk, actor=chea, now=NOW),
        )

        planned.refresh_from_db()
        if planned.state == "planned":
            continue
        assert Assessment.objects.get(pk=planned.assessment).state == "draft"
        abandon_draft(planned.assessment, reason="Again.", actor=chea, now=NOW)
        planned.refresh_from_db()
        assert planned.state == "planned"
