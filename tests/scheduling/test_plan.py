"""The plan of visits as the programme lives with it: made, kept, made anew when something changed, moved by hand."""

from __future__ import annotations

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine

from assessments.commands import open_assessment
from betterwork.reactions import REACTIONS
from countries.queries.country_settings import SettingsByCountry
from criteria.policies import NotYourDecision
from factories.models import Factory
from journal.deliveries import deliver
from journal.models import Event
from scheduling.commands.adviser_capacity import declare_conflict, end_conflict, set_capacity
from scheduling.commands.visit_schedule import AgainstRules, move_visit
from scheduling.exports import calendar_of_visits
from scheduling.models import PlannedAssessment, PlanRun
from scheduling.projections.visit_schedule import refresh_plan, replan
from scheduling.queries.schedule_inputs import working_days
from scheduling.queries.visit_schedule import shift_of, visits_of_day
from tests import make
from tests.make import NOW, TODAY
from tests.recognition.make import eligible_factory, recognition

pytestmark = pytest.mark.django_db
OPEN = ("planned", "unplaced")


def planned(factory: Factory) -> PlannedAssessment:
    return PlannedAssessment.objects.get(factory=factory, state__in=OPEN)


def made(seed: str = "secret", *, later: int = 0, afresh: bool = False):
    return refresh_plan(seed=seed, now=NOW + timedelta(days=later), afresh=afresh)


def mills(number: int = 3, *, assessed_on: date = date(2017, 7, 20)) -> list[Factory]:
    found = [make.factory() for _ in range(number)]
    for one in found:
        make.assessment(one, assessed_on=assessed_on)
    return found


@pytest.fixture
def team():
    return [make.user("adviser") for _ in range(4)]


def test_each_factory_gets_a_day_in_its_window_and_two_advisers_of_its_country(team):
    make.user("adviser", country="VN")
    found = mills()

    assert made().placed == 3

    for mill in found:
        row = planned(mill)
        assert row.due_on == date(2018, 7, 20)
        assert row.opens_on <= row.starts_on < row.closes_on
        assert {row.lead, row.second} <= set(team)
        assert row.lead != row.second


def test_the_journal_knows_of_a_plan_but_of_no_day_adviser_or_factory(team):
    mill = mills(1)[0]
    made()

    event = Event.objects.get(kind="plan.made")
    assert event.factory_id is None
    assert event.data == {"kept": 0, "placed": 1, "unplaced": 0, "quiet": True}
    assert planned(mill).starts_on.isoformat() not in str(event.data)


def test_a_plan_made_again_changes_nothing_when_nothing_changed(team):
    found = mills()
    made()
    before = [planned(mill).pk for mill in found]

    made("another secret", later=1)

    assert [planned(mill).pk for mill in found] == before
    assert PlanRun.objects.count() == 1


def test_a_plan_drawn_afresh_leaves_alone_what_is_near(team):
    near, far = mills(1)[0], mills(1, assessed_on=date(2018, 5, 1))[0]
    made()
    PlannedAssessment.objects.filter(factory=near).update(starts_on=TODAY + timedelta(days=12))
    before = planned(near).pk, planned(far).pk

    made("another secret", afresh=True)

    assert planned(near).pk == before[0]
    assert planned(far).pk != before[1]


def test_nobody_goes_where_they_declared_a_conflict_and_the_others_visits_stay(team):
    mill, other = mills(2)
    made()
    row, beside = planned(mill), planned(other).pk

    declare_conflict(mill.pk, adviser_id=row.lead_id, reason="Family works there.", actor=row.lead, now=NOW)
    replan(seed="another secret", now=NOW)

    assert row.lead_id not in {planned(mill).lead_id, planned(mill).second_id}
    assert planned(other).pk == beside


def test_nobody_assesses_a_factory_three_times_in_a_row_or_where_they_advise(team):
    rotated, advising, *rest = team
    mill = make.factory()
    for day in (date(2016, 7, 1), date(2017, 7, 3)):
        make.assessment(mill, assessed_on=day, cycle=day.year - 2015, team=[rotated])
    visit = make.visit(mill)
    type(visit).objects.filter(pk=visit.pk).update(recorded_by=advising)

    made()

    assert {planned(mill).lead, planned(mill).second} == set(rest)


def test_who_has_no_capacity_gets_no_visit_and_what_lacks_a_second_adviser_says_so(team):
    manager = make.user("manager")
    for one in team[1:]:
        set_capacity(one.pk, per_month=0, actor=manager, now=NOW)
    mill = mills(1)[0]

    made()

    assert planned(mill).state == "unplaced"
    assert planned(mill).why == "no_capacity"


def test_an_assessment_that_was_opened_ends_its_visit(team):
    mill = mills(1)[0]
    made()
    row = planned(mill)

    opened = open_assessment(mill.pk, assessed_on=date(2018, 6, 25), actor=team[0], now=NOW)
    replan(seed="x", now=NOW)

    row.refresh_from_db()
    assert (row.state, row.assessment) == ("done", opened.pk)
    assert not PlannedAssessment.objects.filter(
        factory=mill, state__in=OPEN, due_on__lt=date(2019, 6, 1)
    ).exists()


