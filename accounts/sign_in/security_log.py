"""The security log: one row for each sign-in, refusal, reset and change of how a person signs in."""

from __future__ import annotations

import ipaddress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.core.internal.httpkit import get_client_ip
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.utils import timezone

from accounts.models import SecurityEvent, User
from accounts.sign_in.sessions.devices import device_of

if TYPE_CHECKING:
    from django.http import HttpRequest

Kind = SecurityEvent.Kind
PREFIXES = {4: 24, 6: 48}  # how much of an address names the network


def network_of(address: str) -> str:
    """The network of an address, as 192.0.2.0/24; "" for none."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return ""
    return str(ipaddress.ip_network(f"{known}/{PREFIXES[known.version]}", strict=False))


def note(kind: str, request: HttpRequest | None, *, user: User | None) -> None:
    """Write one row, of this moment: what calls it comes with none."""
    agent = request.headers.get("User-Agent", "") if request is not None else ""
    SecurityEvent.objects.create(
        at=timezone.now(),  # noqa: TID251
        kind=kind,
        user=user,
        network=network_of((get_client_ip(request) or "") if request is not None else ""),
        device=" · ".join(part for part in device_of(agent) if part),
    )


def forget_security_events(*, now: datetime) -> int:
    """Delete what is older than SECURITY_LOG_DAYS; how many rows."""
    oldest = now - timedelta(days=settings.SECURITY_LOG_DAYS)
    return SecurityEvent.objects.filter(at__lt=oldest).delete()[0]


@receiver(user_logged_in)
def signed_in(request: HttpRequest, user: User, **_more: Any) -> None:
    """A person came in."""
    note(Kind.SIGNED_IN, request, user=user)


@receiver(user_logged_out)
def signed_out(request: HttpRequest, user: User | None, **_more: Any) -> None:
    """A person left, or their session ended."""
    if user is not None:
        note(Kind.SIGNED_OUT, request, user=user)


@receiver(user_login_failed)
def refused(credentials: dict[str, Any], request: HttpRequest | None = None, **_more: Any) -> None:
    """A password that was not right. Of an address that nobody has, the address is not kept."""
    address = str(credentials.get("email") or credentials.get("username") or "")
    user = User.objects.filter(email__iexact=address).first() if address else None
    note(Kind.FAILED, request, user=user)


@receiver([password_changed, password_set, password_reset])
def new_password(request: HttpRequest, user: User, **_more: Any) -> None:
    """A new password, chosen or by the link."""
    note(Kind.PASSWORD_CHANGED, request, user=user)


@receiver(authenticator_added)
def factor_added(request: HttpRequest, user: User, **_more: Any) -> None:
    """A second factor was enrolled."""
    note(Kind.FACTOR_ADDED, request, user=user)


@receiver(authenticator_removed)
def factor_removed(request: HttpRequest, user: User, **_more: Any) -> None:
    """A second factor was removed."""
    note(Kind.FACTOR_REMOVED, request, user=user)
