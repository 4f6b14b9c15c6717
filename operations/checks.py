"""What would fail a site only once a person waits for a mail."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security, deploy=True)
def mail_leaves(**_more: Any) -> list[CheckMessage]:
    """Invitations, resets and notices go by mail: printing it is for development."""
    if settings.EMAIL_BACKEND != "django.core.mail.backends.console.EmailBackend":
        return []
    return [
        Error("EMAIL_URL prints mail instead of sending it.", hint="Set EMAIL_URL.", id="operations.E001")
    ]
