"""Photos and documents beside items of the plan: added by whoever keeps it, given out to whoever reads it."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import SignedIn, only_for
from advisory import commands
from advisory.policies import keeps_plans
from advisory.queries.improvement_plan import plan_files_visible_to
from advisory.views.improvement_plan import current_item
from assessments.forms.attachments import EvidenceFilesForm
from assessments.views.access import factory_for
from assessments.views.attachments import kept_each, sent


@only_for(keeps_plans)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedIn, code: str, item_id: int) -> HttpResponse:
    """What shows that an item was done."""
    factory = factory_for(request.user, code)
    item = current_item(factory.pk, item_id)
    form = EvidenceFilesForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    keep = partial(commands.add_plan_file, item.factory_id, ref=item.ref)
    if request.method == "POST" and kept_each(request, form, keep):
        return redirect("advisory:plan", code=code)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"factory": factory, "item": item, "form": form}
    return render(request, "advisory/plan_files.html", context, status=status)


@login_required
@require_safe
def give(request: SignedIn, file_id: UUID) -> HttpResponseBase:
    """The file itself, always to be saved and never to be run."""
    found = plan_files_visible_to(request.user).filter(pk=file_id).first()
    if found is None:
        raise Http404
    file = FileResponse(found.content.open("rb"), as_attachment=True, filename=found.name)
    return sent(file, found.content_type)
