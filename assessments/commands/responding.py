"""What the factory says to a finding, and what the programme sees of its mending."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from assessments.commands.findings import successor
from assessments.models import Finding
from assessments.policies import check_may_verify
from journal.commands import Unchanged, command
from journal.events import record
from journal.refusals import Refused

if TYPE_CHECKING:
    from accounts.models import User


class NoSuchFinding(Refused):
    """There is no such finding, or a correction took it back."""


class FixedBeforeFound(Refused):
    """A thing is put right after it was found, not before."""


def put_responses(
    assessment_id: UUID, texts: Mapping[str, str], *, actor: User | None, now: datetime
) -> None:
    """Put the factory's answers beside findings, by question, inside a command's transaction; "" agrees without words.

    Whether the factory may still answer is its caller's matter (`responses/`).
    """
    rows = Finding.objects.select_for_update().filter(
        assessment_id=assessment_id, question__in=list(texts), withdrawn_at__isnull=True
    )
    for finding in rows.order_by("pk"):
        finding.response, finding.responded_at, finding.responded_by = texts[finding.question], now, actor
        finding.save(update_fields=["response", "responded_at", "responded_by"])


def live_questions(assessment_id: UUID, *, unanswered: bool = False) -> set[str]:
    """The questions on which an assessment has a finding; only those without an answer where so asked. One query."""
    rows = Finding.objects.filter(assessment_id=assessment_id, withdrawn_at__isnull=True)
    rows = rows.filter(responded_at__isnull=True) if unanswered else rows
    return set(rows.values_list("question", flat=True))


@command
def verify_finding_fixed(
    finding_id: int, *, fixed_on: date, actor: User | None, now: datetime
) -> Finding | Unchanged:
    """Record the day on which the programme verified that a finding is put right.

    Raises:
        NoSuchFinding, NotAllowed.
        FixedBeforeFound: the day lies before the finding.
    """
    finding = _locked(finding_id)
    check_may_verify(actor, finding.factory_id)
    if fixed_on < finding.found_on:
        raise FixedBeforeFound(
            _("It was found on %(day)s. Give that day or a later one.") % {"day": finding.found_on}
        )
    if finding.fixed_on == fixed_on:
        return Unchanged(finding)
    if finding.fixed_on is None:
        finding.fixed_on, finding.verified_at, finding.verified_by = fixed_on, now, actor
        finding.save(update_fields=["fixed_on", "verified_at", "verified_by"])
    else:  # another day was said before, and judged by: it stays readable
        finding = _replaced(finding, fixed_on, actor=actor, now=now)
    _record_event("finding.verified", finding, {"fixed_on": fixed_on.isoformat()}, actor=actor, now=now)
    return finding


def _replaced(finding: Finding, fixed_on: date, *, actor: User | None, now: datetime) -> Finding:
    again = successor(finding, now=now)
    again.fixed_on, again.verified_at, again.verified_by = fixed_on, now, actor
    Finding.objects.filter(pk=finding.pk).update(withdrawn_at=now, withdrawn_by=actor)
    Finding.objects.bulk_create([again])
    return Finding.objects.select_related("assessment", "visit").get(pk=again.pk)


def _locked(finding_id: int) -> Finding:
    rows = Finding.objects.select_for_update(of=("self",)).select_related("assessment", "visit")
    found = rows.filter(pk=finding_id, withdrawn_at__isnull=True).first()
    if found is None:
        raise NoSuchFinding(_("There is no such finding any more. Open the assessment again."))
    return found


def _record_event(
    kind: str, finding: Finding, data: dict[str, str], *, actor: User | None, now: datetime
) -> None:
    subject = f"assessment:{finding.assessment_id}" if finding.assessment_id else f"visit:{finding.visit.uid}"  # type: ignore[union-attr]  # exactly one of the two
    record(
        kind,
        subject=subject,
        actor=actor,
        at=now,
        factory_id=finding.factory_id,
        data={"question": finding.question, **data},
    )
