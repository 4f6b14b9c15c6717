"""Finding what a page is about; what does not exist for the reader answers 404."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from criteria.policies import reads_verdicts
from factories.queries import visible_to
from recognition.models import Recognition
from recognition.policies import reads_candidates
from recognition.queries.worklist import dossiers_visible_to

if TYPE_CHECKING:
    from accounts.models import User
    from factories.models import Factory


def dossier_for(user: User, recognition_id: UUID) -> Recognition:
    """A recognition with its factory and country, for those who decide there."""
    if not reads_candidates(user):
        raise Http404
    rows = dossiers_visible_to(user).select_related(
        "factory__country", "proposed_by", "confirmed_by", "evaluation__criteria"
    )
    return get_object_or_404(rows, pk=recognition_id)


def judged_factory_for(user: User, code: str) -> Factory:
    """A factory whose verdict the reader may see, as a member of its country's staff."""
    if not reads_verdicts(user):
        raise Http404
    return get_object_or_404(visible_to(user).select_related("country"), code=code)
