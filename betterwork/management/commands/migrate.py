"""`migrate`: Django's, which has to look for changes in the same way as `makemigrations`."""

from __future__ import annotations

from django.core.management.commands import migrate

from betterwork.management.commands.makemigrations import WholeTables


class Command(migrate.Command):
    """Django's command."""

    autodetector = WholeTables
