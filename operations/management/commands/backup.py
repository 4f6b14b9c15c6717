"""`backup FILE`: the database and the uploaded files in one archive."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from operations.backup import BackupError, make_backup


class Command(BaseCommand):
    help = "Write the database and the uploaded files into one archive, while the product runs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The archive, and what else is wanted."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it; CommandError says what is wrong and what to do."""
        media = None if settings.S3_BUCKET else Path(settings.MEDIA_ROOT)
        try:
            made = make_backup(options["file"], media=media, now=timezone.now())
        except BackupError as fault:
            raise CommandError(str(fault)) from fault
        size = options["file"].stat().st_size
        if options["json"]:
            self.stdout.write(
                json.dumps({"file": str(options["file"]), "bytes": size, "files": len(made.files) - 1})
            )
        else:
            self.stdout.write(f"{options['file']}: database and {len(made.files) - 1} files, {size:,} bytes.")
