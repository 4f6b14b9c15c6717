"""Finding what a person asks for among what exists for them; everything else is 404."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from accounts.models import User
from assessments.models import Assessment
from assessments.queries.visibility import assessments_visible_to
from countries.queries.local_time import LocalDays
from factories.queries import visible_to

if TYPE_CHECKING:
    from factories.models import Factory


def assessment_for(user: User, assessment_id: UUID) -> Assessment:
    """One assessment that exists for the user, with its factory."""
    chosen = assessments_visible_to(user, LocalDays(timezone.now())).select_related("factory__country")
    found = chosen.filter(pk=assessment_id).first()
    if found is None:
        raise Http404
    return found


def factory_for(user: User, code: str) -> Factory:
    """One factory that the user works with, with its country."""
    found = visible_to(user).select_related("country").filter(code=code).first()
    if found is None:
        raise Http404
    return found
