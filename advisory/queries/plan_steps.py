"""One tap on an item of the plan: which status can follow, and how the item is once it has it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from advisory.kinds import PLAN_ITEMS
from advisory.models import PlanItem
from assessments.domain.states import DAYS_CLEARED, PlanStatus
from journal.refusals import Refused

Status = PlanItem.Status
# what can follow on what, in the order of the buttons
NEXT = {
    Status.NOT_STARTED: (Status.IN_PROGRESS, Status.DONE),
    Status.IN_PROGRESS: (Status.DONE,),
    Status.REOPENED: (Status.IN_PROGRESS, Status.DONE),
    Status.DONE: (Status.VERIFIED, Status.REOPENED),
    Status.VERIFIED: (Status.REOPENED,),
}


class StatusMovedOn(Refused):
    """An item has a status by now on which the wanted one does not follow."""


def one_tap(item: PlanItem, *, status: str, evidence: str, on: date) -> dict[str, Any]:
    """An item as it is once it got a status on a day: its days follow. The status that it has stays.

    An item that is open, also a reopened one, has no days; so done and verified follow on it as the first time.

    Raises:
        StatusMovedOn: the status does not follow on the item's.
    """
    fields = {name: getattr(item, name) for name in ("ref", *PLAN_ITEMS.values)} | {"evidence": evidence}
    if status == item.status:
        return fields
    if status not in NEXT[Status(item.status)]:
        raise StatusMovedOn(_("This item has another status by now. Look at it again."))
    fields |= {"status": status, **DAYS_CLEARED[PlanStatus(status)]}
    if status == Status.DONE:
        fields["done_on"] = on
    if status == Status.VERIFIED:
        fields["verified_on"] = on
    return fields
