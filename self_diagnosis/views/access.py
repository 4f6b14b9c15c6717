"""Finding the diagnosis that a person asks for among those that exist for them; everything else is 404."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404
from django.utils.translation import get_language

from self_diagnosis.models import SelfDiagnosis
from self_diagnosis.queries.diagnoses import diagnoses_visible_to

if TYPE_CHECKING:
    from accounts.models import User


def diagnosis_for(user: User, code: str, diagnosis_id: UUID) -> SelfDiagnosis:
    """One diagnosis of a factory, with the factory and its country."""
    found = diagnoses_visible_to(user).select_related("factory__country", "layout__questionnaire")
    item = found.filter(pk=diagnosis_id, factory__code=code).first()
    if item is None:
        raise Http404
    return item


def language() -> str:
    """The reader's language."""
    return get_language() or "en"
