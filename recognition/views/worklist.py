"""The worklist: who can be proposed, what waits for a decision, who is public, who is close."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.access_log import log_export
from accounts.requests import SignedIn
from countries.queries.local_time import programme_day
from criteria.queries.criteria import last_full_evaluation_at, standard_or_none
from criteria.views.negotiation import changed_address
from factories.domain.cursors import parse
from factories.queries.paging import Order, page
from files.exports import requested_format, table_response
from journal.jobs import enqueue
from recognition.exports import worklist_table
from recognition.filters import WorklistFilter
from recognition.models import Recognition
from recognition.policies import reads_candidates
from recognition.queries.worklist import (
    ALL,
    CANDIDATES,
    CLOSE,
    DECISIONS,
    LISTS,
    PUBLIC,
    SUSPENDED,
    WITHDRAWN,
    by_country,
    listed,
    totals,
    verdicts_visible_to,
)
from recognition.views.verdict_lines import verdict_lines
from saved_lists.queries import lists_of_page

ORDERS = {
    "name": Order(F("factory__name"), str, unique="factory_id"),
    "code": Order(F("factory__code"), str, unique="factory_id"),
    "distance": Order(F("distance"), int, unique="factory_id"),
}


@login_required
@require_safe
def worklist(request: SignedIn) -> HttpResponse:
    """Everything that is to decide, by list, country and distance."""
    filters = _filters(request)
    rows = filters.qs
    standings = by_country(rows)
    numbers = totals(standings)
    standard = standard_or_none(programme_day(timezone.now()))
    chosen = filters.values.get("list") or next((name for name in LISTS if numbers[name]), CANDIDATES)
    if chosen != CLOSE:
        del filters.form.fields["short"]  # asks something of near misses only
    shown = page(
        listed(rows, chosen).select_related("factory__country"),
        order=_order(filters, chosen),
        cursor=parse(request.GET.get("page", "")),
    )
    return render(
        request,
        "recognition/worklist.html",
        {
            "form": filters.form,
            "tabs": _tabs(request, chosen, numbers),
            "chosen": chosen,
            "rows": _rows_in_words(shown.rows),
            "number": numbers[chosen],
            "noun": ngettext("factory", "factories", numbers[chosen]),
            "standings": standings,
            "series": _series(),
            "bars": [{"label": figures.country, "parts": _parts(figures.numbers)} for figures in standings],
            "next_url": changed_address(request, page=shown.following) if shown.following else "",
            "previous_url": changed_address(request, page=shown.preceding) if shown.preceding else "",
            "export_url": reverse("recognition:export") + changed_address(request, list=chosen),
            "saved": lists_of_page(request.user.pk, "recognition", request.GET),
            "standard": standard,
            "judged_at": last_full_evaluation_at(standard.id) if standard else None,
            "now": timezone.now(),
        },
    )


@login_required
@require_safe
def worklist_export(request: SignedIn) -> HttpResponseBase:
    """Exactly the rows that the list shows under the same filters."""
    filters = _filters(request)
    file_format = requested_format(request)
    shown = listed(filters.qs, filters.values.get("list") or ALL)
    log_export(request, shown.values_list("factory_id", flat=True), now=timezone.now())
    return table_response(worklist_table(shown), file_format=file_format)


@login_required
@require_POST
def judge_everybody(request: SignedIn) -> HttpResponse:
    """Judge the whole programme again; its page shows how far it is."""
    if not reads_candidates(request.user):
        raise Http404
    job = enqueue("evaluate-programme", parameters={}, actor=request.user, now=timezone.now())
    return redirect("job", job_id=job.pk)


def _filters(request: SignedIn) -> WorklistFilter:
    if not reads_candidates(request.user):
        raise Http404
    return WorklistFilter(request.GET, verdicts_visible_to(request.user), request=request)


def _order(filters: WorklistFilter, chosen: str) -> Order:
    sort = filters.values.get("sort")
    return ORDERS[sort] if sort else filters.closest_first(ORDERS["distance" if chosen == CLOSE else "name"])


def _rows_in_words(rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Each row with its verdict in one line and what is missing in words, as plain values."""
    lines = verdict_lines([row.pk for row in rows])
    return [
        {
            "factory": row.factory,
            "line": lines[row.pk],
            "withdrawn_id": str(row.withdrawn_id or ""),
            "withdrawn_at": row.withdrawn_at,
            "withdrawn_reason": row.withdrawn_reason or "",
            "live_id": str(row.live_id or ""),
            "live_label": str(Recognition.State(row.live_state).label) if row.live_state else "",
        }
        for row in rows
    ]


def _tabs(request: SignedIn, chosen: str, numbers: dict[str, int]) -> list[dict[str, Any]]:
    labels = {
        CANDIDATES: _("To propose"),
        DECISIONS: _("To decide"),
        PUBLIC: _("Recognised"),
        SUSPENDED: _("Suspended"),
        WITHDRAWN: _("Withdrawn"),
        CLOSE: _("Close"),
        ALL: _("All verdicts"),
    }
    return [
        {
            "label": labels[name],
            "url": changed_address(request, list=name, sort="", short=""),
            "current": name == chosen,
            "count": numbers[name],
        }
        for name in LISTS
    ]


def _series() -> list[dict[str, str]]:
    return [
        {"label": _("recognised"), "tone": "gold"},
        {"label": _("to decide"), "tone": "1"},
        {"label": _("to propose"), "tone": "2"},
        {"label": _("close"), "tone": "3"},
    ]


def _parts(numbers: Any) -> list[int]:
    return [numbers[PUBLIC], numbers[DECISIONS], numbers[CANDIDATES], numbers[CLOSE]]
