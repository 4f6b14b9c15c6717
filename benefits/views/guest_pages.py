"""A guest's side: a factory's benefits and invitations, and answers to these."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import SignedIn
from benefits.commands.invitations import decline_invitation, register_guests
from benefits.policies import answers_for, has_benefits
from benefits.queries.forums import own_invitations
from benefits.queries.packages import lines_of, own_packages, standings_of
from benefits.views.form_commands import pressed
from benefits.views.forums import by_time, shown
from countries.queries.local_time import programme_day

MOST = 100


@login_required
@require_safe
def own(request: SignedIn) -> HttpResponse:
    """What recognition brings my factory, and where it is invited."""
    if not has_benefits(request.user):
        raise Http404
    packages = list(
        own_packages(request.user)
        .select_related("factory")
        .order_by("factory__name", "-published_at", "pk")[:MOST]
    )
    lines, standings = lines_of([package.pk for package in packages]), standings_of(packages)
    shown_packages: list[dict[str, Any]] = [
        {
            "recognition": package,
            "factory": package.factory,
            "lines": lines[package.pk],
            "standing": standings[package.pk],
        }
        for package in packages
    ]
    rows = own_invitations(request.user).select_related("forum", "factory", "brand")
    guests = shown(list(rows.order_by("-forum__starts_at", "factory__name", "pk")[:MOST]), request)
    context = {"packages": shown_packages, "today": programme_day(timezone.now())} | by_time(guests)
    return render(request, "benefits/own.html", context)


@login_required
@require_POST
def answer(request: SignedIn, invitation_id: UUID) -> HttpResponse:
    """Come, with so many people, or not."""
    guest = get_object_or_404(own_invitations(request.user), pk=invitation_id)
    if not answers_for(request.user, guest):
        raise Http404
    now = timezone.now()
    if request.POST.get("act") == "decline":
        pressed(
            request,
            lambda: decline_invitation(guest.pk, actor=request.user, now=now),
            lambda _done: _("You have declined. You can still change your mind."),
        )
    else:
        written = request.POST.get("people", "")
        people = int(written) if written.isascii() and written.isdigit() and len(written) < 4 else 0  # noqa: PLR2004
        pressed(
            request,
            lambda: register_guests(guest.pk, people=people, actor=request.user, now=now),
            lambda _done: _("You are registered."),
        )
    return redirect("benefits:own" if has_benefits(request.user) else "benefits:forums")
