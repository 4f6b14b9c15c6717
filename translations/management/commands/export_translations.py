"""`export_translations --out DIR [--language xx]`: the catalogues and questions with what speakers corrected."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import polib
from django.core.management.base import BaseCommand, CommandError, CommandParser

from translations.queries.catalogue import key_of, po_file, translated_languages
from translations.queries.versions import ShownText, latest_versions, shown_texts
from translations.queries.wordings import ReleasedWording, wordings_by_language


class Command(BaseCommand):
    """Write `DIR/<language>.po`, the catalogue with every correction in it, and `DIR/<language>.questions.toml`.

    The latter has the corrected lines alone, as they stand in the questionnaires' `texts/<language>.toml`.
    """

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
        wordings = wordings_by_language(languages)
        questions = {
            language: _write_questions(
                language, wordings[language].values(), out / f"{language}.questions.toml"
            )
            for language in languages
        }
        if options["json"]:
            self.stdout.write(json.dumps({"corrected": written, "questions": questions}))
        else:
            for language, number in written.items():
                self.stdout.write(
                    f"{out / language}.po: {number} corrected, {questions[language]} of questionnaires"
                )


def _write(language: str, path: Path) -> int:
    """Write one catalogue; how many texts differ from the release."""
    corrected = {shown.released.key: shown.texts for shown in shown_texts(language, []) if shown.is_corrected}
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


def _write_questions(language: str, wordings: Iterable[ReleasedWording], path: Path) -> int:
    """Write the corrected lines of the questionnaires; how many there are."""
    latest = latest_versions(language)
    lines: dict[str, list[str]] = {}
    for wording in wordings:
        shown, slot = ShownText(wording, latest.get(wording.key)), wording.slot
        if shown.is_corrected:
            table = f"countries.{slot.country}.questions" if slot.country else slot.place.value
            # JSON writes a text as TOML does: no text here has a control character
            line = f"{slot.code} = {json.dumps(shown.texts[0], ensure_ascii=False)}"
            lines.setdefault(table, []).append(line)
    tables = [f"[{table}]\n" + "".join(f"{line}\n" for line in found) for table, found in lines.items()]
    path.write_text("\n".join(tables), encoding="utf-8")
    return sum(len(found) for found in lines.values())
