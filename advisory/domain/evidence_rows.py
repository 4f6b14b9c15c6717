"""Rows of evidence files other than assessments, by kind: cells in, typed rows out, or every problem at once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from assessments.domain.states import PlanStatus
from files.domain import problem_messages as say
from files.domain.problems import Problem
from files.domain.row_reader import Cells, FactoryRef, Lookups, RowReader, check_head

AREAS = ("osh", "hr")


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """What every row of evidence has: its line in the file, counting the head as 1, and its factory's code."""

    row: int
    factory: str

    @property
    def key(self) -> tuple[Hashable, ...]:
        """What makes the row one of its kind: the same key twice in a file is a problem."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class VisitRow(EvidenceRow):
    """An advisory visit."""

    visited_on: date
    purpose: str
    topics: str
    notes: str

    @property
    def key(self) -> tuple[Hashable, ...]:
        """One visit a factory a day."""
        return self.factory, self.visited_on


@dataclass(frozen=True, slots=True)
class VisitFindingRow(EvidenceRow):
    """A non-compliance found during an advisory visit."""

    visited_on: date
    question: str
    details: str

    @property
    def key(self) -> tuple[Hashable, ...]:
        """One finding a question a visit."""
        return self.factory, self.visited_on, self.question


@dataclass(frozen=True, slots=True)
class PlanItemRow(EvidenceRow):
    """An item of an improvement plan. `question` is "" when it comes from no question.

    A verified item may lack `done_on`: then the day of verification is the first on which it is known to be done.
    """

    ref: str
    question: str
    issue: str
    root_cause: str
    action: str
    owner: str
    due_on: date | None
    status: PlanStatus
    done_on: date | None
    verified_on: date | None

    @property
    def key(self) -> tuple[Hashable, ...]:
        """One item a reference of the factory's own."""
        return self.factory, self.ref


@dataclass(frozen=True, slots=True)
class CommitteeRow(EvidenceRow):
    """The bipartite committee's indicators on one day; None is unknown. `women_percent` is of the worker side.

    Meetings that count are those with minutes: the smaller of the two numbers.
    """

    reviewed_on: date
    worker_seats: int
    management_seats: int
    worker_side_elected: bool | None
    women_percent: int | None
    meetings_12m: int | None
    minutes_12m: int | None

    @property
    def key(self) -> tuple[Hashable, ...]:
        """One review a factory a day."""
        return self.factory, self.reviewed_on


@dataclass(frozen=True, slots=True)
class SystemsRow(EvidenceRow):
    """A management system's score, 1 to 5, in one area (`osh` or `hr`)."""

    reviewed_on: date
    area: str
    score: int

    @property
    def key(self) -> tuple[Hashable, ...]:
        """One score an area a day."""
        return self.factory, self.reviewed_on, self.area


@dataclass(frozen=True, slots=True)
class LearningRow(EvidenceRow):
    """A course that people of the factory attended; people are counted by role and sex."""

    held_on: date
    course: str
    hours: int
    managers_men: int
    managers_women: int
    workers_men: int
    workers_women: int

    @property
    def key(self) -> tuple[Hashable, ...]:
        """One course a day."""
        return self.factory, self.held_on, self.course


@dataclass(frozen=True, slots=True)
class ZeroToleranceRow(EvidenceRow):
    """A zero-tolerance case; open while `closed_on` is None."""

    opened_on: date
    closed_on: date | None
    trigger: str

    @property
    def key(self) -> tuple[Hashable, ...]:
        """One case a trigger a day."""
        return self.factory, self.opened_on, self.trigger


@dataclass(frozen=True, slots=True)
class Kind:
    """How rows of one kind are read."""

    name: str
    required: tuple[str, ...]
    optional: tuple[str, ...]
    read: Callable[[RowReader, FactoryRef | None], EvidenceRow | None]

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that the kind knows, required ones first."""
        return (*self.required, *self.optional)


@dataclass(frozen=True, slots=True)
class CheckedEvidence:
    """A file's rows, typed, and everything wrong with them. With any problem, `rows` are only those without one."""

    rows: tuple[EvidenceRow, ...]
    problems: tuple[Problem, ...]
    ignored_columns: tuple[str, ...]


