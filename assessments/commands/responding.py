"""What the factory says to a finding, and what the programme sees of its mending."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from assessments.commands.findings import successor
from assessments.models import Assessment, Finding
from assessments.policies import check_may_respond, check_may_verify
from journal.commands import Unchanged, command
from journal.events import record
from journal.refusals import Refused

if TYPE_CHECKING:
    from accounts.models import User


class NoSuchFinding(Refused):
    """There is no such finding, or a correction took it back."""


class NotOpenToComment(Refused):
    """The finding is not shown to the factory yet."""


class FixedBeforeFound(Refused):
    """A thing is put right after it was found, not before."""


@command
def respond_to_finding(
    finding_id: int, *, response: str, actor: User | None, now: datetime
) -> Finding | Unchanged:
    """Put the factory's answer beside a finding, in the comment window or later; it is shown as unverified.

    Raises:
        NoSuchFinding, NotAllowed.
        NotOpenToComment: the assessment is still being entered or reviewed.
    """
    finding = _locked(finding_id)
    check_may_respond(actor, finding.factory_id)
    if finding.assessment is not None and finding.assessment.state not in {
        Assessment.State.COMMENT_WINDOW,
        Assessment.State.FINAL,
    }:
        raise NotOpenToComment(
            _("This finding is still being reviewed. You can respond once you are notified of it.")
        )
    if finding.response == response.strip():
        return Unchanged(finding)
    finding.response, finding.responded_at, finding.responded_by = response.strip(), now, actor
    finding.save(update_fields=["response", "responded_at", "responded_by"])
    _record_event("finding.responded", finding, {}, actor=actor, now=now)
    return finding


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
