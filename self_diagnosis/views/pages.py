"""Pages to read: the list, a diagnosis with its gaps, the empty questionnaire on paper."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import SignedIn, only_for
from advisory.queries.improvement_plan import open_items_by_question
from assessments.views.access import factory_for
from self_diagnosis.forms import PlanGapsForm
from self_diagnosis.models import SelfDiagnosis
from self_diagnosis.policies import diagnoses, plans_gaps, reads_diagnoses, takes_part
from self_diagnosis.queries.content import DiagnosedPoint, DiagnosedQuestion, points_of
from self_diagnosis.queries.diagnoses import answers_in, earlier_than, lines_of
from self_diagnosis.views.access import diagnosis_for, language


@only_for(reads_diagnoses)
@require_safe
def listing(request: SignedIn, code: str) -> HttpResponse:
    """A factory's diagnoses: for its own people all, for advisers those that it shares."""
    factory = factory_for(request.user, code)
    context = {
        "factory": factory,
        "lines": lines_of(request.user, factory.pk),
        "own": diagnoses(request.user),
    }
    return render(request, "self_diagnosis/list.html", context)


@only_for(reads_diagnoses)
@require_safe
def diagnosis(request: SignedIn, code: str, diagnosis_id: UUID) -> HttpResponse:
    """Where a diagnosis stands, point by point, and its gaps."""
    return diagnosis_page(request, diagnosis_for(request.user, code, diagnosis_id))


@only_for(reads_diagnoses)
@require_safe
def paper(request: SignedIn, code: str, diagnosis_id: UUID) -> HttpResponse:
    """The chosen questions without answers, to be printed and filled in by hand."""
    found = diagnosis_for(request.user, code, diagnosis_id)
    points = points_of(found, language=language(), reader=request.user)
    context = {"factory": found.factory, "diagnosis": found, "points": points}
    return render(request, "self_diagnosis/paper.html", context)


def diagnosis_page(
    request: SignedIn,
    found: SelfDiagnosis,
    *,
    refused: str = "",
    form: PlanGapsForm | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """The page of a diagnosis; `refused` says why an act was not done. At most twenty statements."""
    user = request.user
    earlier = earlier_than(found, user)
    points = points_of(
        found, language=language(), reader=user, before=answers_in(earlier.pk) if earlier else None
    )
    gaps = [gap for point in points for gap in point.gaps]
    plans = plans_gaps(user)
    planned = {item["question"] for item in open_items_by_question(found.factory_id)} if plans else set()
    free = [gap for gap in gaps if plans and gap.plan_item is None and gap.words.code not in planned]
    context = {
        "factory": found.factory,
        "diagnosis": found,
        "points": points,
        "with_gaps": _with_gaps(points, free, planned),
        "closed": [item for point in points for item in point.questions if item.is_closed],
        "earlier": earlier,
        "takes_part": takes_part(user, found),
        "own": diagnoses(user),
        "form": form or PlanGapsForm(gaps=free),
        "free": free,
        "refused": refused,
        **_numbers(points, gaps),
    }
    return render(request, "self_diagnosis/diagnosis.html", context, status=status)


def _with_gaps(
    points: list[DiagnosedPoint], free: list[DiagnosedQuestion], planned: set[str]
) -> list[tuple[DiagnosedPoint, list[tuple[DiagnosedQuestion, bool, bool]]]]:
    """Points that have gaps; each gap with whether it can be put into the plan and whether it is there otherwise."""
    return [
        (point, [(gap, gap in free, gap.words.code in planned) for gap in point.gaps])
        for point in points
        if point.gaps
    ]


def _numbers(points: list[DiagnosedPoint], gaps: list[DiagnosedQuestion]) -> Mapping[str, Any]:
    answered = [item for point in points for item in point.questions if item.answer]
    return {
        "asked": sum(len(point.questions) for point in points),
        "answered": len(answered),
        "gaps": len(gaps),
        "unsure": sum(item.answer == "not_sure" for item in answered),
        "differing": sum(point.differing for point in points),
        "new": sum(item.is_new for item in gaps),
        "again": sum(item.is_again for item in gaps),
        "next_point": next((point for point in points if point.answered < len(point.questions)), None),
    }
