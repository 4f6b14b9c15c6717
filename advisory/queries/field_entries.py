"""What was entered in the field, by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisory.models import FieldEntry

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

    from accounts.models import User


def field_entries_of(user: User) -> QuerySet[FieldEntry]:
    """What the user entered, newest first, each with its factory."""
    return (
        FieldEntry.objects.filter(recorded_by=user).select_related("factory").order_by("-recorded_at", "pk")
    )


def is_recorded(user: User, entry_id: UUID) -> bool:
    """Whether an entry of the user is recorded. One query."""
    return FieldEntry.objects.filter(recorded_by=user, pk=entry_id).exists()
