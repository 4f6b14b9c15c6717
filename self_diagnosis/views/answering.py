"""One point of a diagnosis: its questions, answered with and without a connection."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedIn, only_for
from advisory.commands import record_field_entry
from advisory.commands.field_entries import SubmittedEntry
from advisory.forms.field_entries import EntryContext, Sent
from countries.queries.local_time import today_in, zone_of
from journal.refusals import Refused
from self_diagnosis.domain.answers import ENTRY_KIND
from self_diagnosis.forms import ANSWER, CHOICE, NOTE, AnswersForm, fields_of, read_answers, ref_of
from self_diagnosis.models import SelfDiagnosis
from self_diagnosis.policies import reads_diagnoses, takes_part
from self_diagnosis.queries.content import DiagnosedPoint, DiagnosedQuestion, points_of
from self_diagnosis.views.access import diagnosis_for, language


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A question with its fields."""

    question: DiagnosedQuestion
    answer: forms.BoundField
    note: forms.BoundField
    choice: str  # the name of the field in which a difference is settled
    ids: str  # of the differing answers


@only_for(reads_diagnoses)
@require_http_methods(["GET", "HEAD", "POST"])
def point(request: SignedIn, code: str, diagnosis_id: UUID, point: str) -> HttpResponse:
    """The questions of a point: to answer for those who take part, else to read."""
    found = diagnosis_for(request.user, code, diagnosis_id)
    points = points_of(found, language=language(), reader=request.user)
    place = next((number for number, item in enumerate(points) if item.code == point), None)
    if place is None:
        raise Http404
    shown, onward = points[place], points[place + 1] if place + 1 < len(points) else None
    answers = takes_part(request.user, found) and found.completed_at is None
    form = _form(found, shown, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not takes_part(request.user, found):
            raise Http404
        if _recorded(request, found, shown, form):
            messages.success(request, _("Recorded."))
            return _back(request, found, shown, onward)
    now = timezone.now()
    context = {
        "factory": found.factory,
        "diagnosis": found,
        "point": shown,
        "number": place + 1,
        "of": len(points),
        "previous": points[place - 1] if place else None,
        "next": onward,
        "answers": answers,
        "form": form,
        "rows": [_row(item, form) for item in shown.questions],
        "once": uuid4(),
        "seen": json.dumps(fields_of(shown)),
        "zone": zone_of(found.factory.country_id, now),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "self_diagnosis/point.html", context, status=status)


def _form(found: SelfDiagnosis, shown: DiagnosedPoint, data: object) -> AnswersForm:
    initial = {"ref": ref_of(found, shown.code), **fields_of(shown)}
    labels = {item.words.code: item.words.text for item in shown.questions}
    return AnswersForm(data, labels=labels, initial=initial)


def _row(question: DiagnosedQuestion, form: AnswersForm) -> AskedRow:
    code = question.words.code
    ids = ",".join(str(item.id) for item in question.differing)
    return AskedRow(question, form[ANSWER + code], form[NOTE + code], CHOICE + code, ids)


def _recorded(request: SignedIn, found: SelfDiagnosis, shown: DiagnosedPoint, form: AnswersForm) -> bool:
    """Record a page without scripts as an entry, once however often it is sent; what is refused stays in the form."""
    if not form.is_valid():
        return False
    now = timezone.now()
    sent = _sent(request, found, shown, now)
    today = today_in(found.factory.country_id, now)
    read = read_answers(sent, EntryContext({}, today, verifies=False))
    entry = SubmittedEntry(sent.id, ENTRY_KIND, found.factory_id, sent.fields, sent.base, "", now, today)
    try:
        record_field_entry(entry, data=read.data, actor=request.user, now=now)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _sent(request: SignedIn, found: SelfDiagnosis, shown: DiagnosedPoint, now: datetime) -> Sent:
    names = [name + item.words.code for item in shown.questions for name in (ANSWER, NOTE, CHOICE)]
    fields = {name: request.POST[name] for name in names if name in request.POST}
    try:
        once, seen = UUID(request.POST.get("once", "")), json.loads(request.POST.get("seen", ""))
        base = {name: str(seen[name]) for name in names if name in seen}
    except (ValueError, TypeError, RecursionError):
        raise Http404 from None
    ref = ref_of(found, shown.code)
    return Sent(
        once, ENTRY_KIND, found.factory.code, {"ref": ref, **fields}, base, "", now, now,
        is_awaited=True, files=MultiValueDict(),
    )  # fmt: skip


def _back(
    request: SignedIn, found: SelfDiagnosis, shown: DiagnosedPoint, onward: DiagnosedPoint | None
) -> HttpResponse:
    about = {"code": found.factory.code, "diagnosis_id": found.pk}
    if request.POST.get("onward") != "yes":
        return redirect(reverse("self_diagnosis:point", kwargs={**about, "point": shown.code}))
    if onward is None:
        return redirect(reverse("self_diagnosis:diagnosis", kwargs=about))
    return redirect(reverse("self_diagnosis:point", kwargs={**about, "point": onward.code}))
