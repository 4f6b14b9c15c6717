"""`export KIND FILE`: what is registered and recorded, as a CSV or XLSX file in the columns of its import."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from assessment_files.exports import EXPORTS
from countries.queries.local_time import LocalDays
from desk.history import history_table
from evidence_files.exports import EXPORTS as ADVISORY
from factories.exports import consents_table, factories_table, sourcing_table
from factories.queries.by_id import every_factory
from files.exports import ExportTable, write_table
from journal.queries import every_event
from recognition.exports import recognitions_table
from sector_tables.exports import EXPORTS as SECTOR_TABLES

_KINDS: Mapping[str, Callable[[], ExportTable]] = {
    "factories": lambda: factories_table(every_factory(), LocalDays(timezone.now())),
    "sourcing": sourcing_table,
    "consents": consents_table,
    "recognitions": recognitions_table,
    "journal": lambda: history_table(every_event(), name="journal"),
    **EXPORTS,
    **SECTOR_TABLES,
    **ADVISORY,
}


class Command(BaseCommand):
    """Writes one kind of thing to a file."""

    help = "Export one kind of thing as CSV or XLSX (by the file's name)."

    def add_arguments(self, parser: CommandParser) -> None:
        """What, where to, and how to answer."""
        parser.add_argument("kind", metavar="KIND", choices=list(_KINDS), help=", ".join(_KINDS))
        parser.add_argument("file", type=Path, metavar="FILE", help="its name ends in .csv or .xlsx")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  # Django's signature
        """Write, and say how many rows."""
        file: Path = options["file"]
        if file.suffix.casefold() not in {".csv", ".xlsx"}:
            raise CommandError(f"{file}: what kind of file? Let its name end in .csv or .xlsx.")
        try:
            rows = write_table(_KINDS[options["kind"]](), file)
        except OSError as failure:
            raise CommandError(
                f"{file}: cannot be written ({failure.strerror}); choose another place."
            ) from None
        self.stdout.write(
            json.dumps({"rows": rows}) if options["json"] else f"{rows} rows written to {file}."
        )
