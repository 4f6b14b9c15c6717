"""What organisers do: plan, change, open, hold, cancel, invite, and record who came."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import SignedIn, filled_in
from benefits.commands.attendance import record_attendance
from benefits.commands.forums import cancel_forum, change_forum, hold_forum, open_forum, plan_forum
from benefits.commands.invitations import (
    invite_brand,
    invite_factory,
    invite_recognised,
    withdraw_invitation,
)
from benefits.domain.forums import COMING
from benefits.forms import CancelForm, ForumForm
from benefits.models import Forum, Invitation
from benefits.policies import may_organise, organises
from benefits.queries.forums import forums_visible_to, invitations_visible_to
from benefits.views.form_commands import pressed, tried

GET_AND_POST = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(GET_AND_POST)
def plan(request: SignedIn) -> HttpResponse:
    """A new forum."""
    if not organises(request.user):
        raise Http404
    form = ForumForm(filled_in(request), user=request.user, now=timezone.now())
    status = HTTPStatus.OK
    if request.method == "POST":
        status = tried(
            form,
            lambda cleaned: plan_forum(
                cleaned["uid"], plan=form.plan(), actor=request.user, now=timezone.now()
            ),
        )
        if status is HTTPStatus.OK:
            messages.success(request, _("Planned. Open it when guests may be invited."))
            return redirect("benefits:forum", forum_id=form.cleaned_data["uid"])
    return render(request, "benefits/plan_forum.html", {"form": form}, status=status)


@login_required
@require_http_methods(GET_AND_POST)
def change(request: SignedIn, forum_id: UUID) -> HttpResponse:
    """Another day, place or number of places."""
    found = _organised(request, forum_id)
    before = ForumForm.said_before(found)
    form = ForumForm(
        filled_in(request), user=request.user, now=timezone.now(), clock=before["time_zone"], initial=before
    )
    status = HTTPStatus.OK
    if request.method == "POST":
        status = tried(
            form,
            lambda _said: change_forum(found.pk, plan=form.plan(), actor=request.user, now=timezone.now()),
        )
        if status is HTTPStatus.OK:
            messages.success(request, _("Changed. Calendars follow."))
            return redirect("benefits:forum", forum_id=found.pk)
    return render(request, "benefits/plan_forum.html", {"form": form, "forum": found}, status=status)


@login_required
@require_http_methods(GET_AND_POST)
def cancel(request: SignedIn, forum_id: UUID) -> HttpResponse:
    """Call a forum off, with a reason."""
    found = _organised(request, forum_id)
    form = CancelForm(filled_in(request))
    status = HTTPStatus.OK
    if request.method == "POST":
        status = tried(
            form,
            lambda cleaned: cancel_forum(
                found.pk, reason=cleaned["reason"], actor=request.user, now=timezone.now()
            ),
        )
        if status is HTTPStatus.OK:
            messages.success(request, _("Cancelled. The invited factories are notified."))
            return redirect("benefits:forum", forum_id=found.pk)
    return render(request, "benefits/cancel_forum.html", {"form": form, "forum": found}, status=status)


@login_required
@require_POST
def move(request: SignedIn, forum_id: UUID) -> HttpResponse:
    """Open a forum for registration, or say that it took place."""
    found = _visible_forum(request, forum_id)
    steps = {
        "open": (open_forum, _("Open. Invite the guests now.")),
        "hold": (hold_forum, _("Held. Record who came.")),
    }
    if request.POST.get("act") not in steps:
        raise Http404
    step, words = steps[request.POST["act"]]
    pressed(request, lambda: step(found.pk, actor=request.user, now=timezone.now()), lambda _done: words)
    return redirect("benefits:forum", forum_id=found.pk)


@login_required
@require_POST
def invite(request: SignedIn, forum_id: UUID) -> HttpResponse:
    """Invite all recognised factories of the forum's countries, one factory, or one brand."""
    found = _visible_forum(request, forum_id)
    now, guest = timezone.now(), request.POST.get("guest", "")
    acts: dict[str, Callable[[], object]] = {
        "recognised": lambda: invite_recognised(found.pk, actor=request.user, now=now),
        "factory": lambda: invite_factory(found.pk, code=guest, actor=request.user, now=now),
        "brand": lambda: invite_brand(found.pk, brand=guest, actor=request.user, now=now),
    }
    act = acts.get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    pressed(request, act, _invited)
    return redirect("benefits:forum", forum_id=found.pk)


@login_required
@require_POST
def uninvite(request: SignedIn, invitation_id: UUID) -> HttpResponse:
    """Take an invitation back."""
    if not organises(request.user):
        raise Http404
    guest = get_object_or_404(invitations_visible_to(request.user), pk=invitation_id)
    pressed(
        request,
        lambda: withdraw_invitation(guest.pk, actor=request.user, now=timezone.now()),
        lambda _done: _("The invitation was withdrawn."),
    )
    return redirect("benefits:forum", forum_id=guest.forum_id)


@login_required
@require_POST
def attendance(request: SignedIn, forum_id: UUID) -> HttpResponse:
    """How many people of each guest came; a field left empty says nothing."""
    found = _visible_forum(request, forum_id)
    came: dict[UUID, int] = {}
    for guest in invitations_visible_to(request.user).filter(forum=found).select_related("factory", "brand"):
        written = request.POST.get(f"came-{guest.pk}", "").strip()
        if written:
            try:
                came[guest.pk] = int(written)
            except ValueError:
                words = {"guest": _called(guest), "written": written[:20]}
                messages.error(
                    request, _("%(guest)s: “%(written)s” is no number of people; write 0 or more.") % words
                )
                return redirect("benefits:forum", forum_id=found.pk)
    pressed(
        request,
        lambda: record_attendance(found.pk, came=came, actor=request.user, now=timezone.now()),
        lambda number: ngettext("%(n)s guest recorded.", "%(n)s guests recorded.", number) % {"n": number},
    )
    return redirect("benefits:forum", forum_id=found.pk)


def _invited(number: int) -> str:
    if not number:
        return _("Everybody was invited already.")
    return ngettext("%(n)s guest invited.", "%(n)s guests invited.", number) % {"n": number}


def _called(guest: Invitation) -> str:
    return guest.factory.name if guest.factory else str(guest.brand)


def _visible_forum(request: SignedIn, forum_id: UUID) -> Forum:
    if not organises(request.user):
        raise Http404
    return get_object_or_404(forums_visible_to(request.user), pk=forum_id)


def _organised(request: SignedIn, forum_id: UUID) -> Forum:
    """A forum ahead that the reader organises."""
    rows = forums_visible_to(request.user).prefetch_related("countries__country")
    found = get_object_or_404(rows, pk=forum_id, state__in=COMING)
    if not may_organise(request.user, found):
        raise Http404
    return found
