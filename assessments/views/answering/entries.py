"""What became of one's entries: every change of an assessment, field by field, with who entered it on which device."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.requests import SignedIn, only_for
from assessments import policies
from assessments.queries.answering.entries import EnteredField, EntryPage, entries_of
from assessments.queries.visibility import assessments_visible_to
from countries.queries.local_time import LocalDays

MINE, ALL = "mine", "all"
DIGITS = 18


@only_for(lambda user: user.is_staff)
@require_safe
def entries(request: SignedIn, assessment_id: UUID) -> HttpResponse:
    """The log of an assessment for the staff who may open it; for its former team, their own entries alone."""
    chosen = assessments_visible_to(request.user, LocalDays(timezone.now())).select_related("factory")
    found = chosen.filter(pk=assessment_id).first()
    if found is None and not policies.has_answered(request.user, assessment_id):
        raise Http404
    question = request.GET.get("question", "")[:20]
    whose = ALL if found is not None and request.GET.get("who") == ALL else MINE
    below = request.GET.get("below", "")
    page = entries_of(
        assessment_id,
        user_id=None if whose == ALL else request.user.pk,
        question=question,
        below=int(below) if below.isascii() and below.isdigit() and len(below) <= DIGITS else None,
    )
    context = {
        "assessment_id": assessment_id,
        "assessment": found,
        "question": question,
        "whose": whose,
        "entries": _rows(page),
        "next_url": _address(request, page.following) if page.following else "",
    }
    return render(request, "assessments/entries.html", context)


def _rows(page: EntryPage) -> list[dict[str, Any]]:
    return [{"entry": entry, "fields": [_field(field) for field in entry.fields]} for entry in page.entries]


def _field(field: EnteredField) -> dict[str, Any]:
    labels = {
        "letter": _("Answer"),
        "details": _("What was found"),
        "workers": _("Workers concerned"),
        "attribution": _("Attribution"),
        "note": _("Note for the team"),
    }
    return {"label": labels[field.name], "name": field.name, "value": _value(field), "fate": _fate(field)}


def _value(field: EnteredField) -> str:
    letters = {
        "C": _("compliant"),
        "N": _("non-compliant"),
        "X": _("not applicable"),
        "-": _("not answered"),
        "national_law": _("the law's, which contradicts the standard"),
        "factory": _("the factory's"),
    }
    if field.value in {"", None}:
        return "–"
    return (
        letters.get(field.value, str(field.value))
        if field.name in {"letter", "attribution"}
        else str(field.value)
    )


def _fate(field: EnteredField) -> str:
    by = field.by or _("the system")
    return {
        "stands": _("stored, and stands"),
        "changed": _("stored; changed since by %(name)s") % {"name": by},
        "in_conflict": _("in conflict: the team chooses"),
        "chosen": _("was in conflict; chosen by %(name)s") % {"name": by},
        "not_chosen": _("was in conflict; %(name)s chose another answer") % {"name": by},
    }[field.fate]


def _address(request: SignedIn, below: int) -> str:
    parameters = request.GET.copy()
    parameters["below"] = str(below)
    return f"?{parameters.urlencode()}"
