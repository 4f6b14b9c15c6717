"""`restore FILE`: a backup into an empty database and an empty folder, then `verify`."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from operations.backup import BackupError, restore_backup


class Command(BaseCommand):
    help = "Bring a backup into an empty database and an empty folder, then let the product verify itself."
    requires_system_checks = ()  # some of them ask the database, which is empty

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The archive, and what else is wanted."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--no-verify", action="store_true", help="Do not verify afterwards.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it; CommandError says what is wrong and what to do."""
        media = None if settings.S3_BUCKET else Path(settings.MEDIA_ROOT)
        try:
            held = restore_backup(options["file"], media=media)
        except BackupError as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(
            f"Restored what was there at {held.made_at}: database and {len(held.files) - 1} files."
        )
        call_command("migrate", interactive=False, verbosity=0)  # a newer release
        if not options["no_verify"]:
            call_command("verify", stdout=self.stdout, stderr=self.stderr)
