"""How signing in differs from allauth's defaults: accounts are by invitation, mail leaves by the worker."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.sign_in.mail import post_notice
from accounts.sign_in.single_sign_on.organisations import compulsory_sign_on


class InvitedOnlyAdapter(DefaultAccountAdapter):
    """Closes open registration; refuses passwords and passkeys where an organisation's own sign-on is compulsory."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  # allauth's signature
        """Never: people are invited."""
        return False

    def pre_login(self, request: HttpRequest, user: User, **hook: Any) -> HttpResponse | None:
        """A closed account gets no further, nor does whoever must come through their organisation and does not."""
        stopped: HttpResponse | None = super().pre_login(request, user, **hook)
        if stopped is not None:
            return stopped
        through = (hook.get("signal_kwargs") or {}).get("sociallogin")
        if through is None and (sign_on := compulsory_sign_on(user.email)) is not None:
            messages.error(
                request,
                _("You sign in through %(name)s. Enter your address here.") % {"name": sign_on.name},
            )
            return redirect("sign_on_start")
        return None

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,  # noqa: ARG002  # allauth's signature
        email: str | None = None,  # noqa: ARG002  # people have one address
    ) -> None:
        """Tell a person that their way of signing in changed; by the worker, in their language."""
        post_notice(user.pk, template_prefix.rpartition("/")[2])
