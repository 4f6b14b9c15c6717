"""What exists for whom, and what the windows above read: rows in a constant number of statements."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.models import Role
from advisory import commands as advisory_commands
from advisory.queries import histories
from advisory.queries.visibility import cases_visible_to, visits_visible_to
from assessments.queries.final_assessments import comment_windows, final_assessments
from assessments.queries.findings import findings_in, findings_of, public_issues
from assessments.queries.visibility import assessments_visible_to
from questionnaires.queries.questionnaires import question_words
from tests import make

pytestmark = pytest.mark.django_db
DRAFT, SUBMITTED, WINDOW, FINAL = "draft", "submitted", "comment_window", "final"
STATES = (DRAFT, SUBMITTED, WINDOW, FINAL)
ALL = set(STATES)


@pytest.fixture
def mill():
    make.questionnaire()
    return make.factory()


@pytest.fixture
def one_of_each(mill):
    """The mill's assessments in every state."""
    return [
        make.assessment(mill, assessed_on=date(2018, 1, n + 1), state=state) for n, state in enumerate(STATES)
    ]


def states_for(user):
    return set(assessments_visible_to(user, make.TODAY).values_list("state", flat=True))


# --- who sees which state -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (Role.ADVISER, {FINAL}),
        (Role.REVIEWER, ALL),
        (Role.MANAGER, ALL),
        (Role.GLOBAL, ALL),
        (Role.ADMIN, set()),
        (Role.BRAND, set()),
        (Role.FACTORY, {WINDOW, FINAL}),
        (Role.WORKER, {WINDOW, FINAL}),
        (Role.INSPECTOR, set()),
    ],
)
def test_each_role_sees_the_states_that_are_its_own(role, seen, one_of_each, mill):
    belongs = {"factory": mill} if role in {Role.FACTORY, Role.WORKER} else {}

    assert states_for(make.user(role, **belongs)) == seen


def test_a_manufacturer_group_sees_what_its_factories_see(one_of_each, mill):
    group = make.group()
    mill.group = group
    mill.save()

    assert states_for(make.user(Role.GROUP, group=group)) == {WINDOW, FINAL}


def test_the_team_sees_its_own_draft(one_of_each, mill):
    chea = make.user(Role.ADVISER)
    make.assessment(mill, assessed_on=date(2018, 5, 1), state=DRAFT, team=[chea])

    assert states_for(chea) == {DRAFT, FINAL}


def test_a_linked_and_consented_brand_sees_what_is_final(one_of_each, mill):
    brand = make.brand()
    buyer = make.user(Role.BRAND, brand=brand)

    make.sourcing(brand, mill)
    linked_only = states_for(buyer)
    make.consent(brand, mill)

    assert linked_only == set()
    assert states_for(buyer) == {FINAL}


@pytest.mark.parametrize("role", [Role.ADVISER, Role.REVIEWER, Role.MANAGER])
def test_staff_of_another_country_see_nothing(role, one_of_each):
    assert states_for(make.user(role, country="VN")) == set()


def test_another_factorys_people_see_nothing(one_of_each):
    assert states_for(make.user(Role.FACTORY, factory=make.factory())) == set()


def test_somebody_whose_account_was_closed_sees_nothing(one_of_each):
    reviewer = make.user(Role.REVIEWER)
    reviewer.is_active = False

    assert states_for(reviewer) == set()


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (Role.ADVISER, False),
        (Role.REVIEWER, True),
        (Role.MANAGER, True),
        (Role.GLOBAL, True),
        (Role.BRAND, False),
        (Role.FACTORY, True),
        (Role.WORKER, False),
        (Role.INSPECTOR, False),
    ],
)
def test_zero_tolerance_cases_are_restricted(role, sees, mill):
    make.case(mill)
    belongs = {"factory": mill} if role in {Role.FACTORY, Role.WORKER} else {}

    assert cases_visible_to(make.user(role, **belongs)).exists() is sees


def test_an_adviser_sees_the_cases_that_are_theirs(mill):
    chea = make.user(Role.ADVISER)
    advisory_commands.open_zero_tolerance_case(
        mill.pk, opened_on=make.TODAY, trigger="Violence", actor=chea, now=make.NOW
    )

    assert cases_visible_to(chea).exists()
    assert not cases_visible_to(make.user(Role.ADVISER)).exists()


def test_visits_exist_for_staff_of_the_country_and_the_factory(mill):
    make.visit(mill)

    assert visits_visible_to(make.user(Role.ADVISER)).exists()
    assert visits_visible_to(make.user(Role.WORKER, factory=mill)).exists()
    assert not visits_visible_to(make.user(Role.ADVISER, country="VN")).exists()


