"""Who may do what to plans, cases and files of evidence."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from accounts.models import Role
from accounts.proposal_kinds import about_other_than
from advisory.models import CaseEntry, PlanItem, PlanMessage, ZeroToleranceCase
from advisory.queries.visibility import cases_visible_to
from assessments.models import TeamMember
from assessments.policies import NotAllowed, advises, speaks_for_a_factory, works_with
from factories.queries import visible_to

if TYPE_CHECKING:
    from accounts.models import User


def closes_cases(user: User) -> bool:
    """Ends zero-tolerance cases."""
    return user.role == Role.MANAGER


def keeps_plans(user: User) -> bool:
    """Whether somebody may change plans at all."""
    return advises(user) or speaks_for_a_factory(user)


def check_may_plan(actor: User | None, factory_id: int, *, status: str) -> None:
    """An adviser, or the factory; only the programme verifies."""
    if actor is None:
        return
    own = speaks_for_a_factory(actor)
    if not ((own or advises(actor)) and works_with(actor, factory_id)):
        raise NotAllowed(_("The factory and its advisers keep the plan."))
    if own and status == PlanItem.Status.VERIFIED:
        raise NotAllowed(_("An adviser verifies what the factory has done. Mark it as done."))


def check_keeps_due_day(actor: User | None, *, agreed: date | None, proposed: date | None) -> None:
    """A due day that was agreed is moved by the adviser; the factory proposes another."""
    if actor is not None and speaks_for_a_factory(actor) and agreed is not None and proposed != agreed:
        raise NotAllowed(_("Propose another due day on the item's page. The adviser decides."))


def check_may_propose_day(actor: User, factory_id: int) -> None:
    """The factory's manager or its group."""
    if not (speaks_for_a_factory(actor) and works_with(actor, factory_id)):
        raise NotAllowed(_("The factory proposes another due day."))


def side_of(user: User) -> PlanMessage.Side | None:
    """For which side somebody writes on items of the plan; None for whoever only reads."""
    if speaks_for_a_factory(user):
        return PlanMessage.Side.MANAGEMENT
    if user.role == Role.WORKER:
        return PlanMessage.Side.WORKERS
    return PlanMessage.Side.PROGRAMME if advises(user) else None


def writes_on_plans(user: User) -> bool:
    """Has a word on items of plans: the factory's two sides, and advisers."""
    return side_of(user) is not None


def check_may_write(actor: User, factory_id: int) -> PlanMessage.Side:
    """The side for which the actor writes."""
    side = side_of(actor)
    if side is None or not works_with(actor, factory_id):
        raise NotAllowed(_("The factory's people and its advisers write here."))
    return side


def works_on_cases(user: User) -> bool:
    """Records what is done about zero-tolerance cases."""
    return advises(user) or closes_cases(user)


def check_may_work_on_case(actor: User, case: ZeroToleranceCase, *, step: str) -> None:
    """An adviser for whom the case exists, or the country manager; the manager alone gives notice to authorities."""
    visible = cases_visible_to(actor).filter(pk=case.pk).exists()
    if not (works_on_cases(actor) and visible):
        raise NotAllowed(_("The case's adviser and the country manager do this."))
    if step == CaseEntry.Step.NOTICE and not closes_cases(actor):
        raise NotAllowed(_("The country manager notifies authorities."))


SECOND_CLOSERS = frozenset({Role.MANAGER, Role.GLOBAL})


def closings_to_decide(user: User) -> Q:
    """Proposed closings of cases on which a user may decide, as a condition on Proposal.

    Managers of the country and the global team; not who opened the case or assessed what it came from.
    """
    if user.role not in SECOND_CLOSERS:
        return Q(pk__in=[])
    assessed = TeamMember.objects.filter(assessment=OuterRef("assessment"), user=user.pk)
    own = ZeroToleranceCase.objects.filter(Q(recorded_by=user.pk) | Q(Exists(assessed)))
    still_open = own.filter(closed_on__isnull=True)
    return Q(factory__in=visible_to(user)) & about_other_than("case", still_open, "uid")


def closings_visible(user: User) -> Q:
    """Proposed closings that exist for a user: whoever reviews, manages or leads where the case is."""
    reads = user.role in SECOND_CLOSERS | {Role.REVIEWER}
    return Q(factory__in=visible_to(user)) if reads else Q(pk__in=[])


def check_may_close_case(actor: User | None, factory_id: int) -> None:
    """The country manager."""
    if actor is not None and not (closes_cases(actor) and works_with(actor, factory_id)):
        raise NotAllowed(_("The country manager closes a zero-tolerance case."))
