"""`load_questionnaire DIR`: take a released questionnaire into the database."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from files.domain.faults import ReleaseFaulty
from journal.commands import Unchanged, value_of
from questionnaires import commands
from questionnaires.commands.questionnaires import LoadedQuestionnaire, ReleaseChanged
from questionnaires.workbook.release import ReleaseAltered, ReleaseMissing, read_release


class Command(BaseCommand):
    help = "Load a released questionnaire (a folder such as assessments/questionnaires/cat/1.0)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The folder, and how to answer."""
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, folder: Path, json: bool, **options: Any) -> None:  # noqa: ARG002
        """Load, and say what is there now."""
        try:
            release = read_release(folder)
            done = commands.load_questionnaire(
                release.questionnaire,
                layouts=release.layouts,
                marks=release.marks,
                texts=release.texts,
                mapping=release.mapping,
                actor=None,
                now=timezone.now(),
            )
        except (ReleaseMissing, ReleaseAltered, ReleaseFaulty, ReleaseChanged) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(_result_text(done, as_json=json))


def _result_text(done: LoadedQuestionnaire | Unchanged, *, as_json: bool) -> str:
    unchanged = isinstance(done, Unchanged)
    loaded = value_of(done)
    assert isinstance(loaded, LoadedQuestionnaire)  # noqa: S101  # the value of Unchanged is untyped
    if as_json:
        return json.dumps(
            {
                "code": loaded.code,
                "version": loaded.version,
                "digest": loaded.digest,
                "questions": loaded.questions,
                "unchanged": unchanged,
            }
        )
    state = "was loaded already" if unchanged else "loaded"
    return f"{loaded.code}@{loaded.version} {state}: {loaded.questions} questions, digest {loaded.digest}"
