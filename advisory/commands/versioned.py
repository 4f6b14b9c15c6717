"""Dated facts that are never overwritten: a correction closes the row and writes a new one beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from advisory.kinds.declaration import EvidenceKind
from journal.bulk import insert_objects
from journal.refusals import Refused

if TYPE_CHECKING:
    from accounts.models import User

CHUNK = 400  # ids a statement
Key = tuple[Any, ...]


class RecordedMeanwhile(Refused):
    """Another person recorded the same fact at the same moment."""


@dataclass(slots=True)
class Applied:
    """What became of the facts handed in, each in the order given."""

    created: list[Any] = field(default_factory=list)
    updated: list[tuple[Any, Any]] = field(default_factory=list)  # (superseded row, its successor)
    unchanged: list[Any] = field(default_factory=list)

    @property
    def written(self) -> list[Any]:
        """Every new row."""
        return [*self.created, *(new for _, new in self.updated)]

    @property
    def changed(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.created or self.updated)


def apply_versions(
    kind: EvidenceKind,
    facts: Sequence[Mapping[str, Any]],
    *,
    actor: User | None,
    now: datetime,
    dry_run: bool = False,
) -> Applied:
    """Write what is new or different; the number of statements grows with hundreds of facts, not with each.

    Args:
        kind: the kind of fact.
        facts: one a key: the key's columns and those of the values. A value left out stays as it was.
        actor: who recorded them.
        now: when.
        dry_run: compare only.

    Raises:
        RecordedMeanwhile: another transaction wrote one of the keys first.
    """
    current = {_key(row, kind): row for row in _current(kind, {fact["factory_id"] for fact in facts})}
    done = Applied()
    for given in facts:
        known = current.get(tuple(given[name] for name in kind.key))
        stands = {name: getattr(known, name) for name in kind.values} if known else {}
        fact = kind.complete({**stands, **given})
        if known is None:
            done.created.append(kind.model(**fact, recorded_at=now, recorded_by=actor))
        elif all(stands[name] == fact[name] for name in kind.values):
            done.unchanged.append(known)
        else:
            done.updated.append((known, _successor(known, fact, kind, actor=actor, now=now)))
    if not dry_run:
        _write(kind, done, now=now)
    return done


def _current(kind: EvidenceKind, factory_ids: set[int]) -> Iterator[Any]:
    ordered = sorted(factory_ids)
    for start in range(0, len(ordered), CHUNK):
        part = ordered[start : start + CHUNK]
        rows = kind.model._default_manager.filter(superseded_at__isnull=True, factory_id__in=part)
        yield from rows.select_for_update().order_by("pk")


def _key(row: Any, kind: EvidenceKind) -> Key:
    return tuple(getattr(row, name) for name in kind.key)


def _successor(
    known: Any, fact: Mapping[str, Any], kind: EvidenceKind, *, actor: User | None, now: datetime
) -> Any:
    inherited = {name: getattr(known, name) for name in kind.inherited}
    return kind.model(**inherited | dict(fact), recorded_at=now, recorded_by=actor)


def _write(kind: EvidenceKind, done: Applied, *, now: datetime) -> None:
    rows = kind.model._default_manager
    old = [known.pk for known, _ in done.updated]
    for start in range(0, len(old), CHUNK):
        rows.filter(pk__in=old[start : start + CHUNK]).update(superseded_at=now)
    try:
        with transaction.atomic():
            insert_objects(done.written)
    except IntegrityError as clash:
        if "unique" not in str(clash).lower():
            raise
        raise RecordedMeanwhile(
            _("Another person has just recorded the same thing. Check their entry, then try again.")
        ) from clash
