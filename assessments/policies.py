"""Who may do what to the evidence. Whether the state allows it is `assessments.domain.states`' matter.

Each rule comes as `check_may_…`, which raises with a sentence. An actor of None is the system (files, schedule): it
may. Whoever may not even see the factory is told nothing of it by the pages, long before a command runs.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Role
from accounts.proposal_kinds import about_other_than
from assessments.models import AnswerLog, Assessment, TeamMember
from factories.queries import visible_to
from journal.models import Event
from journal.refusals import Refused

if TYPE_CHECKING:
    from accounts.models import User

SPEAKS_FOR_A_FACTORY = frozenset({Role.FACTORY, Role.GROUP})
SECOND_PERSONS = frozenset({Role.REVIEWER, Role.MANAGER, Role.GLOBAL})


class NotAllowed(Refused):
    """A person who may not do this."""


class SamePerson(NotAllowed):
    """What needs four eyes was begun and ended by one pair."""


def works_with(user: User, factory_id: int) -> bool:
    """Whether the factory is among those that the user works with. One query."""
    return visible_to(user).filter(pk=factory_id).exists()


def is_on_team(user: User, assessment_id: UUID) -> bool:
    """Whether the user assessed, or will. One query."""
    return TeamMember.objects.filter(assessment_id=assessment_id, user=user, left_at__isnull=True).exists()


def was_on_team(user: User, assessment_id: UUID) -> bool:
    """Whether the user was ever on the team, even if they handed it to a colleague since. One query."""
    return TeamMember.objects.filter(assessment_id=assessment_id, user=user).exists()


# --- what a role is for: cheap enough for a page to ask before it offers a button --------------------------------


def advises(user: User) -> bool:
    """Enters assessments, records visits and what they show, opens zero-tolerance cases."""
    return user.role == Role.ADVISER


def reviews(user: User) -> bool:
    """Returns, accepts, finalises and corrects."""
    return user.role == Role.REVIEWER


def manages(user: User) -> bool:
    """Manages a country: changes and abandons drafts there, too."""
    return user.role == Role.MANAGER


def verifies(user: User) -> bool:
    """Says that something found was put right."""
    return user.role in {Role.ADVISER, Role.REVIEWER}


def speaks_for_a_factory(user: User) -> bool:
    """Responds to findings, keeps the plan."""
    return user.role in SPEAKS_FOR_A_FACTORY


# --- checks of commands ------------------------------------------------------------------------------------------


def check_may_advise(actor: User | None, factory_id: int) -> None:
    """An adviser of the factory's country."""
    if actor is not None and not (advises(actor) and works_with(actor, factory_id)):
        raise NotAllowed(_("Advisers of the factory's country do this."))


def check_may_enter(actor: User | None, assessment: Assessment) -> None:
    """An adviser of the team."""
    check_on_team(actor, is_member=actor is None or is_on_team(actor, assessment.pk))


def check_may_change_draft(actor: User | None, assessment: Assessment) -> None:
    """An adviser of the team, or the country's manager."""
    if actor is None or (advises(actor) and is_on_team(actor, assessment.pk)):
        return
    if not (manages(actor) and works_with(actor, assessment.factory_id)):
        raise NotAllowed(_("Only the team of this assessment and the country manager change or abandon it."))


def check_on_team(actor: User | None, *, is_member: bool) -> None:
    """The same, for a caller who has asked the team already."""
    if actor is not None and not (advises(actor) and is_member):
        raise NotAllowed(_("Only the team of this assessment enters and submits it."))


def check_may_hand_over(actor: User | None, assessment_id: UUID) -> None:
    """An adviser who is or was on the team, or has answered in this assessment before."""
    if actor is not None and not (advises(actor) and has_worked_on(actor, assessment_id)):
        raise NotAllowed(_("Only advisers who worked on this assessment hand answers over."))


def has_worked_on(user: User, assessment_id: UUID) -> bool:
    """Whether the user is or was on the team, also when it was opened, or has answered. At most three queries."""
    return (
        was_on_team(user, assessment_id)
        or has_answered(user, assessment_id)
        or user.pk in _first_team(assessment_id)
    )


def has_answered(user: User, assessment_id: UUID) -> bool:
    """Whether the assessment's log has a change by the user. One query."""
    return AnswerLog.objects.filter(assessment_id=assessment_id, recorded_by=user).exists()


def _first_team(assessment_id: UUID) -> Collection[int]:
    opened = Event.objects.filter(subject=f"assessment:{assessment_id}", kind="assessment.opened")
    return opened.values_list("data__team", flat=True).first() or ()


def check_may_review(actor: User | None, assessment: Assessment) -> None:
    """A reviewer of the country who is not on the team."""
    if actor is None:
        return
    if not (reviews(actor) and works_with(actor, assessment.factory_id)):
        raise NotAllowed(_("A reviewer of the factory's country does this."))
    if was_on_team(actor, assessment.pk):
        raise SamePerson(_("You assessed this factory. A person who did not assess it must review it."))


def agrees_to_corrections(user: User) -> bool:
    """Is a second person for corrections of final assessments: a reviewer, manager or of the global team."""
    return user.role in SECOND_PERSONS


def corrections_to_decide(user: User) -> Q:
    """Proposed corrections on which a user may decide, as a condition on Proposal: where they never assessed."""
    if not agrees_to_corrections(user):
        return Q(pk__in=[])
    assessed = TeamMember.objects.filter(user=user.pk)
    return Q(factory__in=visible_to(user)) & about_other_than("assessment", assessed, "assessment_id")


def check_may_respond(actor: User | None, factory_id: int) -> None:
    """The factory's manager or its group."""
    if actor is not None and not (speaks_for_a_factory(actor) and works_with(actor, factory_id)):
        raise NotAllowed(_("The factory itself responds to its findings."))


def check_may_verify(actor: User | None, factory_id: int) -> None:
    """An adviser or reviewer of the country."""
    if actor is not None and not (verifies(actor) and works_with(actor, factory_id)):
        raise NotAllowed(_("An adviser or reviewer of the factory's country verifies."))


def imports(user: User) -> bool:
    """Brings bulk files in, of any country."""
    return user.role == Role.GLOBAL


def check_may_import(actor: User | None) -> None:
    """The global team: a file may hold every country."""
    if actor is not None and not imports(actor):
        raise NotAllowed(_("The global team imports files."))


def accepts_unusual_days(user: User) -> bool:
    """Records days outside their limits for a reason: the programme's people who bring evidence in."""
    return verifies(user) or imports(user)
