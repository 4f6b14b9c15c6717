"""One's own inbox, and the choice of e-mail."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.commands import choose_mail
from accounts.forms import MailChoiceForm
from accounts.policies import mail_choice_of
from accounts.projections import mark_read
from accounts.requests import SignedIn, filled_in
from countries.queries.local_time import LocalDays
from notifications.inbox import MANY, forget_count, items, notices_for, unread_of
from obligations.queries.registry import open_work
from obligations.views.header_count import keep_number

ROWS_OF_WORK = 5  # above the notices; the list behind them has all


@login_required
@require_safe
def inbox(request: SignedIn) -> HttpResponse:
    """What happened that concerns me, newest first."""
    forget_count(request.user.pk)  # here the number in the header is that of the rights of this moment
    now = timezone.now()
    days = LocalDays(now)
    found = items(notices_for(request.user, days), request.user)
    work = open_work(request.user, days, most=ROWS_OF_WORK)
    keep_number(request.user, work.total)
    context = {"items": found, "work": work, "today": now, "most": MANY}
    return render(request, "notifications/inbox.html", context)


@login_required
@require_POST
def read(request: SignedIn) -> HttpResponse:
    """Mark one notice as read (`notice`), or all of them."""
    chosen: list[int] | None = None
    if "notice" in request.POST:
        chosen = []
        with suppress(ValueError):
            chosen = [int(request.POST["notice"])]
    mark_read(request.user.pk, chosen, now=timezone.now())
    forget_count(request.user.pk)
    return redirect("inbox")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mail_choice(request: SignedIn) -> HttpResponse:
    """Whether news come by e-mail, and how often."""
    user = request.user
    form = MailChoiceForm(filled_in(request), initial={"way": mail_choice_of(user)})
    if request.method == "POST" and form.is_valid():
        choose_mail(user.pk, way=form.cleaned_data["way"], actor=user, now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("mail_choice")
    return render(request, "notifications/mail_choice.html", {"form": form})


def unread_for(request: HttpRequest) -> dict[str, Any]:
    """Context of every page: `unread()`, how many notices are new; asked only where a template shows it."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"unread": lambda: unread_of(user, LocalDays(timezone.now()))}
