"""The page behind an invitation's link: choose a password, and be in."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from accounts.requests import filled_in
from factories.queries.places import place_rows
from people import commands
from people.commands.invitations import LinkOver
from people.forms import PasswordForm
from people.models import AccountInvitation
from people.queries.invitations import holds, invitation_behind

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@sensitive_variables("secret")
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Who invites as what and where, in the person's own language; a password, once."""
    now, found = timezone.now(), invitation_behind(secret)
    if found is None:
        raise Http404
    with translation.override(found.person.language):
        if not holds(found, now):
            return _over(request, found)
        form = PasswordForm(filled_in(request), person=found.person)
        if request.method == "POST" and form.is_valid():
            try:
                person = commands.accept_invitation(secret, password=form.cleaned_data["password"], now=now)
            except LinkOver:
                return _over(request, found)
            login(request, person, backend=BACKEND)
            messages.success(request, _("Welcome, %(name)s.") % {"name": person.name})
            return redirect("home")
        places = place_rows([found.person_id], now, ended=False)
        context = {
            "invitation": found,
            "form": form,
            "places": [row for row in places if row.state != "over"],
        }
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
        return render(request, "people/invitation.html", context, status=status)


def _over(request: HttpRequest, found: AccountInvitation) -> HttpResponse:
    """The link holds no more; whoever used it may sign in."""
    used = found.state == AccountInvitation.State.ACCEPTED
    return render(request, "people/invitation_over.html", {"used": used}, status=HTTPStatus.GONE)
