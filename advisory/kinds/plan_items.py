"""Items of improvement plans.

A verified item may lack `done_on`: then the day of verification is the first on which it is known to be done.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from advisory.kinds.declaration import Choice, Day, EvidenceKind, Field, Prose, QuestionCode, Text
from advisory.models import PlanItem
from assessments.domain.states import PlanStatus
from files.domain import problem_messages as say
from files.domain.problems import ImportProblem
from files.domain.row_reader import FactoryRef, RowReader
from questionnaires.documents import cause_choices


def _check_plan_item(reader: RowReader, _factory: FactoryRef | None, values: dict[str, Any]) -> None:
    """It says what is to be put right; status and days agree; a reopened item loses the days of its first life."""
    if not values["issue"] and not reader.raw("question"):
        reader.note(say.empty(reader.row, "issue", "say what is to be put right, or name the question"))
    known = values["status"] or None
    if known is None:  # an unknown word is noted already
        return
    status = PlanStatus(known)
    _check_days(reader, status, values["done_on"], values["verified_on"])
    if status is PlanStatus.REOPENED:
        values["done_on"] = values["verified_on"] = None


def _check_days(
    reader: RowReader, status: PlanStatus, done_on: date | None, verified_on: date | None
) -> None:
    """Status and days must agree. A reopened item's row may carry the days of its first life; they are not read."""
    if status is PlanStatus.DONE and not reader.raw("done_on"):
        what = "an item that is done has the day on which it was; fill it in"
        reader.note(ImportProblem(reader.row, "done_on", "needs_day", what))
    if status is PlanStatus.VERIFIED and not reader.raw("verified_on"):
        what = "an item that is verified has the day on which it was; fill it in"
        reader.note(ImportProblem(reader.row, "verified_on", "needs_day", what))
    open_yet = status in {PlanStatus.NOT_STARTED, PlanStatus.IN_PROGRESS}
    if (done_on and open_yet) or (verified_on and (open_yet or status is PlanStatus.DONE)):
        what = f'the status is "{status.value}", but a later day is given; set the status or clear the day'
        reader.note(ImportProblem(reader.row, "status", "needs_status", what))
    if status is not PlanStatus.REOPENED and done_on and verified_on and verified_on < done_on:
        reader.note(say.wrong_order(reader.row, "verified_on", verified_on, "done_on", done_on))


PLAN_ITEMS = EvidenceKind(
    name="plan-items",
    what="one thing that the factory has agreed to put right",
    model=PlanItem,
    inherited=("finding_id", "verified_by_id", "proposed_by_factory"),
    table="plan_item",
    check=_check_plan_item,
    fields=(
        Field(
            name="ref",
            label=_("Reference"),
            holds=Text(longest=40),
            help=_("The factory's own, such as 2018-01."),
            required=True,
            is_key=True,
        ),
        Field(name="question", label=_("Question"), holds=QuestionCode()),
        Field(name="issue", label=_("What needs correcting"), holds=Prose(), required_in_form=True),
        Field(
            name="cause",
            label=_("Kind of cause"),
            holds=Choice(cause_choices()),
            help=_("What is behind it, so that causes can be counted."),
            in_files=False,
        ),
        Field(name="root_cause", label=_("Root cause"), holds=Prose()),
        Field(name="action", label=_("What will be done"), holds=Prose()),
        Field(
            name="owner",
            label=_("Who sees to it"),
            holds=Text(longest=120),
            help=_("A function, not a person's name."),
        ),
        Field(name="due_on", label=_("Due on"), holds=Day(may_be_ahead=True), is_due=True, history="day"),
        Field(
            name="status",
            label=_("Status"),
            holds=Choice(PlanItem.Status.choices),
            required_in_form=True,
            default=PlanStatus.NOT_STARTED,
        ),
        Field(name="done_on", label=_("Done on"), holds=Day(), happened=True, history="done"),
        Field(name="verified_on", label=_("Verified on"), holds=Day(), happened=True, history="verified"),
        Field(
            name="evidence",
            label=_("What shows it"),
            holds=Prose(),
            help=_("A record, a photo's name or an address. No names or faces of workers."),
            in_files=False,
        ),
    ),
)
