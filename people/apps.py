from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Invitations, places and leaving."""

    name = "people"
