"""What people type to sign in, and about how they do."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from allauth.account.forms import LoginForm, ResetPasswordForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import ApiToken, SecurityEvent, SignOn
from accounts.sign_in.mail import post_reset_link
from accounts.sign_in.security_log import note
from accounts.sign_in.single_sign_on.organisations import compulsory_sign_on

DOMAIN = re.compile(r"^(?=.{4,190}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$")
CODE_LIVES = 120  # seconds: longer than any code of an app is taken


class SignInForm(LoginForm):
    """Address and password; refused by the domain alone where an organisation's sign-on is compulsory."""

    def clean_login(self) -> str:
        """The address; the same sentence for every address of a domain, known or not."""
        address: str = super().clean_login()
        sign_on = compulsory_sign_on(address)
        if sign_on is not None:
            raise forms.ValidationError(
                _(
                    "People with this address sign in through %(name)s: choose “Through my organisation” below."
                )
                % {"name": sign_on.name}
            )
        return address


class ResetLinkForm(ResetPasswordForm):
    """Asks for a link; whether the address is a person's is looked up by the worker, never while the page waits."""

    def clean_email(self) -> str:
        """The address as it was typed."""
        return str(self.cleaned_data["email"]).strip().lower()

    def save(self, request: HttpRequest, **_more: Any) -> str:
        """Hand it to the worker."""
        note(SecurityEvent.Kind.RESET_ASKED, request, user=None)
        email = self.cleaned_data["email"]
        post_reset_link(email)
        return str(email)


class _OnceOnly:
    """A code of an app works once, also while a clock that is off keeps it alive longer."""

    user: Any
    cleaned_data: dict[str, Any]

    def clean_code(self) -> str:
        code = re.sub(r"\D", "", self.cleaned_data["code"])
        self.cleaned_data["code"] = code
        checked: str = super().clean_code()  # type: ignore[misc]  # the form's
        if not cache.add(f"code-used:{self.user.pk}:{code}", "", CODE_LIVES):
            raise forms.ValidationError(_("This code was used already. Wait for the next one and enter it."))
        return checked


class CodeForm(_OnceOnly, AuthenticateForm):
    """The second factor when signing in."""


class CodeAgainForm(_OnceOnly, ReauthenticateForm):
    """The second factor before something delicate."""


class PasskeyForm(AddWebAuthnForm):
    """A name for the passkey that the browser makes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = gettext_lazy("Name of this passkey")
        self.fields["name"].help_text = gettext_lazy("So that you know it again, for example: my phone.")
        self.fields["name"].max_length = 80
        passwordless = self.fields["passwordless"]
        passwordless.label = gettext_lazy("Sign in with it alone, without a password")
        passwordless.help_text = gettext_lazy("The device then asks for its PIN, your finger or your face.")


class TokenForm(forms.Form):
    """A new API token."""

    LIVES = (
        ("30", gettext_lazy("30 days")),
        ("90", gettext_lazy("90 days")),
        ("365", gettext_lazy("one year")),
        ("never", gettext_lazy("until I revoke it")),
    )
    name = forms.CharField(
        label=gettext_lazy("Which program uses it"),
        max_length=80,
        help_text=gettext_lazy("For example: monthly report, or the sourcing system."),
    )
    scope = forms.ChoiceField(
        label=gettext_lazy("What it may do"), choices=ApiToken.Scope.choices, widget=forms.RadioSelect,
        initial=ApiToken.Scope.READ,
    )  # fmt: skip
    days = forms.ChoiceField(
        label=gettext_lazy("How long it works"), choices=LIVES, initial="90", required=False
    )

    def expires_at(self, now: datetime) -> datetime | None:
        """When it ends; None for never."""
        days = self.cleaned_data["days"]
        return None if days == "never" else now + timedelta(days=int(days))


class AddressForm(forms.Form):
    """Whose organisation's sign-on."""

    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address at work"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class ResetFactorForm(forms.Form):
    """Why a person's second factor is reset."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "How you made sure that it is them who ask: called back, met, seen on a call."
        ),
    )


class SignOnForm(forms.Form):
    """An organisation's sign-on. The secret is never shown again."""

    name = forms.CharField(label=gettext_lazy("Organisation"), max_length=120)
    domains = forms.CharField(
        label=gettext_lazy("Mail domains"),
        help_text=gettext_lazy(
            "What stands after the @ in its people's addresses; several with a space between."
        ),
        max_length=2000,
    )
    issuer = forms.URLField(
        label=gettext_lazy("Issuer"),
        assume_scheme="https",
        max_length=300,
        help_text=gettext_lazy(
            "The address that the organisation's IT names as issuer, without /.well-known."
        ),
    )
    client_id = forms.CharField(label=gettext_lazy("Client id"), max_length=200)
    secret = forms.CharField(
        label=gettext_lazy("Client secret"),
        required=False,
        max_length=500,
        strip=True,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    is_enabled = forms.BooleanField(label=gettext_lazy("In use"), required=False)
    is_compulsory = forms.BooleanField(
        label=gettext_lazy("People of these domains sign in in no other way"),
        required=False,
        help_text=gettext_lazy(
            "Try it with one account first: passwords and passkeys of these domains stop working."
        ),
    )

    def __init__(self, *args: Any, sign_on: SignOn | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        secret = self.fields["secret"]
        if sign_on is None:
            secret.required = True
        else:
            secret.help_text = gettext_lazy("There is one, which is not shown. Leave this empty to keep it.")

    def clean_domains(self) -> list[str]:
        """Lower-case domains in the order typed, each once."""
        typed = re.split(r"[\s,;]+", self.cleaned_data["domains"].strip().lower())
        domains = list(dict.fromkeys(domain.lstrip("@") for domain in typed if domain))
        wrong = [domain for domain in domains if not DOMAIN.match(domain)]
        if wrong:
            raise forms.ValidationError(
                _("%(domain)s is no mail domain. Write it as in example.org.") % {"domain": wrong[0]}
            )
        return domains

    def clean_issuer(self) -> str:
        """Encrypted, unless this installation is itself only tried out on one machine."""
        issuer = str(self.cleaned_data["issuer"]).rstrip("/")
        if urlsplit(issuer).scheme != "https" and urlsplit(settings.SITE_URL).scheme == "https":
            raise forms.ValidationError(_("The issuer's address must begin with https://."))
        return issuer
