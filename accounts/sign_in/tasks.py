"""The worker's side of signing in: mail."""

from __future__ import annotations

import smtplib

from celery import shared_task
from django.utils import timezone

from accounts.access_log import forget_looks
from accounts.models import User
from accounts.sign_in.mail import notice_message, reset_message
from accounts.sign_in.security_log import forget_security_events
from accounts.sign_in.tokens.projections import forget_calls

# a mail server that is away: again after 10 s, 20 s, … ten minutes at most, eight times
_FAILURES = (smtplib.SMTPException, OSError)


@shared_task(
    name="accounts.send_reset_link",
    autoretry_for=_FAILURES,
    retry_backoff=10,
    retry_backoff_max=600,
    max_retries=8,
)
def send_reset_link(email: str) -> None:
    """Send the link for a new password to whoever has this address; nothing to anybody else."""
    if (message := reset_message(email)) is not None:
        message.send()


@shared_task(
    name="accounts.send_notice",
    autoretry_for=_FAILURES,
    retry_backoff=10,
    retry_backoff_max=600,
    max_retries=8,
)
def send_notice(user_id: int, kind: str) -> None:
    """Tell a person that their way of signing in changed."""
    user = User.objects.filter(pk=user_id).first()
    if user is not None:
        notice_message(user, kind).send()


@shared_task(name="accounts.forget_security_events")
def forget_old_security_events() -> int:
    """Delete what the security log keeps no longer."""
    return forget_security_events(now=timezone.now())


@shared_task(name="accounts.forget_looks")
def forget_old_looks() -> int:
    """Delete what the access log keeps no longer."""
    return forget_looks(now=timezone.now())


@shared_task(name="accounts.forget_idempotent_calls")
def forget_idempotent_calls() -> int:
    """Delete the answers of calls that are no longer repeated."""
    return forget_calls(now=timezone.now())
