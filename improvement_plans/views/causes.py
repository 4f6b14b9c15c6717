"""Causes of what was found, and what came back after it was verified: counted for staff, as a page and a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import STAFF
from accounts.requests import SignedIn
from advisory.queries.plan.causes import CauseCount, cause_counts
from countries.queries.countries import local_name
from factories.queries import visible_to
from files.domain.shares import whole_per_cent, with_per_cent_sign
from files.exports import ExportTable, requested_format, table_response
from questionnaires.documents import cause_in_words, group_of_cause
from questionnaires.queries.questionnaires import place_names

WAYS = {"cause": gettext_lazy("Cause"), "point": gettext_lazy("Point"), "country": gettext_lazy("Country")}
"""By what causes are counted."""
HEAD = ("country", "point", "cause", "items", "verified", "recurred")


@login_required
@require_safe
def causes(request: SignedIn) -> HttpResponse:
    """By cause, by point or by country, the most frequent first."""
    counts = _counts(request)
    by = request.GET.get("by", "cause")
    if by not in WAYS:
        raise Http404
    summed = sorted(_summed(counts, by).items(), key=lambda row: (-row[1][0], row[0]))
    points = place_names(language=get_language() or "en") if by == "point" else {}
    context = {
        "tabs": [{"label": label, "url": f"?by={way}", "current": way == by} for way, label in WAYS.items()],
        "columns": [
            {"label": str(WAYS[by])},
            {"label": _("Items"), "numeric": True},
            {"label": _("Verified"), "numeric": True},
            {"label": _("Found again"), "numeric": True},
            {"label": _("Share"), "numeric": True},
        ],
        "noun": ngettext("row", "rows", len(summed)),
        "rows": [[_cell(by, key, points), *numbers, _share(*numbers[1:])] for key, numbers in summed],
    }
    return render(request, "improvement_plans/causes.html", context)


@login_required
@require_safe
def export(request: SignedIn) -> HttpResponseBase:
    """Every country, point and cause, in codes."""
    counts, file_format = _counts(request), requested_format(request)
    rows = [(row.country, row.point, row.cause, row.items, row.verified, row.recurred) for row in counts]
    return table_response(ExportTable("causes", HEAD, rows), file_format=file_format)


def _counts(request: SignedIn) -> list[CauseCount]:
    if request.user.role not in STAFF:
        raise Http404
    return cause_counts(visible_to(request.user))


def _summed(counts: Iterable[CauseCount], by: str) -> dict[str, tuple[int, int, int]]:
    found: dict[str, tuple[int, int, int]] = {}
    for row in counts:
        key: str = getattr(row, by)
        items, verified, recurred = found.get(key, (0, 0, 0))
        found[key] = (items + row.items, verified + row.verified, recurred + row.recurred)
    return found


def _cell(by: str, key: str, points: Mapping[str, str]) -> Any:
    if by == "cause":
        group = group_of_cause(key)
        return {"text": cause_in_words(key), "sub": _(group.title)} if group else _("Not known")
    if by == "country":
        return local_name(key)
    if key in points:
        return {"text": points[key], "sub": key}
    return key or _("No question")


def _share(verified: int, recurred: int) -> str:
    return with_per_cent_sign(str(whole_per_cent(recurred, verified)), get_language()) if verified else "–"
