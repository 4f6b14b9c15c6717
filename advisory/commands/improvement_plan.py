"""The factory's improvement plan: what it has agreed to put right."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from advisory.commands.day_limits import new_days
from advisory.commands.plan.numbering import agreed_day, next_reference
from advisory.commands.remediation import fix_by_new_items, reopen_findings
from advisory.commands.versioned import Applied, apply_versions
from advisory.kinds import PLAN_ITEMS
from advisory.models import PlanItem
from advisory.policies import check_keeps_due_day, check_may_plan
from assessments.commands.day_limits import check_days
from assessments.domain.states import DAYS_CLEARED, PlanStatus
from assessments.models import Assessment, Finding
from assessments.queries.registry import code_of
from journal.bulk import refresh_planner_statistics
from journal.commands import MANY_EVENTS, Unchanged, command
from journal.events import Happening, record_many
from journal.refusals import Refused

if TYPE_CHECKING:
    from accounts.models import User

Status = PlanItem.Status


class PlanDaysMissing(Refused):
    """A status tells of a day that is not given, or a day that the status does not know."""


@command
def record_plan_item(
    factory_id: int,
    *,
    dates_reason: str = "",
    actor: User | None,
    now: datetime,
    **fields: Any,
) -> PlanItem | Unchanged:
    """Put an item into the plan, or change it; without a reference a new one gets the next number.

    `fields` are the fields of `PLAN_ITEMS` by name, at least `ref` and `issue`; evidence that is not given stays.

    A reopened item loses its done and verified days; its former versions keep them.

    Raises:
        NotAllowed: the actor neither advises nor belongs to the factory, or verifies without being the programme.
        PlanDaysMissing: status and days tell two stories.
        DayOutOfLimits: a day lies outside its limits and has no reason.
    """
    return apply_plan_item(
        factory_id, PLAN_ITEMS.filled(fields), dates_reason=dates_reason, actor=actor, now=now
    )


def apply_plan_item(
    factory_id: int,
    fields: Mapping[str, Any],
    *,
    dates_reason: str = "",
    entered_on: date | None = None,
    actor: User | None,
    now: datetime,
) -> PlanItem | Unchanged:
    """The same inside a command's transaction; `fields` by column, `entered_on` the day on which it was entered."""
    if fields["status"] == Status.REOPENED:
        fields = {**fields, **DAYS_CLEARED[PlanStatus.REOPENED]}
    fields = {**fields, "ref": fields["ref"] or next_reference(factory_id)}
    ref, status, verified_on = fields["ref"], fields["status"], fields["verified_on"]
    check_may_plan(actor, factory_id, status=status)
    check_keeps_due_day(actor, agreed=agreed_day(factory_id, ref), proposed=fields["due_on"])
    _check_days(status, fields["done_on"], verified_on)
    fact = {
        "factory_id": factory_id,
        **fields,
        **_verifier(factory_id, ref, status=status, verified_on=verified_on, actor=actor),
    }
    done = apply_versions(PLAN_ITEMS, [fact], actor=actor, now=now)
    if not done.changed:
        return Unchanged(done.unchanged[0])
    accepted = check_days(
        new_days(PLAN_ITEMS, done), reason=dates_reason, entered_on=entered_on, actor=actor, now=now
    )
    tie_to_findings(done, actor=actor, now=now)
    item: PlanItem = done.written[0]
    subject = f"plan_item:{code_of(factory_id)}/{ref}"
    written = Happening("plan_item.recorded", subject, factory_id, {"ref": ref, "status": status})
    record_many([written, *accepted], actor=actor, at=now)
    return item


def _verifier(
    factory_id: int, ref: str, *, status: str, verified_on: date | None, actor: User | None
) -> dict[str, int | None]:
    """Who verified: whoever says so first; it stays theirs when something else is changed later."""
    if status != Status.VERIFIED:
        return {"verified_by_id": None}
    same = PlanItem.objects.filter(
        factory_id=factory_id, ref=ref, superseded_at__isnull=True, status=status, verified_on=verified_on
    )
    return {} if same.exists() else {"verified_by_id": actor.pk if actor else None}


def days_by_status(fact: Mapping[str, Any]) -> dict[str, Any]:
    """A file's row with the days that follow from its status; without a status both days stay as they were."""
    if "status" not in fact:
        return {name: value for name, value in fact.items() if name not in {"done_on", "verified_on"}}
    status = PlanStatus(fact["status"])
    verifier = {} if status is PlanStatus.VERIFIED else {"verified_by_id": None}
    return {**fact, **DAYS_CLEARED[status], **verifier}


def tie_to_findings(done: Applied, *, actor: User | None, now: datetime) -> None:
    """New items belong to the newest finding on their question; a verified one fixes it, a reopened one opens it again.

    At most two statements where nothing was reopened.
    """
    reopened = [
        old for old, new in done.updated if old.status == Status.VERIFIED and new.status != Status.VERIFIED
    ]
    if reopened:
        reopen_findings(reopened, actor=actor, now=now)
    if len(done.written) >= MANY_EVENTS:
        refresh_planner_statistics([PlanItem._meta.db_table])  # else a finding looks through all of them
    if any(item.status == Status.VERIFIED for item in done.written):
        fix_by_new_items(actor=actor, now=now)
    if not any(item.question and item.finding_id is None for item in done.created):
        return
    visible = Q(visit__isnull=False) | Q(assessment__state=Assessment.State.FINAL)
    newest = Finding.objects.filter(
        visible, factory_id=OuterRef("factory_id"), question=OuterRef("question"), withdrawn_at__isnull=True
    ).order_by("-found_on", "-pk")
    PlanItem.objects.filter(superseded_at__isnull=True, finding__isnull=True, recorded_at=now).exclude(
        question=""
    ).update(finding_id=Subquery(newest.values("pk")[:1]))


def _check_days(status: str, done_on: date | None, verified_on: date | None) -> None:
    """Status and days must agree."""
    if status == Status.DONE and done_on is None:
        raise PlanDaysMissing(_("An item that is done has the day on which it was. Fill it in."))
    if status == Status.VERIFIED and verified_on is None:
        raise PlanDaysMissing(_("An item that is verified has the day on which it was. Fill it in."))
    open_yet = status in {Status.NOT_STARTED, Status.IN_PROGRESS, Status.REOPENED}
    if (done_on and open_yet) or (verified_on and (open_yet or status == Status.DONE)):
        raise PlanDaysMissing(
            _("A later day is given than the status tells of. Set the status or clear the day.")
        )
    if done_on and verified_on and verified_on < done_on:
        raise PlanDaysMissing(_("It cannot be verified before it was done. Correct one of the two days."))
