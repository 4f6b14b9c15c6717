"""What the writing and the reading of an assessor's form agree on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from django.utils.translation import gettext as _

from assessments.domain.answers import COMPLIANT, NONCOMPLIANT, NOT_APPLICABLE, UNANSWERED
from offline_workbook.domain.layout import Hash, SentOut

TECHNICAL = "_form"  # hidden: what the form went out with
SHAPE = "assessment form 1"
HEAD_ROW = 3  # counting from 1: above it the form says whose it is
FACTS = ("shape", "assessment", "questionnaire", "country", "layout", "language", "answers", "instructions", "head",
         "letters")  # fmt: skip
Row = tuple[str, str, str, str]


def answer_words() -> dict[str, str]:
    """The words of answers in the language in force, by letter."""
    return {
        COMPLIANT: _("Compliant"),
        NONCOMPLIANT: _("Non-compliant"),
        NOT_APPLICABLE: _("Not applicable"),
    }


def head_words() -> tuple[str, ...]:
    """The head of the form in the language in force, in the order of its columns."""
    return (
        _("Code"),
        _("Question"),
        _("Compliant when"),
        _("Legal basis"),
        _("Answer"),
        _("What was found"),
        _("Workers concerned"),
        _("Note, or why it does not apply"),
    )


@dataclass(frozen=True, slots=True)
class Technical:
    """The hidden sheet: which form this is, and what stood in it when it went out.

    Attributes:
        facts: by the names of FACTS.
        texts: hashes and numbers of questions that had any, as (code, details, workers, note).
    """

    facts: Mapping[str, str]
    texts: tuple[Row, ...]

    @property
    def digest(self) -> str:
        """SHA-256 over everything else."""
        lines = [f"{name} {self.facts.get(name, '')}" for name in FACTS]
        lines += [" ".join(row) for row in self.texts]
        return sha256("\n".join(lines).encode(errors="surrogatepass")).hexdigest()

    @property
    def rows(self) -> list[list[str]]:
        """As it is written: a fact a row, its digest, then the texts."""
        return [
            *([name, self.facts[name]] for name in FACTS),
            ["digest", self.digest],
            *map(list, self.texts),
        ]

    def sent_out(self, codes: Iterable[str]) -> dict[str, SentOut]:
        """What the form went out with, by question; the codes are those of its layout, in order."""
        texts = {code: (details, workers, note) for code, details, workers, note in self.texts}
        letters = self.facts["letters"]
        found = {}
        for place, code in enumerate(codes):
            details, workers, note = texts.get(code, ("", "", ""))
            letter = letters[place : place + 1] or UNANSWERED
            found[code] = SentOut(letter, Hash(details), int(workers) if workers else None, Hash(note))
        return found


def technical_of(rows: Iterable[Iterable[object]]) -> Technical | None:
    """The hidden sheet as it was read; None when it is none, or was changed."""
    texts = [[str(cell) for cell in row] + [""] * 4 for row in rows]
    facts = {row[0]: row[1] for row in texts[: len(FACTS)]}
    if len(texts) <= len(FACTS) or set(facts) != set(FACTS):
        return None
    behind = [(row[0], row[1], row[2], row[3]) for row in texts[len(FACTS) + 1 :] if row[0]]
    found = Technical(facts, tuple(behind))
    numbers = all(not row[2] or (row[2].isascii() and row[2].isdigit()) for row in behind)
    return found if numbers and texts[len(FACTS)][1] == found.digest else None
