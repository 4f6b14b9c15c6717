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
        return JsonResponse({"measures": [_as_json(one) for one in MEASURES.values()]})
    standard = standard_or_none(programme_day(timezone.now()))
    used = {one.measure for one in standard.document.criteria} if standard else set()
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
                            "name": one.name,
                            "title": _(one.title),
                            "definition": _(one.definition),
                            "used": one.name in used,
                        }
                        for one in MEASURES.values()
                        if one.pillar is pillar
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
        one = MEASURES[name]
    except KeyError:
        raise Http404 from None
    standard = standard_or_none(programme_day(timezone.now()))
    if wants_json(request):
        return JsonResponse(_as_json(one) | {"criteria": [row["uri"] for row in _uses(one, standard)]})
    return render(
        request,
        "criteria/measure.html",
        {
            "measure": one,
            "title": _(one.title),
            "definition": _(one.definition),
            "pillar": PILLARS[one.pillar],
            "facts": _facts(one),
            "windows": [{"kind": kind.value, "told": _(WINDOWS[kind])} for kind in one.windows],
            "standard": standard,
            "uses": list(_uses(one, standard)),
        },
    )


def _facts(one: Measure) -> list[dict[str, str]]:
    return [
        {"label": _("For example"), "value": _(one.example)},
        {"label": _("Counted in"), "value": _(one.unit.title)},
        {"label": _("Which way is better"), "value": _(DIRECTIONS[one.direction])},
        {"label": _("What a value is"), "value": _(SHAPES[one.shape])},
        {"label": _("Read from"), "value": _(one.source)},
        {"label": _("Without evidence"), "value": _(one.missing)},
    ]


def _uses(one: Measure, standard: Standard | None) -> Iterator[dict[str, str]]:
    """The criteria in force that read it, with their addresses."""
    for criterion in standard.document.criteria if standard else ():
        if standard and criterion.measure == one.name:
            address = [standard.code, standard.version, criterion.code]
            yield {
                "code": criterion.code,
                "title": _(criterion.title),
                "told": criterion.told("", _),
                "uri": reverse("criteria:criterion", args=address),
            }


def _as_json(one: Measure) -> dict[str, Any]:
    """As it is documented, in English, with the words that criteria documents use."""
    return {
        "name": one.name,
        "uri": reverse("criteria:measure", args=[one.name]),
        "title": one.title,
        "pillar": one.pillar.value,
        "definition": one.definition,
        "example": one.example,
        "unit": one.unit.code,
        "direction": one.direction.value,
        "shape": one.shape.value,
        "windows": [kind.value for kind in one.windows],
        "source": one.source,
        "missing": one.missing,
    }
