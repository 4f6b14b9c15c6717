"""A whole advisory visit at once: what an adviser writes at its end, on a phone."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Max
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from advisory.commands.day_limits import new_days
from advisory.commands.improvement_plan import tie_to_findings
from advisory.commands.versioned import Applied, apply_versions
from advisory.commands.visit_findings import apply_visit_findings
from advisory.commands.visits import apply_visit
from advisory.domain.visiting import AgreedStep, FoundOnVisit, Planned, Seen, references, refs_of_visit
from advisory.kinds import PLAN_ITEMS, VISITS
from advisory.models import AdvisoryVisit, PlanItem
from assessments.commands.day_limits import check_days
from assessments.models import Finding
from assessments.policies import check_may_advise
from assessments.queries.registry import code_of
from journal.commands import Unchanged, command
from journal.events import Happening, record_many
from journal.refusals import Refused

if TYPE_CHECKING:
    from accounts.models import User


class VisitedThatDay(Refused):
    """Another visit of the same day is recorded."""


@command
def record_whole_visit(
    factory_id: int,
    *,
    uid: UUID,
    fields: Mapping[str, Any],
    findings: Sequence[Seen],
    steps: Sequence[AgreedStep],
    dates_reason: str = "",
    is_another: bool = False,
    actor: User | None,
    now: datetime,
) -> AdvisoryVisit | Unchanged:
    """Record a visit with its findings and agreed steps, or add to it; sent twice it is recorded once.

    Args:
        factory_id: whose factory was visited.
        uid: the visit's own id, chosen by the form before it is sent.
        fields: the visit's day, purpose, participants (how many by role) and further fields of `VISITS`, by name.
        findings: what was found; one a question. Findings recorded earlier and not named here stay.
        steps: what was agreed. Items of the plan recorded earlier stay as they are.
        dates_reason: why days outside their limits are right.
        is_another: it is one more visit of a day that has one already.
        actor: who visited.
        now: when it is recorded.

    Raises:
        NotAllowed: the actor does not advise this factory.
        VisitedThatDay: the day has a visit of another id and this is not said to be one more, or it has another day.
        DayOutOfLimits: a day lies outside its limits and has no reason.
    """
    return apply_whole_visit(
        factory_id, uid=uid, fields=fields, findings=findings, steps=steps, dates_reason=dates_reason,
        is_another=is_another, actor=actor, now=now,
    )  # fmt: skip


def apply_whole_visit(
    factory_id: int,
    *,
    uid: UUID,
    fields: Mapping[str, Any],
    findings: Sequence[Seen],
    steps: Sequence[AgreedStep],
    dates_reason: str = "",
    is_another: bool = False,
    entered_on: date | None = None,
    actor: User | None,
    now: datetime,
) -> AdvisoryVisit | Unchanged:
    """The same inside a command's transaction; `entered_on` is the day on which it was entered."""
    check_may_advise(actor, factory_id)
    number = _number_of_day(factory_id, uid, fields["visited_on"], is_another=is_another)
    visit, events = apply_visit(
        {"factory_id": factory_id, "uid": uid, **VISITS.filled({**fields, "number": number})},
        dates_reason=dates_reason,
        actor=actor,
        now=now,
    )
    found = {seen.question for seen in findings} | set(
        Finding.objects.filter(visit=visit, withdrawn_at__isnull=True).values_list("question", flat=True)
    )
    # steps first: a finding whose step is agreed needs no bare item of its own
    planned = _plan(visit, steps, found, actor=actor, now=now)
    events += _find(visit, findings, actor=actor, now=now)
    tie_to_findings(planned.applied, actor=actor, now=now)
    events += planned.events
    events += check_days(
        new_days(PLAN_ITEMS, planned.applied),
        reason=dates_reason,
        entered_on=entered_on,
        actor=actor,
        now=now,
    )
    if not events:
        return Unchanged(visit)
    record_many(events, actor=actor, at=now)
    return visit


def _number_of_day(factory_id: int, uid: UUID, visited_on: date, *, is_another: bool) -> int:
    current = AdvisoryVisit.objects.filter(superseded_at__isnull=True)
    known = current.filter(uid=uid).first()
    if known is not None:
        if (known.factory_id, known.visited_on) != (factory_id, visited_on):
            raise VisitedThatDay(
                _("The day of a recorded visit stays. Record another visit for another day.")
            )
        return known.number
    same_day = current.filter(factory_id=factory_id, visited_on=visited_on)
    last: int = same_day.aggregate(last=Max("number"))["last"] or 0
    if last and not is_another:
        raise VisitedThatDay(
            _(
                "A visit on %(day)s is recorded already. Add to it on the factory's page, or say that this is "
                "another one."
            )
            % {"day": date_format(visited_on)}
        )
    return last + 1


def _find(
    visit: AdvisoryVisit, findings: Sequence[Seen], *, actor: User | None, now: datetime
) -> list[Happening]:
    rows = [
        FoundOnVisit(visit.factory_id, visit.visited_on, seen.question, seen.details, visit.number)
        for seen in findings
    ]
    done = apply_visit_findings(rows, actor=actor, now=now)
    return [
        Happening(
            "visit_finding.recorded", f"visit:{visit.uid}", visit.factory_id, {"question": finding.question}
        )
        for finding in done.written
    ]


@dataclass(frozen=True, slots=True)
class _Plans:
    applied: Applied
    events: list[Happening]


def _plan(
    visit: AdvisoryVisit,
    steps: Sequence[AgreedStep],
    found: Collection[str],
    *,
    actor: User | None,
    now: datetime,
) -> _Plans:
    begin = refs_of_visit(visit.visited_on, visit.number)
    known = PlanItem.objects.filter(
        factory_id=visit.factory_id, ref__startswith=begin, superseded_at__isnull=True
    )
    planned = {item.ref: Planned((item.issue, item.action, item.owner, item.due_on)) for item in known}
    facts = [
        {
            "factory_id": visit.factory_id,
            "ref": ref,
            "question": step.question,
            "issue": step.issue,
            "root_cause": step.root_cause,
            "action": step.action,
            "owner": step.owner,
            "due_on": step.due_on,
        }
        for ref, step in references(steps, begin=begin, found=found, planned=planned)
    ]
    applied = apply_versions(PLAN_ITEMS, facts, actor=actor, now=now)
    code = code_of(visit.factory_id) if applied.changed else ""
    return _Plans(
        applied,
        [
            Happening(
                "plan_item.recorded",
                f"plan_item:{code}/{item.ref}",
                visit.factory_id,
                {"ref": item.ref, "status": item.status},
            )
            for item in applied.written
        ],
    )
