"""Dated evidence of many factories as plain rows: what the judgement builds its history from.

Every function costs one statement a table whatever the number of factories. `factories` are at most 500 ids, or None
for all. `known_at` leaves out what was recorded, superseded, verified or withdrawn later than a moment; None reads
today's knowledge. Rows come in no particular order.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import compress
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.db.models import Case, F, Q, When

from advisory.kinds import KINDS, EvidenceKind
from assessments.models import Finding, SheetRevision
from questionnaires.models import Layout

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.db.models.expressions import Combinable

MANY = 500
"""How many ids one statement takes."""

TABLES: Mapping[str, EvidenceKind] = {kind.table: kind for kind in KINDS.values() if kind.table}
"""Kinds of records that a history reads, by the name of their table there."""


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
    """A finding with more than its sheet holds: made on a visit, or verified as put right."""

    id: int
    factory_id: int
    assessment_id: UUID | None  # None: found on an advisory visit
    question: str
    found_on: date
    fixed_on: date | None


class RecordRow(NamedTuple):
    """Any other dated record: its values by column of the history; what stands for nothing is left out.

    So a column that is added later changes nothing of the records before it, nor the digests of their pins.
    """

    kind: str
    id: int
    factory_id: int
    day: date
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Records:
    """Records of one table, column by column as the kind's declaration names them, all as long as `ids`."""

    kind: str
    ids: Sequence[int]
    factories: Sequence[int]
    days: Sequence[date]
    columns: Mapping[str, Sequence[Any]]

    def around(self, factories: Collection[int]) -> Records:
        """Those about some factories."""
        mask = [factory in factories for factory in self.factories]
        if all(mask):
            return self
        ids, about, days, *columns = (
            list(compress(column, mask))
            for column in (self.ids, self.factories, self.days, *self.columns.values())
        )
        return Records(self.kind, ids, about, days, dict(zip(self.columns, columns, strict=True)))

    def rows(self) -> list[RecordRow]:
        """The same, record by record."""
        absent = {name: field.absent for name, field in TABLES[self.kind].history.items()}
        values = zip(*self.columns.values(), strict=True) if self.columns else ((),) * len(self.ids)
        return [
            RecordRow(
                self.kind,
                key,
                factory_id,
                day,
                {
                    name: value
                    for name, value in zip(self.columns, record, strict=True)
                    if value != absent[name]
                },
            )
            for key, factory_id, day, record in zip(self.ids, self.factories, self.days, values, strict=True)
        ]


def sheets(factories: Collection[int] | None, *, known_at: datetime | None) -> list[SheetRow]:
    """Final answer sheets of every kind of assessment."""
    rows = _known(_of(SheetRevision.objects.all(), factories, "assessment__factory"), known_at)
    columns = rows.values_list(
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
    return [SheetRow(*row) for row in columns]


def every_sheet_digest() -> dict[tuple[str, int], str]:
    """Digest by assessment and revision, superseded ones included."""
    rows = SheetRevision.objects.values_list("assessment_id", "revision", "digest")
    return {(str(assessment_id), revision): digest for assessment_id, revision, digest in rows}


def findings(
    factories: Collection[int] | None, *, questions: Collection[str], known_at: datetime | None
) -> list[FindingRow]:
    """Findings on some questions that were made on a visit or verified as put right."""
    rows = _of(Finding.objects.filter(_BESIDE_SHEETS, question__in=sorted(questions)), factories, "factory")
    fixed: Combinable = F("fixed_on")
    if known_at is None:
        rows = rows.filter(withdrawn_at__isnull=True)
    else:
        still = Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=known_at)
        rows = rows.filter(still, recorded_at__lte=known_at)
        fixed = Case(When(verified_at__lte=known_at, then=F("fixed_on")))
    annotated = rows.annotate(fixed_=fixed)
    columns = annotated.values_list("id", "factory_id", "assessment_id", "question", "found_on", "fixed_")
    return [FindingRow(*row) for row in columns]


def every_finding() -> list[FindingRow]:
    """All findings that a history may have read, withdrawn ones included."""
    rows = Finding.objects.filter(_BESIDE_SHEETS).values_list(*FindingRow._fields)
    return [FindingRow(*row) for row in rows]


_BESIDE_SHEETS = Q(assessment__isnull=True) | Q(fixed_on__isnull=False)


def records(factories: Collection[int] | None, *, known_at: datetime | None) -> dict[str, Records]:
    """Plan items with a due day, reviews, learning and cases by their table: one statement each."""
    return {
        table: _records(kind, _known(_of(_dated(kind), factories, "factory"), known_at))
        for table, kind in TABLES.items()
    }


def every_record() -> list[RecordRow]:
    """All records, superseded ones included: one statement a table."""
    return [row for kind in TABLES.values() for row in _records(kind, _dated(kind)).rows()]


def _dated(kind: EvidenceKind) -> QuerySet[Any]:
    """Records that have a day to count from."""
    rows: QuerySet[Any] = kind.model._default_manager.filter(**{f"{kind.history['day'].name}__isnull": False})
    return rows


def _records(kind: EvidenceKind, rows: QuerySet[Any]) -> Records:
    names = [field.name for field in kind.history.values()]
    read = list(zip(*rows.values_list("id", "factory_id", *names), strict=True))
    ids, about, days, *columns = read or ((),) * (len(names) + 2)
    return Records(kind.table, ids, about, days, dict(zip(list(kind.history)[1:], columns, strict=True)))


def layout_digests() -> dict[int, str]:
    """The digest of each layout's reading by its id."""
    return dict(Layout.objects.values_list("id", "reading_digest"))


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
