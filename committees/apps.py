from __future__ import annotations

from django.apps import AppConfig


class CommitteesConfig(AppConfig):
    """Meetings of the bipartite committee."""

    name = "committees"
    verbose_name = "Committees"
