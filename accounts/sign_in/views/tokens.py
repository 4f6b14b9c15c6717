"""One's own API tokens."""

from __future__ import annotations

import uuid

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.commands.tokens import TooManyTokens, make_token, revoke_token
from accounts.requests import SignedIn, filled_in
from accounts.sign_in.forms import TokenForm
from accounts.sign_in.mail import post_notice
from accounts.sign_in.queries import tokens_of


@login_required
@require_http_methods(["GET", "HEAD"])
def tokens(request: SignedIn) -> HttpResponse:
    """The list, and the way to a new one."""
    return render(request, "accounts/tokens.html", {"tokens": tokens_of(request.user), "now": timezone.now()})


@login_required
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth has no types
@require_http_methods(["GET", "HEAD", "POST"])
def new_token(request: SignedIn) -> HttpResponse:
    """Make a token; the answer shows it, once."""
    form, now = TokenForm(filled_in(request)), timezone.now()
    if request.method == "POST" and form.is_valid():
        user, data = request.user, form.cleaned_data
        try:
            made = make_token(
                user.pk,
                name=data["name"],
                scope=data["scope"],
                expires_at=form.expires_at(now),
                actor=user,
                now=now,
            )
        except TooManyTokens as refusal:
            form.add_error(None, str(refusal))
        else:
            post_notice(user.pk, "token_made")
            return render(request, "accounts/token_made.html", {"token": made, "name": data["name"]})
    return render(request, "accounts/new_token.html", {"form": form})


@login_required
@require_POST
def revoke(request: SignedIn, token_uid: uuid.UUID) -> HttpResponse:
    """End one of one's own."""
    get_object_or_404(tokens_of(request.user), uid=token_uid)
    revoke_token(token_uid, actor=request.user, now=timezone.now())
    messages.success(request, _("The token works no more."))
    return redirect("account_tokens")
