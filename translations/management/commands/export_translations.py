"""`export_translations --out DIR [--language xx]`: the catalogues with what speakers corrected."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polib
from django.core.management.base import BaseCommand, CommandError, CommandParser

from translations.queries.catalogue import key_of, po_file, translated_languages
from translations.queries.versions import shown_texts


class Command(BaseCommand):
    """Write `DIR/<language>.po`: the released catalogue with every correction in it."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to, which languages, how to answer."""
        parser.add_argument("--out", required=True, type=Path)
        parser.add_argument("--language", action="append", choices=translated_languages())
        parser.add_argument("--json", action="store_true")

    def handle(self, **options: Any) -> None:
        """Write the files; print how many texts differ from the release."""
        out: Path = options["out"]
        if not out.is_dir():
            raise CommandError(f"{out}: no such folder; make it first")
        languages = options["language"] or translated_languages()
        written = {language: _write(language, out / f"{language}.po") for language in languages}
        if options["json"]:
            self.stdout.write(json.dumps({"corrected": written}))
        else:
            for language, number in written.items():
                self.stdout.write(f"{out / language}.po: {number} corrected")


def _write(language: str, path: Path) -> int:
    """Write one catalogue; how many texts differ from the release."""
    corrected = {shown.released.key: shown.texts for shown in shown_texts(language) if shown.is_corrected}
    catalogue = polib.pofile(str(po_file(language)), wrapwidth=0)
    for entry in catalogue:
        texts = corrected.get(key_of(entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""))
        if texts is None:
            continue
        entry.fuzzy = False
        if entry.msgid_plural:
            entry.msgstr_plural = dict(enumerate(texts))
        else:
            entry.msgstr = texts[0]
    path.write_text(f"{catalogue}\n", encoding="utf-8")
    return len(corrected)
