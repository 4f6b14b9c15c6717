"""One's own account, and the list of people for those who keep accounts."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import commands
from accounts.forms import InvitationForm, LanguageForm
from accounts.policies import keeps_accounts, people_visible_to
from accounts.requests import SignedIn, filled_in
from accounts.sign_in.tasks import send_reset_link


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: SignedIn) -> HttpResponse:
    """Who I am here, and the language I read."""
    user = request.user
    form = LanguageForm(filled_in(request), initial={"language": user.language})
    if request.method == "POST" and form.is_valid():
        commands.choose_language(
            user.pk, language=form.cleaned_data["language"], actor=user, now=timezone.now()
        )
        messages.success(request, _("Saved."))
        return redirect("profile")
    return render(request, "accounts/profile.html", {"form": form})


@login_required
@require_safe
def people(request: SignedIn) -> HttpResponse:
    """Everybody with an account, for those who keep accounts."""
    if not keeps_accounts(request.user):
        raise Http404
    sought = request.GET.get("q", "").strip()
    found = people_visible_to(request.user).order_by("name", "pk")
    if sought:
        found = found.filter(name__icontains=sought) | found.filter(email__icontains=sought)
    return render(request, "accounts/people.html", {"people": found[:200], "sought": sought})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: SignedIn) -> HttpResponse:
    """Make an account and send its owner the link to choose a password."""
    if not keeps_accounts(request.user):
        raise Http404
    form = InvitationForm(filled_in(request), actor=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            made = commands.invite_user(**form.cleaned_data, actor=request.user, now=timezone.now())
        except commands.AlreadyInvited as refusal:
            form.add_error("email", str(refusal))
        else:
            send_reset_link(made.email)
            messages.success(request, _("%(name)s has been invited.") % {"name": made.name})
            return redirect("people")
    return render(request, "accounts/invite.html", {"form": form})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: SignedIn, user_id: int) -> HttpResponse:
    """One account: close it, or let its owner in again."""
    somebody = get_object_or_404(people_visible_to(request.user), pk=user_id)
    if request.method == "POST":
        act = commands.close_account if somebody.is_active else commands.reopen_account
        act(somebody.pk, actor=request.user, now=timezone.now())
        return redirect("person", user_id=somebody.pk)
    return render(request, "accounts/person.html", {"person": somebody})
