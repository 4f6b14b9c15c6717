"""Files of sourcing links and consents come in: all of it, or nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.utils.translation import gettext

from accounts.models import User
from countries.queries.country_settings import settings_by_country
from countries.queries.day_limits import limits_in
from factories.commands.brands import apply_brands, brand_key
from factories.commands.links import link_event
from factories.domain import os_id
from factories.domain.periods import overlapping
from factories.domain.scopes import OF_FILES
from factories.models import Brand, Consent, Factory, Identifier, Sourcing
from factories.policies.consents import check_may_import_links, needs_paper
from factories.queries.lookups import survivor_of
from factories.same_transaction.merged import hold_brands
from factory_lists.domain.link_rows import LinkRow
from files.domain.problems import ImportOutcome, ImportProblem
from journal.bulk import insert_objects
from journal.commands import Unchanged, command
from journal.events import BATCH, Happening, record_many

Link = type[Sourcing] | type[Consent]
Key = tuple[str, str, date]  # factory code, brand's key, first day


@dataclass(slots=True)
class _LinkDiff:
    made: list[Sourcing | Consent] = field(default_factory=list)
    changed: list[Sourcing | Consent] = field(default_factory=list)
    unchanged: int = 0
    happened: list[Happening] = field(default_factory=list)


@command
def import_sourcing(
    rows: Sequence[LinkRow], *, actor: User | None, now: datetime, dry_run: bool = False
) -> ImportOutcome | Unchanged:
    """Sourcing links from a file; the same file again changes nothing; all or nothing.

    A link is the same by factory, brand and first day; a row may give or take its last day. The day of a link that a
    factory list began, which names none, is corrected by the row.

    Raises:
        NotYourFile: the actor does not import.
    """
    return _import(Sourcing, rows, actor=actor, now=now, dry_run=dry_run)


@command
def import_consents(
    rows: Sequence[LinkRow], *, actor: User | None, now: datetime, dry_run: bool = False
) -> ImportOutcome | Unchanged:
    """Consents from a file; the same file again changes nothing; all or nothing.

    A consent is the factory's own act. What a file brings is "documented outside": a person who brings it names the
    paper of every consent that is new or changed, the factory is notified, and withdraws it at once if it is wrong.

    A row that names no scope is to all reports, or leaves the scope of a consent that stands. The scope that a factory
    chose in its own account is not changed by a file.

    A consent opens nothing to a brand that does not buy from the factory, so its link may come later. A row of a
    consent that the factory has withdrawn since changes nothing, and a person's row that reaches beyond that day is
    refused: whoever withdrew in their own account gives anew there.

    Raises:
        NotYourFile: the actor does not import.
    """
    return _import(Consent, rows, actor=actor, now=now, dry_run=dry_run)


def _import(
    model: Link, rows: Sequence[LinkRow], *, actor: User | None, now: datetime, dry_run: bool
) -> ImportOutcome | Unchanged:
    check_may_import_links(actor)
    factories, problems = _factories_named(rows)
    brands = apply_brands({row.brand for row in rows}, write=False)
    rows_by_key, repeated, differing = _rows_by_key(rows, factories, brands)
    if problems or differing:
        return Unchanged(ImportOutcome(rows=len(rows), problems=tuple(sorted(problems + differing))))
    plan, problems = _planned(model, rows_by_key, factories, brands, actor=actor, now=now)
    if problems:
        return Unchanged(ImportOutcome(rows=len(rows), problems=tuple(sorted(problems))))
    outcome = ImportOutcome(
        rows=len(rows),
        created=len(plan.made),
        updated=len(plan.changed),
        unchanged=plan.unchanged + repeated,
    )
    if dry_run or not outcome.changed:
        return Unchanged(outcome)
    _apply_new_brands(plan.made)
    hold_brands({link.brand.pk for link in (*plan.made, *plan.changed)})
    columns = (
        ["until_on", "scope", "is_documented_outside", "paper"]
        if model is Consent
        else ["from_on", "until_on", "start_assumed"]
    )
    # links that end first make room for those that begin: a brand has one open link at a factory
    for changed in (
        [link for link in plan.changed if link.until_on is not None],
        [link for link in plan.changed if link.until_on is None],
    ):
        model._default_manager.bulk_update(changed, columns, batch_size=BATCH)  # type: ignore[arg-type]
    insert_objects(plan.made)
    record_many(plan.happened, actor=actor, at=now)
    return outcome


def _planned(
    model: Link,
    rows: dict[Key, LinkRow],
    factories: dict[str, Factory],
    brands: dict[str, Brand],
    *,
    actor: User | None,
    now: datetime,
) -> tuple[_LinkDiff, list[ImportProblem]]:
    """What the rows would write; a problem for each that overlaps another link once all is written, or lacks paper."""
    plan, known = _LinkDiff(), _existing_links(model)
    _take_over_assumed(rows, known)
    problems = _overlaps(rows, known)
    if model is Consent and actor is not None:
        faulty = {problem.row for problem in problems}
        problems += [
            problem
            for problem in _not_to_be_brought(rows, factories, known, now=now)
            if problem.row not in faulty
        ]
    for key, row in rows.items():
        factory, brand = factories[row.factory], brands[brand_key(row.brand)]
        link = known.get(key)
        if _changes_nothing(link, row):
            plan.unchanged += 1
            continue
        if model is Consent:
            problems += _consent_problems(link, row, actor)
        if isinstance(link, Sourcing) and link.from_on != row.from_on:
            plan.happened.append(_corrected(link, row, factory))
            link.from_on, link.until_on, link.start_assumed = row.from_on, row.until_on, False
            plan.changed.append(link)
            continue
        if link is None:
            plan.made.append(_new(model, row, factory, brand, actor=actor, now=now))
        else:
            link.until_on = row.until_on
            if isinstance(link, Consent):
                link.is_documented_outside, link.paper = True, row.paper
                link.scope = row.scope or link.scope
            plan.changed.append(link)
        plan.happened.append(_link_event(model, row, factory, brand, ended=link is not None))
    return plan, problems


def _not_to_be_brought(
    rows: dict[Key, LinkRow],
    factories: dict[str, Factory],
    known: dict[Key, Sourcing | Consent],
    *,
    now: datetime,
) -> list[ImportProblem]:
    """A problem for each new consent of before the programme, and for each that the factory has withdrawn."""
    latest: dict[tuple[str, str], Consent] = {}
    for key, link in known.items():
        if isinstance(link, Consent) and (key[:2] not in latest or link.pk > latest[key[:2]].pk):
            latest[key[:2]] = link
    settings, problems = settings_by_country(), []
    for key, row in rows.items():
        if key in known:
            continue
        began_on = limits_in(factories[row.factory].country_id, now, settings).began_on
        if row.from_on < began_on:
            message = f"{row.from_on} is before the programme began there ({began_on}); correct the day"
            problems.append(ImportProblem(row.number, "from_on", "before_programme", message))
        last = latest.get(key[:2])
        withdrawn_on = last.until_on if last is not None and last.ended_at is not None else None
        if withdrawn_on is not None and (row.until_on is None or row.until_on >= withdrawn_on):
            message = (
                f"the factory withdrew this consent on {withdrawn_on}; leave the row out: "
                "only the factory gives it anew, on its own page"
            )
            problems.append(ImportProblem(row.number, "from_on", "taken_back", message))
    return problems


def _without_paper(row: LinkRow) -> ImportProblem:
    message = (
        "a consent that the factory did not give in its own account needs its paper; name the signed document "
        "(date, number, where it is kept) in the column paper, or let the factory consent on its own page"
    )
    return ImportProblem(row.number, "paper", "paper_missing", message)


def _changes_nothing(link: Sourcing | Consent | None, row: LinkRow) -> bool:
    """Whether the row says what is known already, or is of a consent that was withdrawn."""
    if link is None:
        return False
    if isinstance(link, Consent) and (link.ended_at or _other_scope(link, row)):
        return link.ended_at is not None
    return (link.from_on, link.until_on) == (row.from_on, row.until_on)


def _consent_problems(
    link: Sourcing | Consent | None, row: LinkRow, actor: User | None
) -> list[ImportProblem]:
    """What stands against a row that gives or changes a consent."""
    problems = [_without_paper(row)] if not row.paper and needs_paper(actor) else []
    if isinstance(link, Consent) and not link.is_documented_outside and _other_scope(link, row):
        problems.append(_decided_by_factory(row))
    return problems


def _other_scope(link: Consent, row: LinkRow) -> bool:
    """Whether the row names another scope; one that names none leaves the consent's as it is."""
    return row.scope not in ("", link.scope)


