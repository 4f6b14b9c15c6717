"""The list of assessments, for the programme's staff."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import SignedIn, only_for
from assessments.filters import AssessmentFilter
from assessments.policies import imports
from assessments.queries.lists import page_of, place_of
from assessments.queries.visibility import assessments_visible_to
from countries.queries.local_time import LocalDays
from factories.filters.lists import address, page_address
from factories.queries.paging import count
from saved_lists.queries import lists_of_page


@only_for(lambda user: user.is_staff)
@require_safe
def assessment_list(request: SignedIn) -> HttpResponse:
    """Assessments that exist for the reader: search, filters, pages by key, newest first."""
    filters = filters_of(request)
    found = filters.qs
    page = page_of(found, place_of(request.GET.get("page", "")))
    return render(
        request,
        "assessments/list.html",
        {
            "form": filters.form,
            "rows": page.rows,
            "counted": count(found),
            "saved": lists_of_page(request.user.pk, "assessments", request.GET),
            "next_url": page_address(request.GET, page.following),
            "previous_url": page_address(request.GET, page.preceding),
            "export_url": f"export/{address(request.GET)}",
            "may_import": imports(request.user),
        },
    )


def filters_of(request: SignedIn) -> AssessmentFilter:
    """The filters in the address, over the assessments that exist for the reader today."""
    visible = assessments_visible_to(request.user, LocalDays(timezone.now()))
    return AssessmentFilter(request.GET, visible, request=request)
