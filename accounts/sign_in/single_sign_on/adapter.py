"""allauth's OpenID Connect as it is here: organisations come from our table, and only invited people get in."""

from __future__ import annotations

import logging
from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.commands.single_sign_on import LinkedElsewhere, link_sign_on
from accounts.models import SignOn, User
from accounts.sign_in.mail import post_notice
from accounts.sign_in.sealing import unseal
from accounts.sign_in.single_sign_on.organisations import sign_on_of
from accounts.sign_in.single_sign_on.outside_requests import OutsideAdapter
from journal.commands import Unchanged

logger = logging.getLogger(__name__)

PATIENCE = 10  # seconds for each word with an organisation's server


class SignOnAdapter(DefaultSocialAccountAdapter):
    """Nobody gets an account by signing on; an identity opens the one account that it was linked to."""

    def list_apps(
        self,
        request: HttpRequest,  # noqa: ARG002  # allauth's signature
        provider: str | None = None,
        client_id: str | None = None,
    ) -> list[SocialApp]:
        """The enabled organisations as allauth knows them: never stored, so that the secret is sealed in one place."""
        found = SignOn.objects.filter(is_enabled=True)
        if provider and provider != "openid_connect":
            found = found.filter(slug=provider)
        if client_id:
            found = found.filter(client_id=client_id)
        return [_app(sign_on) for sign_on in found]

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002  # allauth's
        """Never: people are invited."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find the invited person whose verified address the organisation's server named; anybody else is refused."""
        slug, address = sociallogin.account.provider, _verified_address(sociallogin)
        sign_on = sign_on_of(address)
        if sign_on is None or sign_on.slug != slug:
            _refuse(request)
        user = User.objects.filter(email=address, is_active=True).first()
        linked = sociallogin.user if sociallogin.is_existing else None
        if user is None or (linked is not None and linked.pk != user.pk):
            _refuse(request)
        if linked is not None:
            return
        try:
            done = link_sign_on(
                user.pk,
                slug=slug,
                subject_id=sociallogin.account.uid,
                actor=user,
                now=timezone.now(),  # noqa: TID251  # allauth's hook
            )
        except LinkedElsewhere as refusal:
            _refuse(request, str(refusal))
        if not isinstance(done, Unchanged):
            post_notice(user.pk, "sign_on_linked")
        sociallogin.lookup()

    def on_authentication_error(
        self,
        request: HttpRequest,  # noqa: ARG002  # allauth's signature
        provider: Any,
        error: str = "",
        exception: object = None,
        **_more: Any,
    ) -> None:
        """Tell the operator's log, which names no person, why a person did not get in."""
        slug = getattr(getattr(provider, "app", None), "provider_id", "unknown")
        reason = f"{type(exception).__name__}: {exception}"[:200] if exception else ""
        logger.warning("sign-on %s: %s %s", slug, error, reason)

    def get_requests_session(self) -> Any:
        """allauth's, but it does not wait for ever, and goes nowhere but outside."""
        session = super().get_requests_session()
        for scheme in ("https://", "http://"):
            session.mount(scheme, OutsideAdapter())
        plain = session.request

        def patient(method: str, url: str, **more: Any) -> Any:
            more.setdefault("timeout", PATIENCE)
            return plain(method, url, **more)

        session.request = patient
        return session


def _app(sign_on: SignOn) -> SocialApp:
    return SocialApp(
        provider="openid_connect",
        provider_id=sign_on.slug,
        name=sign_on.name,
        client_id=sign_on.client_id,
        secret=unseal(sign_on.sealed_secret),
        settings={"server_url": sign_on.issuer, "oauth_pkce_enabled": True},
    )


def _verified_address(sociallogin: SocialLogin) -> str:
    """The address that the server says is verified (`email_verified` is true, and no text like it); else empty."""
    for found in sociallogin.email_addresses:
        if found.verified is True:
            return str(found.email).strip().lower()
    return ""


def _refuse(request: HttpRequest, reason: str = "") -> NoReturn:
    """Back to the way in, with one sentence whatever was wrong: it tells nobody who has an account."""
    messages.error(
        request,
        reason
        or _(
            "Your organisation's sign-on did not let you in here. It works only for people who are invited, with the "
            "e-mail address that your organisation has confirmed. Ask whoever invited you."
        ),
    )
    raise ImmediateHttpResponse(redirect("account_login"))
