"""What is wrong with a document that people write by hand: every fault is gathered, then all are raised at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class FileFault:
    """One thing wrong in a text, with where it is and how to put it right."""

    file: str  # "" when the text is no file of a folder
    line: int  # counted from 1; 0 when the text as a whole is meant
    place: str  # the key, as in `points[2].questions[0].text` or `criteria.C2-LATEST.threshold`
    what: str
    mend: str

    def __str__(self) -> str:
        parts = (self.file, str(self.line or ""), self.place)
        return f"{':'.join(part for part in parts if part)}: {self.what}; {self.mend}"


class FaultyDocument(ValueError):
    """A document that cannot be used. Carries every fault, in order of files and lines."""

    def __init__(self, faults: Iterable[FileFault]) -> None:
        self.faults: tuple[FileFault, ...] = tuple(sorted(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))


class ReleaseFaulty(FaultyDocument):
    """A released questionnaire's folder, its flags of questions or its texts."""


class CriteriaFaulty(FaultyDocument):
    """A text that is no criteria document."""
