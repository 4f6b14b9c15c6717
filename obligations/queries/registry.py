"""Everything that waits for a person: the one answer that desk, inbox, mail and navigation share.

Nothing is stored: an obligation exists as long as its row waits and its reader has the right to act on it. None can be
lost with a message, and none outlives the act that it waits for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F, Func, IntegerField, Subquery

from accounts.models import User
from obligations.queries.decision_kinds import DECISION_KINDS
from obligations.queries.evidence_kinds import EVIDENCE_KINDS
from obligations.queries.obligation import Obligation, ObligationKind, Reader

if TYPE_CHECKING:
    from countries.queries.local_time import LocalDays

KINDS = (*EVIDENCE_KINDS, *DECISION_KINDS)
MOST_OF_A_KIND = 4
ROLES = frozenset().union(*(kind.roles for kind in KINDS))
"""The roles that have obligations at all."""


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many obligations of a kind a person has."""

    kind: ObligationKind
    number: int


@dataclass(frozen=True, slots=True)
class OpenWork:
    """What waits for a person: how much of each kind there is, and the most pressing of it."""

    counts: tuple[KindCount, ...]
    rows: tuple[Obligation, ...]

    @property
    def total(self) -> int:
        """How much waits in all."""
        return sum(count.number for count in self.counts)

    @property
    def more(self) -> int:
        """How much of it is not among the rows."""
        return self.total - len(self.rows)


def counts_of(user: User, days: LocalDays) -> tuple[KindCount, ...]:
    """How many obligations of each kind a person has; kinds without any are left out. Two statements at most."""
    return _counts(Reader(user, days))


def _counts(reader: Reader) -> tuple[KindCount, ...]:
    user = reader.user
    kinds = [kind for kind in KINDS if user.role in kind.roles]
    if not kinds or not user.is_active:
        return ()
    numbers = User.objects.filter(pk=user.pk).values_list(*(_number(kind, reader) for kind in kinds)).first()
    found = zip(kinds, numbers or (), strict=False)
    return tuple(KindCount(kind, number) for kind, number in found if number)


def _number(kind: ObligationKind, reader: Reader) -> Subquery:
    # not `Count`: it would group, and a group of nothing is no row
    counted = Func(F("pk"), function="COUNT", output_field=IntegerField())
    return Subquery(kind.rows(reader).order_by().values(number=counted))


def number_of_obligations(user: User, days: LocalDays) -> int:
    """How many obligations a person has. Two statements at most."""
    return sum(count.number for count in counts_of(user, days))


def open_work(user: User, days: LocalDays, *, most: int) -> OpenWork:
    """The most pressing obligations of a person, and the number of all. Two statements, and one a kind of work.

    A few of each kind, so that much of one hides nothing of another.
    """
    reader = Reader(user, days)
    counts = _counts(reader)
    rows = [row for count in counts for row in count.kind.read(reader, 0, MOST_OF_A_KIND)]
    return OpenWork(counts, tuple(sorted(rows, key=lambda row: row.rank)[:most]))


def obligations_of_kind(user: User, days: LocalDays, code: str, start: int, end: int) -> list[Obligation]:
    """Some of a person's obligations of one kind, the most pressing first; none of a kind that is not theirs."""
    reader = Reader(user, days)
    kinds = [kind for kind in KINDS if kind.code == code and user.role in kind.roles and user.is_active]
    return [row for kind in kinds for row in kind.read(reader, start, end)]
