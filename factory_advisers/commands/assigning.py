"""An adviser is assigned to factories: one transaction, with what became of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from accounts.policies import lock_active
from countries.queries.day_limits import limits_in
from countries.queries.local_time import LocalDays
from factories.models import Factory
from factories.policies.registry import check_may_keep_country
from factories.queries import visible_to
from factories.queries.memberships.staff import countries_by_adviser
from factory_advisers.models import FactoryAdviser
from journal.bulk import insert_objects
from journal.commands import Unchanged, command
from journal.events import Happening, record_many
from journal.wording import day_in_words

if TYPE_CHECKING:
    from accounts.models import User
    from countries.domain.day_limits import DayLimits


@dataclass(frozen=True, slots=True)
class AssignmentResult:
    """What became of each factory, by code in order: changed, the same before, or refused with the reason."""

    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    refused: Mapping[str, str]


@command
def assign_adviser(
    factory_ids: Collection[int], *, adviser_id: int | None, from_on: date, actor: User, now: datetime
) -> AssignmentResult | Unchanged:
    """Somebody is the adviser of factories from a day on, or nobody is (None).

    A factory that cannot have this adviser stays as it is and is named in the result; the others are written together.
    `Unchanged` holds the result where no factory changed.

    Raises:
        NotYourCountry: a factory whose entry the actor does not keep.
    """
    rows = visible_to(actor).filter(pk__in=list(factory_ids)).values_list("pk", flat=True)
    factories = list(Factory.objects.select_for_update().filter(pk__in=list(rows)).order_by("pk"))
    for country in sorted({factory.country_id for factory in factories}):
        check_may_keep_country(actor, country)
    if adviser_id is not None:
        lock_active([adviser_id])  # nobody leaves between this check and the writing
    works_in = None if adviser_id is None else countries_by_adviser().get(adviser_id, frozenset())
    latest = _latest([factory.pk for factory in factories])
    days = LocalDays(now)
    changed, unchanged, refused = [], [], dict[str, str]()
    for factory in sorted(factories, key=lambda factory: factory.code):
        present = latest.get(factory.pk)
        holds = present.adviser_id if present is not None and present.ended_on is None else None
        if holds == adviser_id:
            unchanged.append(factory.code)
        elif reason := _obstacle(
            factory,
            present,
            works_in=works_in,
            from_on=from_on,
            limits=limits_in(factory.country_id, now, days.settings),
        ):
            refused[factory.code] = reason
        else:
            changed.append(factory)
    result = AssignmentResult(tuple(factory.code for factory in changed), tuple(unchanged), refused)
    if not changed:
        return Unchanged(result)
    ids = [factory.pk for factory in changed]
    FactoryAdviser.objects.filter(factory__in=ids, ended_on__isnull=True).update(
        ended_on=from_on, ended_at=now, ended_by=actor
    )
    if adviser_id is not None:
        insert_objects(
            [
                FactoryAdviser(
                    factory_id=pk, adviser_id=adviser_id, from_on=from_on, assigned_at=now, assigned_by=actor
                )
                for pk in ids
            ]
        )
    former = {pk: row.adviser_id for pk in ids if (row := latest.get(pk)) and row.ended_on is None}
    record_many(_happenings(changed, adviser_id, former, from_on), actor=actor, at=now)
    return result


def _happenings(
    factories: Collection[Factory], adviser_id: int | None, former: Mapping[int, int], from_on: date
) -> list[Happening]:
    """One event a factory, and one for each adviser who gets or loses some of them."""
    day = {"from_on": from_on.isoformat()}
    kind = "adviser.ended" if adviser_id is None else "adviser.assigned"
    found = [
        Happening(
            kind,
            f"factory:{factory.code}",
            factory.pk,
            {"adviser": adviser_id, "former": former.get(factory.pk), **day},
        )
        for factory in factories
    ]
    for person, number in sorted(Counter(former.values()).items()):
        found.append(Happening("advising.taken", f"user:{person}", data={"factories": number, **day}))
    if adviser_id is not None:
        number = len(factories)
        found.append(Happening("advising.given", f"user:{adviser_id}", data={"factories": number, **day}))
    return found


def _latest(factory_ids: Collection[int]) -> dict[int, FactoryAdviser]:
    """Each factory's row that has not ended, else its latest, locked. One query.

    After a merge a row of the other record may have begun later than the one that stands, and ended.
    """
    rows = FactoryAdviser.objects.select_for_update().filter(factory__in=factory_ids)
    ordered = sorted(rows, key=lambda row: (row.ended_on is None, row.from_on, row.pk))
    return {row.factory_id: row for row in ordered}


def _obstacle(
    factory: Factory,
    present: FactoryAdviser | None,
    *,
    works_in: Collection[str] | None,
    from_on: date,
    limits: DayLimits,
) -> str:
    """Why a factory cannot have an adviser who works in some countries, or none (None); "" when it can."""
    if factory.is_closed:
        return _("This factory is closed.")
    if works_in is not None and factory.country_id not in works_in:
        return _("This person is no adviser in the factory's country.")
    if from_on > limits.today:
        return _("This day has not come yet. Correct it.")
    if from_on < limits.began_on:
        return _("The programme began here on %(day)s. Correct the day.") % {
            "day": day_in_words(limits.began_on)
        }
    since = None if present is None else present.ended_on or present.from_on
    if since is not None and from_on < since:
        return _("Its adviser changed last on %(day)s; choose that day or a later one.") % {
            "day": day_in_words(since)
        }
    return ""
