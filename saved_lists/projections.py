"""A person's own bookkeeping is written here: no fact, and no event tells of it."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from journal.refusals import Refused
from saved_lists.models import SavedList

MOST = 100  # lists of a person


class TooManyLists(Refused):
    """A person has as many saved lists as one may have."""


@transaction.atomic
def save_list(person_id: int, page: str, *, name: str, query: str) -> None:
    """Store a list under a name; an own one of the same page and name is replaced.

    Raises:
        TooManyLists: the person has `MOST` of them, none of this page and name.
    """
    own = SavedList.objects.filter(person=person_id)
    list(own.select_for_update().values_list("pk"))  # of two windows at once, one waits here
    if own.count() >= MOST and not own.filter(page=page, name=name).exists():
        raise TooManyLists(
            _("You have %(most)s saved lists, and more are not kept. Delete one first.") % {"most": MOST}
        )
    SavedList.objects.update_or_create(person_id=person_id, page=page, name=name, defaults={"query": query})


def rename_list(person_id: int, list_id: UUID, *, name: str) -> bool:
    """Give an own list another name; False when another one of its page has it."""
    try:
        with transaction.atomic():
            SavedList.objects.filter(person=person_id, pk=list_id).update(name=name)
    except IntegrityError:
        return False
    return True


def delete_list(person_id: int, list_id: UUID) -> None:
    """Delete an own list. Safe to run twice."""
    SavedList.objects.filter(person=person_id, pk=list_id).delete()
