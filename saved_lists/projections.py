"""A person's own bookkeeping is written here: no fact, and no event tells of it."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction

from saved_lists.models import SavedList


def save_list(person_id: int, page: str, *, name: str, query: str) -> None:
    """Store a list under a name; an own one of the same page and name is replaced."""
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
