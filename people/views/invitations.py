"""The page behind an invitation's link: choose a password, and be in; or go on to one's organisation's sign-on."""

from __future__ import annotations

from http import HTTPStatus

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth import logout
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.requests import filled_in
from accounts.sign_in.single_sign_on.organisations import compulsory_sign_on
from factories.queries.memberships.places import place_rows
from people import commands
from people.commands.invitations import LinkOver
from people.forms import PasswordForm
from people.models import AccountInvitation
from people.queries.invitations import holds, invitation_by_secret


@sensitive_variables("secret")
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Who invites as what and where, in the person's own language; a password, once."""
    now, found = timezone.now(), invitation_by_secret(secret)
    if found is None:
        raise Http404
    with translation.override(found.person.language):
        if not holds(found, now):
            return _over(request, found)
        sign_on = compulsory_sign_on(found.person.email)
        form = Form(filled_in(request)) if sign_on else PasswordForm(filled_in(request), person=found.person)
        if request.method == "POST" and form.is_valid():
            try:
                person = commands.accept_invitation(
                    secret, password=form.cleaned_data.get("password"), now=now
                )
            except LinkOver:
                return _over(request, found)
            return _signed_in(request, person)
        places = [row for row in place_rows([found.person_id], now, ended=False) if row.state != "over"]
        context = {"invitation": found, "form": form, "places": places, "sign_on": sign_on}
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
        return render(request, "people/invitation.html", context, status=status)


def _signed_in(request: HttpRequest, person: User) -> HttpResponse:
    """In by the same door as everybody: past a second factor from before, or on to a compulsory sign-on."""
    if request.user.is_authenticated:
        logout(request)  # whose browser it was
    messages.success(request, _("Welcome, %(name)s.") % {"name": person.name})
    answer: HttpResponse = perform_login(request, person, redirect_url=reverse("home"))
    return answer


def _over(request: HttpRequest, found: AccountInvitation) -> HttpResponse:
    """The link holds no more; whoever used it may sign in."""
    used = found.state == AccountInvitation.State.ACCEPTED
    return render(request, "people/invitation_over.html", {"used": used}, status=HTTPStatus.GONE)
