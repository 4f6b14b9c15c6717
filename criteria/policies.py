"""Who reads verdicts, and who drafts and approves criteria."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from accounts.models import Role
from journal.refusals import Refused

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

    Viewer = User | AnonymousUser


CANDIDATE_READERS = frozenset({Role.REVIEWER, Role.MANAGER, Role.GLOBAL})
"""Who knows of recognitions before they are public."""


class NotYourDecision(Refused):
    """The decision belongs to another role or another country."""


def reads_verdicts(user: Viewer) -> bool:
    """Whether evaluations exist for this user as a member of staff; a factory's own people ask the portal."""
    return getattr(user, "role", "") in {*CANDIDATE_READERS, Role.ADVISER}


def reads_case_criteria(user: Viewer) -> bool:
    """Whether criteria that rest on zero-tolerance cases are shown to this user wherever they read a verdict."""
    return getattr(user, "role", "") in {*CANDIDATE_READERS, Role.FACTORY, Role.GROUP}


def works_on_criteria(user: Viewer) -> bool:
    """Whether drafts of criteria exist for this user."""
    return getattr(user, "role", "") == Role.GLOBAL


def check_may_draft(actor: User) -> None:
    """Criteria are drafted and approved by the global team.

    Raises:
        NotYourDecision.
    """
    if actor.role != Role.GLOBAL:
        raise NotYourDecision(_("Only the global team works on criteria; send them your proposal."))
