"""A person's calendar feed, at a secret address that they can take out of use."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import SignedIn
from benefits.commands.calendar import end_calendar_link, make_calendar_link
from benefits.exports import TYPE, calendar_of
from benefits.policies import reads_forums
from benefits.queries.calendar import person_of, token_of
from benefits.queries.forums import calendar_forums
from courses.exports import session_events
from courses.queries.sessions import calendar_sessions

MOST = 500


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: SignedIn) -> HttpResponse:
    """One's own address: make it, copy it, take it out of use."""
    if not reads_forums(request.user):
        raise Http404
    if request.method == "POST":
        now = timezone.now()
        if request.POST.get("act") == "end":
            end_calendar_link(actor=request.user, now=now)
            messages.success(request, _("The address opens nothing any more."))
        else:
            make_calendar_link(actor=request.user, now=now)
        return redirect("benefits:calendar")
    token = token_of(request.user)
    address = f"{settings.SITE_URL}{reverse('benefits:feed', args=[token])}" if token else ""
    return render(request, "benefits/calendar.html", {"address": address})


@never_cache
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG001  # whoever holds the address is the person
    """The forums and courses of the person whose address it is, with the rights of this moment."""
    person = person_of(token)
    if person is None or not reads_forums(person):
        raise Http404
    with translation.override(person.language):
        content = calendar_of(
            calendar_forums(person)[:MOST], session_events(calendar_sessions(person)[:MOST])
        )
    response = HttpResponse(content, content_type=TYPE)
    response["X-Robots-Tag"] = "noindex"
    return response
