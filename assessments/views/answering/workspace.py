"""The assessment workspace: one page with the whole questionnaire, and what it asks the server for.

The page itself is a frame; its questions come as one document that devices keep, the answers as a small one that is
asked for again and again. Whoever has no scripts enters point by point (`assessments.views.answering.entering`).
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from accounts.requests import SignedIn, only_for
from assessments import policies
from assessments.queries.answering.workspace import (
    Draft,
    changes_since,
    draft_of,
    questions_by_digest,
    questions_of,
    whole_state,
)
from assessments.queries.visibility import assessments_visible_to
from assessments.views.answering.labels import workspace_words
from assessments.views.answering.offline import MODULES, build_of_scripts
from countries.queries.local_time import LocalDays

A_YEAR = 31_536_000
OTHER_PERSON = 403
DIGITS = 18  # a longer number is no row's id


@only_for(policies.advises)
@require_safe
@ensure_csrf_cookie
@gzip_page
def workspace(request: SignedIn, assessment_id: UUID) -> HttpResponse:
    """The page of a draft, for its team. Its answers are not in it, so a device may keep it."""
    draft = _draft(request, assessment_id)
    if draft is None:
        return _closed(request, assessment_id)
    language = get_language() or "en"
    questions = questions_of(draft.layout_id, language=language)
    return render(
        request,
        "assessments/workspace/page.html",
        {
            "draft": draft,
            "clusters": questions.document["clusters"],
            "is_unreviewed": questions.document["unread"],
            "questions_digest": questions.digest,
            "language": language,
            "total": len(questions.document["order"]),
            "person": str(request.user.pk),
            "words": workspace_words(),
            "modules": MODULES,
            "build": build_of_scripts(),
        },
    )


@only_for(policies.advises)
@require_safe
@gzip_page
def questions(request: SignedIn, layout_digest: str, language: str) -> HttpResponseBase:
    """The questionnaire of one layout in one language, as JSON; for good when asked for by its own digest."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    found = questions_by_digest(layout_digest, language=language)
    if found is None:
        raise Http404
    known = request.GET.get("v") == found.digest
    response = JsonResponse(found.document)
    response["ETag"] = f'"{found.digest}"'
    response["Cache-Control"] = f"private, max-age={A_YEAR}, immutable" if known else "private, no-cache"
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


@only_for(policies.advises)
@require_safe
@gzip_page
def sheet(request: SignedIn, assessment_id: UUID) -> HttpResponse:
    """How the draft stands, as JSON; with `?since=version&files=version` only what came after."""
    draft = open_draft(request, assessment_id)
    if not is_same_user(request):
        return wrong_user()
    since = request.GET.get("since", "")
    if not _is_version(since):
        return _fresh(whole_state(draft))
    seen = request.GET.get("files", "")
    return _fresh(changes_since(draft, int(since), int(seen) if _is_version(seen) else -1))


def open_draft(request: SignedIn, assessment_id: UUID) -> Draft:
    """The draft, for a person of its team; there is none for anybody else."""
    draft = _draft(request, assessment_id)
    if draft is None:
        raise Http404
    return draft


def _draft(request: SignedIn, assessment_id: UUID) -> Draft | None:
    return draft_of(
        assessments_visible_to(request.user, LocalDays(timezone.now())), request.user, assessment_id
    )


def _closed(request: SignedIn, assessment_id: UUID) -> HttpResponse:
    """404 like any other, but what the reader's device still holds of it stays readable and can be handed over."""
    chosen = assessments_visible_to(request.user, LocalDays(timezone.now()))
    detail = reverse("assessments:detail", kwargs={"assessment_id": assessment_id})
    response = render(
        request,
        "assessments/workspace/closed.html",
        {
            "assessment_id": assessment_id,
            "person": str(request.user.pk),
            "words": workspace_words(),
            "detail_url": detail if chosen.filter(pk=assessment_id).exists() else "",
        },
        status=HTTPStatus.NOT_FOUND,
    )
    response["Cache-Control"] = "no-store"
    return response


def is_same_user(request: HttpRequest) -> bool:
    """Whether the page that asks belongs to whoever is signed in by now: a tablet may have changed hands."""
    person = request.headers.get("X-Person", "")
    return not person or person == str(request.user.pk)


def wrong_user() -> JsonResponse:
    """The answer to a page that another person opened."""
    return _fresh({"code": "other_person"}, status=OTHER_PERSON)


def _fresh(payload: dict[str, Any], status: int = 200) -> JsonResponse:
    response = JsonResponse(payload, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _is_version(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= DIGITS
