"""`draw_lifecycle`: the diagram of a recognition's life, from the table that guards it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from recognition.domain.diagram import mermaid, within


class Command(BaseCommand):
    """Draws."""

    requires_system_checks = ()
    help = "Print the lifecycle as a Mermaid diagram, or put it into a document (docs/recognition.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where it goes."""
        parser.add_argument(
            "document", nargs="?", type=Path, help="a Markdown file with the diagram's two lines"
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  # Django's signature
        """Print, or write into the document."""
        document: Path | None = options["document"]
        if document is None:
            self.stdout.write(mermaid())
            return
        try:
            document.write_text(within(document.read_text()))
        except (OSError, ValueError) as wrong:
            raise CommandError(f"{document}: {wrong}") from wrong
        self.stdout.write(f"{document}: drawn")
