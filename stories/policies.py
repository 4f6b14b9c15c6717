"""Who writes stories, and who lets them out: another person than who wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import STAFF, Role
from accounts.proposal_kinds import about_other_than
from factories.queries import visible_to
from journal.refusals import Refused
from stories.models import Story

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

    Viewer = User | AnonymousUser

EDITORS = frozenset({Role.MANAGER, Role.GLOBAL})
"""Who lets a story out, and takes it back."""


class NotYourStory(Refused):
    """The story belongs to another country or another role."""


def writes_stories(user: Viewer) -> bool:
    """Whether stories that are not public exist for this user, in their countries."""
    return getattr(user, "role", "") in STAFF


def edits_stories(user: Viewer) -> bool:
    """Whether this user lets stories out, in their countries."""
    return getattr(user, "role", "") in EDITORS


def check_may_write(actor: User, *, factory_id: int) -> None:
    """Staff of the factory's country.

    Raises:
        NotYourStory.
    """
    if not (writes_stories(actor) and visible_to(actor).filter(pk=factory_id).exists()):
        raise NotYourStory(_("Only the programme's staff of this country writes here."))


def check_may_edit(actor: User, *, factory_id: int) -> None:
    """The country's manager or the global team.

    Raises:
        NotYourStory.
    """
    if not (edits_stories(actor) and visible_to(actor).filter(pk=factory_id).exists()):
        raise NotYourStory(_("Only the country manager or the global team decides on stories."))


def stories_to_decide(user: User) -> Q:
    """Submitted stories that a user may let out or send back, as a condition on Proposal: not what they wrote."""
    if not edits_stories(user):
        return Q(pk__in=[])
    own = Story.objects.filter(state=Story.State.IN_REVIEW, written_by=user.pk)
    return Q(factory__in=visible_to(user)) & about_other_than("story", own)
