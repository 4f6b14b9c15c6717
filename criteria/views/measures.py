"""The vocabulary in public: every measure a criterion may use, with its definition, source and missing-value rule."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from countries.queries.local_time import programme_day
from criteria.domain.measures import MEASURES, Measure, Pillar
from criteria.domain.measures.words import DIRECTIONS, SHAPES, WINDOWS
from criteria.queries.criteria import Standard, standard_or_none
from criteria.views.negotiation import wants_json

PILLARS = {
    Pillar.COMPLIANCE: _lazy("Compliance"),
    Pillar.MANAGEMENT_SYSTEMS: _lazy("Management systems"),
    Pillar.SOCIAL_DIALOGUE: _lazy("Social dialogue"),
    Pillar.LEARNING: _lazy("Learning"),
}


@require_safe
@vary_on_headers("Accept")
def measures(request: HttpRequest) -> HttpResponseBase:
    """Every measure of the closed vocabulary, by pillar; JSON by `Accept`."""
    if wants_json(request):
        return JsonResponse({"measures": [_as_json(measure) for measure in MEASURES.values()]})
    standard = standard_or_none(programme_day(timezone.now()))
    used = {criterion.measure for criterion in standard.document.criteria} if standard else set()
    return render(
        request,
        "criteria/measures.html",
        {
            "number": len(MEASURES),
            "standard": standard,
            "pillars": [
                {
                    "id": pillar.value,
                    "title": title,
                    "measures": [
                        {
                            "name": listed.name,
                            "title": _(listed.title),
                            "definition": _(listed.definition),
                            "used": listed.name in used,
                        }
                        for listed in MEASURES.values()
                        if listed.pillar is pillar
                    ],
                }
                for pillar, title in PILLARS.items()
            ],
        },
    )


@require_safe
@vary_on_headers("Accept")
def measure(request: HttpRequest, name: str) -> HttpResponseBase:
    """One measure, and the criteria in force that use it; JSON by `Accept`."""
    try:
        found_measure = MEASURES[name]
    except KeyError:
        raise Http404 from None
    standard = standard_or_none(programme_day(timezone.now()))
    if wants_json(request):
        return JsonResponse(
            _as_json(found_measure) | {"criteria": [row["uri"] for row in _uses(found_measure, standard)]}
        )
    return render(
        request,
        "criteria/measure.html",
        {
            "measure": found_measure,
            "title": _(found_measure.title),
            "definition": _(found_measure.definition),
            "pillar": PILLARS[found_measure.pillar],
            "facts": _facts(found_measure),
            "windows": [{"kind": kind.value, "told": _(WINDOWS[kind])} for kind in found_measure.windows],
            "standard": standard,
            "uses": list(_uses(found_measure, standard)),
        },
    )


def _facts(measure: Measure) -> list[dict[str, str]]:
    return [
        {"label": _("For example"), "value": _(measure.example)},
        {"label": _("Counted in"), "value": _(measure.unit.title)},
        {"label": _("Which way is better"), "value": _(DIRECTIONS[measure.direction])},
        {"label": _("What a value is"), "value": _(SHAPES[measure.shape])},
        {"label": _("Read from"), "value": _(measure.source)},
        {"label": _("Without evidence"), "value": _(measure.missing)},
    ]


def _uses(measure: Measure, standard: Standard | None) -> Iterator[dict[str, str]]:
    """The criteria in force that read it, with their addresses."""
    for criterion in standard.document.criteria if standard else ():
        if standard and criterion.measure == measure.name:
            address = [standard.code, standard.version, criterion.code]
            yield {
                "code": criterion.code,
                "title": _(criterion.title),
                "told": criterion.rendered("", _),
                "uri": reverse("criteria:criterion", args=address),
            }


def _as_json(measure: Measure) -> dict[str, Any]:
    """As it is documented, in English, with the words that criteria documents use."""
    return {
        "name": measure.name,
        "uri": reverse("criteria:measure", args=[measure.name]),
        "title": measure.title,
        "pillar": measure.pillar.value,
        "definition": measure.definition,
        "example": measure.example,
        "unit": measure.unit.code,
        "direction": measure.direction.value,
        "shape": measure.shape.value,
        "windows": [kind.value for kind in measure.windows],
        "source": measure.source,
        "missing": measure.missing,
    }
