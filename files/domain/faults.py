"""What is wrong with a released questionnaire: gathered over all its files, then raised at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong in one file of a release, with where it stands and how to put it right."""

    file: str
    line: int  # counted from 1; 0 when the file as a whole is meant
    place: str  # the key, as in `points[2].questions[0].text`
    what: str
    mend: str

    def __str__(self) -> str:
        parts = (self.file, str(self.line or ""), self.place)
        return f"{':'.join(part for part in parts if part)}: {self.what}; {self.mend}"


class ReleaseFaulty(ValueError):
    """A released folder (or its marks or texts) cannot be used. Carries every fault, not only the first."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(sorted(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))