def _decided_by_factory(row: LinkRow) -> ImportProblem:
    message = (
        "the factory chose the scope of this consent in its own account, and only the factory changes it; "
        "leave the column scope empty, or ask the factory"
    )
    return ImportProblem(row.number, "scope", "factory_decided", message)


def _take_over_assumed(rows: dict[Key, LinkRow], known: dict[Key, Sourcing | Consent]) -> None:
    """Give the links whose first day nobody named to the first row that shares days with each."""
    assumed = {
        key[:2]: key
        for key, link in known.items()
        if getattr(link, "start_assumed", False) and key not in rows
    }
    for key, row in sorted(rows.items(), key=lambda item: item[1].number):
        old = assumed.get(key[:2])
        if old is None or key in known:
            continue
        if overlapping((row.from_on, row.until_on), (known[old].from_on, known[old].until_on)):
            known[key] = known.pop(assumed.pop(key[:2]))


def _corrected(link: Sourcing, row: LinkRow, factory: Factory) -> Happening:
    days = {"old": (link.from_on, link.until_on), "new": (row.from_on, row.until_on)}
    written = {
        name: {"from_on": first.isoformat(), "until_on": last.isoformat() if last else None}
        for name, (first, last) in days.items()
    }
    reason = gettext("the first day was not named before")
    data = {"brand": link.brand.name, "from_on": row.from_on.isoformat(), "reason": reason, **written}
    return Happening("sourcing.corrected", f"factory:{factory.code}", factory.pk, data)


