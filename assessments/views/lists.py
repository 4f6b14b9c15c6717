"""The list of assessments, for the programme's staff, and as a file."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access_log import log_export
from accounts.requests import SignedIn, only_for
from assessments.exports import assessments_table
from assessments.filters import AssessmentFilter
from assessments.policies import imports
from assessments.queries.lists import page_of, place_of
from assessments.queries.visibility import assessments_visible_to
from factories.filters.lists import address, page_address
from factories.queries.local_time import LocalDays
from factories.queries.paging import count
from files.exports import FORMATS, table_response


@only_for(lambda user: user.is_staff)
@require_safe
def assessment_list(request: SignedIn) -> HttpResponse:
    """Assessments that exist for the reader: search, filters, pages by key, newest first."""
    filters = _filters(request)
    found = filters.qs
    page = page_of(found, place_of(request.GET.get("page", "")))
    return render(
        request,
        "assessments/list.html",
        {
            "form": filters.form,
            "rows": page.rows,
            "counted": count(found),
            "next_url": page_address(request.GET, page.following),
            "previous_url": page_address(request.GET, page.preceding),
            "export_url": f"export/{address(request.GET)}",
            "may_import": imports(request.user),
        },
    )


@only_for(lambda user: user.is_staff)
@require_safe
def assessment_export(request: SignedIn) -> HttpResponseBase:
    """Exactly the assessments that the list shows under the same filters, an answer a row."""
    file_format = request.GET.get("format", "csv")
    if file_format not in FORMATS:
        raise Http404
    shown = _filters(request).qs
    log_export(request, shown.values_list("factory_id", flat=True), now=timezone.now())
    return table_response(assessments_table(shown), file_format=file_format)


def _filters(request: SignedIn) -> AssessmentFilter:
    visible = assessments_visible_to(request.user, LocalDays(timezone.now()))
    return AssessmentFilter(request.GET, visible, request=request)
