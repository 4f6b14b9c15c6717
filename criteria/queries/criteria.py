"""Criteria versions: which one holds on a day, and their documents."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from countries.queries.local_time import programme_day
from criteria.domain.criteria import CriteriaDocument
from criteria.domain.criteria_parsing import parse_criteria
from criteria.models import CriteriaVersion, EvaluationRun
from journal.refusals import Refused

if TYPE_CHECKING:
    from django.db.models import QuerySet

PROGRAMME = "high-performance"
"""The criteria by which the programme recognises."""


class NoCriteria(Refused):
    """There are no such criteria, or none of them was ever approved."""


@dataclass(frozen=True, slots=True)
class Standard:
    """One criteria version, ready to judge by."""

    id: UUID
    code: str
    version: str
    title: str
    digest: str
    state: str
    in_force_from: date | None
    document: CriteriaDocument
    drafted_because: str = ""
    drafted_by: str = ""

    @property
    def name(self) -> str:
        """How people and addresses call it: `high-performance/1.0`."""
        return f"{self.code}/{self.version}"

    @property
    def subject(self) -> str:
        """How the journal calls it."""
        return f"criteria:{self.name}"


def standard_on(day: date, *, code: str = PROGRAMME, locked: bool = False) -> Standard:
    """The version in force on a day; before the first one was, the first. One query.

    `locked`: nobody else judges by it, or changes it, until the transaction ends.

    Raises:
        NoCriteria: none of that code is approved.
    """
    approved = [row for row in versions(code=code, locked=locked) if row.in_force_from is not None]
    in_force = [row for row in approved if row.in_force_from is not None and row.in_force_from <= day]
    if not approved:
        raise NoCriteria(
            _("No criteria called “%(code)s” are approved; load or approve some first.") % {"code": code}
        )
    return (in_force or approved[:1])[-1]


def standard_or_none(day: date, *, code: str = PROGRAMME) -> Standard | None:
    """The same; None when none of that code is approved. One query."""
    try:
        return standard_on(day, code=code)
    except NoCriteria:
        return None


def replaced_version(criteria: CriteriaVersion, at: datetime) -> Standard | None:
    """The version that was in force at a moment, another than this one; None where there was none. One query."""
    rows = CriteriaVersion.objects.filter(code=criteria.code, state=CriteriaVersion.State.APPROVED)
    rows = rows.filter(Q(approved_at__isnull=True) | Q(approved_at__lte=at)).exclude(pk=criteria.pk)
    approved, day = _read(rows), programme_day(at)
    in_force = [row for row in approved if row.in_force_from is not None and row.in_force_from <= day]
    return next(reversed(in_force or approved[:1]), None)


def versions(*, code: str | None = None, drafts: bool = False, locked: bool = False) -> list[Standard]:
    """Approved versions in the order in which they came into force, then drafts if `drafts`. One query."""
    rows = CriteriaVersion.objects.all()
    if locked:
        rows = rows.select_for_update(no_key=True, of=("self",))
    if code is not None:
        rows = rows.filter(code=code)
    if not drafts:
        rows = rows.filter(state=CriteriaVersion.State.APPROVED)
    return _read(rows.exclude(state=CriteriaVersion.State.ABANDONED))


def taken_versions(code: str) -> set[str]:
    """Every version that some text stands for, abandoned drafts included. One query."""
    return set(CriteriaVersion.objects.filter(code=code).values_list("version", flat=True))


def standard(code: str, version: str) -> Standard | None:
    """One version, draft or not. One query."""
    return next(iter(_read(CriteriaVersion.objects.filter(code=code, version=version))), None)


def text_of(criteria_id: UUID) -> str:
    """A version word for word. One query."""
    return CriteriaVersion.objects.values_list("text", flat=True).get(pk=criteria_id)


def standards(ids: Collection[UUID]) -> dict[UUID, Standard]:
    """Versions by id. One query."""
    return {row.id: row for row in _read(CriteriaVersion.objects.filter(id__in=set(ids)))}


def last_full_evaluation_at(criteria_id: UUID) -> datetime | None:
    """Moment of the latest evaluation of all factories by a version, changed or not. One query."""
    runs = EvaluationRun.objects.filter(
        criteria_id=criteria_id, factories__isnull=True, finished_at__isnull=False
    )
    return runs.order_by("-id").values_list("finished_at", flat=True).first()


def _read(rows: QuerySet[CriteriaVersion]) -> list[Standard]:
    found = [
        Standard(
            id=row.pk,
            code=row.code,
            version=row.version,
            title=row.title,
            digest=row.digest,
            state=row.state,
            in_force_from=row.in_force_from,
            document=document_of(row.text),
            drafted_because=row.drafted_because,
            drafted_by=row.drafted_by.name if row.drafted_by else "",
        )
        for row in rows.select_related("drafted_by")
    ]
    return sorted(found, key=lambda row: (row.in_force_from is None, row.in_force_from or date.max, row.name))


@lru_cache(maxsize=64)
def document_of(text: str) -> CriteriaDocument:
    """The document of a text; kept, because a text means the same for ever."""
    return parse_criteria(text)
