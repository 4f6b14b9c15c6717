"""The first page of a brand's people, their watch list and digest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.policies import wants_no_mail
from accounts.requests import SignedIn, only_for
from buyers.forms import DigestForm
from buyers.projections import choose_digest, mark_home_seen, set_watched
from buyers.queries.own import digest_of, watched_by
from countries.queries.local_time import LocalDays
from factories.queries import brands_of, registered, sourced_by
from portal.brands.queries.home import home_of
from portal.policies import is_brand
from portal.queries import recognised_among
from saved_lists.queries import saved_lists_of

if TYPE_CHECKING:
    from accounts.models import User
    from factories.models import Factory


@only_for(is_brand)
@require_safe
def home(request: SignedIn) -> HttpResponse:
    """What changed since the last look, worst first; what presses; the reader's watch list and lists."""
    user = request.user
    choice = digest_of(user.pk)
    return render(
        request,
        "portal/brands/home.html",
        {
            "home": home_of(user, LocalDays(timezone.now())),
            "lists": saved_lists_of(user.pk),
            "digest": DigestForm(initial={"way": choice.way}),
            "no_mail": wants_no_mail(user),
        },
    )


@only_for(is_brand)
@require_POST
def seen(request: SignedIn) -> HttpResponse:
    """Mark the home page as seen, if it is still what the reader saw."""
    now = timezone.now()
    found = home_of(request.user, LocalDays(now))
    if request.POST.get("shown") == found.fingerprint:
        mark_home_seen(request.user.pk, found.facts, now=now)
        messages.success(request, _("Marked as seen."))
    else:
        messages.warning(request, _("Something changed meanwhile. It is shown now."))
    return redirect("brand_home")


@only_for(is_brand)
@require_POST
def watch(request: SignedIn, code: str) -> HttpResponse:
    """Put a supplier or a recognised factory on the watch list, or take it off."""
    found = _watchable(request.user, code)
    set_watched(request.user.pk, found.pk, watched=request.POST.get("watched") == "yes")
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = reverse("factory", kwargs={"code": found.code})
    return redirect(back)


@only_for(is_brand)
@require_POST
def digest(request: SignedIn) -> HttpResponse:
    """Choose how often the digest comes by e-mail."""
    form = DigestForm(request.POST)
    if form.is_valid():
        choose_digest(request.user.pk, way=form.cleaned_data["way"])
        messages.success(request, _("Saved."))
    return redirect("brand_home")


def _watchable(user: User, code: str) -> Factory:
    """A supplier, a recognised factory, or one that is on the list already; another one does not exist here."""
    rows = registered().filter(code=code)
    on = LocalDays(timezone.now())
    allowed = (
        rows.filter(pk__in=sourced_by(brands_of(user), on).values("pk")),
        recognised_among(rows),
        rows.filter(pk__in=watched_by(user.pk).values("factory")),
    )
    for found in allowed:
        if (factory := found.first()) is not None:
            return factory
    raise Http404
