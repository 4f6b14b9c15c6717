"""Somebody who entered their password a moment ago, as delicate pages want it."""

from __future__ import annotations

import time

from allauth.account.internal.flows import login
from django.test import Client


def just_proved(client: Client) -> None:
    """Note in the client's session that its person proved who they are, for longer than a slow test takes."""
    session = client.session
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": time.time() + 3600, "reauthenticated": True}
    ]
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = session["_auth_user_id"]
    session.save()
