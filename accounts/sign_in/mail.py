"""E-mail about signing in: the link for a new password, and notices that something changed.

All of it leaves by the worker, so that a page answers alike, and as fast, whoever was asked about.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from celery import current_app
from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.sign_in.single_sign_on.organisations import compulsory_sign_on

# by the names of allauth's mails, and ours
NOTICES: dict[str, str | Promise] = {
    "password_changed": gettext_lazy("Your password was changed"),
    "password_set": gettext_lazy("A password was chosen for your account"),
    "password_reset": gettext_lazy("A new password was chosen for your account"),
    "totp_activated": gettext_lazy("An authenticator app now protects your account"),
    "totp_deactivated": gettext_lazy("The authenticator app was removed from your account"),
    "webauthn_added": gettext_lazy("A passkey was added to your account"),
    "webauthn_removed": gettext_lazy("A passkey was removed from your account"),
    "recovery_codes_generated": gettext_lazy("New recovery codes were made for your account"),
    "second_factor_reset": gettext_lazy("An administrator reset how you sign in"),
    "sign_on_linked": gettext_lazy("You can now sign in through your organisation"),
    "token_made": gettext_lazy("An API token was made for your account"),
}


def post_reset_link(email: str) -> None:
    """Have the worker send the link to this address, if it is a person's."""
    current_app.send_task("accounts.send_reset_link", args=[email])


def post_notice(user_id: int, kind: str) -> None:
    """Queue a mail about a change of how the person signs in; `kind` is a key of NOTICES."""
    if kind in NOTICES:
        current_app.send_task("accounts.send_notice", args=[user_id, kind])


def reset_message(email: str) -> EmailMessage | None:
    """The mail with the link to choose a new password; None where nobody with this address may sign in."""
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is None:
        return None
    with translation.override(user.language):
        sign_on = compulsory_sign_on(user.email)
        if sign_on is not None:
            return _message(
                user,
                _("How you sign in"),
                _("You need no password: people of your organisation sign in through %(name)s.")
                % {"name": sign_on.name},
                settings.SITE_URL + reverse("sign_on_start"),
            )
        key = default_token_generator.make_token(user)
        link = reverse(
            "account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key}
        )
        return _message(
            user,
            _("Choose a new password"),
            _("Somebody, probably you, asked for a new password. The link works once, for three days:"),
            settings.SITE_URL + link,
            _("Was it not you? Then do nothing: your password stays as it is."),
        )


def notice_message(user: User, kind: str) -> EmailMessage:
    """The mail that tells of a change."""
    with translation.override(user.language):
        return _message(
            user,
            str(NOTICES[kind]),
            f"{NOTICES[kind]}.",
            _(
                "Was it not you? Choose a new password at once, which ends every session and token, and tell us:"
            ),
            settings.SITE_URL + reverse("account_reset_password"),
        )


def _message(user: User, subject: str, *paragraphs: str) -> EmailMessage:
    greeting = _("Dear %(name)s,") % {"name": user.name}
    site = urlsplit(settings.SITE_URL).netloc
    return EmailMessage(
        subject=subject,
        body="\n\n".join([greeting, *paragraphs, f"-- \nBetter Work Recognition, {site}"]) + "\n",
        to=[user.email],
        headers={"Auto-Submitted": "auto-generated", "Content-Language": user.language},
    )
