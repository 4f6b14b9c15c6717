"""`create_seal_key FILE`: a new key that seals are signed with, in a file that only its owner reads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from journal.seals.signing import key_id, new_key, public_of


class Command(BaseCommand):
    """Makes a key."""

    help = (
        "Write a new private key for seals (Ed25519) to FILE and say its public key. Set SEAL_KEY_FILE to FILE; put "
        "the public key of the key used so far into SEAL_PUBLIC_KEYS, or its seals no longer count."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("file")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  # Django's signature
        """Never over a key that is there: its seals would lose it."""
        path, private = Path(options["file"]), new_key()
        try:
            path.touch(mode=0o600, exist_ok=False)
        except FileExistsError as there:
            raise CommandError(f"{path} is there already; choose another name.") from there
        path.write_text(private + "\n")
        public = public_of(private)
        self.stdout.write(f"key {key_id(public)}, public key {public}")
