"""One assessment out of a file, whatever the layout of the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from assessments.domain.answers import answers_of
from questionnaires.domain.layout import SheetLayout
from questionnaires.domain.questionnaire import Attribution

KINDS = ("full", "partial", "remote")


@dataclass(frozen=True, slots=True)
class RowAnswer:
    """One answer with what stands beside it."""

    letter: str
    details: str = ""
    attribution: Attribution = Attribution.FACTORY
    note: str = ""


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """One assessment as read from a file. Two layouts of the same assessment give equal rows."""

    row: int = field(compare=False)  # the first line that tells of it, counting the head as 1
    factory: str  # programme code
    country: str
    assessed_on: date
    layout: SheetLayout
    sheet: str
    cycle: int | None = None  # None: the file leaves it to the order of the factory's assessments
    kind: str = "full"
    announced: bool = False
    state: str = "final"
    details: Mapping[str, str] = field(default_factory=dict)  # by question, of findings
    national_law: frozenset[str] = frozenset()  # questions whose findings are laid to the law
    notes: Mapping[str, str] = field(default_factory=dict)  # by question, or by an unscored remark's own code
    note: str = ""  # on the assessment as a whole
    workers: Mapping[str, int] = field(default_factory=dict)  # concerned by a finding, by question
    lead: int | None = field(default=None, compare=False)  # id of who led it; no file says it
    reference: str = field(default="", compare=False)  # how the programme's export calls it

    @property
    def questionnaire(self) -> str:
        """The version, as `cat@1.0`."""
        return self.layout.questionnaire

    @property
    def answers(self) -> dict[str, RowAnswer]:
        """Every answer that was given, by question and in order."""
        return {
            code: RowAnswer(
                letter,
                self.details.get(code, ""),
                Attribution.NATIONAL_LAW if code in self.national_law else Attribution.FACTORY,
                self.notes.get(code, ""),
            )
            for code, letter in answers_of(self.sheet, self.layout).items()
            if letter != "-"
        }