def test_a_visit_that_did_not_take_place_is_planned_anew(team):
    mill = mills(1)[0]
    made()
    row = planned(mill)
    later = (row.starts_on - TODAY).days + 1

    made(later=later)

    row.refresh_from_db()
    assert row.state == "dropped"
    assert planned(mill).starts_on > row.starts_on


def test_a_closed_factory_leaves_the_plan(team):
    mill = mills(1)[0]
    made()
    Factory.objects.filter(pk=mill.pk).update(is_closed=True, closed_on=TODAY)

    replan(seed="x", now=NOW)

    assert not PlannedAssessment.objects.filter(factory=mill, state__in=OPEN).exists()


def test_a_recognition_moves_visits_away_and_issues_found_again_bring_them_nearer(team):
    good, bad = eligible_factory(), make.factory()
    public = ["OS-8-05", "OS-8-06", "OS-8-07"]
    make.assessment(bad, assessed_on=date(2017, 4, 10), findings=public)
    make.assessment(bad, assessed_on=date(2018, 4, 10), findings=public, cycle=2)
    recognition(good, "published")

    made()

    assert not PlannedAssessment.objects.filter(factory=good, state__in=OPEN).exists()  # due in April 2020
    assert planned(bad).group == "priority"
    assert planned(bad).due_on == date(2018, 10, 10)
    change = {one.group: one.change for one in shift_of(PlanRun.objects.get())}
    assert change["priority"] == 1
    assert change["recognised"] * 2 == -1


@pytest.mark.parametrize("view", ["/plan/?view=list", "/assessments/day/"])
def test_an_adviser_who_may_not_know_of_a_case_reads_the_same_plan_with_it_and_without(team, client, view):
    found = mills()
    made()
    reader = planned(found[0]).lead
    client.force_login(reader)

    def read() -> str:
        return re.sub(r"csrf[^>]{0,120}", "", client.get(view).content.decode(), flags=re.IGNORECASE)

    with time_machine.travel(NOW, tick=False):
        before = read()
        assert found[0].code in before or found[0].name in before
    make.case(found[0])
    for name in REACTIONS["zero_tolerance.opened"]:
        deliver(name, now=NOW)
    replan(seed="the night after", now=NOW)

    with time_machine.travel(NOW, tick=False):
        assert read() == before


def test_nothing_is_planned_where_nobody_made_a_plan(team):
    mills(1)

    assert replan(seed="x", now=NOW) is None
    assert not PlannedAssessment.objects.exists()


def moved(row: PlannedAssessment, *, actor, **said):
    said = {"starts_on": row.starts_on, "lead_id": row.lead_id, "second_id": row.second_id, **said}
    return move_visit(row.pk, **said, reason="A road is closed.", actor=actor, now=NOW)


def test_a_visit_moved_by_hand_stays_where_it_was_put(team):
    mill = mills(1)[0]
    made()
    row = planned(mill)

    moved(row, starts_on=date(2018, 10, 17), actor=make.user("manager"))
    made("another", afresh=True)

    assert planned(mill).pk == row.pk
    assert planned(mill).starts_on == date(2018, 10, 17)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"starts_on": date(2018, 5, 31)}, "past"),
        ({"starts_on": date(2018, 7, 6)}, "working days"),  # a Friday: the second day is a Saturday
        ({"second": "lead"}, "two different"),
        ({"second": "abroad"}, "country"),
        ({"second": "barred"}, "conflict"),
    ],
    ids=str,
)
def test_a_visit_is_not_moved_against_a_rule(team, said, why):
    mill = mills(1)[0]
    made()
    row, manager = planned(mill), make.user("manager")
    barred = next(one for one in team if one.pk not in {row.lead_id, row.second_id})
    declare_conflict(mill.pk, adviser_id=barred.pk, reason="Family.", actor=manager, now=NOW)
    people = {"lead": row.lead, "abroad": make.user("adviser", country="VN"), "barred": barred}
    if "second" in said:
        said = {"second_id": people[said["second"]].pk}

    with pytest.raises(AgainstRules, match=why):
        moved(row, actor=manager, **said)


def test_an_adviser_is_not_sent_to_two_factories_on_the_same_days(team):
    for one in team[2:]:
        set_capacity(one.pk, per_month=0, actor=make.user("manager"), now=NOW)
    first, second = mills(2)
    made()

    with pytest.raises(AgainstRules, match="another visit"):
        moved(planned(first), starts_on=planned(second).starts_on, actor=make.user("manager"))
    day = planned(second).starts_on
    moved(planned(first), starts_on=day, beside_others=True, actor=make.user("manager"))
    made()  # another plan leaves both where they are

    assert planned(first).starts_on == planned(second).starts_on == day
    of_day = visits_of_day(planned(first).lead, day)
    assert set(of_day) == {planned(first), planned(second)}
    assert calendar_of_visits(of_day, days=2, now=NOW).count(b"BEGIN:VEVENT") == 2