def _overlaps(rows: dict[Key, LinkRow], known: dict[Key, Sourcing | Consent]) -> list[ImportProblem]:
    """A problem for each row that shares days with another link of the same brand and factory."""
    named = {key[:2] for key in rows}
    periods: dict[tuple[str, str], list[tuple[date, date | None]]] = defaultdict(list)
    for key, link in known.items():
        if key[:2] in named and key not in rows:
            periods[key[:2]].append((link.from_on, link.until_on))
    problems = []
    for key, row in sorted(rows.items(), key=lambda item: item[1].number):
        own_period = row.from_on, row.until_on
        other = next((period for period in periods[key[:2]] if overlapping(period, own_period)), None)
        if other is not None:
            problems.append(_overlap(row, other))
        periods[key[:2]].append(own_period)
    return problems


def _overlap(row: LinkRow, other: tuple[date, date | None]) -> ImportProblem:
    until = f"to {other[1].isoformat()}" if other[1] is not None else "on, with no last day"
    message = (
        f"overlaps the link of {row.brand} and {row.factory} from {other[0].isoformat()} {until}; "
        "keep one row for both, or give the earlier one a last day before this first day"
    )
    return ImportProblem(row.number, "from_on", "overlaps", message)


def _apply_new_brands(made: Sequence[Sourcing | Consent]) -> None:
    """Register the brands that no list named before, and point the new links at them."""
    new = [link for link in made if not link.brand.pk]
    if new:
        brands = apply_brands({link.brand.name for link in new})
        for link in new:
            link.brand = brands[link.brand.match_name]


