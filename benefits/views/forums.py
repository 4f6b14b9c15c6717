"""Forums: the list and the page of one, for staff and for guests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import SignedIn
from benefits.domain.forums import COMING, room_left
from benefits.exports import TYPE, calendar_of
from benefits.models import Forum, Invitation
from benefits.policies import SPEAKERS, is_staff, may_organise, organises, reads_forums
from benefits.queries.forums import (
    forums_visible_to,
    guests_of,
    own_invitations,
    people_registered,
    tallies,
)
from factories.queries import brands_by_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

MOST = 100


@login_required
@require_safe
def forums(request: SignedIn) -> HttpResponse:
    """Every forum that exists for the reader: what is ahead, then what was."""
    if not reads_forums(request.user):
        raise Http404
    if not is_staff(request.user):
        return render(request, "benefits/invited.html", by_time(_invitations(request)))
    rows = forums_visible_to(request.user).prefetch_related("countries__country")
    ahead = list(rows.filter(state__in=COMING).order_by("starts_at", "pk")[:MOST])
    past = list(rows.exclude(state__in=COMING).order_by("-starts_at", "pk")[:MOST])
    counted = tallies(request.user, [listed.pk for listed in (*ahead, *past)])
    context = {
        "ahead": [(listed, counted.get(listed.pk)) for listed in ahead],
        "past": [(listed, counted.get(listed.pk)) for listed in past],
        "organises": organises(request.user),
    }
    return render(request, "benefits/forums.html", context)


@login_required
@require_safe
def forum(request: SignedIn, forum_id: UUID) -> HttpResponse:
    """One forum: who is invited, registered and came; for a guest, their own invitation."""
    rows = forums_visible_to(request.user).prefetch_related("countries__country")
    found = get_object_or_404(rows, pk=forum_id)
    if not is_staff(request.user):
        guests = _invitations(request, found)
        return render(request, "benefits/forum_guest.html", {"forum": found, "guests": guests})
    return render(request, "benefits/forum.html", _for_staff(request, found))


@login_required
@require_safe
def forum_ics(request: SignedIn, forum_id: UUID) -> HttpResponse:
    """One forum for one's own calendar."""
    found = get_object_or_404(forums_visible_to(request.user), pk=forum_id)
    response = HttpResponse(calendar_of([found]), content_type=TYPE)
    response["Content-Disposition"] = 'attachment; filename="forum.ics"'
    return response


def _for_staff(request: SignedIn, found: Forum) -> dict[str, Any]:
    invites = organises(request.user)
    guests = guests_of(request.user, found.pk)
    context: dict[str, Any] = {
        "forum": found,
        "guests": guests,
        "tally": tallies(request.user, [found.pk]).get(found.pk),
        "invites": invites and found.state == Forum.State.OPEN,
        "records": invites and found.state == Forum.State.HELD,
        "organises": may_organise(request.user, found),
        "ahead": found.state in COMING,
        "begun": found.starts_at <= timezone.now(),
    }
    if context["organises"]:
        context["left"] = room_left(found.capacity, people_registered(found.pk))
    if context["invites"]:
        there = {guest.brand_id for guest in guests if guest.state != Invitation.State.WITHDRAWN}
        context["brands"] = [name for name, pk in brands_by_name().items() if pk not in there]
    return context


def _invitations(request: SignedIn, of: Forum | None = None) -> list[dict[str, Any]]:
    """The reader's own invitations, latest forum first, each with whether it can be answered now."""
    rows: QuerySet[Invitation] = own_invitations(request.user).select_related("forum", "factory", "brand")
    if of is not None:
        rows = rows.filter(forum=of)
    return shown(list(rows.order_by("-forum__starts_at", "pk")[:MOST]), request)


def by_time(forums: Sequence[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Two lists: what is to come, what was called off of it too, the soonest first; what was, the latest first."""
    now = timezone.now()
    ahead = [row for row in forums if row["forum"].ends_at > now and row["forum"].state != Forum.State.HELD]
    return {
        "guests": sorted(ahead, key=lambda row: row["forum"].starts_at),
        "past": [row for row in forums if row not in ahead],
    }


def shown(rows: list[Invitation], request: SignedIn) -> list[dict[str, Any]]:
    """Invitations as their guests' pages show them."""
    now = timezone.now()
    speaks = request.user.role in SPEAKERS or request.user.role == "brand"
    return [
        {
            "guest": row,
            "forum": row.forum,
            "answerable": speaks and row.forum.state == Forum.State.OPEN and row.forum.starts_at > now,
        }
        for row in rows
    ]
