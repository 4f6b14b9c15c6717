"""One's own account."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import commands
from accounts.forms import AccountForm
from accounts.requests import SignedIn, filled_in


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: SignedIn) -> HttpResponse:
    """Who I am here: my name, and the language I read."""
    user = request.user
    form = AccountForm(filled_in(request), initial={"name": user.name, "language": user.language})
    if request.method == "POST" and form.is_valid():
        data, now = form.cleaned_data, timezone.now()
        commands.rename_account(user.pk, name=data["name"] or user.name, actor=user, now=now)
        commands.choose_language(user.pk, language=data["language"], actor=user, now=now)
        messages.success(request, _("Saved."))
        return redirect("profile")
    return render(request, "accounts/profile.html", {"form": form})
