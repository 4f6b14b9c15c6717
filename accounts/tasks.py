"""Where Celery looks for an app's tasks."""

from __future__ import annotations

from accounts.sign_in.tasks import forget_old_looks, forget_old_security_events, send_notice, send_reset_link

__all__ = ["forget_old_looks", "forget_old_security_events", "send_notice", "send_reset_link"]
