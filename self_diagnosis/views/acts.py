"""What is done with a diagnosis as a whole: begun, completed, shared, deleted, its gaps put into the plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import SignedIn, filled_in, only_for
from assessments.views.access import factory_for
from countries.queries.local_time import today_in
from journal.commands import Unchanged
from journal.refusals import Refused
from questionnaires.queries.questionnaires import layout_in_force
from self_diagnosis.commands.diagnoses import (
    begin_diagnosis,
    complete_diagnosis,
    delete_diagnosis,
    reopen_diagnosis,
    share_diagnosis,
    stop_sharing_diagnosis,
)
from self_diagnosis.commands.gaps import add_gaps_to_plan
from self_diagnosis.forms import BeginForm, PlanGapsForm
from self_diagnosis.policies import diagnoses, plans_gaps, takes_part
from self_diagnosis.queries.content import clusters_to_choose, points_of
from self_diagnosis.queries.diagnoses import is_gone, side_of
from self_diagnosis.views.access import diagnosis_for, language
from self_diagnosis.views.pages import diagnosis_page


@only_for(diagnoses)
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: SignedIn, code: str) -> HttpResponse:
    """Choose who takes part and which points, and begin."""
    factory = factory_for(request.user, code)
    now = timezone.now()
    layout_id = layout_in_force(factory.country_id, on=today_in(factory.country_id, now))
    clusters = clusters_to_choose(layout_id, language=language()) if layout_id else []
    form = BeginForm(
        filled_in(request), side=side_of(request.user), clusters=clusters, initial={"once": uuid4()}
    )
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        try:
            begin_diagnosis(
                chosen["once"],
                factory.pk,
                points=chosen["points"],
                taking_part=chosen["taking_part"],
                actor=request.user,
                now=now,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("self_diagnosis:diagnosis", code=code, diagnosis_id=chosen["once"])
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"factory": factory, "form": form, "is_loaded": bool(clusters)}
    return render(request, "self_diagnosis/begin.html", context, status=status)


Act = Callable[..., object]
ACTS: Mapping[str, Act] = {
    "complete": complete_diagnosis,
    "reopen": reopen_diagnosis,
    "share": share_diagnosis,
    "stop_sharing": stop_sharing_diagnosis,
    "delete": delete_diagnosis,
}


@only_for(diagnoses)
@require_POST
def change(request: SignedIn, code: str, diagnosis_id: UUID) -> HttpResponse:
    """One act, by those who take part."""
    act = ACTS.get(request.POST.get("act", ""))
    if act is delete_diagnosis and is_gone(diagnosis_id):
        return redirect("self_diagnosis:list", code=code)  # pressed twice
    found = diagnosis_for(request.user, code, diagnosis_id)
    if act is None or not takes_part(request.user, found):
        raise Http404
    try:
        act(found.pk, actor=request.user, now=timezone.now())
    except Refused as refusal:
        return diagnosis_page(request, found, refused=str(refusal), status=HTTPStatus.CONFLICT)
    if act is delete_diagnosis:
        messages.success(request, _("Deleted."))
        return redirect("self_diagnosis:list", code=code)
    messages.success(request, _("Saved."))
    return redirect("self_diagnosis:diagnosis", code=code, diagnosis_id=diagnosis_id)


@only_for(plans_gaps)
@require_POST
def plan(request: SignedIn, code: str, diagnosis_id: UUID) -> HttpResponse:
    """Put chosen gaps into the improvement plan."""
    found = diagnosis_for(request.user, code, diagnosis_id)
    points = points_of(found, language=language(), reader=request.user)
    form = PlanGapsForm(request.POST, gaps=[gap for point in points for gap in point.gaps])
    if not form.is_valid():
        refused = " ".join(str(error) for errors in form.errors.values() for error in errors)
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return diagnosis_page(request, found, refused=refused, form=form, status=status)
    try:
        made = add_gaps_to_plan(
            found.pk, **form.cleaned_data, language=language(), actor=request.user, now=timezone.now()
        )
    except Refused as refusal:
        return diagnosis_page(request, found, refused=str(refusal), form=form, status=HTTPStatus.CONFLICT)
    count = 0 if isinstance(made, Unchanged) else made
    text = ngettext("%(count)d item added to the plan.", "%(count)d items added to the plan.", count)
    messages.success(request, text % {"count": count})
    return redirect("self_diagnosis:diagnosis", code=code, diagnosis_id=diagnosis_id)
