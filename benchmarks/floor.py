"""Addresses for the benchmarks: the product's own, and a page that does the least a signed-in POST can do."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.urls import include, path
from django.views.decorators.http import require_POST

from assessments.models import AnswerNote


@login_required
@require_POST
def one_row(request: HttpRequest) -> JsonResponse:
    """Write one row in one transaction."""
    with transaction.atomic(durable=True):
        note = AnswerNote.objects.create(
            assessment_id=request.POST["assessment"], question=request.POST["question"], text="A note."
        )
    return JsonResponse({"id": note.pk})


urlpatterns = [path("floor/one-row/", one_row), path("", include("betterwork.urls"))]
