"""Dated evidence of many factories as plain rows: what the judgement builds its history from.

Every function costs one statement whatever the number of factories. `factories` are at most 500 ids, or None for all.
`known_at` leaves out what was recorded, superseded, verified or withdrawn later than a moment; None reads today's
knowledge. Rows come in no particular order.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from itertools import repeat
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.db.models import Case, F, Q, When

from advisory.models import CommitteeReview, LearningRecord, PlanItem, SystemsReview, ZeroToleranceCase
from assessments.models import Finding, SheetRevision
from factories.queries.columns import (
    FACTORY,
    HEAD_COUNT,
    HeadCount,
    JudgedFactory,
    head_counts,
    judged_factories,
    registry_parts,
)
from journal.bulk import fetch_columns
from journal.together import Rows, no_rows, read_together, shaped
from questionnaires.models import Layout

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.db.models.expressions import Combinable

MANY = 500
"""How many ids one statement takes."""

FINDING, LAYOUT = "finding", "layout"
RECORDS = ("plan_item", "committee", "systems", "learning", "case")


class SheetRow(NamedTuple):
    """A final answer sheet in the revision that counts."""

    factory_id: int
    assessment_id: UUID
    assessed_on: date
    cycle: int
    kind: str
    announced: bool
    layout_id: int
    sheet: str
    national_law: str  # codes attributed to the law, a space between
    revision: int
    digest: str


class FindingRow(NamedTuple):
    """A finding that a sheet alone does not tell of: made on a visit, or verified as put right."""

    id: int
    factory_id: int
    assessment_id: UUID | None  # None: found on an advisory visit
    question: str
    found_on: date
    fixed_on: date | None


class RecordRow(NamedTuple):
    """Any other dated record; what the numbers and days mean stands at `facts_beside_sheets`."""

    kind: str
    id: int
    factory_id: int
    day: date
    numbers: tuple[int, int, int, int, int, int]
    days: tuple[date | None, date | None]
    text: str


def sheets(factories: Collection[int] | None, *, known_at: datetime | None) -> list[SheetRow]:
    """Final answer sheets of every kind of assessment."""
    rows = _known(_of(SheetRevision.objects.all(), factories, "assessment__factory"), known_at).values_list(
        "assessment__factory_id",
        "assessment_id",
        "assessment__assessed_on",
        "cycle",
        "kind",
        "announced",
        "assessment__layout_id",
        "sheet",
        "national_law",
        "revision",
        "digest",
    )
    return [SheetRow(*row) for row in zip(*fetch_columns(rows), strict=True)]


def every_sheet_digest() -> dict[tuple[str, int], str]:
    """Digest by assessment and revision, superseded ones included. One statement."""
    rows = SheetRevision.objects.values_list("assessment_id", "revision", "digest")
    return {(str(assessment_id), revision): digest for assessment_id, revision, digest in rows}


def every_finding() -> list[FindingRow]:
    """All findings that a history may have read, withdrawn ones included. One statement."""
    rows = Finding.objects.filter(_BESIDE_SHEETS).values_list(*FindingRow._fields)
    return [FindingRow(*row) for row in rows]


_BESIDE_SHEETS = Q(assessment__isnull=True) | Q(fixed_on__isnull=False)


@dataclass(frozen=True, slots=True)
class DatedFacts:
    """What sheets do not tell: open factories in order of code, head counts, findings, records; and the layouts."""

    factories: list[JudgedFactory]
    head_counts: list[HeadCount]
    findings: list[FindingRow]
    records: dict[str, Rows]  # by kind
    layouts: dict[int, str]  # digest of its reading, by id


def facts_beside_sheets(
    factories: Collection[int] | None, *, on: date, questions: Collection[str], known_at: datetime | None
) -> DatedFacts:
    """What sheets do not tell, nine tables in one statement.

    Factories are those open on a day; head counts may be of others as well. Findings are those on `questions` that were
    made on a visit or verified as put right. Records are plan items, committee and systems reviews, learning and
    zero-tolerance cases:

    | kind | day | numbers | days | text |
    |---|---|---|---|---|
    | `plan_item` | due | – | done, verified | |
    | `committee` | reviewed | worker seats, management seats, elected (1, 0), women per cent, meetings, minutes | – | |
    | `systems` | reviewed | score | – | area |
    | `learning` | held | hours, managers men, managers women, workers men, workers women | – | course |
    | `case` | opened | – | closed | |

    Raises:
        ValueError: more factories than one statement takes.
    """
    few = None if factories is None else _few(factories)
    parts = [_known(_of(part, few, "factory"), known_at) for part in _record_tables()]
    parts += [
        _findings(few, questions, known_at),
        *registry_parts(few, on=on, known_at=known_at),
        shaped(Layout.objects.all(), LAYOUT, factory="", text="reading_digest"),
    ]
    found = read_together(parts)
    layouts = found.get(LAYOUT, no_rows(LAYOUT))
    return DatedFacts(
        factories=judged_factories(found.get(FACTORY, no_rows(FACTORY))),
        head_counts=head_counts(found.get(HEAD_COUNT, no_rows(HEAD_COUNT))),
        findings=_finding_rows(found.get(FINDING, no_rows(FINDING))),
        records={kind: found.get(kind, no_rows(kind)) for kind in RECORDS},
        layouts=dict(zip(layouts.ids, layouts.texts, strict=True)),
    )


def _finding_rows(rows: Rows) -> list[FindingRow]:
    fixed, _ = rows.more_days
    said = zip(rows.ids, rows.factories, rows.keys, rows.texts, rows.days, fixed, strict=True)
    return list(map(_FINDING_ROW, said))


def record_rows(rows: Rows) -> list[RecordRow]:
    """Records of one kind, row by row."""
    numbers, days = zip(*rows.numbers, strict=True), zip(*rows.more_days, strict=True)
    kinds = repeat(rows.kind, len(rows.ids))
    said = zip(kinds, rows.ids, rows.factories, rows.days, numbers, days, rows.texts, strict=True)
    return list(map(_RECORD_ROW, said))


def _findings(
    factories: Collection[int] | None, questions: Collection[str], known_at: datetime | None
) -> QuerySet[Any]:
    chosen = _of(Finding.objects.filter(_BESIDE_SHEETS, question__in=sorted(questions)), factories, "factory")
    fixed: Combinable = F("fixed_on")
    if known_at is None:
        chosen = chosen.filter(withdrawn_at__isnull=True)
    else:
        chosen = chosen.filter(
            Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=known_at), recorded_at__lte=known_at
        )
        fixed = Case(When(verified_at__lte=known_at, then=F("fixed_on")))
    return shaped(
        chosen.annotate(fixed_=fixed),
        FINDING,
        "found_on",
        days=("fixed_",),
        text="question",
        key="assessment_id",
    )


def every_record() -> list[RecordRow]:
    """All records, superseded ones included. One statement."""
    return [row for rows in read_together(_record_tables()).values() for row in record_rows(rows)]


def _record_tables() -> list[QuerySet[Any]]:
    committee = (
        "worker_seats", "management_seats", "worker_side_elected", "women_percent", "meetings_12m", "minutes_12m",
    )  # fmt: skip
    people = ("hours", "managers_men", "managers_women", "workers_men", "workers_women")
    dated_items = PlanItem.objects.filter(due_on__isnull=False)
    return [
        shaped(dated_items, "plan_item", "due_on", days=("done_on", "verified_on")),
        shaped(CommitteeReview.objects.all(), "committee", "reviewed_on", numbers=committee),
        shaped(SystemsReview.objects.all(), "systems", "reviewed_on", numbers=("score",), text="area"),
        shaped(LearningRecord.objects.all(), "learning", "held_on", numbers=people, text="course"),
        shaped(ZeroToleranceCase.objects.all(), "case", "opened_on", days=("closed_on",)),
    ]


# as `_make` does it, without a call of Python for each of a hundred thousand rows
_RECORD_ROW: Callable[[Iterable[Any]], RecordRow] = partial(tuple.__new__, RecordRow)
_FINDING_ROW: Callable[[Iterable[Any]], FindingRow] = partial(tuple.__new__, FindingRow)


def _few(factories: Collection[int]) -> list[int]:
    if len(factories) > MANY:
        raise ValueError(f"at most {MANY} factories at once, or None for all of them")
    return sorted(factories)


def _of(rows: QuerySet[Any], factories: Collection[int] | None, field: str) -> QuerySet[Any]:
    return rows if factories is None else rows.filter(**{f"{field}__in": _few(factories)})


def _known(rows: QuerySet[Any], known_at: datetime | None) -> QuerySet[Any]:
    """The current rows, or those that were current at a moment."""
    if known_at is None:
        return rows.filter(superseded_at__isnull=True)
    then = Q(superseded_at__isnull=True) | Q(superseded_at__gt=known_at)
    return rows.filter(then, recorded_at__lte=known_at)
