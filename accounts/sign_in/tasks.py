"""The worker's side of signing in: mail."""

from __future__ import annotations

import smtplib

from celery import shared_task

from accounts.models import User
from accounts.sign_in.mail import notice_message, reset_message

_AGAIN = {
    "autoretry_for": (smtplib.SMTPException, OSError),
    "retry_backoff": 10,
    "retry_backoff_max": 600,
    "max_retries": 8,
}


@shared_task(name="accounts.send_reset_link", **_AGAIN)
def send_reset_link(email: str) -> None:
    """Send the link for a new password to whoever has this address; nothing to anybody else."""
    if (message := reset_message(email)) is not None:
        message.send()


@shared_task(name="accounts.send_notice", **_AGAIN)
def send_notice(user_id: int, kind: str) -> None:
    """Tell somebody that their way of signing in changed."""
    user = User.objects.filter(pk=user_id).first()
    if user is not None:
        notice_message(user, kind).send()