def check_evidence(
    kind: str, columns: Sequence[str], rows: Iterable[tuple[int, Cells]], lookups: Lookups
) -> CheckedEvidence:
    """Read a file of one kind of evidence.

    Args:
        kind: a key of `KINDS`.
        columns: the file's head.
        rows: (line counting the head as 1, cells by column).
        lookups: factories, questions, visits and the day of the import.

    Raises:
        KeyError: there is no such kind.
    """
    how = KINDS[kind]
    head = check_head(columns, required=how.required, optional=how.optional)
    problems = list(head.problems)
    read: list[EvidenceRow] = []
    first_row: dict[tuple[Hashable, ...], int] = {}
    for number, cells in rows:
        reader = RowReader(number, cells, lookups=lookups, problems=problems, absent=head.absent)
        before = len(problems)
        row = how.read(reader, reader.factory())
        if row is None or len(problems) > before:
            continue
        if row.key in first_row:
            what = ", ".join(str(part) for part in row.key)
            problems.append(say.comes_twice(number, how.required[1], what, first_row[row.key]))
            continue
        first_row[row.key] = number
        read.append(row)
    return CheckedEvidence(tuple(read), tuple(sorted(problems)), head.ignored)


def _read_visit(reader: RowReader, factory: FactoryRef | None) -> VisitRow | None:
    visited_on = reader.day("visited_on", required=True)
    purpose = reader.text("purpose", longest=200)
    topics, notes = reader.prose("topics"), reader.prose("notes")
    if not (factory and visited_on):
        return None
    return VisitRow(reader.row, factory.code, visited_on, purpose, topics, notes)


def _read_visit_finding(reader: RowReader, factory: FactoryRef | None) -> VisitFindingRow | None:
    visited_on = reader.day("visited_on", required=True)
    question, details = reader.question(required=True), reader.prose("details")
    if not (factory and visited_on and question):
        return None
    visits = reader.lookups.visits
    if visits is not None and (factory.code, visited_on) not in visits:
        what = (
            f"no visit to {factory.code} on {visited_on} is known; import the visit first, or correct the day"
        )
        reader.note(Problem(reader.row, "visited_on", "unknown_visit", what))
    return VisitFindingRow(reader.row, factory.code, visited_on, question, details)


def _read_plan_item(reader: RowReader, factory: FactoryRef | None) -> PlanItemRow | None:
    ref, question = reader.text("ref", required=True, longest=40), reader.question(required=False)
    issue = reader.prose("issue")
    if not issue and not reader.raw("question"):
        reader.note(say.empty(reader.row, "issue", "say what is to be put right, or name the question"))
    root_cause, action = reader.prose("root_cause"), reader.prose("action")
    owner = reader.text("owner", longest=120)
    due_on = reader.day("due_on", may_be_ahead=True)
    done_on, verified_on = reader.day("done_on"), reader.day("verified_on")
    status = reader.choice("status", list(PlanStatus), default=PlanStatus.NOT_STARTED)
    if status is not None:
        _check_plan_days(reader, PlanStatus(status), done_on, verified_on)
    if not (factory and ref and status):
        return None
    if status == PlanStatus.REOPENED:
        done_on = verified_on = None
    return PlanItemRow(
        row=reader.row,
        factory=factory.code,
        ref=ref,
        question=question,
        issue=issue,
        root_cause=root_cause,
        action=action,
        owner=owner,
        due_on=due_on,
        status=PlanStatus(status),
        done_on=done_on,
        verified_on=verified_on,
    )