def test_only_the_manager_there_and_the_global_team_change_the_plan(team):
    mill = mills(1)[0]
    made()

    for nobody in (team[0], make.user("reviewer"), make.user("manager", country="VN")):
        with pytest.raises(NotYourDecision):
            moved(planned(mill), starts_on=date(2018, 7, 18), actor=nobody)


def test_a_conflict_that_ended_no_longer_bars(team):
    manager = make.user("manager")
    mill = mills(1)[0]
    keys = [
        declare_conflict(mill.pk, adviser_id=one.pk, reason="Family.", actor=manager, now=NOW)
        for one in team[1:]
    ]
    made()
    assert planned(mill).why == "nobody_allowed"

    end_conflict(keys[0], actor=manager, now=NOW)
    made("x")

    assert {planned(mill).lead, planned(mill).second} == set(team[:2])


def test_people_work_on_sundays_in_bangladesh_and_not_on_fridays_nor_on_holidays():
    days = {
        date.fromordinal(day)
        for day in working_days(["BD"], date(2018, 3, 23), date(2018, 3, 27), known=SettingsByCountry())["BD"]
    }

    # 23 March is a Friday, 26 March Independence Day
    assert days == {date(2018, 3, 25), date(2018, 3, 27)}


# --- pages ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def shown(client, team, time_machine):
    time_machine.move_to(NOW, tick=False)
    mill = mills(1, assessed_on=date(2017, 6, 30))[0]
    made()
    row = planned(mill)

    def page(user, **asked):
        client.force_login(user)
        asked = {"view": "list", **asked}
        return client.get("/plan/", asked)

    page.row = row
    page.day = f"{row.starts_on.day} {row.starts_on:%B %Y}"
    return page


def test_the_day_is_shown_to_its_advisers_their_country_and_the_global_team_only(shown, team):
    goes = [shown.row.lead, shown.row.second]
    stays = [one for one in team if one not in goes]
    readers = [*goes, make.user("reviewer"), make.user("manager"), make.user("global")]
    others = [*stays, make.user("manager", country="VN"), make.user("reviewer", country="VN")]

    assert all(shown.day in shown(one).content.decode() for one in readers)
    for one in others:
        text = shown(one).content.decode()
        assert shown.row.factory.name not in text
        assert shown.day not in text


@pytest.mark.parametrize("role", ["factory", "worker", "brand", "inspector", "admin", "group"])
def test_for_everybody_else_there_is_no_plan(shown, role):
    belongs = {"factory": shown.row.factory} if role in {"factory", "worker"} else {}

    assert shown(make.user(role, **belongs)).status_code == 404


def test_the_plan_reads_by_month_as_a_list_and_by_what_is_overdue(shown):
    manager = make.user("manager")
    late = mills(1, assessed_on=date(2016, 5, 1))[0]
    made("x")

    month = shown(manager, view="month", month=f"{shown.row.starts_on:%Y-%m}").content.decode()
    assert shown.row.factory.name in month
    assert shown.row.factory.name not in shown(manager, view="month", month="2018-12").content.decode()
    overdue = shown(manager, view="overdue").content.decode()
    assert late.name in overdue
    assert shown.row.factory.name not in overdue


def test_who_sees_the_whole_reads_by_how_much_visits_shift(shown):
    assert "0 more at priority factories" in shown(make.user("manager")).content.decode()
    assert "more at priority factories" not in shown(shown.row.lead).content.decode()


def test_the_change_of_a_group_is_that_of_the_numbers_beside_it(shown):
    run = PlanRun.objects.order_by("-made_at").first()
    run.shift = [
        {"group": "recognised", "factories": 1, "before": [1, 1], "after": [1, 2]}
    ]  # a half is shown as 1
    run.save(update_fields=["shift"])

    page = shown(make.user("manager"))

    assert [row[3:] for row in page.context["shift_rows"]] == [[1, 1, "0"]]
    assert "0 fewer at recognised factories" in page.content.decode()


def test_the_list_takes_the_same_statements_however_long(shown, django_assert_max_num_queries):
    manager = make.user("manager")
    mills(12)
    made("x")

    shown(manager)  # what a process keeps is there from now on
    with django_assert_max_num_queries(23):
        shown(manager)
    with django_assert_max_num_queries(23):
        shown(manager, view="month", month="2018-07")


def test_the_plan_takes_the_same_statements_however_many_factories(team, django_assert_max_num_queries):
    mills(12)

    with django_assert_max_num_queries(45):
        made()


def test_the_move_page_says_which_rule_stands_against_it(shown, client):
    client.force_login(make.user("manager"))
    row = shown.row

    answer = client.post(
        f"/plan/{row.pk}/",
        {"starts_on": "2018-07-07", "lead": row.lead_id, "second": row.second_id, "reason": "Road."},
    )

    assert "working days of the country" in answer.content.decode()
    assert client.get(f"/plan/{uuid4()}/").status_code == 404
