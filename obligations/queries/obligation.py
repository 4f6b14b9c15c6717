"""What a kind of obligation is: rows of some app that wait for one reader, and how each reads as a line of work."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

from countries.queries.local_time import LocalDays, programme_day
from obligations.domain.urgency import Urgency, urgency_of
from obligations.queries.advised import factories_advised_by
from obligations.queries.delegations import people_served_by

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User
    from advisory.queries.obligations import Factories


@dataclass(frozen=True)
class Reader:
    """Whose work is asked for, and the days of every country."""

    user: User
    days: LocalDays

    @cached_property
    def people(self) -> QuerySet[User, int]:
        """Ids of the reader and of everybody for whom the reader stands in, as a subquery."""
        return people_served_by(self.user, self.days.now)

    @cached_property
    def advised(self) -> Factories:
        """Open factories whose adviser the reader is, or somebody for whom the reader stands in. One statement."""
        return factories_advised_by(self.user, self.people)

    def today(self, country: str) -> date:
        """The day in a country; by the programme's clock for what belongs to none."""
        return self.days.of(country) if country else programme_day(self.days.now)

    def day_of(self, moment: date | datetime | None, country: str) -> date | None:
        """A moment as a day of the country."""
        if not isinstance(moment, datetime):
            return moment
        return self.days.of_instant(country, moment) if country else programme_day(moment)


@dataclass(frozen=True, slots=True)
class Obligation:
    """One piece of work of one reader.

    Attributes:
        key: the kind and the row, to tell obligations apart.
        title: what to do.
        factory: the name of the factory, or whatever else it is about.
        why: why it waits now.
        remark: what somebody wrote about it; on pages only, never in an e-mail.
        since: the day from which it waits.
        until: the day by which it is to be done.
        is_late: whether its last day or hour is over.
        hours_left: until it is to be done, where hours count; below nought: over by so many.
    """

    key: str
    kind: str
    title: str
    factory: str
    url: str
    why: str
    since: date | None
    until: date | None
    urgency: Urgency
    is_late: bool
    hours_left: int | None = None
    remark: str = ""

    @property
    def rank(self) -> tuple[int, date, date, str]:
        """The order of work: urgent, then due, then waiting longest."""
        return (self.urgency, self.until or date.max, self.since or date.min, self.key)

    @property
    def is_urgent(self) -> bool:
        """Whether it is to look urgent."""
        return self.urgency != Urgency.ORDINARY


Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """What a row says, before the days of its country are known."""

    title: str | Promise
    url: str
    why: str | Promise
    since: date | datetime | None = None
    until: date | datetime | None = None
    is_urgent: bool = False
    remark: str = ""


@dataclass(frozen=True, slots=True)
class ObligationKind:
    """A kind of work.

    Attributes:
        heading: what all of its rows are, for lists by kind.
        roles: whose work it can be.
        rows: the reader's rows; rights are part of the queryset.
        columns: what `line` reads of a row, besides its key and its factory's name and country.
        order: the most pressing first, in columns.
        line: a row in words.
        place: the columns of the factory's name and country; none for what is about no factory.
        about: names of what rows are about, by key, where it is no factory.
        is_delegated: whether a colleague who stands in for an absent person has it too.
    """

    code: str
    heading: str | Promise
    roles: frozenset[str]
    rows: Callable[[Reader], QuerySet[Any]]
    columns: tuple[str, ...]
    order: tuple[str, ...]
    line: Callable[[Reader, Row], Line]
    place: tuple[str, ...] = ("factory__name", "factory__country_id")
    about: Callable[[Sequence[Any]], Mapping[Any, str]] | None = None
    is_delegated: bool = False

    def read(self, reader: Reader, start: int, end: int) -> list[Obligation]:
        """Some of the reader's rows in words, the most pressing first. One statement, and those of `about`."""
        chosen = self.rows(reader).order_by(*self.order, "pk").values("pk", *self.columns, *self.place)
        rows = list(chosen[start:end])
        names = self.about([row["pk"] for row in rows]) if self.about and rows else {}
        return [self._obligation(reader, row, names) for row in rows]

    def _obligation(self, reader: Reader, row: Row, names: Mapping[Any, str]) -> Obligation:
        line = self.line(reader, row)
        name, country = [row[column] for column in self.place] or (names.get(row["pk"], ""), "")
        until, hours_left = reader.day_of(line.until, country), None
        urgency = urgency_of(until, reader.today(country))
        if isinstance(line.until, datetime):
            hours_left = int((line.until - reader.days.now).total_seconds() // 3600)
            urgency = Urgency.LATE if hours_left < 0 else Urgency.SOON
        return Obligation(
            key=f"{self.code}:{row['pk']}",
            kind=self.code,
            title=str(line.title),
            factory=name,
            url=line.url,
            why=str(line.why),
            since=reader.day_of(line.since, country),
            until=until,
            urgency=Urgency.ALWAYS if line.is_urgent else urgency,
            is_late=urgency == Urgency.LATE,
            hours_left=hours_left,
            remark=line.remark,
        )
