"""A draft that is given up, or gets another day, kind or team."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from accounts.models import Role
from assessments import commands
from assessments.commands import abandon_draft, change_draft, open_assessment
from assessments.commands.day_limits import DayOutOfLimits
from assessments.commands.drafts import TeamMissing
from assessments.commands.locking import WrongAssessmentState
from assessments.commands.opening import AlreadyOpened, SomebodyLeft
from assessments.domain.answer_merge import Answer
from assessments.models import AnswerLog, Assessment, Finding, SheetRevision, TeamMember
from assessments.policies import NotAllowed
from assessments.queries.verification import sheet_faults
from journal.commands import Unchanged
from journal.models import Event
from journal.refusals import ReasonMissing
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db
DAY, LATER = date(2018, 5, 28), date(2018, 5, 30)


@pytest.fixture
def mill():
    make.questionnaire()
    return make.factory()


@pytest.fixture
def chea():
    return make.user(Role.ADVISER, name="Chea")


@pytest.fixture
def dara():
    return make.user(Role.ADVISER, name="Dara")


@pytest.fixture
def draft(mill, chea):
    return open_assessment(mill.pk, assessed_on=DAY, actor=chea, now=NOW)


def answer(question="OS-8-06", new="N", details="Locked."):
    return commands.AnswerChange(
        act=uuid.uuid4(),
        question=question,
        seen=Answer("-"),
        given=Answer(new, details=details),
        answered_at=NOW,
    )


def changed(draft, actor, **said):
    team = list(TeamMember.objects.filter(assessment=draft, left_at=None).values_list("user_id", flat=True))
    said = {"assessed_on": DAY, "kind": "full", "announced": False, "team": team, **said}
    return change_draft(draft.pk, **said, actor=actor, now=NOW)


def test_a_draft_of_a_day_before_the_latest_assessment_needs_a_reason(mill, chea):
    """A slip of the year would make it the first cycle, which is never published."""
    make.assessment(mill, assessed_on=DAY)
    before, reason = date(2017, 5, 28), "Entered late from paper."

    with pytest.raises(
        DayOutOfLimits, match=r"This factory was assessed on 28 May 2018\. Choose a later day\."
    ):
        open_assessment(mill.pk, assessed_on=before, actor=chea, now=NOW)
    draft = open_assessment(mill.pk, assessed_on=LATER, actor=chea, now=NOW)
    with pytest.raises(DayOutOfLimits):
        changed(draft, chea, assessed_on=before)
    changed(draft, chea, assessed_on=before, dates_reason=reason)

    assert Assessment.objects.get(pk=draft.pk).assessed_on == before
    assert Event.objects.get(kind="assessment.day_accepted").data["reason"] == reason


def test_an_abandoned_draft_is_kept_and_its_day_is_free(draft, mill, chea):
    commands.answer_questions(draft.pk, acts=[answer()], actor=chea, now=NOW)

    abandon_draft(draft.pk, reason="A strike.", actor=chea, now=NOW)
    again = open_assessment(mill.pk, assessed_on=DAY, actor=chea, now=NOW)

    draft.refresh_from_db()
    assert (draft.state, "N" in draft.sheet) == ("abandoned", True)
    assert (again.pk != draft.pk, again.cycle) == (True, 1)
    assert list(sheet_faults()) == []


def test_abandoning_twice_changes_nothing(draft, chea):
    abandon_draft(draft.pk, reason="A strike.", actor=chea, now=NOW)

    assert isinstance(abandon_draft(draft.pk, reason="A strike.", actor=chea, now=NOW), Unchanged)


def test_the_team_and_the_countrys_manager_abandon_with_a_reason(draft, chea):
    for nobody in (make.user(Role.ADVISER), make.user(Role.REVIEWER), make.user(Role.MANAGER, country="VN")):
        with pytest.raises(NotAllowed):
            abandon_draft(draft.pk, reason="A strike.", actor=nobody, now=NOW)
    with pytest.raises(ReasonMissing):
        abandon_draft(draft.pk, reason=" ", actor=chea, now=NOW)
    abandon_draft(draft.pk, reason="A strike.", actor=make.user(Role.MANAGER), now=NOW)


@pytest.mark.parametrize("state", ["submitted", "comment_window", "final"])
def test_only_a_draft_is_abandoned_or_changed(mill, chea, state):
    other = make.assessment(mill, state=state, team=[chea])

    with pytest.raises(WrongAssessmentState):
        abandon_draft(other.pk, reason="A strike.", actor=chea, now=NOW)
    with pytest.raises(WrongAssessmentState):
        changed(other, chea, kind="partial")


def test_what_a_device_still_holds_of_an_abandoned_draft_goes_to_its_log(draft, chea):
    abandon_draft(draft.pk, reason="A strike.", actor=chea, now=NOW)

    with pytest.raises(WrongAssessmentState, match="abandoned"):
        commands.answer_questions(draft.pk, acts=[answer()], actor=chea, now=NOW)
    commands.hand_over_answers(draft.pk, acts=[answer()], actor=chea, now=NOW)

    assert AnswerLog.objects.get(assessment=draft).given["details"] == "Locked."


def test_a_draft_moves_to_another_day_with_what_was_found(draft, chea):
    commands.answer_questions(draft.pk, acts=[answer()], actor=chea, now=NOW)

    changed(draft, chea, assessed_on=LATER, kind="partial", announced=True)

    draft.refresh_from_db()
    assert (draft.assessed_on, draft.kind, draft.announced) == (LATER, "partial", True)
    assert Finding.objects.get().found_on == LATER
    assert list(sheet_faults()) == []
    assert isinstance(changed(draft, chea, assessed_on=LATER, kind="partial", announced=True), Unchanged)


def test_it_does_not_move_to_a_day_that_has_one(draft, mill, chea):
    open_assessment(mill.pk, assessed_on=LATER, actor=chea, now=NOW)

    with pytest.raises(AlreadyOpened):
        changed(draft, chea, assessed_on=LATER)


def test_who_leaves_the_team_may_hand_over_and_may_come_back(draft, chea, dara):
    changed(draft, chea, team=[chea.pk, dara.pk])
    changed(draft, chea, team=[dara.pk])

    members = {one.user: (one.is_lead, one.left_at is None) for one in TeamMember.objects.all()}
    assert members == {chea: (False, False), dara: (True, True)}
    with pytest.raises(NotAllowed):
        commands.answer_questions(draft.pk, acts=[answer()], actor=chea, now=NOW)
    commands.hand_over_answers(draft.pk, acts=[answer()], actor=chea, now=NOW)
    changed(draft, dara, team=[dara.pk, chea.pk])
    assert TeamMember.objects.filter(left_at=None).count() == 2


def test_a_team_is_somebody_who_advises_there(draft, chea):
    with pytest.raises(TeamMissing):
        changed(draft, chea, team=[])
    for other in (make.user(Role.REVIEWER), make.user(Role.ADVISER, country="VN")):
        with pytest.raises(SomebodyLeft):
            changed(draft, chea, team=[chea.pk, other.pk])


# --- pages ---------------------------------------------------------------------------------------------------------


def test_the_assessments_page_leads_to_both_forms_as_rendered(client, draft, chea, dara, time_machine):
    time_machine.move_to(NOW, tick=False)
    client.force_login(chea)
    page = client.get(f"/assessments/{draft.pk}/").content.decode()
    assert f'href="/assessments/{draft.pk}/change/"' in page
    form = client.get(f"/assessments/{draft.pk}/change/").context["form"]
    assert form.initial["team"] == [chea.pk]

    answer = client.post(
        f"/assessments/{draft.pk}/change/",
        {"assessed_on": LATER.isoformat(), "kind": "full", "team": [chea.pk, dara.pk]},
    )
    assert answer.headers["Location"] == f"/assessments/{draft.pk}/"
    client.post(f"/assessments/{draft.pk}/abandon/", {"reason": "A strike."})

    shown = client.get(f"/assessments/{draft.pk}/").content.decode()
    assert "It was abandoned and counts nowhere" in shown
    assert "assessment abandoned: A strike." in shown
    assert client.get(f"/assessments/{draft.pk}/change/").status_code == 404
    assert Assessment.objects.get().assessed_on == LATER


def test_the_page_names_who_is_in_the_team_now(client, draft, chea, dara):
    changed(draft, chea, team=[chea.pk, dara.pk])
    changed(draft, chea, team=[dara.pk])

    client.force_login(dara)
    page = client.get(f"/assessments/{draft.pk}/")
    assert page.context["team"] == ["Dara"]
    assert page.context["possible"].enter


def test_an_abandoned_draft_waits_for_nobody_and_is_in_no_file(client, draft, chea, mill):
    abandon_draft(draft.pk, reason="A strike.", actor=chea, now=NOW)
    client.force_login(chea)

    assert "Finish the assessment" not in client.get("/desk/").content.decode()
    assert f"/assessments/{draft.pk}/enter/" not in client.get("/assessments/day/").content.decode()


def test_a_first_assessment_is_not_the_second_because_of_a_draft_that_is_given_up(draft, mill, chea):
    """Results are published from the second on: the first stays confidential."""
    real = open_assessment(mill.pk, assessed_on=LATER, actor=chea, now=NOW)
    given = open_assessment(mill.pk, assessed_on=date(2018, 5, 31), cycle=9, actor=chea, now=NOW)
    assert (draft.cycle, real.cycle, given.cycle) == (1, 2, 9)

    abandon_draft(draft.pk, reason="By mistake.", actor=chea, now=NOW)

    assert [Assessment.objects.get(pk=one.pk).cycle for one in (real, given)] == [1, 9]
    assert list(sheet_faults()) == []


def test_cycles_follow_the_days_when_a_draft_moves(draft, mill, chea):
    real = open_assessment(mill.pk, assessed_on=LATER, actor=chea, now=NOW)

    changed(draft, chea, assessed_on=date(2018, 5, 31))

    assert [Assessment.objects.get(pk=one.pk).cycle for one in (real, draft)] == [1, 2]
    assert list(sheet_faults()) == []


def test_a_final_first_assessment_is_counted_anew_by_another_revision(draft, mill, chea):
    """It would be published as the second; what is final is never written over."""
    final = make.assessment(mill, assessed_on=LATER, cycle=2, findings=["OS-8-06"])
    given = make.assessment(mill, assessed_on=date(2018, 5, 31), cycle=9)
    before = SheetRevision.objects.get(assessment=final.pk)

    abandon_draft(draft.pk, reason="By mistake.", actor=chea, now=NOW)

    revisions = SheetRevision.objects.filter(assessment=final.pk).order_by("revision")
    assert [(row.revision, row.cycle) for row in revisions] == [(1, 2), (2, 1)]
    assert revisions[0].superseded_at is not None
    assert revisions[1].digest != before.digest
    assert [Assessment.objects.get(pk=one.pk).cycle for one in (final, given)] == [1, 9]
    assert Event.objects.filter(kind="assessment.corrected", subject=f"assessment:{final.pk}").exists()
    assert list(sheet_faults()) == []
