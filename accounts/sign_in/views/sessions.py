"""Where a person is signed in."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.commands.sessions import end_other_sessions, end_session
from accounts.requests import SignedIn
from accounts.sign_in.queries import sessions_of


@login_required
@require_safe
def sessions(request: SignedIn) -> HttpResponse:
    """The list: this device first."""
    held = sessions_of(request.user, current=request.session.session_key or "", now=timezone.now())
    return render(
        request,
        "accounts/sessions.html",
        {"sessions": held, "others": any(not session.is_current for session in held)},
    )


@login_required
@require_POST
def end_one(request: SignedIn, session_id: int) -> HttpResponse:
    """Sign out on one other device."""
    get_object_or_404(UserSession, pk=session_id, user=request.user)
    end_session(session_id, actor=request.user, now=timezone.now())
    messages.success(request, _("That device is signed out."))
    return redirect("account_sessions")


@login_required
@require_POST
def end_others(request: SignedIn) -> HttpResponse:
    """Sign out everywhere but here."""
    end_other_sessions(keep=request.session.session_key or "", actor=request.user, now=timezone.now())
    messages.success(request, _("All other devices are signed out."))
    return redirect("account_sessions")
