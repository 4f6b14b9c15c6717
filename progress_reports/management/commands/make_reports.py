"""`make_reports`: progress reports made now, and written as PDF files into a folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from countries.queries.local_time import LocalDays
from factories.domain.scopes import PLAN
from factories.queries import by_code, registered
from journal.refusals import Refused
from portal.queries import judged_among
from progress_reports.exports import file_name, report_as_pdf
from progress_reports.queries.reports import reports_numbered
from progress_reports.tasks import made, slices_by_language


class Command(BaseCommand):
    """Makes and writes."""

    help = "Make progress reports as of today, of one factory or of all, and write them as PDF files."

    def add_arguments(self, parser: CommandParser) -> None:
        """Of whom, in which language, where to."""
        parser.add_argument("--factory", help="code of one factory; without it all that have a verdict")
        parser.add_argument(
            "--language", default="", choices=[code for code, _name in settings.LANGUAGES],
            help="without it the first language of each factory's country",
        )  # fmt: skip
        parser.add_argument("--out", required=True, help="folder for the files; made where there is none")
        parser.add_argument("--json", action="store_true", help="one JSON document on standard output")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  # Django's signature
        """Make, write and tell; exit 1 when a factory got no report.

        The files hold what everybody who may read the report is shown: nothing that rests on a zero-tolerance case.
        """
        now = timezone.now()
        days = LocalDays(now)
        problems: list[dict[str, str]] = []
        if options["factory"]:
            factory = by_code(options["factory"])
            if factory is None:
                raise CommandError(f"There is no factory {options['factory']}.")
            factories = [factory]
        else:
            factories = list(judged_among(registered()).select_related("country").order_by("code"))
        numbers: list[str] = []
        for language, ids in slices_by_language(factories, days, options["language"]):
            try:
                numbers += made([(language, ids)], is_regular=False, actor=None, now=now)
            except Refused as refusal:
                code = options["factory"] or language
                problems.append(
                    {"kind": "report", "id": code, "code": type(refusal).__name__, "message": str(refusal)}
                )
        files = self._written(numbers, Path(options["out"]))
        summary = {"reports": len(numbers), "files": files, "problems": problems}
        if options["json"]:
            self.stdout.write(json.dumps(summary, ensure_ascii=False))
        else:
            self.stdout.write(f"{len(numbers)} reports written to {options['out']}")
            for problem in problems:
                self.stderr.write(f"{problem['id']}: {problem['message']}")
        if problems:
            raise SystemExit(1)

    def _written(self, numbers: list[str], folder: Path) -> list[str]:
        folder.mkdir(parents=True, exist_ok=True)
        files = []
        for report in reports_numbered(numbers):
            path = folder / file_name(report)
            path.write_bytes(report_as_pdf(report, cases=False, scope=PLAN))
            files.append(str(path))
        return files
