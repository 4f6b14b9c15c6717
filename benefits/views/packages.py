"""A recognition's package: what comes with it, what is promised, what was delivered when."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import SignedIn, filled_in
from benefits.commands.packages import add_benefit, cancel_benefit, deliver_benefit
from benefits.forms import BenefitForm, CancelForm, DeliveryForm
from benefits.models import Benefit
from benefits.policies import tailors
from benefits.queries.catalogue import title_of
from benefits.queries.packages import (
    PUBLISHED,
    invitations_by,
    lines_of,
    packages_visible_to,
    standings_of,
)
from benefits.views.form_commands import tried
from countries.queries.local_time import today_in
from journal.queries import history_of
from recognition.policies import reads_candidates

GET_AND_POST = ["GET", "HEAD", "POST"]


@login_required
@require_safe
def package(request: SignedIn, recognition_id: UUID) -> HttpResponse:
    """The package of one recognition, for the staff of its country."""
    rows = packages_visible_to(request.user).select_related("factory__country")
    found = get_object_or_404(rows, pk=recognition_id)
    tailoring = tailors(request.user, found.factory_id)
    context = {
        "recognition": found,
        "factory": found.factory,
        "lines": lines_of([found.pk])[found.pk],
        "standing": standings_of([found])[found.pk],
        "invitations": invitations_by(found.pk),
        "tailors": tailoring,
        "adds": tailoring and found.state == PUBLISHED,
        "reads_dossier": reads_candidates(request.user),
        "events": history_of(f"package:{found.pk}"),
        "today": today_in(found.factory.country_id, timezone.now()),
    }
    return render(request, "benefits/package.html", context)


@login_required
@require_http_methods(GET_AND_POST)
def add(request: SignedIn, recognition_id: UUID) -> HttpResponse:
    """Promise a benefit."""
    rows = packages_visible_to(request.user).select_related("factory")
    found = get_object_or_404(rows, pk=recognition_id, state=PUBLISHED)
    if not tailors(request.user, found.factory_id):
        raise Http404
    form = BenefitForm(filled_in(request))
    status = HTTPStatus.OK
    if request.method == "POST":
        status = tried(
            form, lambda cleaned: add_benefit(found.pk, **cleaned, actor=request.user, now=timezone.now())
        )
        if status is HTTPStatus.OK:
            messages.success(request, _("Added to the package."))
            return redirect("benefits:package", recognition_id=found.pk)
    context = {"form": form, "recognition": found, "factory": found.factory}
    return render(request, "benefits/add.html", context, status=status)


@login_required
@require_http_methods(GET_AND_POST)
def settle(request: SignedIn, benefit_id: UUID, act: str) -> HttpResponse:
    """Say that a line was delivered, or cancel it."""
    if act not in {"deliver", "cancel"} or not reads_candidates(request.user):
        raise Http404
    rows = Benefit.objects.filter(recognition__in=packages_visible_to(request.user).values("pk"))
    line = get_object_or_404(
        rows.select_related("recognition__factory"), pk=benefit_id, state=Benefit.State.PLANNED
    )
    delivers = act == "deliver"
    posted = filled_in(request)
    today = today_in(line.recognition.factory.country_id, timezone.now())
    form: forms.Form = DeliveryForm(posted, today=today) if delivers else CancelForm(posted)
    status = HTTPStatus.OK
    if request.method == "POST":
        step = deliver_benefit if delivers else cancel_benefit
        status = tried(form, lambda cleaned: step(line.pk, **cleaned, actor=request.user, now=timezone.now()))
        if status is HTTPStatus.OK:
            messages.success(request, _("Kept as delivered.") if delivers else _("Cancelled."))
            return redirect("benefits:package", recognition_id=line.recognition_id)
    context = {
        "form": form,
        "line": line,
        "title": title_of(line.kind),
        "factory": line.recognition.factory,
        "delivers": delivers,
    }
    return render(request, "benefits/settle.html", context, status=status)
