"""What changed at a person's suppliers since they last looked, as far as each is open to them now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from buyers.domain.supplier_changes import (
    Facts,
    SupplierChange,
    SupplierChangeKind,
    changes_between_looks,
    fingerprint,
)
from buyers.queries.own import last_visit_of, watched_by
from countries.queries.local_time import LocalDays, programme_day
from factories.queries import brands_of, registered
from factories.queries.report_access import declined_requests_of
from portal.brands.queries.change_words import TITLES, URGENT, change_note
from portal.brands.queries.suppliers import SupplierRow, supplier_rows, suppliers
from portal.queries import outcomes_of, with_recognition

if TYPE_CHECKING:
    from accounts.models import User
    from factories.models import AccessRequest

RECENT = timedelta(days=30)  # without an earlier look, what is from these days is news
FIRST = 10  # suppliers to look at first


@dataclass(frozen=True, slots=True)
class ChangedFactory:
    """One factory in a group of changes; `word`: what a factory wrote when it declined a request."""

    factory: Any  # annotated
    change: SupplierChange
    word: str

    @property
    def note(self) -> str:
        """How many, since when, or the factory's word."""
        return change_note(self.change, self.word)


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """The same kind of change at several factories, in order of name."""

    kind: SupplierChangeKind
    changed: list[ChangedFactory]

    @property
    def title(self) -> str:
        """What happened, in the reader's language."""
        return str(TITLES[self.kind])

    @property
    def is_urgent(self) -> bool:
        """Whether it stands out."""
        return self.kind in URGENT


@dataclass(frozen=True, slots=True)
class BrandHome:
    """What a brand's person reads first.

    Attributes:
        seen_at: when they last marked it as seen; None when they never did.
        groups: what changed since, the worst kind first.
        rows: every supplier.
        pressing: suppliers with an urgent matter or overdue items of the plan, the worst first.
        watched: factories on the watch list that are in the programme, suppliers or not.
        facts: what a next look is compared with.
    """

    seen_at: datetime | None
    groups: list[ChangeGroup]
    rows: list[SupplierRow]
    pressing: list[SupplierRow]
    watched: list[Any]
    facts: dict[int, Facts]

    @property
    def fingerprint(self) -> str:
        """What a page showed, so that nothing that came later is marked as seen."""
        return fingerprint(self.facts)


def home_of(user: User, days: LocalDays) -> BrandHome:
    """The home page of a brand's person. The same number of statements for three suppliers as for 3,000."""
    found = list(suppliers(brands_of(user), days).order_by("name", "id"))
    rows = supplier_rows(found, user, days)
    watched = _watched(user)
    others = [factory for factory in watched if factory.pk not in {row.factory.pk for row in rows}]
    declined = declined_requests_of(user, days, [row.factory.pk for row in rows])
    facts = _facts(rows, declined) | {factory.pk: _public(factory) for factory in others}
    visit = last_visit_of(user.pk)
    pressing = sorted((row for row in rows if any(_weight(row))), key=_weight, reverse=True)
    return BrandHome(
        seen_at=visit.seen_at if visit else None,
        groups=_groups([*found, *others], visit.facts if visit else {}, facts, declined, days.now),
        rows=rows,
        pressing=pressing[:FIRST],
        watched=watched,
        facts=facts,
    )


def _watched(user: User) -> list[Any]:
    ids = watched_by(user.pk).values("factory")
    return list(with_recognition(registered().filter(pk__in=ids)).order_by("name", "id"))


def _public(factory: Any) -> dict[str, Any]:
    return {"recognised": factory.recognised_on.isoformat() if factory.recognised_on else ""}


def _facts(rows: Sequence[SupplierRow], declined: Mapping[int, AccessRequest]) -> dict[int, Facts]:
    """What the scope of each consent opens; nothing of what lies outside stands in it."""
    outcomes = outcomes_of([row.factory.pk for row in rows if row.consented])
    return {row.factory.pk: _facts_of(row, declined, outcomes) for row in rows}


def _facts_of(
    row: SupplierRow,
    declined: Mapping[int, AccessRequest],
    outcomes: Mapping[int, tuple[str, dict[str, str]]],
) -> Facts:
    key = row.factory.pk
    facts = {**_public(row.factory), "scope": row.access.scope}
    refusal = declined.get(key)
    if refusal is not None and refusal.closed_at is not None:
        facts["declined"] = refusal.closed_at.isoformat()
    if not row.consented:
        return facts
    report = row.report
    facts["alert"] = report is not None and report.alert
    facts["assessed_on"] = report.assessed_on.isoformat() if report and report.assessed_on else ""
    if key in outcomes:
        facts["criteria"], facts["outcomes"] = outcomes[key]
    if row.pace is not None:
        facts["overdue"] = row.pace.overdue
    return facts


def _groups(
    factories: Sequence[Any],
    before: Mapping[str, Facts],
    now: Mapping[int, Facts],
    declined: Mapping[int, AccessRequest],
    at: datetime,
) -> list[ChangeGroup]:
    recent = programme_day(at - RECENT).isoformat()
    groups: dict[SupplierChangeKind, list[ChangedFactory]] = {}
    for factory in factories:
        for change in changes_between_looks(before.get(str(factory.pk)), now[factory.pk], recent=recent):
            word = declined[factory.pk].answer if change.kind == SupplierChangeKind.DECLINED else ""
            groups.setdefault(change.kind, []).append(ChangedFactory(factory, change, word))
    return [ChangeGroup(kind, groups[kind]) for kind in sorted(groups)]


def _weight(row: SupplierRow) -> tuple[bool, int]:
    """An urgent matter weighs more than any number of overdue items."""
    return row.report is not None and row.report.alert, len(row.pace.overdue) if row.pace else 0
