"""A brand commits to something where it buys and reads reports now; it alone reports back. Who comments on plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from accounts.models import Role
from buyers.models import PlanComment
from buyers.queries.commitments import committing_brands
from buyers.queries.plan_comments import plan_brands
from countries.queries.local_time import LocalDays
from factories.queries import factories_of, visible_to
from journal.refusals import Refused

if TYPE_CHECKING:
    from accounts.models import User
    from factories.models import Brand


class NotYourCommitment(Refused):
    """A person who does not speak for the brand, or a factory that does not share its reports with it now."""


def check_may_commit(actor: User, *, brand_id: int, factory_id: int, days: LocalDays) -> Brand:
    """The brand for which the actor commits.

    Raises:
        NotYourCommitment.
    """
    own = committing_brands(actor, factory_id, days) if actor.role == Role.BRAND else []
    brand = next((brand for brand in own if brand.pk == brand_id), None)
    if brand is None:
        raise NotYourCommitment(
            _("A brand commits to something at suppliers that share their reports with it.")
        )
    return brand


class NotYourPlan(Refused):
    """A person who neither reads the plan for a brand, nor speaks for the factory, nor advises it."""


def check_comments_for_brand(actor: User, *, brand_id: int, factory_id: int, days: LocalDays) -> Brand:
    """The brand for which the actor comments; it may read the plan now.

    Raises:
        NotYourPlan.
    """
    own = plan_brands(actor, factory_id, days) if actor.role == Role.BRAND else []
    brand = next((brand for brand in own if brand.pk == brand_id), None)
    if brand is None:
        raise NotYourPlan(_("Open the page again."))
    return brand


def side_of(actor: User, factory_id: int) -> PlanComment.Side | None:
    """For whom the actor answers brands: the factory's management or its advisers; None for everybody else."""
    if actor.role in {Role.FACTORY, Role.GROUP} and factories_of(actor).filter(pk=factory_id).exists():
        return PlanComment.Side.FACTORY
    if actor.role in {Role.ADVISER, Role.MANAGER} and visible_to(actor).filter(pk=factory_id).exists():
        return PlanComment.Side.PROGRAMME
    return None