def _existing_links(model: Link) -> dict[Key, Sourcing | Consent]:
    """Links by what makes them the same; of several consents of one first day the latest, withdrawn or not."""
    links: Iterable[Sourcing | Consent] = model._default_manager.select_related("brand", "factory").order_by(
        "pk"
    )
    return {(link.factory.code, link.brand.match_name, link.from_on): link for link in links}


def _new(
    model: Link, row: LinkRow, factory: Factory, brand: Brand, *, actor: User | None, now: datetime
) -> Sourcing | Consent:
    data = {
        "factory": factory, "brand": brand, "from_on": row.from_on, "until_on": row.until_on, "recorded_at": now
    }  # fmt: skip
    if model is Sourcing:
        return Sourcing(**data)
    return Consent(
        scope=row.scope or OF_FILES, is_documented_outside=True, paper=row.paper, recorded_by=actor, **data
    )


def _link_event(model: Link, row: LinkRow, factory: Factory, brand: Brand, *, ended: bool) -> Happening:
    """`ended`: the link was known, so that its last day is what the row brings."""
    if model is Consent:
        kind = "consent.documented"
    else:
        kind = "sourcing.ended" if ended and row.until_on is not None else "sourcing.started"
    event = link_event(kind, factory, brand, from_on=row.from_on, until_on=row.until_on)
    return replace(event, data={**event.data, "paper": row.paper or "–"}) if model is Consent else event


def _rows_by_key(
    rows: Sequence[LinkRow], factories: dict[str, Factory], brands: dict[str, Brand]
) -> tuple[dict[Key, LinkRow], int, list[ImportProblem]]:
    """Rows by what makes a link the same; how many only repeat another; a problem for each that differs from one."""
    found: dict[Key, LinkRow] = {}
    repeated, problems = 0, []
    for row in rows:
        if row.factory not in factories:
            continue
        brand = brands[brand_key(row.brand)].match_name
        key = factories[row.factory].code, brand, row.from_on
        first = found.setdefault(key, row)
        if first is row:
            continue
        column = next(
            (name for name in ("until_on", "scope", "paper") if getattr(first, name) != getattr(row, name)),
            "",
        )
        if not column:
            repeated += 1
        else:
            message = f"says otherwise than row {first.number} of the same link; keep one of the two rows"
            problems.append(ImportProblem(row.number, column, "said_twice", message))
    return found, repeated, problems


def _factories_named(rows: Sequence[LinkRow]) -> tuple[dict[str, Factory], list[ImportProblem]]:
    """The factories that the rows name by code or OS ID, now or earlier; a problem for each that names none.

    Three statements.
    """
    records = {
        factory.pk: factory for factory in Factory.every.only("id", "code", "country_id", "merged_into_id")
    }
    into = {
        pk: factory.merged_into_id for pk, factory in records.items() if factory.merged_into_id is not None
    }
    known = {factory.code: records[survivor_of(pk, into)] for pk, factory in records.items()}
    by_id = {pk: records[survivor_of(pk, into)] for pk in records}
    current = Identifier.objects.filter(scheme=Identifier.Scheme.OS_ID, until_on__isnull=True)
    known |= {value: by_id[factory_id] for factory_id, value in current.values_list("factory_id", "value")}
    earlier = Identifier.objects.filter(scheme=Identifier.Scheme.PROGRAMME)
    for factory_id, value in earlier.values_list("factory_id", "value"):
        known.setdefault(value, by_id[factory_id])
    named: dict[str, Factory] = {}
    problems = []
    for row in rows:
        spellings = row.factory, row.factory.upper(), os_id.normalised(row.factory)
        found = next((known[spelling] for spelling in spellings if spelling in known), None)
        if found is not None:
            named[row.factory] = found
            continue
        message = f"{row.factory!r} is not registered; import it first, or correct the code"
        problems.append(ImportProblem(row.number, "factory", "no_such_factory", message))
    return named, problems
