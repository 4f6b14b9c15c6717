"""Photos and documents that show what was done about an item of the plan."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from advisory.models import PlanFile, PlanItem
from advisory.policies import check_may_plan
from assessments.commands.attachments import known_file, new_file
from assessments.queries.registry import code_of
from files.domain.attachments import CheckedFile
from journal.commands import Unchanged, command
from journal.events import record
from journal.refusals import Refused

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User


class NoSuchPlanItem(Refused):
    """The plan has no item of this reference."""


def hold_item(factory_id: int, ref: str) -> None:
    """Whoever writes on the item meanwhile waits."""
    list(_current_item(factory_id, ref).select_for_update())


def held_item(factory_id: int, ref: str) -> PlanItem:
    """The item as it stands, locked, with its factory.

    It is read after the lock: what was waited for may have replaced it by another version.

    Raises:
        NoSuchPlanItem.
    """
    hold_item(factory_id, ref)
    item = _current_item(factory_id, ref).select_related("factory").first()
    if item is None:
        raise NoSuchPlanItem(_("This item is not in the plan any more. Look at the plan again."))
    return item


def _current_item(factory_id: int, ref: str) -> QuerySet[PlanItem]:
    return PlanItem.objects.filter(factory_id=factory_id, ref=ref, superseded_at__isnull=True)


@command
def add_plan_file(
    factory_id: int, *, ref: str, name: str, file: CheckedFile, actor: User | None, now: datetime
) -> PlanFile | Unchanged:
    """Keep a photo or document beside an item of the plan; the same file again changes nothing.

    Raises:
        NotAllowed: the actor neither advises nor speaks for the factory.
        NoSuchPlanItem, TooManyFiles.
    """
    return apply_plan_file(factory_id, ref=ref, name=name, file=file, actor=actor, now=now)


def apply_plan_file(
    factory_id: int, *, ref: str, name: str, file: CheckedFile, actor: User | None, now: datetime
) -> PlanFile | Unchanged:
    """The same inside a command's transaction."""
    check_may_plan(actor, factory_id, status=PlanItem.Status.DONE)
    held_item(factory_id, ref)
    files = PlanFile.objects.filter(factory_id=factory_id, ref=ref)
    known = known_file(files, file, full=_("This item has %(n)s files already."))
    if known is not None:
        return Unchanged(known)
    made = new_file(
        PlanFile, file, folder=f"plans/{factory_id}", name=name, actor=actor, now=now,
        factory_id=factory_id, ref=ref,
    )  # fmt: skip
    made.save(force_insert=True)
    record(
        "plan_item.file_added",
        subject=f"plan_item:{code_of(factory_id)}/{ref}",
        actor=actor,
        at=now,
        factory_id=factory_id,
        data={"ref": ref, "file": str(made.pk), "digest": made.digest},
    )
    return made
