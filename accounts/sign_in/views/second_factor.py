"""A person lost their phone: an administrator resets how they sign in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.commands.second_factor import reset_second_factor
from accounts.requests import SignedIn, filled_in, only_for
from accounts.sign_in.forms import ResetFactorForm
from accounts.sign_in.mail import post_notice
from accounts.sign_in.queries import people_to_reset, resets_second_factors
from journal.commands import Unchanged


@only_for(resets_second_factors)
@require_http_methods(["GET", "HEAD", "POST"])
def reset(request: SignedIn, user_id: int) -> HttpResponse:
    """With a reason, which the journal keeps; the person is told by mail."""
    somebody = get_object_or_404(people_to_reset(request.user), pk=user_id)
    form = ResetFactorForm(filled_in(request))
    if request.method == "POST" and form.is_valid():
        done = reset_second_factor(
            somebody.pk, reason=form.cleaned_data["reason"], actor=request.user, now=timezone.now()
        )
        if isinstance(done, Unchanged):
            messages.info(request, _("%(name)s has no second factor.") % {"name": somebody.name})
        else:
            post_notice(somebody.pk, "second_factor_reset")
            messages.success(
                request, _("%(name)s now signs in without it and may enrol anew.") % {"name": somebody.name}
            )
        return redirect("people:person", user_id=somebody.pk)
    return render(request, "accounts/reset_second_factor.html", {"person": somebody, "form": form})
