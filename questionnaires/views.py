"""A questionnaire's page, open to everybody."""

from __future__ import annotations

from operator import itemgetter

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from countries.queries.countries import local_name
from countries.queries.local_time import today_in
from questionnaires.forms import QuestionFilter
from questionnaires.queries.questionnaires import mapping_of
from questionnaires.queries.questions_by_cluster import clusters_of, layouts_of, versions_of


@require_safe
def questionnaire(request: HttpRequest, code: str, version: str) -> HttpResponse:
    """A released questionnaire, word for word, as asked in one country."""
    found = layouts_of(code, version)
    if not found:
        raise Http404
    countries = [(iso, local_name(iso)) for iso in found if iso]
    form = QuestionFilter(request.GET, countries=sorted(countries, key=itemgetter(1)))
    values = form.values
    country = values.get("country", "")
    loaded = found.get(country) or found.get("") or next(iter(found.values()))
    clusters = clusters_of(
        loaded,
        country=country,
        on=today_in(country, timezone.now()),
        language=get_language() or "en",
        text=values.get("q", ""),
        mark=values.get("mark", ""),
    )
    return render(
        request,
        "questionnaires/questionnaire.html",
        {
            "form": form,
            "loaded": loaded,
            "clusters": clusters,
            "number": sum(cluster.number for cluster in clusters),
            "active": form.active,
            "narrowed": bool(values.get("q") or values.get("mark")),
            "mapping": mapping_of(code, version),
            "country_days": [(local_name(iso), day) for iso, day in sorted(loaded.country_days.items())],
            "versions": [
                version_and_day for version_and_day in versions_of(code) if version_and_day[0] != version
            ],
        },
    )
