"""Findings follow the sheet: one for each N. What a final assessment once found is withdrawn, never removed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from uuid import UUID

from assessments.models import Assessment, Finding
from journal.bulk import insert_rows
from journal.events import BATCH

if TYPE_CHECKING:
    from accounts.models import User

Current = Mapping[UUID, Mapping[str, Finding]]  # by assessment, by question
_TAKEN_OVER = (
    "factory_id",
    "assessment_id",
    "visit_id",
    "question",
    "found_on",
    "details",
    "attribution",
    "workers_concerned",
    "response",
    "responded_at",
    "responded_by_id",
    "fixed_on",
    "verified_at",
    "verified_by_id",
)


@dataclass(frozen=True, slots=True)
class FindingDetails:
    """What is found on one question. `details` or `workers_concerned` None leave them as they were, unless `exact`."""

    attribution: str = Finding.Attribution.FACTORY.value
    details: str | None = None
    workers_concerned: int | None = None
    exact: bool = False  # a number of workers that is None is taken out

    def differs_from(self, finding: Finding) -> bool:
        """Whether writing this would change the finding."""
        return (
            self.attribution != finding.attribution
            or (self.details is not None and self.details != finding.details)
            or (
                (self.exact or self.workers_concerned is not None)
                and self.workers_concerned != finding.workers_concerned
            )
        )


@dataclass(frozen=True, slots=True)
class TargetFindings:
    """Every finding that an assessment must have, by question."""

    assessment: Assessment
    found: Mapping[str, FindingDetails]
    was_final: bool = False


_NEW = (
    "factory",
    "assessment",
    "question",
    "found_on",
    "details",
    "attribution",
    "workers_concerned",
    "response",
    "recorded_at",
)


@dataclass(slots=True)
class _Writes:
    new: list[tuple[Any, ...]] = field(default_factory=list)  # columns of _NEW
    successors: list[Finding] = field(default_factory=list)
    changed: list[Finding] = field(default_factory=list)
    withdrawn: list[int] = field(default_factory=list)
    removed: list[int] = field(default_factory=list)


def current_findings(assessment_ids: Sequence[UUID]) -> Current:
    """The live findings of assessments; one query for every few hundred assessments."""
    found: dict[UUID, dict[str, Finding]] = {}
    for start in range(0, len(assessment_ids), BATCH):
        part = assessment_ids[start : start + BATCH]
        for finding in Finding.objects.filter(assessment_id__in=part, withdrawn_at__isnull=True).iterator():
            assert finding.assessment_id is not None  # noqa: S101  # chosen by it
            found.setdefault(finding.assessment_id, {})[finding.question] = finding
    return found


def apply_findings(
    targets: Iterable[TargetFindings], current: Current, *, actor: User | None, now: datetime
) -> None:
    """Make the findings of these assessments what they must be, set-wise."""
    writes = _Writes()
    for target in targets:
        _plan(target, current.get(target.assessment.pk, {}), writes, now=now)
    for start in range(0, len(writes.withdrawn), BATCH):
        part = writes.withdrawn[start : start + BATCH]
        Finding.objects.filter(pk__in=part).update(withdrawn_at=now, withdrawn_by=actor)
    for start in range(0, len(writes.removed), BATCH):
        Finding.objects.filter(pk__in=writes.removed[start : start + BATCH]).delete()
    Finding.objects.bulk_update(
        writes.changed, ["details", "attribution", "workers_concerned"], batch_size=BATCH
    )
    Finding.objects.bulk_create(writes.successors, batch_size=BATCH)
    insert_rows(Finding, _NEW, writes.new)


def _plan(target: TargetFindings, known: Mapping[str, Finding], writes: _Writes, *, now: datetime) -> None:
    gone = [finding.pk for question, finding in known.items() if question not in target.found]
    (writes.withdrawn if target.was_final else writes.removed).extend(gone)
    for question, found in target.found.items():
        finding = known.get(question)
        if finding is None:
            writes.new.append(_made(target.assessment, question, found, now=now))
        elif found.differs_from(finding):
            _change(finding, found, writes, was_final=target.was_final, now=now)


def _change(
    finding: Finding, found: FindingDetails, writes: _Writes, *, was_final: bool, now: datetime
) -> None:
    if was_final:  # what a final assessment said stays readable: a new row takes its place
        writes.withdrawn.append(finding.pk)
        finding = successor(finding, now=now)
        writes.successors.append(finding)
    else:
        writes.changed.append(finding)
    finding.attribution = found.attribution
    if found.details is not None:
        finding.details = found.details
    if found.exact or found.workers_concerned is not None:
        finding.workers_concerned = found.workers_concerned


def successor(finding: Finding, *, now: datetime) -> Finding:
    """A new row with everything that is known of a finding, its response and verification included."""
    return Finding(**{name: getattr(finding, name) for name in _TAKEN_OVER}, recorded_at=now)


def _made(assessment: Assessment, question: str, found: FindingDetails, *, now: datetime) -> tuple[Any, ...]:
    return (
        assessment.factory_id,
        assessment.pk,
        question,
        assessment.assessed_on,
        found.details or "",
        found.attribution,
        found.workers_concerned,
        "",
        now,
    )


def found_on_sheet(
    sheet: str,
    codes: Iterable[str],
    national_law: Iterable[str],
    details: Mapping[str, str],
    workers: Mapping[str, int] = MappingProxyType({}),
) -> Iterator[tuple[str, FindingDetails]]:
    """A finding for each N, with whose doing it is; details and workers concerned where they are given."""
    law = frozenset(national_law)
    for code, letter in zip(codes, sheet, strict=True):
        if letter == "N":
            doing = Finding.Attribution.NATIONAL_LAW if code in law else Finding.Attribution.FACTORY
            yield code, FindingDetails(doing.value, details.get(code), workers.get(code))
