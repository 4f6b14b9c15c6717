"""Files of evidence other than assessments: what is new or different gets a new version, all or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from advisory.commands.cases import case_events, refused_closings
from advisory.commands.day_limits import new_days
from advisory.commands.improvement_plan import days_by_status, tie_to_findings
from advisory.commands.versioned import Applied, apply_versions
from advisory.commands.visit_findings import apply_visit_findings
from advisory.commands.visits import keep_findings
from advisory.domain.visiting import FoundOnVisit
from advisory.kinds import CASES, KINDS, PLAN_ITEMS, VISIT_FINDINGS, VISITS, EvidenceKind
from advisory.kinds.declaration import EvidenceRow
from assessments.commands.day_limits import check_days
from assessments.policies import check_may_import
from factories.queries import factories_by_name
from files.domain.problems import ImportOutcome, ImportProblem
from journal.commands import Unchanged, command
from journal.events import Happening, record_many

if TYPE_CHECKING:
    from accounts.models import User

EventsOf = Callable[[Applied], list[Happening]]


class NoSuchKind(KeyError):
    """No kind of evidence has this name."""


@dataclass(frozen=True, slots=True)
class EvidenceImport:
    """What an import of a kind does besides writing versions."""

    follow: Callable[..., None] | None = None
    shape: Callable[[Mapping[str, Any]], dict[str, Any]] = dict  # columns that follow from others
    events_of: EventsOf | None = None  # None: one event a factory


_IMPORTS: Mapping[str, EvidenceImport] = {
    VISITS.name: EvidenceImport(follow=keep_findings),
    PLAN_ITEMS.name: EvidenceImport(follow=tie_to_findings, shape=days_by_status),
    # each case has its own event: opening one suspends a recognition at once
    CASES.name: EvidenceImport(events_of=case_events),
}


@command
def import_evidence(
    kind: str,
    rows: Sequence[EvidenceRow],
    *,
    columns: Collection[str],
    dates_reason: str = "",
    actor: User | None,
    now: datetime,
    dry_run: bool = False,
) -> ImportOutcome | Unchanged:
    """Record the evidence of one file; the same file again changes nothing; all or nothing.

    What only some may do on the pages is refused in a file too, row by row: ending a zero-tolerance case.

    Args:
        kind: a name of `KINDS`.
        rows: what the row checker gave, without a problem among them.
        columns: those that the file has; what it has no column for stays as it was.
        dates_reason: why days before the programme began are right. Without one the row checker refuses them. A due day
            may be past: files bring what was agreed before.
        actor: who imports; None for the system.
        now: the moment of recording.
        dry_run: compare and count, write nothing.

    Raises:
        NoSuchKind: the kind is none of these.
        NotAllowed: the actor does not import.
    """
    check_may_import(actor)
    factories = {code: found.id for code, found in factories_by_name({row.factory for row in rows}).items()}
    refused = _refused(kind, rows, factories, columns, actor=actor)
    if refused:
        return Unchanged(ImportOutcome(rows=len(rows), problems=tuple(sorted(refused))))
    done, happened = _applied(kind, rows, factories, columns, actor=actor, now=now, dry_run=dry_run)
    outcome = ImportOutcome(
        rows=len(rows),
        created=len(done.created),
        updated=len(done.updated),
        unchanged=len(done.unchanged),
    )
    if dry_run or not done.changed:
        return Unchanged(outcome)
    if dates_reason and kind != VISIT_FINDINGS.name:
        days = (day for day in new_days(KINDS[kind], done) if not day.due)
        happened += check_days(days, reason=dates_reason, actor=actor, now=now)
    record_many(happened, actor=actor, at=now)
    return outcome


def _refused(
    kind: str,
    rows: Sequence[EvidenceRow],
    factories: Mapping[str, int],
    columns: Collection[str],
    *,
    actor: User | None,
) -> list[ImportProblem]:
    """A problem for each row that the pages would refuse the actor."""
    if kind != CASES.name or "closed_on" not in columns:
        return []
    cases = {
        row.row: (
            factories[row.factory],
            row.values["opened_on"],
            row.values["trigger"],
            row.values["closed_on"],
        )
        for row in rows
    }
    return [
        ImportProblem(
            number,
            "closed_on",
            "not_allowed",
            f"{sentence.rstrip('.')}; leave the day as it was, or ask them",
        )
        for number, sentence in refused_closings(cases, actor=actor).items()
    ]


def _applied(
    kind: str,
    rows: Sequence[EvidenceRow],
    factories: Mapping[str, int],
    columns: Collection[str],
    *,
    actor: User | None,
    now: datetime,
    dry_run: bool,
) -> tuple[Applied, list[Happening]]:
    if kind not in KINDS:
        raise NoSuchKind(kind)
    declared, how = KINDS[kind], _IMPORTS.get(kind, EvidenceImport())
    if declared is VISIT_FINDINGS:
        found = [FoundOnVisit(factories[row.factory], **row.values) for row in rows]
        done = apply_visit_findings(found, actor=actor, now=now, dry_run=dry_run)
        return done, _events_by_factory(kind, done, factories)
    facts = [how.shape(_fact(row, factories, columns, declared)) for row in rows]
    done = apply_versions(declared, facts, actor=actor, now=now, dry_run=dry_run)
    if how.follow and not dry_run:
        how.follow(done, actor=actor, now=now)
    return done, how.events_of(done) if how.events_of else _events_by_factory(kind, done, factories)


def _fact(
    row: EvidenceRow, factories: Mapping[str, int], columns: Collection[str], kind: EvidenceKind
) -> dict[str, Any]:
    """The row as columns of its table; values that the file has no column for are left out."""
    given = {name: value for name, value in row.values.items() if name in kind.key or name in columns}
    return {"factory_id": factories[row.factory], **given}


def _events_by_factory(kind: str, done: Applied, factories: Mapping[str, int]) -> list[Happening]:
    """One event for each factory whose evidence changed: a file may bring tens of thousands of rows."""
    codes = {factory_id: code for code, factory_id in factories.items()}
    created = Counter(row.factory_id for row in done.created)
    updated = Counter(row.factory_id for _, row in done.updated)
    return [
        Happening(
            "evidence.imported",
            f"factory:{codes[factory_id]}",
            factory_id,
            {"kind": kind, "created": created[factory_id], "updated": updated[factory_id]},
        )
        for factory_id in sorted(created.keys() | updated.keys())
    ]
