"""Where answers that a device sent are seen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse

if TYPE_CHECKING:
    from factories.models import Factory


def address_of_entry(factory: Factory, fields: Mapping[str, str]) -> str:
    """The page of the point; an entry that is recorded may be sent again with anything in it."""
    about, _slash, point = fields.get("ref", "").partition("/")
    try:
        diagnosis = UUID(about)
    except ValueError:
        return reverse("self_diagnosis:list", kwargs={"code": factory.code})
    if not point or "/" in point:
        return reverse("self_diagnosis:diagnosis", kwargs={"code": factory.code, "diagnosis_id": diagnosis})
    return reverse(
        "self_diagnosis:point", kwargs={"code": factory.code, "diagnosis_id": diagnosis, "point": point}
    )
