"""One zero-tolerance case and where it came from."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import Proposal
from advisory.domain.protocol import STEPS, first_done
from advisory.models import AdvisoryVisit, CaseEntry, ZeroToleranceCase
from journal.refusals import Refused

CLOSING_KIND = "zero_tolerance.closing"


class NoSuchCase(Refused):
    """There is no such case, or it was replaced."""


def current_case(case_uid: UUID, *, lock: bool = False) -> ZeroToleranceCase:
    """The current version of a case with its factory; `lock`: held until the end of the transaction. One query.

    Raises:
        NoSuchCase.
    """
    rows = ZeroToleranceCase.objects.filter(uid=case_uid, superseded_at__isnull=True)
    rows = rows.select_for_update(of=("self",)) if lock else rows
    found = rows.select_related("factory").first()
    if found is None:
        raise NoSuchCase(_("There is no such case. Look it up again on the factory's page."))
    return found


def entries_of(case_uid: UUID) -> list[CaseEntry]:
    """What was done about a case, with who recorded it, the earliest first. One query."""
    rows = CaseEntry.objects.filter(case_uid=case_uid).select_related("recorded_by")
    return list(rows.order_by("happened_at", "recorded_at", "pk"))


def steps_done(entries: list[CaseEntry]) -> dict[str, datetime]:
    """When each step of the protocol was done first."""
    return first_done([(entry.step, entry.happened_at) for entry in entries])


def steps_missing(entries: list[CaseEntry]) -> list[str]:
    """The steps of the protocol that are not done, in its order."""
    done = steps_done(entries)
    return [step for step in STEPS if step not in done]


def closing_of(case_uid: UUID) -> Proposal | None:
    """The approved proposal by which a case was closed, with both people. One query."""
    rows = Proposal.objects.filter(
        kind=CLOSING_KIND, subject=f"case:{case_uid}", state=Proposal.State.APPROVED
    )
    return rows.select_related("proposed_by", "decided_by").order_by("-decided_at").first()


def opened_at(case_uid: UUID) -> datetime:
    """The moment at which a case was first recorded: its clocks run from here. One query."""
    first = ZeroToleranceCase.objects.filter(uid=case_uid).order_by("recorded_at", "pk").first()
    if first is None:
        raise LookupError(case_uid)
    return first.recorded_at


def visit_of_case(case: ZeroToleranceCase) -> UUID | None:
    """The visit that a case came from. At most one query."""
    if case.visit_id is None:
        return None
    return AdvisoryVisit.objects.filter(pk=case.visit_id).values_list("uid", flat=True).first()
