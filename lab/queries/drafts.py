"""A draft of criteria beside the version in force, as its pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from criteria.domain.criteria import Criterion
from criteria.queries.criteria import Standard, standard, standard_or_none, text_of
from criteria.queries.wordings import changes_in_words
from lab.queries.effects import CriteriaEffect, effect_on
from recognition.queries.recognised import recognised_codes


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """A draft and what it is compared with: the version in force, None where there is none."""

    draft: Standard
    base: Standard | None

    def criterion(self, code: str) -> tuple[Criterion, bool]:
        """A criterion of the draft, or of the version in force where the draft leaves it out, and whether it does.

        Raises:
            KeyError: neither has it.
        """
        try:
            return self.draft.document.criterion(code), False
        except KeyError:
            if self.base is None:
                raise
            return self.base.document.criterion(code), True

    def text(self) -> str:
        """The draft word for word. One statement."""
        return text_of(self.draft.id)

    def base_text(self) -> str:
        """The version in force word for word; "" where there is none. One statement."""
        return text_of(self.base.id) if self.base else ""


def open_draft(code: str, version: str, *, today: date) -> OpenDraft | None:
    """A draft that can still be changed; None where there is none of that name. Two statements."""
    found = standard(code, version)
    if found is None or found.state != "draft":
        return None
    return OpenDraft(found, standard_or_none(today, code=code))


def effect_of_draft(opened: OpenDraft, today: date) -> CriteriaEffect | None:
    """What it would mean to put it in force; None where nothing is in force that it could be compared with."""
    if opened.base is None:
        return None
    return effect_on(today, opened.base.document, opened.draft.document, recognised=recognised_codes())


def changes_of_draft(opened: OpenDraft) -> list[tuple[str, str, str]]:
    """What differs from the version in force: label, before, after. One statement."""
    found = changes_in_words(opened.base.document if opened.base else None, opened.draft.document)
    return [(change.label, change.before or "–", change.after or "–") for change in found]
