"""Who tailors packages, who organises forums, who answers for a guest."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from accounts.models import FACTORY_PEOPLE, STAFF, Role
from factories.queries import brands_of, countries_of, factories_of, visible_to
from journal.refusals import Refused
from recognition.policies import reads_candidates

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from benefits.models import Forum, Invitation

    Viewer = User | AnonymousUser

ORGANISERS = frozenset({Role.MANAGER, Role.GLOBAL})
SPEAKERS = frozenset({Role.FACTORY, Role.GROUP})
"""Who of a factory's own people answers for it: worker representatives read along."""


class BenefitOutOfReach(Refused):
    """It belongs to another role, country, factory or brand."""


def organises(user: Viewer) -> bool:
    """Whether forums are this user's to plan and to change, in their countries."""
    return getattr(user, "role", "") in ORGANISERS


def reads_forums(user: Viewer) -> bool:
    """Whether there are forums for this user at all: the programme's staff, and those who can be guests."""
    return getattr(user, "role", "") in {*STAFF, *FACTORY_PEOPLE, Role.BRAND}


def is_staff(user: Viewer) -> bool:
    """Whether the user looks at forums as one of the programme."""
    return getattr(user, "role", "") in STAFF


def has_benefits(user: Viewer) -> bool:
    """Whether the page of one's own benefits exists for this user."""
    return getattr(user, "role", "") in FACTORY_PEOPLE


def check_may_organise(actor: User, countries: Collection[str]) -> None:
    """The country manager or the global team; of a regional forum a person who works in all its countries.

    Raises:
        BenefitOutOfReach.
    """
    own_countries = countries_of(actor).filter(code__in=list(countries)).count() if organises(actor) else 0
    if not own_countries or own_countries < len(set(countries)):
        raise BenefitOutOfReach(
            _("Only the country manager organises a national forum, and only the global team a regional one.")
        )


def may_organise(user: User, forum: Forum) -> bool:
    """Whether to offer an organiser's acts; the command checks again. Two queries."""
    try:
        check_may_organise(user, [country.country_id for country in forum.countries.all()])
    except BenefitOutOfReach:
        return False
    return True


def check_may_invite(actor: User) -> None:
    """Organisers invite, and record who came, among the factories of their countries.

    Raises:
        BenefitOutOfReach.
    """
    if not organises(actor):
        raise BenefitOutOfReach(_("Only the country manager or the global team invites."))


def tailors(user: Viewer, factory_id: int) -> bool:
    """Whether the user may change the package of a factory: who decides about recognition there. One query."""
    return reads_candidates(user) and visible_to(user).filter(pk=factory_id).exists()


def check_may_tailor(actor: User, factory_id: int) -> None:
    """Reviewers and managers of the factory's country, and the global team.

    Raises:
        BenefitOutOfReach.
    """
    if not tailors(actor, factory_id):
        raise BenefitOutOfReach(
            _("Only those who decide about recognition in this country change its package.")
        )


def answers_for(user: User, invitation: Invitation) -> bool:
    """Whether the user accepts or declines this invitation: the factory's manager, or the brand. One query."""
    if invitation.factory_id is not None:
        return user.role in SPEAKERS and factories_of(user).filter(pk=invitation.factory_id).exists()
    if invitation.brand_id is None:
        return False
    return user.role == Role.BRAND and brands_of(user).filter(pk=invitation.brand_id).exists()


def check_may_answer(actor: User, invitation: Invitation) -> None:
    """Whoever speaks for the guest.

    Raises:
        BenefitOutOfReach.
    """
    if not answers_for(actor, invitation):
        raise BenefitOutOfReach(_("Only the one who is invited can answer."))
