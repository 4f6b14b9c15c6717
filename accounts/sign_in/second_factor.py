"""Who must have a second factor, and allauth's second factor as it is here."""

from __future__ import annotations

import base64
import logging
import secrets
from io import BytesIO

import qrcode
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage

from accounts.models import STAFF, Role, User
from accounts.sign_in.sealing import seal, unseal

logger = logging.getLogger(__name__)

COMPULSORY_FOR: dict[str, frozenset[str]] = {
    "none": frozenset(),
    "staff": frozenset({*STAFF, Role.ADMIN}),
    "all": frozenset(Role.values),
}
FACTOR_TYPES = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)  # recovery codes alone are none


def must_have_second_factor(user: User | AnonymousUser) -> bool:
    """Whether `REQUIRE_SECOND_FACTOR` makes a second factor compulsory for this user."""
    return getattr(user, "role", "") in COMPULSORY_FOR[settings.REQUIRE_SECOND_FACTOR]


def has_second_factor(user: User) -> bool:
    """Whether the person has one. One query."""
    return bool(Authenticator.objects.filter(user=user, type__in=FACTOR_TYPES).exists())


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keys encrypted in the database; a compulsory factor is exchanged, never given up."""

    error_messages = {  # allauth's own attribute
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _(
            "This code is not right, or was used already. Wait for the next one and enter it."
        ),
        "cannot_delete_authenticator": _(
            "Your role needs a second factor, and this is the only one. Add another first, then remove this one."
        ),
    }

    def encrypt(self, text: str) -> str:
        """Sealed with the key of this installation."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The key again; one that fits nothing when it was sealed with another SECRET_KEY: it is to be reset then."""
        try:
            return unseal(encrypted_text)
        except InvalidToken:
            logger.error(  # noqa: TRY400  # the trace tells no more
                "a second factor was sealed with another SECRET_KEY: no code of it is right any more"
            )
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not the last one of a person who must have one."""
        if not must_have_second_factor(authenticator.user) or authenticator.type not in FACTOR_TYPES:
            return True
        factors = Authenticator.objects.filter(user=authenticator.user_id, type__in=FACTOR_TYPES)
        return bool(factors.exclude(pk=authenticator.pk).exists())

    def build_totp_svg(self, url: str) -> str:
        """The QR code on white, so that it is read on a dark page too."""
        written = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage, border=3).save(written)
        return written.getvalue().decode()
