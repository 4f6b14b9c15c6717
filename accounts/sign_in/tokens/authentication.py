"""API tokens as programs use them, and how many calls and guesses are answered."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import TYPE_CHECKING

from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from knox.auth import TokenAuthentication
from knox.crypto import hash_token
from knox.settings import CONSTANTS
from rest_framework.authentication import get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied, Throttled
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from accounts.models import ApiToken, SecurityEvent, User
from accounts.page_limits import WINDOW, within
from accounts.sign_in.security_log import note

if TYPE_CHECKING:  # it asks for this module before it is there itself
    from rest_framework.views import APIView

SCHEMES = (b"token", b"bearer")
USED_EVERY = timedelta(minutes=5)  # between two notes that a token is used


class ScopedToken(TokenAuthentication):
    """`Authorization: Token …` or `Bearer …`: knox's digests; our expiry, scope, last use and limit of guesses.

    Whoever sends a header that is none of these is told so, and not taken for a visitor.
    """

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """Who calls, and by which token; None without the header.

        Raises:
            AuthenticationFailed, Throttled (after too many wrong tokens from one address), PermissionDenied (the token
            may only read).
        """
        header = get_authorization_header(request)
        if not header:
            return None
        guesses = Guesses()
        guesses.refuse_if_exhausted(request)
        try:
            found = self.authenticate_credentials(_token_in(header))
        except (AuthenticationFailed, UnicodeError) as refusal:
            guesses.count(request)
            note(SecurityEvent.Kind.TOKEN_REFUSED, request._request, user=None)  # noqa: SLF001  # DRF hides Django's
            if isinstance(refusal, UnicodeError):
                raise AuthenticationFailed(_("Invalid token.")) from None
            raise
        _user, token = found
        if token.scope != ApiToken.Scope.WRITE and request.method not in SAFE_METHODS:
            raise PermissionDenied(_("This token may only read. Make one that may write."))
        _note_use(token)
        return found

    def authenticate_credentials(self, token: bytes) -> tuple[User, ApiToken]:
        """The token's owner. One query; an expired token is refused and stays in its owner's list.

        Raises:
            AuthenticationFailed.
        """
        text = token.decode()
        if not text.isalnum():  # no token of ours; a database would refuse to look for some of them
            raise AuthenticationFailed(_("Invalid token."))
        digest = hash_token(text)
        candidates = ApiToken.objects.filter(token_key=text[: CONSTANTS.TOKEN_KEY_LENGTH]).select_related(
            "user"
        )
        for found in candidates:
            if constant_time_compare(digest, found.digest):
                if found.expiry is not None and found.expiry <= timezone.now():
                    raise AuthenticationFailed(_("This token has expired. Make a new one."))
                return self.validate_user(found)  # type: ignore[no-any-return]  # knox carries no types
        raise AuthenticationFailed(_("Invalid token."))


def _token_in(header: bytes) -> bytes:
    scheme, _space, token = header.strip().partition(b" ")
    if scheme.lower() not in SCHEMES:
        raise AuthenticationFailed(_("Send a token of yours as “Authorization: Token …”."))
    return token.strip()


def _note_use(token: ApiToken) -> None:
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at > USED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)


class Calls(SimpleRateThrottle):
    """So many calls a minute for each token, each signed-in person, and each address without either."""

    scope = "calls"

    def allow_request(self, request: Request, view: APIView) -> bool:
        """Whether the call is answered; what is left is noted for the answer's headers."""
        allowed: bool = super().allow_request(request, view)
        quota, window = settings.API_CALLS_PER_MINUTE, WINDOW
        oldest = self.history[-1] if self.history else self.now
        reset = max(1, math.ceil(window - (self.now - oldest)))
        counted = (quota, window, max(0, quota - len(self.history)), reset)
        request._request.counted_calls = counted  # type: ignore[attr-defined]  # noqa: SLF001  # DRF hides Django's
        return allowed

    def get_rate(self) -> str:
        """From the settings, read at each call."""
        return f"{settings.API_CALLS_PER_MINUTE}/min"

    def get_cache_key(self, request: Request, view: APIView | None) -> str:  # noqa: ARG002  # DRF's signature
        """Who is counted."""
        if isinstance(request.auth, ApiToken):
            return f"calls:token:{request.auth.uid}"
        if request.user and request.user.is_authenticated:
            return f"calls:person:{request.user.pk}"
        return f"calls:address:{get_ip(request._request)}"  # noqa: SLF001  # DRF hides Django's


class Guesses:
    """Wrong tokens by client address (of IPv6 its /64 network): after so many in a minute none is looked at."""

    def refuse_if_exhausted(self, request: Request) -> None:
        """Answer no further token from this address for now.

        Raises:
            Throttled.
        """
        if not self._within(request, count=False):
            raise Throttled(wait=WINDOW)

    def count(self, request: Request) -> None:
        """One more."""
        self._within(request, count=True)

    def _within(self, request: Request, *, count: bool) -> bool:
        plain = getattr(request, "_request", request)
        return within(plain, "guess", settings.API_GUESSES_PER_MINUTE, per="ip", count=count)
