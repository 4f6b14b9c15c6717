"""Who writes stories, and who lets them out: another person than who wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from accounts.models import STAFF, Role
from factories.queries import visible_to
from journal.refusals import Refused

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from stories.models import Story

    Viewer = User | AnonymousUser

EDITORS = frozenset({Role.MANAGER, Role.GLOBAL})
"""Who lets a story out, and takes it back."""


class NotYourStory(Refused):
    """The story belongs to another country or another role."""


class WrittenByYou(Refused):
    """Whoever wrote it does not let it out."""


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


def check_may_publish(actor: User, *, story: Story) -> None:
    """The country's manager or the global team, and not who wrote it.

    Raises:
        NotYourStory, WrittenByYou.
    """
    check_may_edit(actor, factory_id=story.factory_id)
    if story.written_by_id == actor.pk:
        raise WrittenByYou(_("You wrote this story, so another person must read it before it is public."))
