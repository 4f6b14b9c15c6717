"""Where a registration that a device sent is seen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse

if TYPE_CHECKING:
    from factories.models import Factory


def address_of_registration(_factory: Factory, fields: Mapping[str, str]) -> str:
    """The page of the session; an entry that is recorded may be sent again with anything in it."""
    try:
        session = UUID(fields.get("ref", ""))
    except ValueError:
        return reverse("courses:sessions")
    return reverse("courses:session", kwargs={"session_id": session})