def _check_plan_days(
    reader: RowReader, status: PlanStatus, done_on: date | None, verified_on: date | None
) -> None:
    """Status and days must agree. A reopened item's row may carry the days of its first life; they are not read."""
    if status is PlanStatus.DONE and not reader.raw("done_on"):
        what = "an item that is done has the day on which it was; fill it in"
        reader.note(Problem(reader.row, "done_on", "needs_day", what))
    if status is PlanStatus.VERIFIED and not reader.raw("verified_on"):
        what = "an item that is verified has the day on which it was; fill it in"
        reader.note(Problem(reader.row, "verified_on", "needs_day", what))
    open_yet = status in {PlanStatus.NOT_STARTED, PlanStatus.IN_PROGRESS}
    if (done_on and open_yet) or (verified_on and (open_yet or status is PlanStatus.DONE)):
        what = f'the status is "{status.value}", but a later day is given; set the status or clear the day'
        reader.note(Problem(reader.row, "status", "needs_status", what))
    if status is not PlanStatus.REOPENED and done_on and verified_on and verified_on < done_on:
        reader.note(say.wrong_order(reader.row, "verified_on", verified_on, "done_on", done_on))


def _read_committee(reader: RowReader, factory: FactoryRef | None) -> CommitteeRow | None:
    reviewed_on = reader.day("reviewed_on", required=True)
    workers = reader.whole("worker_seats", required=True, most=500)
    management = reader.whole("management_seats", required=True, most=500)
    elected = reader.yes_no("worker_side_elected")
    women = reader.whole("women_percent", most=100)
    meetings, minutes = reader.whole("meetings_12m", most=366), reader.whole("minutes_12m", most=366)
    if factory is None or reviewed_on is None or workers is None or management is None:
        return None
    return CommitteeRow(
        reader.row, factory.code, reviewed_on, workers, management, elected, women, meetings, minutes
    )


def _read_systems(reader: RowReader, factory: FactoryRef | None) -> SystemsRow | None:
    reviewed_on = reader.day("reviewed_on", required=True)
    area = reader.choice("area", AREAS)
    score = reader.whole("score", required=True, least=1, most=5)
    if not (factory and reviewed_on and area and score):
        return None
    return SystemsRow(reader.row, factory.code, reviewed_on, area, score)


def _read_learning(reader: RowReader, factory: FactoryRef | None) -> LearningRow | None:
    held_on = reader.day("held_on", required=True)
    course = reader.text("course", required=True, longest=120)
    hours = reader.whole("hours", required=True, most=1000)
    groups = ("managers_men", "managers_women", "workers_men", "workers_women")
    people = [reader.whole(group, most=1_000_000) or 0 for group in groups]
    if not (factory and held_on and course) or hours is None:
        return None
    return LearningRow(reader.row, factory.code, held_on, course, hours, *people)


def _read_zero_tolerance(reader: RowReader, factory: FactoryRef | None) -> ZeroToleranceRow | None:
    opened_on, closed_on = reader.day("opened_on", required=True), reader.day("closed_on")
    trigger = reader.text("trigger", required=True, longest=200)
    if opened_on and closed_on and closed_on < opened_on:
        reader.note(say.wrong_order(reader.row, "closed_on", closed_on, "opened_on", opened_on))
    if not (factory and opened_on and trigger):
        return None
    return ZeroToleranceRow(reader.row, factory.code, opened_on, closed_on, trigger)


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            Kind("visits", ("factory", "visited_on"), ("purpose", "topics", "notes"), _read_visit),
            Kind("visit-findings", ("factory", "visited_on", "question"), ("details",), _read_visit_finding),
            Kind(
                "plan-items",
                ("factory", "ref"),
                (
                    "question",
                    "issue",
                    "root_cause",
                    "action",
                    "owner",
                    "due_on",
                    "status",
                    "done_on",
                    "verified_on",
                ),
                _read_plan_item,
            ),
            Kind(
                "committees",
                ("factory", "reviewed_on", "worker_seats", "management_seats"),
                ("worker_side_elected", "women_percent", "meetings_12m", "minutes_12m"),
                _read_committee,
            ),
            Kind("systems", ("factory", "reviewed_on", "area", "score"), (), _read_systems),
            Kind(
                "learning",
                ("factory", "held_on", "course", "hours"),
                ("managers_men", "managers_women", "workers_men", "workers_women"),
                _read_learning,
            ),
            Kind("zero-tolerance", ("factory", "opened_on", "trigger"), ("closed_on",), _read_zero_tolerance),
        )
    }
)
"""Every kind of evidence that this app's files bring; sourcing and consents belong to the registry."""
