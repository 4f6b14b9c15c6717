"""Each kind of obligation as two steps by the product's own commands: what makes it, and what ends it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from uuid import uuid4

from advisory.commands import propose_case_closing, record_plan_item
from advisory.commands.case_protocol import record_case_entry
from advisory.commands.plan.due_days import decide_due_day, propose_due_day
from advisory.commands.plan.proposed_items import ProposedItem
from assessments.commands import (
    accept_assessment,
    finalise_assessment,
    return_assessment,
    submit_assessment,
)
from assessments.models import Assessment, Finding
from buyers.commands.plan_comments import comment_on_plan
from factories.commands.access_requests import decline_access, request_access
from handovers.commands.handing_over import (
    hand_over_factory,
    record_outcome,
    take_over,
    withdraw_handover,
)
from improvement_plans.commands.findings import plan_assessment_findings
from people.commands.accounts import change_role
from recognition.commands import appeals, lifecycle
from responses.commands.comments import comment_on_finding
from responses.commands.responding import respond_to_finding
from tests import make, two_people
from tests.make import NOW, TODAY
from tests.obligations.cast import Cast
from tests.recognition.make import eligible_factory, judged, recognition

EXIT = "OS-8-06"
WHY = "As discussed."

Steps = Callable[[Cast], Iterator[None]]


def _assessed(here: Cast) -> None:
    """The mill has an adviser: one who was on the team of its latest assessment."""
    if not Assessment.objects.filter(factory=here.mill, assessed_on=date(2018, 3, 1)).exists():
        make.assessment(here.mill, team=[here["assessor"]])


def _draft(here: Cast) -> Assessment:
    return make.assessment(
        here.mill,
        assessed_on=date(2018, 5, 20),
        state="draft",
        team=[here["assessor"]],
        findings={EXIT: "One exit was locked."},
    )


def _submitted(here: Cast) -> Assessment:
    made = _draft(here)
    submit_assessment(made.pk, actor=here["assessor"], now=NOW)
    return made


def _in_window(here: Cast) -> Assessment:
    made = _submitted(here)
    accept_assessment(made.pk, actor=here["reviewer"], now=NOW)
    return made


def _responded(here: Cast, made: Assessment) -> None:
    respond_to_finding(
        made.pk,
        question=EXIT,
        agrees=False,
        text="It is open now.",
        send=True,
        actor=here["factory"],
        now=NOW,
    )


def draft(here: Cast) -> Iterator[None]:
    made = _draft(here)
    yield
    submit_assessment(made.pk, actor=here["assessor"], now=NOW)


def returned(here: Cast) -> Iterator[None]:
    made = _submitted(here)
    return_assessment(made.pk, reason=WHY, actor=here["reviewer"], now=NOW)
    yield
    submit_assessment(made.pk, actor=here["assessor"], now=NOW)


def review(here: Cast) -> Iterator[None]:
    made = _submitted(here)
    yield
    accept_assessment(made.pk, actor=here["reviewer"], now=NOW)


def window(here: Cast) -> Iterator[None]:
    made = _in_window(here)
    yield
    _responded(here, made)
    comment_on_finding(made.pk, question=EXIT, text="It was locked.", actor=here["worker"], now=NOW)


def commented(here: Cast) -> Iterator[None]:
    made = _in_window(here)
    _responded(here, made)
    yield
    finalise_assessment(made.pk, actor=here["reviewer"], now=NOW)


def case(here: Cast) -> Iterator[None]:
    _assessed(here)
    made = make.case(here.mill)
    here.things["case"] = made
    yield
    for step in ("safety", "manager", "notice", "follow_up", "remediation"):
        record_case_entry(
            made.uid,
            step=step,
            happened_at=NOW,
            authority="Ministry",
            note=WHY,
            actor=here["manager"],
            now=NOW,
        )
    propose_case_closing(
        made.uid, closed_on=TODAY, statement=WHY, evidence=WHY, actor=here["manager"], now=NOW
    )
    two_people.approve(here["global"], f"case:{made.uid}")


def closing(here: Cast) -> Iterator[None]:
    steps = case(here)
    next(steps)
    for step in ("safety", "manager", "notice", "follow_up", "remediation"):
        record_case_entry(
            here.things["case"].uid, step=step, happened_at=NOW, authority="Ministry", note=WHY,
            actor=here["manager"], now=NOW,
        )  # fmt: skip
    propose_case_closing(
        here.things["case"].uid, closed_on=TODAY, statement=WHY, evidence=WHY, actor=here["manager"], now=NOW
    )
    yield
    two_people.approve(here["global"], f"case:{here.things['case'].uid}")


def findings_to_plan(here: Cast) -> Iterator[None]:
    made = _in_window(here)
    _responded(here, made)
    finalise_assessment(made.pk, actor=here["reviewer"], now=NOW)
    yield
    found = Finding.objects.get(assessment=made)
    item = ProposedItem(question=EXIT, finding_id=found.pk, issue="Unlock it", due_on=date(2018, 9, 1))
    plan_assessment_findings(
        here.mill.pk, assessment_id=made.pk, items=[item], actor=here["assessor"], now=NOW
    )


def plan_overdue(here: Cast) -> Iterator[None]:
    _assessed(here)
    item = make.plan_item(here.mill, "1", issue="Unlock the exit", due_on=date(2018, 5, 1))
    yield
    record_plan_item(
        here.mill.pk, ref="1", issue=item.issue, due_on=item.due_on, status="done", done_on=TODAY,
        actor=here["factory"], now=NOW,
    )  # fmt: skip


def plan_verify(here: Cast) -> Iterator[None]:
    steps = plan_overdue(here)
    next(steps)
    next(steps, None)
    yield
    record_plan_item(
        here.mill.pk, ref="1", issue="Unlock the exit", due_on=date(2018, 5, 1), status="verified",
        done_on=TODAY, verified_on=TODAY, actor=here["assessor"], now=NOW,
    )  # fmt: skip


def due_day(here: Cast) -> Iterator[None]:
    _assessed(here)
    make.plan_item(here.mill, "1", issue="Unlock the exit", due_on=date(2018, 7, 1))
    proposal_id = uuid4()
    propose_due_day(
        here.mill.pk, proposal_id=proposal_id, ref="1", due_on=date(2018, 8, 1), reason=WHY,
        actor=here["factory"], now=NOW,
    )  # fmt: skip
    yield
    decide_due_day(proposal_id, accept=True, answer="", actor=here["assessor"], now=NOW)


def candidate(here: Cast) -> Iterator[None]:
    judged(here.mill)
    yield
    lifecycle.propose_recognition(here.mill.pk, reason=WHY, actor=here["reviewer"], now=NOW)


def decision(here: Cast) -> Iterator[None]:
    found = recognition(here.mill, "proposed", by=here["reviewer"])
    yield
    lifecycle.confirm_recognition(found.pk, reason=WHY, actor=here["global"], now=NOW)


def suspension(here: Cast) -> Iterator[None]:
    found = recognition(here.mill, "suspended", by=here["reviewer"], decider=here["global"])
    yield
    lifecycle.withdraw_recognition(found.pk, reason=WHY, actor=here["global"], now=NOW)


def appeal(here: Cast) -> Iterator[None]:
    found = recognition(here.mill, "declined", by=here["reviewer"], decider=here["global"])
    appeals.appeal_decision(found.pk, grounds=WHY, actor=here["factory"], now=NOW)
    yield
    appeals.dismiss_appeal(found.pk, reason=WHY, actor=here["global too"], now=NOW)


def access(here: Cast) -> Iterator[None]:
    made = request_access(
        here.mill.pk, brand_id=here.brand.pk, scope="summary", purpose=WHY, until_on=TODAY + timedelta(days=90),
        actor=here["brand"], now=NOW,
    )  # fmt: skip
    yield
    decline_access(made.pk, word=WHY, actor=here["factory"], now=NOW)


def right(here: Cast) -> Iterator[None]:
    second = make.user("admin")
    here.people["second admin"] = second
    change_role(here["inspector"].pk, role="global", reason=WHY, actor=here["admin"], now=NOW)
    yield
    two_people.decline(second, f"user:{here['inspector'].pk}")


CASE_READERS = {"assessor", "reviewer", "manager", "global", "global too"}


def handover(here: Cast) -> Iterator[None]:
    made = hand_over_factory(
        here.mill.pk,
        handover_id=uuid4(),
        reason=WHY,
        questions=(),
        due_on=TODAY,
        actor=here["manager"],
        now=NOW,
    )
    yield
    withdraw_handover(made.pk, reason=WHY, actor=here["manager"], now=NOW)


def handover_late(here: Cast) -> Iterator[None]:
    early = NOW - timedelta(days=3)
    made = hand_over_factory(
        here.mill.pk, handover_id=uuid4(), reason=WHY, questions=(), due_on=early.date(), actor=here["manager"],
        now=early,
    )  # fmt: skip
    yield
    take_over(made.pk, actor=here["inspector"], now=NOW)
    record_outcome(made.pk, inspected_on=TODAY, found=WHY, action=WHY, actor=here["inspector"], now=NOW)


def plan_comment(here: Cast) -> Iterator[None]:
    make.consent(here.brand, here.mill)
    make.plan_item(here.mill, "exit")
    about = {"ref": "exit", "is_signed": False, "now": NOW}
    comment_on_plan(
        here.mill.pk, comment_id=uuid4(), brand_id=here.brand.pk, text=WHY, actor=here["brand"], **about
    )
    yield
    comment_on_plan(here.mill.pk, comment_id=uuid4(), brand_id=None, text=WHY, actor=here["factory"], **about)


STEPS: dict[str, tuple[str, Steps, set[str]]] = {
    # what happens → kind, steps, for whom it waits
    "a draft": ("draft", draft, {"assessor"}),
    "a returned draft": ("returned", returned, {"assessor"}),
    "an assessment to review": ("review", review, {"reviewer"}),
    "a comment window": ("window", window, {"factory", "group", "worker"}),
    "a factory that commented": ("commented", commented, {"assessor", "reviewer"}),
    "a case": ("case", case, CASE_READERS),
    "the end of a case": ("proposal", closing, {"global", "global too"}),
    "findings that nobody planned": ("findings", findings_to_plan, {"assessor"}),
    "an overdue item, for the factory": ("plan_due", plan_overdue, {"factory", "group"}),
    "an overdue item, for its adviser": ("plan_overdue", plan_overdue, {"assessor"}),
    "an item to verify": ("plan_verify", plan_verify, {"assessor"}),
    "another due day": ("due_day", due_day, {"assessor"}),
    "a factory to propose": ("candidate", candidate, {"reviewer", "manager"}),
    "a proposed recognition": ("decision", decision, {"global", "global too"}),
    "a suspended recognition": ("suspension", suspension, {"global", "global too"}),
    "an appeal": ("appeal", appeal, {"global too"}),
    "a comment on the plan": ("plan_comment", plan_comment, {"factory", "group"}),
    "a hand-over": ("handover", handover, {"inspector"}),
    "a hand-over without an outcome": ("handover_late", handover_late, {"manager", "global", "global too"}),
    "a request for access": ("access", access, {"factory", "group"}),
    "a right to give": ("proposal", right, {"second admin"}),
}
ELIGIBLE = {candidate, decision, suspension, appeal}
"""Steps that need a mill that meets every criterion."""


def mill_for(steps: Steps):
    """A mill in which these steps can happen."""
    return eligible_factory() if steps in ELIGIBLE else make.factory(name="Fictional Mill")
