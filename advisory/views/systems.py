"""Management systems of a factory on one page, and the files beside their elements."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import FACTORY_PEOPLE
from accounts.requests import SignedIn
from advisory.queries.systems import reviews_by_area, systems_files_visible_to
from assessments import policies
from assessments.views.access import factory_for
from assessments.views.attachments import sent
from countries.queries.local_time import LocalDays


@login_required
@require_safe
def systems(request: SignedIn, code: str) -> HttpResponse:
    """Each area by its elements, the weakest marked, for the country's staff and the factory's own people."""
    if not (request.user.is_staff or request.user.role in FACTORY_PEOPLE):
        raise Http404
    factory = factory_for(request.user, code)
    context = {
        "factory": factory,
        "areas": reviews_by_area(factory.pk),
        "advises": policies.advises(request.user),
    }
    days = LocalDays(timezone.now())
    with timezone.override(days.settings.zone(factory.country_id, days.now)):  # from when it is, by its clock
        return render(request, "advisory/systems.html", context)


@login_required
@require_safe
def give(request: SignedIn, file_id: UUID) -> HttpResponseBase:
    """The file itself, always to be saved and never to be run."""
    found = systems_files_visible_to(request.user).filter(pk=file_id).first()
    if found is None:
        raise Http404
    return sent(
        FileResponse(found.content.open("rb"), as_attachment=True, filename=found.name), found.content_type
    )
