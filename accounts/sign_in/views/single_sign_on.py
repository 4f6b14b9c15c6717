"""Through one's organisation: the way in, and the administrators' list of organisations."""

from __future__ import annotations

import logging
from typing import cast

from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.socialaccount.providers.openid_connect.views import callback as allauths_callback
from cryptography.fernet import InvalidToken
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.commands.single_sign_on import DomainTaken, set_up_sign_on
from accounts.models import SignOn
from accounts.requests import SignedIn, filled_in, only_for
from accounts.sign_in.forms import AddressForm, SignOnForm
from accounts.sign_in.queries import keeps_sign_ons, sign_ons
from accounts.sign_in.single_sign_on.organisations import sign_on_of
from journal.commands import value_of

logger = logging.getLogger(__name__)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Ask for the address; its domain says whose sign-on, and the browser goes there.

    By a page of its own: browsers follow no form to another site under our content policy, and should not.
    """
    form = AddressForm(filled_in(request))
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        sign_on = sign_on_of(email)
        if sign_on is None:
            form.add_error(
                "email", _("No organisation signs in here with such an address. Use your password.")
            )
        elif (address := _address_to_go_to(request, sign_on, email)) is None:
            form.add_error(
                None, _("The sign-on of %(name)s does not answer. Try again later.") % {"name": sign_on.name}
            )
        else:
            return render(request, "account/sign_on_leaving.html", {"sign_on": sign_on, "address": address})
    return render(
        request,
        "account/sign_on_start.html",
        {"form": form, "next": request.POST.get("next") or request.GET.get("next", "")},
    )


def _address_to_go_to(request: HttpRequest, sign_on: SignOn, email: str) -> str | None:
    """Where the organisation's server asks who one is; None when it does not answer as it should."""
    requested = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(requested, {request.get_host()}, require_https=request.is_secure())
    try:
        provider = OpenIDConnectOAuth2Adapter(request, sign_on.slug).get_provider()
        answer = provider.redirect(
            request, process="login", next_url=requested if safe else None, auth_params={"login_hint": email}
        )
    except (OSError, OAuth2Error, KeyError, ValueError, InvalidToken) as failure:
        reason = f"{type(failure).__name__}: {failure}"[:200]
        logger.warning("sign-on %s does not answer: %s", sign_on.slug, reason)
        return None
    address = answer.url if isinstance(answer, HttpResponseRedirect) else ""
    return address if address.startswith(("https://", "http://")) else None


@never_cache
@require_safe
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Where an organisation's server sends people back: allauth checks what it says."""
    try:
        answer: HttpResponse = allauths_callback(request, provider_id)
    except (
        KeyError,
        ValueError,
        TypeError,
        InvalidToken,
    ) as failure:  # an answer that is not as OpenID Connect has it
        logger.warning("sign-on %s answered wrongly: %s", provider_id, type(failure).__name__)
        messages.error(request, _("Your organisation's sign-on gave an answer that cannot be read."))
        return redirect("account_login")
    return answer


@require_safe
def cancelled(request: HttpRequest) -> HttpResponse:
    """They changed their mind over there."""
    messages.info(request, _("You were not signed in."))
    return redirect("account_login")


@only_for(keeps_sign_ons)
@require_safe
def organisations(request: SignedIn) -> HttpResponse:
    """Every organisation's sign-on."""
    return render(request, "accounts/sign_ons.html", {"sign_ons": sign_ons()})


@only_for(keeps_sign_ons)
@require_http_methods(["GET", "HEAD", "POST"])
def new_organisation(request: SignedIn) -> HttpResponse:
    """Set one up."""
    return _edit(request, None)


@only_for(keeps_sign_ons)
@require_http_methods(["GET", "HEAD", "POST"])
def organisation(request: SignedIn, slug: str) -> HttpResponse:
    """Change one."""
    return _edit(request, get_object_or_404(sign_ons(), slug=slug))


def _edit(request: SignedIn, sign_on: SignOn | None) -> HttpResponse:
    form = SignOnForm(filled_in(request), sign_on=sign_on, initial=_as_it_is(sign_on))
    if request.method == "POST" and form.is_valid():
        try:
            done = set_up_sign_on(
                sign_on.pk if sign_on else None, **form.cleaned_data, actor=request.user, now=timezone.now()
            )
        except DomainTaken as refusal:
            form.add_error("domains", str(refusal))
        else:
            saved = cast("SignOn", value_of(done))
            messages.success(request, _("Saved."))
            if form.cleaned_data["is_enabled"] and not saved.is_enabled:
                messages.warning(
                    request, _("It is in use as soon as a second administrator approves it under Proposals.")
                )
            return redirect("sign_on", slug=saved.slug)
    context = {"form": form, "sign_on": sign_on}
    if sign_on is not None:
        context["back_to"] = OpenIDConnectOAuth2Adapter(request, sign_on.slug).get_callback_url(request, None)
    return render(request, "accounts/sign_on.html", context)


def _as_it_is(sign_on: SignOn | None) -> dict[str, object]:
    if sign_on is None:
        return {}
    return {
        "name": sign_on.name,
        "domains": " ".join(sorted(row.domain for row in sign_on.domains.all())),
        "issuer": sign_on.issuer,
        "client_id": sign_on.client_id,
        "is_enabled": sign_on.is_enabled,
        "is_compulsory": sign_on.is_compulsory,
    }
