"""Criteria are drafted by one, approved by another, in force from a day, and immutable since."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from accounts.models import Proposal, Role
from accounts.two_people.commands import AlreadyDecided, MayNotDecide, approve_proposal
from criteria.commands.criteria import (
    AlreadyApproved,
    CriteriaMisread,
    DraftAbandoned,
    DraftChanged,
    NothingToDecide,
    VersionTaken,
    abandon_draft,
    change_draft,
    draft_criteria,
    load_criteria,
    propose_criteria,
)
from criteria.models import CriteriaVersion, Evaluation
from criteria.policies import NotYourDecision
from criteria.projections import SHIPPED, refresh_verdicts
from criteria.queries.criteria import NoCriteria, standard_on, versions
from journal.commands import Unchanged
from journal.models import Event
from journal.refusals import DayPassed
from tests import make, two_people
from tests.recognition.make import NOW, TODAY, eligible_factory

pytestmark = pytest.mark.django_db
FIRST = (SHIPPED / "high-performance" / "1.0.toml").read_text(encoding="utf-8")
SECOND = FIRST.replace('version = "1.0"', 'version = "1.1"').replace("threshold = 2\n", "threshold = 3\n", 1)


@pytest.fixture
def author():
    return make.user(Role.GLOBAL)


@pytest.fixture
def other():
    return make.user(Role.GLOBAL)


def drafted(author, text=SECOND):
    return CriteriaVersion.objects.get(pk=draft_criteria(text, actor=author, now=NOW))


def changed(draft, actor, text=SECOND + "\n# one more word", *, read_as=""):
    return change_draft(
        draft.pk, text, read_as=read_as or draft.digest, what="the document", actor=actor, now=NOW
    )


def approve(draft, actor, *, day=TODAY):
    """Proposed by a colleague, and approved."""
    propose(draft, day=day)
    return two_people.approve(actor, now=NOW)


def propose(draft, by=None, *, day=TODAY):
    actor = by or make.user(Role.GLOBAL)
    return propose_criteria(draft.pk, in_force_from=day, reason="As agreed.", actor=actor, now=NOW)


def test_a_draft_is_approved_by_another_person_and_in_force_from_its_day(author, other):
    load_criteria(FIRST, now=NOW)
    draft = drafted(author)

    approve(draft, other, day=TODAY + timedelta(days=30))

    assert standard_on(TODAY).version == "1.0"
    assert standard_on(TODAY + timedelta(days=29)).version == "1.0"
    assert standard_on(TODAY + timedelta(days=30)).version == "1.1"


def test_criteria_are_not_in_force_for_days_that_are_over(author, other):
    draft = drafted(author)

    with pytest.raises(DayPassed):
        approve(draft, other, day=TODAY - timedelta(days=1))
    approve(draft, other, day=TODAY)


def test_the_author_does_not_approve_though_a_colleague_proposed(author):
    with pytest.raises(MayNotDecide):
        approve(drafted(author), author)


def test_without_a_day_it_holds_from_the_day_of_the_approval(author, other):
    draft = drafted(author)

    approve(draft, other, day=None)

    assert CriteriaVersion.objects.get(pk=draft.pk).in_force_from == TODAY


def test_a_day_that_passed_before_the_approval_is_refused(author, other):
    propose(drafted(author))

    with pytest.raises(DayPassed):
        two_people.approve(other, now=NOW + timedelta(days=2))


@pytest.mark.parametrize("role", sorted(set(Role.values) - {Role.GLOBAL}))
def test_only_the_global_team_works_on_criteria(role, author):
    somebody = make.user(role)

    with pytest.raises(NotYourDecision):
        draft_criteria(SECOND, actor=somebody, now=NOW)
    with pytest.raises(NotYourDecision):
        propose(drafted(author), somebody)


def test_an_approved_version_never_changes(author, other):
    draft = drafted(author)
    approve(draft, other)

    with pytest.raises(AlreadyApproved):
        draft_criteria(SECOND + "\n# one more word", actor=author, now=NOW)
    with pytest.raises(VersionTaken):
        load_criteria(SECOND + "\n# one more word", now=NOW)
    assert CriteriaVersion.objects.get(pk=draft.pk).text == SECOND


def test_a_draft_that_changed_since_it_was_read_is_not_approved(author, other):
    draft = drafted(author)
    proposal = propose(draft, author)
    changed(draft, author)

    with pytest.raises(AlreadyDecided):
        approve_proposal(proposal.pk, digest=proposal.digest, actor=other, now=NOW)
    proposal.refresh_from_db()
    assert proposal.state == "stale"


def test_whoever_changed_a_draft_does_not_approve_it_either(author, other):
    draft = drafted(author)
    changed(draft, other)

    with pytest.raises(MayNotDecide):
        approve(draft, other)
    with pytest.raises(MayNotDecide):
        two_people.approve(author, now=NOW)
    two_people.approve(make.user(Role.GLOBAL), now=NOW)
    assert standard_on(TODAY).version == "1.1"


def test_a_change_of_a_text_that_is_there_no_more_is_refused_and_a_draft_never_becomes_another(author, other):
    draft = drafted(author)
    changed(draft, other)

    with pytest.raises(DraftChanged):
        changed(draft, author, SECOND + "\n# other words")
    assert isinstance(changed(draft, author), Unchanged)
    with pytest.raises(VersionTaken):
        changed(draft, author, FIRST)
    with pytest.raises(VersionTaken):
        draft_criteria(SECOND + "\n# once more", actor=author, now=NOW)


def test_an_abandoned_draft_keeps_its_reason_and_its_version_and_is_out_of_everything(author, other):
    draft = drafted(author)
    proposal = propose(draft, author)

    abandon_draft(draft.pk, reason="Better numbers came.", actor=other, now=NOW)

    proposal.refresh_from_db()
    assert proposal.state == "stale"
    assert Event.objects.get(kind="criteria.draft_abandoned").data["reason"] == "Better numbers came."
    assert isinstance(abandon_draft(draft.pk, reason="Again.", actor=other, now=NOW), Unchanged)
    assert [row.version for row in versions(drafts=True)] == []
    for act in (lambda: changed(draft, author), lambda: propose(draft)):
        with pytest.raises(DraftAbandoned):
            act()
    with pytest.raises(VersionTaken):
        draft_criteria(SECOND, actor=author, now=NOW)


def test_of_two_drafts_that_say_the_same_one_is_approved(author, other):
    load_criteria(FIRST, now=NOW)
    first, twin = (drafted(author, SECOND.replace('"1.1"', f'"1.{number}"')) for number in (1, 2))
    propose(twin)
    waiting = Proposal.objects.get()
    propose(first)
    asked = Proposal.objects.exclude(pk=waiting.pk).get()
    approve_proposal(asked.pk, digest=asked.digest, actor=other, now=NOW)

    with pytest.raises(NothingToDecide, match=r"version 1\.1"):
        approve_proposal(waiting.pk, digest=waiting.digest, actor=other, now=NOW)

    twin.refresh_from_db()
    assert twin.state == "draft"


def test_a_draft_takes_back_what_is_approved_for_a_later_day(author, other):
    load_criteria(FIRST, now=NOW)
    later = TODAY + timedelta(days=30)
    approve(drafted(author), other, day=later)
    back = drafted(author, FIRST.replace('version = "1.0"', 'version = "1.2"'))

    with pytest.raises(NothingToDecide, match=r"version 1\.0"):
        propose(back)
    propose(back, day=later)

    assert Proposal.objects.get(state="pending").subject == f"criteria:{back.pk}"


def test_two_approvals_of_one_draft(author, other):
    draft = drafted(author)
    approve(draft, other)

    proposal = Proposal.objects.get()
    again = approve_proposal(proposal.pk, digest=proposal.digest, actor=other, now=NOW)
    assert isinstance(again, Unchanged)
    with pytest.raises(AlreadyApproved):
        propose(draft)


def test_a_draft_written_again_word_for_word_tells_nobody(author):
    drafted(author)

    assert isinstance(draft_criteria(SECOND, actor=author, now=NOW), Unchanged)
    assert Event.objects.filter(kind="criteria.drafted").count() == 1


def test_a_faulty_text_is_refused_with_all_its_faults(author):
    with pytest.raises(CriteriaMisread) as told:
        draft_criteria(SECOND.replace("at_most", "at_moist"), actor=author, now=NOW)

    assert len(str(told.value).splitlines()) >= 5


def test_before_the_first_version_the_first_version_holds():
    load_criteria(FIRST, now=NOW)

    assert standard_on(date(2010, 1, 1)).version == "1.0"


def test_without_any_criteria_nothing_is_judged():
    with pytest.raises(NoCriteria):
        standard_on(TODAY)


def test_a_new_version_gives_every_factory_one_current_verdict_by_it(author, other):
    factory = eligible_factory()
    refresh_verdicts(now=NOW)
    approve(drafted(author), other)

    refresh_verdicts(now=NOW)

    current = Evaluation.objects.get(factory=factory, is_current=True)
    assert (current.criteria.version, current.failed) == ("1.1", ["C1-COUNT"])
    assert Evaluation.objects.filter(factory=factory).count() == 2
