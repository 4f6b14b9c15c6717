"""`release_questionnaire DIR`: check a new version and everything beside it, then seal its folder."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from files.domain.faults import ReleaseFaulty
from questionnaires.workbook.release import ReleaseAltered, ReleaseMissing, check_release, seal_release


class Command(BaseCommand):
    help = "Check a new version of a questionnaire and everything beside it, then seal it: it never changes again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The folder, and whether to check alone."""
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--check", action="store_true", help="check alone, write nothing")

    def handle(self, *args: Any, folder: Path, check: bool, **options: Any) -> None:  # noqa: ARG002
        """Check, seal, and say what follows."""
        try:
            release = check_release(folder)
            digest = release.questionnaire.digest if check else seal_release(folder)
        except (ReleaseMissing, ReleaseAltered, ReleaseFaulty) as refusal:
            raise CommandError(str(refusal)) from refusal
        new = release.questionnaire
        done = "can be released" if check else "is released"
        self.stdout.write(f"{new.reference} {done}: {len(new.questions)} questions, digest {digest}")
        for question in release.mapping.questions:
            follows = f"{question.old} > {question.new}" if question.new else question.old
            self.stdout.write(f"  {follows}: {question.relation}, {question.reason}")
        for language, texts in sorted(release.texts.items()):
            missing = new.question_codes - texts.questions.keys()
            if missing:
                self.stdout.write(f"  {language}: {len(missing)} questions read in English there")
