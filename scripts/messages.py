"""`make messages`: Django's `makemessages` for code and pages, and babel for the texts of TOML documents.

Questionnaires are no part of it: their texts have translations of their own (`docs/questionnaire.md`).
"""

from __future__ import annotations

import io
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from babel.messages.catalog import Catalog  # noqa: E402
from babel.messages.extract import extract_from_dir  # noqa: E402
from babel.messages.pofile import write_po  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.management.commands import makemessages  # noqa: E402

from files.domain.toml_lines import LineIndex  # noqa: E402

# which texts of a document readers are shown: by file, the names of their keys
DOCUMENTS = {
    "criteria/documents/guidance.toml": "courses.title",
    "criteria/documents/**/*.toml": "title description pillars.* criteria.title criteria.sentence",
    "questionnaires/documents/causes.toml": "groups.title groups.causes.title",
    "questionnaires/documents/actions.toml": "actions.text",
    "benefits/catalogue/benefits.toml": "kind.title",
}


def extract_toml(
    fileobj: IO[bytes], _keywords: object, _comment_tags: object, options: dict[str, Any]
) -> Iterator[tuple[int, None, str, list[str]]]:
    """Babel's extraction method for TOML: the texts under the keys of the option `keys`, each with its line."""
    source = fileobj.read().decode()
    lines, keys = LineIndex(source), str(options["keys"]).split()
    for path, text in _texts(tomllib.loads(source), ()):
        names = [part for part in path if isinstance(part, str)]
        if ".".join(names) in keys or f"{names[0]}.*" in keys:
            yield lines.line_of(path), None, text.strip(), []


def _texts(value: object, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _texts(inner, (*path, number))


def document_messages() -> Catalog:
    """The texts of the documents that come with the product, each with the files and lines that have it."""
    catalog = Catalog()
    found = extract_from_dir(
        ROOT,
        method_map=[(pattern, extract_toml) for pattern in DOCUMENTS],
        options_map={pattern: {"keys": keys} for pattern, keys in DOCUMENTS.items()},
        directory_filter=lambda path: not Path(path).name.startswith((".", "var", "tests", "node_modules")),
    )
    for name, line, text, _comments, _context in found:
        catalog.add(text, locations=[(name, line)])
    return catalog


ALIASES = ("_lazy", "_now", "now_", "_t", "_mark")
"""Names under which modules import gettext beside the usual ones: `from … import gettext as _now`."""


class Command(makemessages.Command):
    """`makemessages` with the texts of the documents."""

    xgettext_options = [*makemessages.Command.xgettext_options, *(f"--keyword={name}" for name in ALIASES)]

    def process_files(self, file_list: list[Any]) -> None:
        """The code's sentences, then the documents'; `msguniq` merges what is in both."""
        super().process_files(file_list)
        out = io.BytesIO()
        write_po(out, document_messages(), width=0, include_lineno=False)
        for folder in self.locale_paths:
            makemessages.write_pot_file(str(Path(folder) / "django.pot"), out.getvalue().decode())


if __name__ == "__main__":
    call_command(Command(), *sys.argv[1:])
