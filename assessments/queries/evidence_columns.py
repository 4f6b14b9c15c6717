"""Dated evidence of many factories as plain rows: what the judgement builds its history from.

Every function costs one statement whatever the number of factories. `factories` are at most 500 ids, or None for all.
`known_at` leaves out what was recorded, superseded, verified or withdrawn later than a moment; None reads today's
knowledge. Rows come in no particular order.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime
from functools import partial
from itertools import compress
from operator import not_
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.db.models import Case, CharField, DateField, F, IntegerField, Q, UUIDField, Value, When
from django.db.models.functions import Cast, Coalesce

from assessments.models import (
    CommitteeReview,
    Finding,
    LearningRecord,
    PlanItem,
    SheetRevision,
    SystemsReview,
    ZeroToleranceCase,
)
from journal.bulk import fetch_columns

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.db.models.expressions import Combinable

MANY = 500
"""How many ids one statement takes."""

UNKNOWN = -1
"""A number that nobody recorded."""


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


def facts_beside_sheets(
    factories: Collection[int] | None, *, questions: Collection[str], known_at: datetime | None
) -> tuple[list[FindingRow], list[RecordRow]]:
    """What sheets do not tell, six tables in one statement.

    Findings are those on `questions` that were made on a visit or verified as put right. Records are plan items,
    committee and systems reviews, learning and zero-tolerance cases:

    | kind | day | numbers | days | text |
    |---|---|---|---|---|
    | `plan_item` | due | – | done, verified | |
    | `committee` | reviewed | worker seats, management seats, elected (1, 0), women per cent, meetings, minutes | – | |
    | `systems` | reviewed | score | – | area |
    | `learning` | held | hours, managers men, managers women, workers men, workers women | – | course |
    | `case` | opened | – | closed | |
    """
    parts = [_known(_of(part, factories, "factory"), known_at) for part in _record_tables()]
    return _read([*parts, _findings(factories, questions, known_at)])


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
    return _record(
        chosen.annotate(fixed_=fixed),
        "finding",
        "found_on",
        days=("fixed_",),
        text="question",
        assessment="assessment_id",
    )


def every_record() -> list[RecordRow]:
    """All records, superseded ones included. One statement."""
    return _read(_record_tables())[1]


def _record_tables() -> list[QuerySet[Any]]:
    committee = (
        "worker_seats", "management_seats", "worker_side_elected", "women_percent", "meetings_12m", "minutes_12m",
    )  # fmt: skip
    people = ("hours", "managers_men", "managers_women", "workers_men", "workers_women")
    dated_items = PlanItem.objects.filter(due_on__isnull=False)
    return [
        _record(dated_items, "plan_item", "due_on", days=("done_on", "verified_on")),
        _record(CommitteeReview.objects.all(), "committee", "reviewed_on", numbers=committee),
        _record(SystemsReview.objects.all(), "systems", "reviewed_on", numbers=("score",), text="area"),
        _record(LearningRecord.objects.all(), "learning", "held_on", numbers=people, text="course"),
        _record(ZeroToleranceCase.objects.all(), "case", "opened_on", days=("closed_on",)),
    ]


def _read(parts: Sequence[QuerySet[Any]]) -> tuple[list[FindingRow], list[RecordRow]]:
    first, *others = [part.values_list(*_RECORD) for part in parts]
    columns = fetch_columns(first.union(*others, all=True))
    if not columns:
        return [], []
    kinds, ids, factories, days, *numbers, first_days, second_days, texts, assessments = columns
    of_findings = [kind == "finding" for kind in kinds]
    findings = compress(zip(ids, factories, assessments, texts, days, first_days, strict=True), of_findings)
    records = compress(
        zip(
            kinds,
            ids,
            factories,
            days,
            zip(*numbers, strict=True),
            zip(first_days, second_days, strict=True),
            texts,
            strict=True,
        ),
        map(not_, of_findings),
    )
    return [FindingRow(*row) for row in findings], list(map(_RECORD_ROW, records))


# as `RecordRow._make` does it, without a call of Python for each of a hundred thousand rows
_RECORD_ROW: Callable[[Iterable[Any]], RecordRow] = partial(tuple.__new__, RecordRow)


def _of(rows: QuerySet[Any], factories: Collection[int] | None, field: str) -> QuerySet[Any]:
    if factories is None:
        return rows
    if len(factories) > MANY:
        raise ValueError(f"at most {MANY} factories at once, or None for all of them")
    return rows.filter(**{f"{field}__in": sorted(factories)})


def _known(rows: QuerySet[Any], known_at: datetime | None) -> QuerySet[Any]:
    """The current rows, or those that were current at a moment."""
    if known_at is None:
        return rows.filter(superseded_at__isnull=True)
    then = Q(superseded_at__isnull=True) | Q(superseded_at__gt=known_at)
    return rows.filter(then, recorded_at__lte=known_at)


_RECORD = (
    "kind_", "id", "factory_id", "day_", "n1", "n2", "n3", "n4", "n5", "n6", "d1", "d2", "text_", "assessment_",
)  # fmt: skip


def _record(
    rows: QuerySet[Any],
    kind: str,
    day: str,
    *,
    numbers: tuple[str, ...] = (),
    days: tuple[str, ...] = (),
    text: str = "",
    assessment: str = "",
) -> QuerySet[Any]:
    """The rows in the one shape that lets six tables be read together."""
    nothing = Value(UNKNOWN, output_field=IntegerField())
    never = Cast(Value(None), DateField())
    filled: list[Combinable] = [Coalesce(Cast(F(name), IntegerField()), nothing) for name in numbers]
    filled += [nothing] * (6 - len(numbers))
    # cast, a day comes from SQLite as text, to be read once each; else its driver parses every single one
    dated: list[Combinable] = [Cast(F(name), DateField()) for name in days]
    dated += [never] * (2 - len(days))
    said: Combinable = (
        Cast(F(text), CharField(max_length=120)) if text else Value("", output_field=CharField())
    )
    told: QuerySet[Any] = rows.annotate(
        kind_=Value(kind, output_field=CharField()),
        day_=Cast(F(day), DateField()),
        **dict(zip(_RECORD[4:10], filled, strict=True)),
        **dict(zip(_RECORD[10:12], dated, strict=True)),
        text_=said,
        assessment_=F(assessment) if assessment else Cast(Value(None), UUIDField()),
    )
    return told
