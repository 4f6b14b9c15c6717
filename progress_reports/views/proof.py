"""Whether a printed number is genuine: for whoever holds the document in hand."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from countries.queries.local_time import LocalDays
from portal.queries import recognition_numbered
from progress_reports.forms import NumberForm
from progress_reports.queries.reports import report_numbered, report_visible_to


@require_safe
def number_form(request: HttpRequest) -> HttpResponse:
    """A field for the number; what was typed leads to its own address."""
    form = NumberForm(request.GET or None)
    if not form.is_valid():
        return render(request, "progress_reports/proof.html", {"form": form})
    number = form.cleaned_data["number"].strip().replace("/", "-")
    if report_numbered(number) is None and recognition_numbered(number) is None:
        return render(request, "progress_reports/proof.html", {"form": form, "typed": number})
    return redirect("progress_reports:proof", number=number)


@require_safe
def proof(request: HttpRequest, number: str) -> HttpResponse:
    """What everybody may know of a number: that it is genuine, on which factory, as of which day.

    A certificate's number leads to the recognition's permanent address. The content of a report stays with those who
    may read it.
    """
    found = report_numbered(number)
    if found is None:
        recognition_id = recognition_numbered(number)
        if recognition_id is not None:
            return redirect("recognition", recognition_id=recognition_id)
        form = NumberForm({"number": number})
        context = {"form": form, "typed": number}
        return render(request, "progress_reports/proof.html", context, status=HTTPStatus.NOT_FOUND)
    readable = request.user.is_authenticated and report_visible_to(
        request.user, number, LocalDays(timezone.now())
    )
    context = {"form": NumberForm(), "report": found, "is_readable": bool(readable)}
    return render(request, "progress_reports/proof.html", context)
