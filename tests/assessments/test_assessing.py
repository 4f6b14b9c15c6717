"""An assessment from its first answer to final: who may do what, in which state, and what is told."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from accounts.models import Proposal, Role
from assessments import commands
from assessments.commands import Correction
from assessments.commands.locking import WrongAssessmentState
from assessments.commands.opening import AlreadyOpened, NoQuestionnaire
from assessments.commands.reviewing import IncompleteAssessment, WindowStillOpen
from assessments.domain.answer_merge import Answer
from assessments.models import AnswerLog, AnswerNote, Assessment, Finding, Score, SheetRevision, TeamMember
from assessments.policies import NotAllowed, SamePerson
from assessments.queries.verification import score_faults, sheet_faults
from journal.commands import Unchanged
from journal.models import Event
from journal.refusals import ReasonMissing
from responses.commands import respond_to_finding
from responses.commands.window import NotOpenToComment
from tests import make
from tests.two_people import approve

pytestmark = pytest.mark.django_db
NOW = make.NOW
DAY = date(2018, 5, 28)


@pytest.fixture
def mill():
    make.questionnaire()
    return make.factory()


@pytest.fixture
def chea():
    """An adviser."""
    return make.user(Role.ADVISER, name="Chea")


@pytest.fixture
def maly():
    """A reviewer."""
    return make.user(Role.REVIEWER, name="Maly")


@pytest.fixture
def draft(mill, chea):
    return commands.open_assessment(mill.pk, assessed_on=DAY, actor=chea, now=NOW)


def act(question, new, old="-", seen=None, **said):
    return commands.AnswerChange(
        act=uuid.uuid4(),
        question=question,
        seen=Answer(old, **(seen or {})),
        given=Answer(new, **said),
        answered_at=NOW,
    )


def answer(draft, actor, *acts, device="tablet-1"):
    return commands.answer_questions(draft.pk, acts=acts, device=device, actor=actor, now=NOW)


def complete(draft, actor, findings=()):
    codes = make.layout("KH").codes
    acts = [act(code, "N", details="Seen.") if code in findings else act(code, "C") for code in codes]
    answer(draft, actor, *acts)


@pytest.fixture
def submitted(draft, chea):
    complete(draft, chea, findings={"OS-8-06"})
    return commands.submit_assessment(draft.pk, actor=chea, now=NOW)


@pytest.fixture
def accepted(submitted, maly):
    return commands.accept_assessment(submitted.pk, actor=maly, now=NOW)


def respond(finding, actor):
    """Say something to a finding and send it."""
    about = {"actor": actor, "now": NOW}
    respond_to_finding(
        finding.assessment_id, question=finding.question, agrees=False, text="Opened.", send=True, **about
    )


def assert_nothing_is_altered():
    assert [*sheet_faults(), *score_faults()] == []


# --- opening -------------------------------------------------------------------------------------------------------


def test_an_adviser_opens_a_draft_with_an_empty_sheet_and_leads_its_team(draft, mill, chea):
    assert (draft.state, draft.cycle, draft.sheet) == ("draft", 1, make.layout("KH").empty_sheet)
    assert TeamMember.objects.get().user == chea
    assert Event.objects.filter(
        kind="assessment.opened", subject=f"assessment:{draft.pk}", factory_id=mill.pk
    ).exists()


def test_the_cycle_counts_the_factorys_assessments(mill, chea):
    make.assessment(mill, assessed_on=date(2017, 5, 1))

    second = commands.open_assessment(mill.pk, assessed_on=DAY, actor=chea, now=NOW)

    assert second.cycle == 2


def test_who_opens_it_twice_has_one_draft(draft, mill, chea):
    again = commands.open_assessment(mill.pk, assessed_on=DAY, actor=chea, now=NOW)

    assert again == Unchanged(draft)
    assert TeamMember.objects.get().user == chea


def test_one_factory_is_assessed_once_a_day(draft, mill, chea):
    other = make.user("adviser")
    for differs in ({"kind": "partial"}, {"announced": True}, {"team": [other]}, {"actor": other}):
        with pytest.raises(AlreadyOpened):
            commands.open_assessment(mill.pk, **{"assessed_on": DAY, "actor": chea, "now": NOW, **differs})


def test_what_was_submitted_is_not_opened_again(mill, chea):
    make.assessment(mill, state="submitted", assessed_on=DAY, team=[chea])

    with pytest.raises(AlreadyOpened):
        commands.open_assessment(mill.pk, assessed_on=DAY, actor=chea, now=NOW)


def test_a_questionnaire_that_nobody_loaded_is_refused(mill, chea):
    with pytest.raises(NoQuestionnaire, match="there is no questionnaire"):
        commands.open_assessment(mill.pk, assessed_on=DAY, questionnaire="cat@9", actor=chea, now=NOW)


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.ADVISER])
def test_only_advisers_open_assessments(role, mill):
    with pytest.raises(NotAllowed):
        commands.open_assessment(mill.pk, assessed_on=DAY, actor=make.user(role, factory=mill), now=NOW)


def test_an_adviser_of_another_country_does_not(mill):
    with pytest.raises(NotAllowed):
        commands.open_assessment(
            mill.pk, assessed_on=DAY, actor=make.user(Role.ADVISER, country="VN"), now=NOW
        )


# --- answering -----------------------------------------------------------------------------------------------------


def test_answers_go_into_the_sheet_and_each_change_into_the_log(draft, chea):
    done = answer(
        draft,
        chea,
        act("OS-8-06", "N", details="One exit was locked."),
        act("CO-2-01", "C", note="Seen the books"),
    )

    stored = Assessment.objects.get(pk=draft.pk)
    assert stored.sheet == done.sheet
    assert stored.sheet.count("N") == stored.sheet.count("C") == 1
    assert list(AnswerLog.objects.order_by("id").values_list("question", "old", "new")) == [
        ("OS-8-06", "-", "N"),
        ("CO-2-01", "-", "C"),
    ]
    assert Finding.objects.get().details == "One exit was locked."
    assert AnswerNote.objects.get().text == "Seen the books"


def test_a_batch_is_one_event_that_carries_the_logs_running_hash(draft, chea):
    done = answer(draft, chea, *[act(code, "C") for code in make.layout("KH").codes])

    event = Event.objects.get(kind="assessment.answered")
    assert event.data["answers_hash"] == done.answers_hash == Assessment.objects.get().answers_hash
    assert event.data["count"] == len(make.layout("KH").codes)
    assert_nothing_is_altered()


def test_a_batch_of_all_answers_costs_as_few_statements_as_one_answer(
    draft, chea, django_assert_max_num_queries
):
    with django_assert_max_num_queries(14):
        answer(draft, chea, act("OS-8-06", "N"))
    others = [code for code in make.layout("KH").codes if code != "OS-8-06"]
    with django_assert_max_num_queries(20):
        answer(draft, chea, *[act(code, "C") for code in others])


def test_acts_that_a_tablet_sends_twice_are_stored_once(draft, chea):
    acts = [act("OS-8-06", "N"), act("CO-2-01", "C")]
    first = answer(draft, chea, *acts)

    again = answer(draft, chea, *acts)

    assert isinstance(again, Unchanged)
    assert set(again.value.repeated) == {one.act for one in acts}
    assert again.value.answers_hash == first.answers_hash
    assert AnswerLog.objects.count() == 2


def test_two_tablets_merge_by_question(draft, mill, chea):
    dara = make.user(Role.ADVISER, name="Dara")
    TeamMember.objects.create(assessment=draft, user=dara)

    answer(draft, chea, act("OS-8-06", "N"), device="tablet-1")
    answer(draft, dara, act("CO-2-01", "C"), device="tablet-2")

    sheet = Assessment.objects.get().sheet
    assert (sheet.count("N"), sheet.count("C")) == (1, 1)


def test_where_two_tablets_clash_the_first_stands_and_the_other_is_kept_and_shown(draft, mill, chea):
    dara = make.user(Role.ADVISER, name="Dara")
    TeamMember.objects.create(assessment=draft, user=dara)
    answer(draft, chea, act("OS-8-06", "N"))
    late = act("OS-8-06", "C", old="-")

    done = answer(draft, dara, late, act("CO-2-01", "C"))

    (conflict,) = done.conflicts
    assert (conflict.act, conflict.standing, conflict.given) == (late.act, "N", "C")
    assert AnswerLog.objects.get(act=late.act).held == "letter"
    assert Finding.objects.filter(question="OS-8-06").exists()
    assert done.sheet.count("C") == 1


def test_both_giving_the_same_answer_is_no_conflict(draft, chea):
    answer(draft, chea, act("OS-8-06", "N"))

    done = answer(draft, chea, act("OS-8-06", "N", details="Locked."))

    assert done.conflicts == ()
    assert Finding.objects.get().details == "Locked."


def test_an_answer_taken_back_takes_its_finding_along(draft, chea):
    answer(draft, chea, act("OS-8-06", "N"))

    answer(draft, chea, act("OS-8-06", "C", old="N"))

    assert not Finding.objects.exists()


def test_a_question_that_is_not_asked_keeps_the_whole_batch_out(draft, chea):
    with pytest.raises(commands.answering.InvalidAnswer, match="ZZ-1-01"):
        answer(draft, chea, act("OS-8-06", "N"), act("ZZ-1-01", "C"))

    assert not AnswerLog.objects.exists()


def test_only_the_team_enters_answers(draft):
    with pytest.raises(NotAllowed):
        answer(draft, make.user(Role.ADVISER), act("OS-8-06", "N"))


def test_answers_are_closed_once_submitted(submitted, chea):
    with pytest.raises(WrongAssessmentState):
        answer(submitted, chea, act("OS-8-06", "C", old="N"))


# --- reviewing -----------------------------------------------------------------------------------------------------


def test_a_full_assessment_is_submitted_complete(draft, chea):
    answer(draft, chea, act("OS-8-06", "C"))

    with pytest.raises(IncompleteAssessment, match="questions are open"):
        commands.submit_assessment(draft.pk, actor=chea, now=NOW)


def test_every_finding_is_submitted_with_its_details(draft, chea):
    complete(draft, chea)
    answer(draft, chea, act("OS-8-06", "N", old="C"))

    with pytest.raises(IncompleteAssessment, match="OS-8-06"):
        commands.submit_assessment(draft.pk, actor=chea, now=NOW)


def test_a_refused_submission_names_every_kind_of_gap_at_once(draft, chea):
    complete(draft, chea)
    answer(draft, chea, act("OS-8-06", "N", old="C"), act("CL-1-01", "-", old="C"))

    with pytest.raises(IncompleteAssessment) as refusal:
        commands.submit_assessment(draft.pk, actor=chea, now=NOW)
    assert [list(questions) for _sentence, questions in refusal.value.gaps] == [["CL-1-01"], ["OS-8-06"]]
    assert "1 question is open (CL-1-01)." in str(refusal.value)
    assert "This finding has no details: OS-8-06." in str(refusal.value)


def test_a_partial_one_may_leave_questions_open(mill, chea):
    draft = commands.open_assessment(mill.pk, assessed_on=DAY, kind="partial", actor=chea, now=NOW)
    answer(draft, chea, act("OS-8-06", "C"))

    assert commands.submit_assessment(draft.pk, actor=chea, now=NOW).state == "submitted"


def test_a_reviewer_returns_it_with_a_reason_and_the_team_enters_again(submitted, maly, chea):
    commands.return_assessment(submitted.pk, reason="Which exit?", actor=maly, now=NOW)

    answer(
        submitted, chea, act("OS-8-06", "N", old="N", seen={"details": "Seen."}, details="The eastern one.")
    )

    assert Finding.objects.get().details == "The eastern one."
    assert Event.objects.get(kind="assessment.returned").data["reason"] == "Which exit?"


def test_nothing_is_returned_without_a_reason(submitted, maly):
    with pytest.raises(ReasonMissing):
        commands.return_assessment(submitted.pk, reason=" ", actor=maly, now=NOW)


def test_accepting_opens_the_comment_window(accepted):
    assert accepted.state == "comment_window"
    assert accepted.window_closes_on == NOW.date() + timedelta(days=14)


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.REVIEWER])
def test_nobody_but_a_reviewer_accepts(role, submitted, mill):
    with pytest.raises(NotAllowed):
        commands.accept_assessment(submitted.pk, actor=make.user(role, factory=mill), now=NOW)


def test_a_reviewer_who_was_on_the_team_does_not_review(submitted, maly):
    TeamMember.objects.create(assessment=submitted, user=maly)

    with pytest.raises(SamePerson):
        commands.accept_assessment(submitted.pk, actor=maly, now=NOW)


def test_the_factory_responds_in_the_comment_window_not_before(submitted, mill, maly):
    manager = make.user(Role.FACTORY, factory=mill)
    finding = Finding.objects.get()

    with pytest.raises(NotOpenToComment):
        respond(finding, manager)
    commands.accept_assessment(submitted.pk, actor=maly, now=NOW)
    respond(finding, manager)

    assert Finding.objects.get().response == "Opened."


def test_another_factorys_manager_does_not_respond(accepted):
    stranger = make.user(Role.FACTORY, factory=make.factory())

    with pytest.raises(NotAllowed):
        respond(Finding.objects.get(), stranger)


def test_it_is_final_early_only_when_everything_was_responded_to(accepted, mill, maly):
    with pytest.raises(WindowStillOpen):
        commands.finalise_assessment(accepted.pk, actor=maly, now=NOW)
    manager = make.user(Role.FACTORY, factory=mill)
    respond(Finding.objects.get(), manager)

    final = commands.finalise_assessment(accepted.pk, actor=maly, now=NOW)

    assert (final.state, final.revision) == ("final", 1)
    assert SheetRevision.objects.get().sheet == final.sheet
    assert Score.objects.get().noncompliant == 1
    assert_nothing_is_altered()


def noon(day):
    return datetime(day.year, day.month, day.day, 5, tzinfo=UTC)  # in Phnom Penh


def test_comment_windows_that_ran_out_become_final_by_themselves(accepted):
    last_day = accepted.window_closes_on

    still = commands.close_comment_windows(actor=None, now=noon(last_day))
    done = commands.close_comment_windows(actor=None, now=noon(last_day + timedelta(days=1)))

    assert isinstance(still, Unchanged)
    assert done == 1
    assert Assessment.objects.get().state == "final"


@pytest.mark.parametrize("name", ["submit_assessment", "accept_assessment", "finalise_assessment"])
def test_what_the_state_does_not_allow_is_refused(name, mill, chea, maly):
    final = make.assessment(mill, team=[chea])

    with pytest.raises(WrongAssessmentState):
        getattr(commands, name)(final.pk, actor=chea if name == "submit_assessment" else maly, now=NOW)


# --- correcting ----------------------------------------------------------------------------------------------------


def correct(final, actor, second, *, reason="Lock was on a cupboard", **corrections):
    """Propose and approve; what the proposal was."""
    given = corrections or {"OS_8_06": Correction("C")}
    said = {code.replace("_", "-"): one for code, one in given.items()}
    done = commands.propose_correction(final.pk, corrections=said, reason=reason, actor=actor, now=NOW)
    if not isinstance(done, Unchanged):
        approve(second)
    return done


def test_a_correction_is_another_revision_proposed_by_one_and_approved_by_another(mill, maly):
    final = make.assessment(mill, findings=["OS-8-06"])
    vanna = make.user(Role.MANAGER)

    correct(final, maly, vanna)

    old, new = SheetRevision.objects.order_by("revision")
    assert old.superseded_at == NOW
    assert (new.reason, new.second_person, new.recorded_by) == ("Lock was on a cupboard", vanna, maly)
    assert Finding.objects.get().withdrawn_at == NOW
    events = Event.objects.filter(subject=f"assessment:{final.pk}", kind__startswith="assessment.correct")
    assert list(events.order_by("sequence").values_list("kind", "actor_name")) == [
        ("assessment.correction_proposed", maly.name),
        ("assessment.corrected", vanna.name),
    ]
    assert_nothing_is_altered()


def test_a_proposed_correction_changes_nothing_before_it_is_approved(mill, maly):
    final = make.assessment(mill, findings=["OS-8-06"])

    commands.propose_correction(
        final.pk, corrections={"OS-8-06": Correction("C")}, reason="A cupboard", actor=maly, now=NOW
    )

    assert SheetRevision.objects.count() == 1
    assert Finding.objects.get().withdrawn_at is None


def test_a_corrected_finding_says_what_was_found(mill, maly):
    final = make.assessment(mill, findings=["OS-8-06"])

    with pytest.raises(IncompleteAssessment, match="WT-2-01"):
        correct(final, maly, make.user(Role.GLOBAL), WT_2_01=Correction("N"))

    correct(final, maly, make.user(Role.GLOBAL), OS_8_06=Correction("N", national_law=True))  # as it was


def test_a_correction_that_changes_nothing_is_refused_with_what_was_typed(client, mill, maly):
    final = make.assessment(mill, findings=["OS-8-06"])
    client.force_login(maly)
    rows = {
        "rows-TOTAL_FORMS": "1",
        "rows-INITIAL_FORMS": "0",
        "rows-0-question": "CL-1-01",
        "rows-0-answer": "C",
    }

    same = client.post(reverse("assessments:correct", args=[final.pk]), {**rows, "reason": "Read again."})
    words = {**rows, "rows-0-details": "Seen by the gate.", "reason": "Read again."}
    lost = client.post(reverse("assessments:correct", args=[final.pk]), words)

    assert "Nothing would change" in same.content.decode()
    assert "Read again." in same.content.decode()
    assert "Only a non-compliant answer has this." in lost.content.decode()
    assert "Seen by the gate." in lost.content.decode()


def test_a_row_without_its_question_and_too_many_rows_are_said_on_the_page(client, mill, maly):
    final = make.assessment(mill, findings=["OS-8-06"])
    client.force_login(maly)
    address = reverse("assessments:correct", args=[final.pk])
    row = {
        "rows-INITIAL_FORMS": "0",
        "rows-0-answer": "N",
        "rows-0-details": "Seen by the gate.",
        "reason": "Read again.",
    }

    without = client.post(address, {**row, "rows-TOTAL_FORMS": "1"})
    many = client.post(address, {**row, "rows-TOTAL_FORMS": "5000"})

    assert "Seen by the gate." in without.content.decode()
    assert "This field is required." in without.content.decode()
    assert "Correct at most 30 questions at once." in many.content.decode()
    assert many.content.count(b"<fieldset") <= 31


def test_several_questions_are_one_correction(mill, maly):
    final = make.assessment(mill, findings=["OS-8-06"])

    correct(final, maly, make.user(Role.GLOBAL), OS_8_06=Correction("C"), WT_2_01=Correction("N", "Late."))

    assert SheetRevision.objects.get(superseded_at=None).revision == 2
    assert make.finding(final, "WT-2-01").details == "Late."


def test_a_correction_that_corrects_nothing_changes_nothing(mill, maly):
    final = make.assessment(mill, findings=["OS-8-06"])

    done = correct(final, maly, make.user(Role.MANAGER), OS_8_06=Correction("N"))

    assert isinstance(done, Unchanged)
    assert not Proposal.objects.exists()


def test_a_correction_says_why(mill, maly):
    final = make.assessment(mill, findings=["OS-8-06"])

    with pytest.raises(ReasonMissing):
        correct(final, maly, make.user(Role.MANAGER), reason=" ")


def test_a_finding_can_be_laid_to_national_law(mill, maly):
    final = make.assessment(mill, findings=["FA-1-01"])

    correct(final, maly, make.user(Role.GLOBAL), FA_1_01=Correction(national_law=True))

    assert SheetRevision.objects.get(superseded_at=None).national_law == "FA-1-01"
    assert make.finding(final, "FA-1-01").attribution == "national_law"


# --- verifying -----------------------------------------------------------------------------------------------------


def test_an_adviser_verifies_that_a_finding_was_put_right(mill, chea):
    finding = make.finding(make.assessment(mill, findings=["OS-8-06"]), "OS-8-06")

    commands.verify_finding_fixed(finding.pk, fixed_on=date(2018, 5, 2), actor=chea, now=NOW)

    finding.refresh_from_db()
    assert (finding.fixed_on, finding.verified_by) == (date(2018, 5, 2), chea)


def test_another_day_of_fixing_replaces_the_finding_instead_of_overwriting_it(mill, chea):
    finding = make.finding(make.assessment(mill, findings=["OS-8-06"]), "OS-8-06")
    commands.verify_finding_fixed(finding.pk, fixed_on=date(2018, 5, 2), actor=chea, now=NOW)

    commands.verify_finding_fixed(finding.pk, fixed_on=date(2018, 5, 9), actor=chea, now=NOW)

    finding.refresh_from_db()
    assert (finding.fixed_on, finding.withdrawn_at) == (date(2018, 5, 2), NOW)
    assert Finding.objects.get(withdrawn_at=None).fixed_on == date(2018, 5, 9)


def test_the_factory_does_not_verify_itself(mill):
    finding = make.finding(make.assessment(mill, findings=["OS-8-06"]), "OS-8-06")

    with pytest.raises(NotAllowed):
        commands.verify_finding_fixed(
            finding.pk, fixed_on=date(2018, 5, 2), actor=make.user(Role.FACTORY, factory=mill), now=NOW
        )