# --- histories ------------------------------------------------------------------------------------------------------


def with_everything(mill):
    make.assessment(mill, assessed_on=date(2017, 3, 1), findings=["OS-8-06", "OS-1-02"])
    make.assessment(mill, assessed_on=date(2018, 3, 1), findings={"OS-8-06": "Locked."}, state=FINAL)
    make.assessment(mill, assessed_on=date(2018, 5, 1), state=WINDOW)
    make.visit(mill)
    make.visit_finding(mill, "OS-2-04")
    make.plan_item(mill, "b", due_on=None)
    make.plan_item(mill, "a")
    make.committee(mill)
    make.systems(mill, "hr")
    make.learning(mill)
    make.case(mill)


def test_a_factorys_whole_history_comes_in_a_statement_a_kind(mill, django_assert_num_queries):
    with_everything(mill)
    factories = [mill.pk]

    with django_assert_num_queries(8):
        assessments = final_assessments(factories)
        windows = comment_windows(factories)
        visits = histories.visits_of(factories)
        plan = histories.plan_of(factories)
        committees = histories.committees_of(factories)
        systems = histories.systems_of(factories)
        learning = histories.learning_of(factories)
        cases = histories.open_cases(factories)

    assert [(one.cycle, one.noncompliant) for one in assessments] == [(1, 2), (2, 1)]
    assert windows[0].assessed_on == date(2018, 5, 1)
    assert [item.ref for item in plan] == ["a", "2018-04-10/OS-2-04", "b"]
    assert (len(visits), len(committees), len(systems), len(learning), len(cases)) == (1, 1, 1, 1, 1)


def test_many_factories_cost_the_same_as_one(mill, django_assert_num_queries):
    with_everything(mill)
    other = make.factory(country="VN")
    with_everything(other)

    with django_assert_num_queries(4):
        found = findings_of([mill.pk, other.pk])

    assert {finding.factory_id for finding in found} == {mill.pk, other.pk}


def test_findings_carry_the_words_of_their_question_and_come_from_final_assessments_and_visits(mill):
    with_everything(mill)

    found = findings_of([mill.pk])

    assert [(one.question, one.found_on.year) for one in found] == [
        ("OS-2-04", 2018),
        ("OS-8-06", 2018),
        ("OS-1-02", 2017),
        ("OS-8-06", 2017),
    ]
    assert found[1].point_name == "Emergency Preparedness"
    assert found[1].text.endswith("?")


def test_the_latest_findings_leave_earlier_assessments_out(mill):
    with_everything(mill)

    found = findings_of([mill.pk], latest=True)

    assert [(one.question, one.assessment_id is None) for one in found] == [
        ("OS-2-04", True),
        ("OS-8-06", False),
    ]


def test_the_findings_of_one_assessment_come_in_the_order_of_its_questions(mill):
    assessment = make.assessment(mill, findings=["WT-1-01", "OS-8-06", "CL-4-01"])

    found = findings_in(assessment.pk, question_words(assessment.layout_id))

    assert [one.question for one in found] == ["CL-4-01", "OS-8-06", "WT-1-01"]


# --- public issues --------------------------------------------------------------------------------------------------


def test_the_first_assessment_stays_confidential(mill):
    make.assessment(mill, findings=["OS-8-06"])

    assert public_issues([mill.pk]) == []


def test_from_the_second_on_the_latest_is_told_by_publicly_reported_question(mill):
    make.assessment(mill, assessed_on=date(2017, 3, 1), findings=["OS-8-05"])
    latest = make.assessment(mill, assessed_on=date(2018, 3, 1), findings=["OS-8-06", "OS-8-09"])
    make.responded(make.finding(latest, "OS-8-06"), "Opened.")

    issues = {issue.question: issue for issue in public_issues([mill.pk])}

    assert {code for code, issue in issues.items() if issue.outcome == "N"} == {"OS-8-06"}
    assert issues["OS-8-06"].response == "Opened."
    assert "OS-8-09" not in issues  # found, but not publicly reported in this country
    assert {issue.assessment_id for issue in issues.values()} == {latest.pk}


def test_public_issues_of_many_factories_cost_six_statements(mill, django_assert_max_num_queries):
    for factory in (mill, make.factory(), make.factory(country="VN")):
        make.assessment(factory, assessed_on=date(2017, 3, 1))
        make.assessment(factory, assessed_on=date(2018, 3, 1))

    with django_assert_max_num_queries(6):
        found = public_issues(list({mill.pk, mill.pk + 1, mill.pk + 2}))

    assert len({issue.factory_id for issue in found}) == 3
