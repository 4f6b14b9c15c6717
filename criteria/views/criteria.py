"""The criteria in public: every version word for word, each criterion with its number, reason and source."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from accounts.models import Proposal, User
from accounts.policies import pending_about
from criteria.commands.criteria import APPROVAL_KIND
from criteria.domain.criteria import Criterion
from criteria.domain.vectors import bar_value
from criteria.policies import works_on_criteria
from criteria.queries.criteria import Standard, standard, versions
from criteria.views.negotiation import wants_json
from journal.queries import history_of


@require_safe
@vary_on_headers("Accept")
def criteria(request: HttpRequest, code: str, version: str) -> HttpResponseBase:
    """One version of a set of criteria; JSON by `Accept`."""
    found = _standard(request, code, version)
    if wants_json(request):
        return JsonResponse(_as_json(found))
    document = found.document
    return render(
        request,
        "criteria/criteria.html",
        {
            "standard": found,
            "description": _(document.description),
            "pillars": [
                {
                    "id": pillar.value,
                    "title": _(title),
                    "criteria": [
                        _shown(found, shown_criterion)
                        for shown_criterion in document.criteria
                        if shown_criterion.pillar is pillar
                    ],
                }
                for pillar, title in document.pillars.items()
            ],
            "all_own": all(criterion.set_by_programme for criterion in document.criteria),
            "close": document.close,
            "never": sorted(document.close.never),
            "references": document.references,
            "versions": versions(code=code, drafts=works_on_criteria(request.user)),
            "drafts": works_on_criteria(request.user),
            "events": history_of(found.subject) if works_on_criteria(request.user) else [],
            "pending": _pending(request, found),
        },
    )


def _pending(request: HttpRequest, found: Standard) -> Proposal | None:
    if found.in_force_from is not None or not isinstance(request.user, User):
        return None
    return pending_about(request.user, APPROVAL_KIND, f"criteria:{found.id}")


@require_safe
@vary_on_headers("Accept")
def criterion(request: HttpRequest, code: str, version: str, criterion: str) -> HttpResponseBase:
    """One criterion: what it asks, how it is measured, where its number comes from; JSON by `Accept`."""
    found = _standard(request, code, version)
    try:
        shown_criterion = found.document.criterion(criterion)
    except KeyError:
        raise Http404 from None
    if wants_json(request):
        return JsonResponse(_criterion_as_json(shown_criterion))
    measure = shown_criterion.meaning
    return render(
        request,
        "criteria/criterion.html",
        {
            "standard": found,
            "criterion": shown_criterion,
            "told": shown_criterion.rendered("", _),
            "title": _(shown_criterion.title),
            "pillar": _(found.document.pillars[shown_criterion.pillar]),
            "overrides": [
                (country, shown_criterion.rendered(country, _))
                for country in sorted(shown_criterion.overrides)
            ],
            "measure": {
                "name": measure.name,
                "title": _(measure.title),
                "definition": _(measure.definition),
                "example": _(measure.example),
                "source": _(measure.source),
                "missing": _(measure.missing),
            },
        },
    )


def _standard(request: HttpRequest, code: str, version: str) -> Standard:
    """An approved version; a draft exists only for those who work on criteria."""
    found = standard(code, version)
    if found is None or (found.in_force_from is None and not works_on_criteria(request.user)):
        raise Http404
    return found


def _shown(found: Standard, criterion: Criterion) -> dict[str, Any]:
    return {
        "code": criterion.code,
        "title": _(criterion.title),
        "sentence": criterion.rendered("", _),
        "url": reverse("criteria:criterion", args=[found.code, found.version, criterion.code]),
        "set_by_programme": criterion.set_by_programme,
        "countries": sorted(criterion.overrides),
    }


def _as_json(found: Standard) -> dict[str, Any]:
    document = found.document
    return {
        "code": found.code,
        "version": found.version,
        "title": found.title,
        "digest": found.digest,
        "in_force_from": found.in_force_from.isoformat() if found.in_force_from else None,
        "close": {"max_failed": document.close.max_failed, "never": sorted(document.close.never)},
        "criteria": [_criterion_as_json(criterion) for criterion in document.criteria],
    }


def _criterion_as_json(criterion: Criterion) -> dict[str, Any]:
    return {
        "code": criterion.code,
        "pillar": criterion.pillar.value,
        "title": criterion.title,
        "sentence": criterion.rendered(),
        "measure": criterion.measure,
        "measure_uri": reverse("criteria:measure", args=[criterion.measure]),
        "window": criterion.window.key,
        "comparison": criterion.comparison.value,
        "threshold": bar_value(criterion, criterion.bar),
        "unit": criterion.unit,
        "set_by_programme": criterion.set_by_programme,
        "countries": {
            country: {"threshold": bar_value(criterion, override.bar), "window": override.window.key}
            for country, override in sorted(criterion.overrides.items())
        },
        "references": [
            {
                "text": reference.text,
                "on": reference.on.isoformat() if reference.on else None,
                "url": reference.url,
            }
            for reference in criterion.references
        ],
    }
