"""Where Celery looks for an app's tasks."""

from __future__ import annotations

from accounts.sign_in.tasks import send_notice, send_reset_link

__all__ = ["send_notice", "send_reset_link"]
