"""What a factory list would change: every row found again, compared, and counted, before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from countries.queries.local_time import LocalDays
from factories.commands.brands import brand_key
from factories.domain.matching import Likeness, MatchReason
from factories.models import Factory, FormerName
from factories.queries.matching import match_record
from factory_lists.commands.list_rows import DESCRIBED, EarlierRows, contradictions, found_factory, row_place
from factory_lists.commands.register import Place, Register, WorkerCount, place_of, read_register
from factory_lists.domain.factory_rows import FactoryRow
from factory_lists.domain.outcomes import RowKind, RowOutcome
from files.domain.names import match_name, match_text
from files.domain.problems import ImportProblem
from journal.bulk import collection_paused

_ROWS_A_STEP = 500
_PAIRS = 3  # of one new factory, the likeliest


class ListedHeadCount(NamedTuple):
    """How many work at a factory by the list, and the day of it."""

    factory: Factory
    day: date
    counted: WorkerCount


@dataclass(slots=True)
class ImportDiff:
    """What will be written, by factory code, and what stands in the way."""

    made: dict[str, Factory] = field(default_factory=dict)
    changed: dict[str, Factory] = field(default_factory=dict)
    fields: dict[str, set[str]] = field(default_factory=dict)  # which fields of the changed ones
    closed: set[str] = field(default_factory=set)
    reopened: dict[str, date | None] = field(
        default_factory=dict
    )  # the day on which it was said to have closed
    likes: dict[str, list[Likeness]] = field(default_factory=dict)  # perhaps registered already
    os_ids: list[tuple[Factory, str]] = field(default_factory=list)
    starts: list[tuple[Factory, str, date]] = field(default_factory=list)  # brands that begin to buy
    new_brands: dict[str, str] = field(default_factory=dict)  # names as first written, by normalised name
    counted: dict[str, ListedHeadCount] = field(default_factory=dict)
    former: list[FormerName] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)
    unchanged: int = 0
    problems: list[ImportProblem] = field(default_factory=list)
    notes: list[ImportProblem] = field(default_factory=list)


def _no_progress(*_args: object) -> None:
    """Nobody watches."""


@dataclass(slots=True)
class Differ:
    """Compares a list with the register.

    Attributes:
        days: each country's today at the moment of the import.
        day: the day that the list is of; None for today, which is each country's own.
        countries: codes whose factories the list may hold; None for all.
        row_done: called with the outcome of every row, in their order.
        progress: called with rows compared and rows in all; may raise to stop.
    """

    days: LocalDays
    day: date | None = None
    countries: Collection[str] | None = None
    row_done: Callable[[RowOutcome], None] = _no_progress
    progress: Callable[[int, int], None] = _no_progress
    register: Register = field(init=False)
    diff: ImportDiff = field(init=False)
    earlier: dict[str, EarlierRows] = field(init=False)

    def of(self, rows: Sequence[FactoryRow]) -> ImportDiff:
        """The changes that rows would make, in at most six statements for any number of rows.

        Every row is created, updated, unchanged or a problem. Of several rows of one factory the first one that says
        something counts; where a later one differs, a note says so.
        """
        days = {self._day(country) for country in {row.country for row in rows}}
        counting = any(row.workers is not None or row.women_workers is not None for row in rows)
        self.register = read_register(
            with_brands=any(row.brands for row in rows), counted_on=days if counting else ()
        )
        self.diff, self.earlier = ImportDiff(), {}
        self.register.codes.keep_free(row.code for row in rows if row.code)
        with collection_paused():
            for done, row in enumerate(rows):
                if done % _ROWS_A_STEP == 0:
                    self.progress(done, len(rows))
                self.row_done(self._row(row))
        return self.diff

    def _day(self, country: str) -> date:
        return self.day or self.days.of(country)

    def _row(self, row: FactoryRow) -> RowOutcome:
        factory, former = found_factory(row, self.register)
        problem = self._in_the_way(row, factory)
        if problem is not None:
            self.diff.problems.append(problem)
            return RowOutcome(row.number, RowKind.PROBLEM, row.name, row.country, problems=(problem,))
        return self._new(row) if factory is None else self._known(row, factory, former=former)

    # --- what stands in the way ---------------------------------------------------------------------------------------

    def _in_the_way(self, row: FactoryRow, factory: Factory | None) -> ImportProblem | None:
        if self.countries is not None and row.country not in self.countries:
            message = "is not a country of yours; leave the row to its country's manager"
            return ImportProblem(row.number, "country", "not_yours", message)
        holder = self.register.by_os_id.get(row.os_id or "")
        if row.code and holder is not None and holder.code != row.code:
            message = f"belongs to {self._named(holder)}; correct the code or the OS ID"
            return ImportProblem(row.number, "os_id", "os_id_taken", message)
        if factory is None:
            return None
        if row.country != factory.country_id:
            where = f"{self._named(factory)} is in {factory.country_id}"
            if self.countries is not None and factory.country_id not in self.countries:
                where = "the code or OS ID is of a factory elsewhere"
            return ImportProblem(
                row.number, "country", "country_differs", f"{where}; correct the country or the code"
            )
        return self._too_many_women(row, factory)

    def _named(self, factory: Factory) -> str:
        """A factory's code, for whoever may see it."""
        hidden = self.countries is not None and factory.country_id not in self.countries
        return "a factory elsewhere" if hidden else factory.code

    @staticmethod
    def _too_many_women(row: FactoryRow, factory: Factory) -> ImportProblem | None:
        """Women without a total can only be of the total that is known."""
        if row.workers is not None or row.women_workers is None or factory.workers is None:
            return None
        if row.women_workers <= factory.workers:
            return None
        message = f"is more than the {factory.workers} workers recorded; give the number of workers too"
        return ImportProblem(row.number, "women_workers", "more_women_than_workers", message)

    # --- new factories ------------------------------------------------------------------------------------------------

    def _new(self, row: FactoryRow) -> RowOutcome:
        country, name, address = row_place(row)
        factory = Factory(
            code=row.code or self.register.codes.next_code(country),
            country_id=country,
            match_name=name,
            match_address=address,
            recorded_at=self.days.now,
            described_on=self._day(country),
            **{key: value for key in DESCRIBED if (value := getattr(row, key)) is not None},
        )
        factory.workers, factory.women_workers = row.workers, row.women_workers
        like = self._like(factory)
        self.register.add(factory)
        self.diff.made[factory.code] = factory
        self._record_count(factory, row)
        self._os_id(row, factory)
        self._starts(row, factory, row.joined_on or self.days.of(country))
        self.earlier.setdefault(factory.code, EarlierRows()).add(row)
        if like is None:
            return RowOutcome(row.number, RowKind.NEW, row.name, row.country)
        code = "" if like[0].code in self.diff.made else like[0].code  # a new one has no code yet
        return RowOutcome(
            row.number, RowKind.SUSPECTED, row.name, row.country, like=(code, like[0].name, like[1].value)
        )

    def _like(self, factory: Factory) -> tuple[Factory, MatchReason] | None:
        """The likeliest known factory that the new one may be, and why."""
        likes = self.register.suspicions.likes(match_record(factory))[:_PAIRS]
        if not likes:
            return None
        self.diff.likes[factory.code] = likes
        likeliest = likes[0].known.key
        assert isinstance(likeliest, Factory)  # noqa: S101  # the register's keys are factories
        return likeliest, likes[0].because

    # --- known factories ----------------------------------------------------------------------------------------------

    def _known(self, row: FactoryRow, factory: Factory, *, former: bool) -> RowOutcome:
        earlier = self.earlier.setdefault(factory.code, EarlierRows())
        notes = contradictions(row, earlier)
        self.diff.notes += notes
        changes = self._describe(row, factory, earlier, former=former)
        changes += self._count(row, factory, earlier)
        fields = {name for name, _old, _new in changes}
        before = self.register.os_id_of.get(factory.code, "")
        if "os_id" not in earlier.values and self._os_id(row, factory):
            fields.add("os_id")
            changes.append(("os_id", before, row.os_id))
        started = self._starts(row, factory, self.days.of(factory.country_id))
        changes += [("brands", "", ", ".join(started))] if started else []
        self.register.by_place.setdefault(place_of(factory), factory)
        earlier.add(row)
        kind = self._account(factory, fields, differs=bool(changes))
        return RowOutcome(
            row.number,
            kind,
            factory.name,
            factory.country_id,
            code="" if factory.code in self.diff.made else factory.code,
            changes=tuple(changes),
            notes=tuple(notes),
        )

    def _describe(
        self, row: FactoryRow, factory: Factory, earlier: EarlierRows, *, former: bool
    ) -> list[tuple[str, Any, Any]]:
        """Take over what the row says, and give what differed; a blank cell says nothing, so takes nothing away."""
        day = self._day(factory.country_id)
        older = factory.code not in self.diff.made and day < self._described_on(factory)
        former = former or self._uses_former_name(row, factory, day)
        own_place, names = place_of(factory), (factory.name, factory.address)
        changes: list[tuple[str, Any, Any]] = []
        for key in DESCRIBED:
            value, held = getattr(row, key), getattr(factory, key)
            if value is None or value == held or key in earlier.values:
                continue
            if (older and held not in {None, ""}) or (former and key in {"name", "address"}):
                continue
            setattr(factory, key, value)
            changes.append((key, held, value))
        if changes:
            self._settle(factory, {key for key, *_ in changes}, day=None if older else day)
        if place_of(factory) != own_place and factory.pk is not None:
            self._former(factory, own_place, names, day)
        elif older and not former and self._other_name(row, factory):
            self._former(factory, row_place(row), (row.name, row.address or ""), day)
            changes.append(("former_name", "", row.name))
        return changes

    def _described_on(self, factory: Factory) -> date:
        """The day of the newest list or correction that gave what the factory is called and where it is."""
        day = factory.described_on or self.days.of_instant(factory.country_id, factory.recorded_at)
        return max([day, *self.register.former_places.get(factory.code, {}).values()])

    def _settle(self, factory: Factory, fields: set[str], *, day: date | None) -> None:
        """What follows from changed fields: the normalised name, the day of closing, the day of the description."""
        if "is_closed" in fields and factory.pk is not None:
            if not factory.is_closed:
                self.diff.reopened[factory.code] = factory.closed_on
            factory.closed_on = (day or self._day(factory.country_id)) if factory.is_closed else None
        factory.match_name = match_name(factory.name)[:200]
        factory.match_address = match_text(factory.address)[:400]
        if day is not None:
            factory.described_on = day

    def _uses_former_name(self, row: FactoryRow, factory: Factory, day: date) -> bool:
        """Whether the row calls the factory what it was called until a day, and the list is not of a later one."""
        listed = row_place(row)
        until = self.register.former_places.get(factory.code, {}).get(listed)
        return until is not None and listed != place_of(factory) and day <= until

    def _other_name(self, row: FactoryRow, factory: Factory) -> bool:
        """Whether an older list knows the factory by a name or address that the register never had."""
        if factory.pk is None or row_place(row) in self.register.former_places.get(factory.code, {}):
            return False
        _country, name, address = row_place(row)
        return name != factory.match_name or bool(address and address != factory.match_address)

    def _former(self, factory: Factory, place: Place, names: tuple[str, str], until_on: date) -> None:
        self.register.add_former(factory, place, until_on)
        self.diff.former.append(
            FormerName(
                factory=factory,
                name=names[0],
                address=names[1],
                match_name=place[1],
                match_address=place[2],
                until_on=until_on,
                recorded_at=self.days.now,
            )
        )

    def _count(self, row: FactoryRow, factory: Factory, earlier: EarlierRows) -> list[tuple[str, Any, Any]]:
        """Take over the head count of the list's day, and give what differed.

        The newest count is the factory's. A total without women is one: the women of an older count are not of it.
        """
        if (row.workers is None and row.women_workers is None) or "workers" in earlier.values:
            return []
        day = self._day(factory.country_id)
        last = self.register.last_counted.get(factory.code)
        before = factory.workers, factory.women_workers
        if last is not None and day < last:
            return self._earlier_count(row, factory, day)
        workers = before[0] if row.workers is None else row.workers
        women = row.women_workers
        if women is None and workers == before[0]:
            women = before[1]
        after = workers, women
        confirmed = self.day is not None and last is not None and day > last and row.workers is not None
        if after == before and not confirmed:
            return []
        factory.workers, factory.women_workers = after
        self._record_count(factory, row)
        changes = zip(("workers", "women_workers"), before, after, strict=True)
        return [change for change in changes if change[1] != change[2]] or [("counted_on", last, day)]

    def _earlier_count(self, row: FactoryRow, factory: Factory, day: date) -> list[tuple[str, Any, Any]]:
        """A count of an earlier day is kept as that day's; the factory's own stays the newest."""
        held = self.register.counts.get((factory.code, day))
        if row.workers is None or (held is not None and held.workers == row.workers):
            return []
        counted = WorkerCount(row.workers, row.women_workers)
        self.register.counts[factory.code, day] = counted
        self.diff.counted[factory.code] = ListedHeadCount(factory, day, counted)
        return [("earlier_workers", held.workers if held else None, row.workers)]

    def _record_count(self, factory: Factory, row: FactoryRow) -> None:
        if factory.workers is None or (row.workers is None and row.women_workers is None):
            return
        day = self._day(factory.country_id)
        self.register.last_counted[factory.code] = day
        counted = WorkerCount(factory.workers, factory.women_workers)
        self.diff.counted[factory.code] = ListedHeadCount(factory, day, counted)

    def _account(self, factory: Factory, fields: set[str], *, differs: bool) -> RowKind:
        """Count the row: the first one that changes a known factory updates it, any other changes nothing more."""
        diff = self.diff
        first = differs and factory.code not in diff.made and factory.code not in diff.touched
        if first:
            diff.touched.add(factory.code)
        else:
            diff.unchanged += 1
        if fields and factory.code not in diff.made:
            diff.changed[factory.code] = factory
            diff.fields.setdefault(factory.code, set()).update(fields)
            if "is_closed" in fields and factory.is_closed:
                diff.closed.add(factory.code)
        return RowKind.CHANGED if first else RowKind.UNCHANGED

    # --- what belongs to both -----------------------------------------------------------------------------------------

    def _os_id(self, row: FactoryRow, factory: Factory) -> bool:
        """Whether the row gives the factory an OS ID that it never had."""
        register = self.register
        if not row.os_id or register.os_id_of.get(factory.code) == row.os_id:
            return False
        if register.by_earlier_os_id.get(row.os_id) is factory:
            return False  # an old list: its OS ID has been replaced since
        register.by_os_id[row.os_id] = factory
        register.os_id_of[factory.code] = row.os_id
        self.diff.os_ids.append((factory, row.os_id))
        return True

    def _starts(self, row: FactoryRow, factory: Factory, on: date) -> list[str]:
        """Brands of the row that never bought here; a link that was ended stays ended."""
        started = []
        for brand in row.brands:
            key = factory.code, brand_key(brand)
            if key[1] not in self.register.brands:
                self.diff.new_brands.setdefault(key[1], brand)
            if key not in self.register.linked:
                self.register.linked.add(key)
                self.diff.starts.append((factory, brand, on))
                started.append(brand)
        return started
