"""Comments on an improvement plan that all brands which may read it share, and the answers to them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from buyers.models import PlanComment
from buyers.policies import NotYourPlan, check_comments_for_brand, side_of
from countries.queries.local_time import LocalDays
from factories.queries import registered
from factories.same_transaction.merged import hold_brands
from journal.commands import Unchanged, command
from journal.events import record
from journal.refusals import FieldRefused

if TYPE_CHECKING:
    from accounts.models import User


class CommentFaulty(FieldRefused):
    """A comment without words."""


@command
def comment_on_plan(
    factory_id: int,
    *,
    comment_id: UUID,
    ref: str,
    brand_id: int | None,
    text: str,
    is_signed: bool,
    actor: User,
    now: datetime,
) -> PlanComment | Unchanged:
    """Comment on an item of a plan, for a brand, or answer for the factory or the programme. Sent twice, stored once.

    The caller has found the item in the plan that the actor reads.

    Raises:
        NotYourPlan, CommentFaulty.
    """
    factory = registered().select_for_update().filter(pk=factory_id).first()
    if factory is None:
        raise NotYourPlan(_("The factory is closed."))
    brand, side = None, side_of(actor, factory.pk)
    if side is None:
        if brand_id is not None:
            hold_brands([brand_id])
        brand = check_comments_for_brand(
            actor, brand_id=brand_id or 0, factory_id=factory.pk, days=LocalDays(now)
        )
        side = PlanComment.Side.BRAND
    known = PlanComment.objects.filter(pk=comment_id).first()
    if known is not None:
        if (known.factory_id, known.written_by_id) != (factory.pk, actor.pk):
            raise NotYourPlan(_("Open the page again."))
        return Unchanged(known)
    text = text.strip()
    if not text:
        raise CommentFaulty("text", _("This field is required."))
    comment = PlanComment.objects.create(
        pk=comment_id, factory=factory, ref=ref, side=side.value, brand=brand, text=text, written_at=now,
        is_signed=is_signed and brand is not None, written_by=actor,
    )  # fmt: skip
    record(
        "plan_comment.answered" if brand is None else "plan_comment.written",
        subject=f"factory:{factory.code}",
        factory_id=factory.pk,
        actor=actor,
        at=now,
        data={"ref": ref, "side": side.value} | ({} if brand is None else {"brand": brand.name}),
    )
    return comment
