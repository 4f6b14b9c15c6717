"""What stands against a visit set by hand: the same hard rules as a plan's, for one visit."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from countries.queries.country_settings import settings_by_country
from countries.queries.local_time import today_in
from scheduling.models import PlannedAssessment
from scheduling.queries.schedule_inputs import barred, plan_advisers, plan_rules, working_days

if TYPE_CHECKING:
    from django.db.models import QuerySet

TWO = 2


def obstacles(
    row: PlannedAssessment,
    *,
    starts_on: date,
    advisers: tuple[int, int],
    beside_others: bool = False,
    now: datetime,
) -> list[str]:
    """A sentence for each hard rule that the visit would break; `beside_others`: several visits a day are none."""
    about_advisers = _about_advisers(row, starts_on, advisers, now, beside_others=beside_others)
    return [*_about_day(row, starts_on, now), *about_advisers]


def _about_day(row: PlannedAssessment, starts_on: date, now: datetime) -> list[str]:
    today, days = today_in(row.factory.country_id, now), plan_rules().visit_days
    if starts_on < today:
        return [_("The day lies in the past; choose today or a later day.")]
    ordinals = {starts_on.toordinal() + more for more in range(days)}
    country = row.factory.country_id
    last = starts_on + timedelta(days=days)
    worked = working_days([country], starts_on, last, known=settings_by_country())[country]
    if not ordinals <= set(worked):
        return [
            ngettext(
                "Choose a working day of the country.",
                "Choose a day from which on %(days)s working days of the country follow one another.",
                days,
            )
            % {"days": days}
        ]
    return []


def _about_advisers(
    row: PlannedAssessment, starts_on: date, team: tuple[int, int], now: datetime, *, beside_others: bool
) -> list[str]:
    if len(set(team)) < TWO:
        return [_("Choose two different advisers.")]
    rules = plan_rules()
    known = plan_advisers(rules)
    there = barred(today_in(row.factory.country_id, now), rules).get(row.factory_id, frozenset())
    wrong = []
    if any(
        adviser not in known or row.factory.country_id not in known[adviser].countries for adviser in team
    ):
        return [_("Both advisers must work in the factory's country.")]
    if set(team) & there:
        wrong.append(
            _("An adviser with a conflict of interest, who advises there or was there too often cannot go.")
        )
    others = PlannedAssessment.objects.filter(state=PlannedAssessment.State.PLANNED).exclude(pk=row.pk)
    for adviser in team:
        visits = others.filter(Q(lead=adviser) | Q(second=adviser))
        if not beside_others and _overlaps(visits, starts_on, rules.visit_days):
            wrong.append(_("An adviser has another visit on these days."))
        if (
            visits.filter(starts_on__year=starts_on.year, starts_on__month=starts_on.month).count()
            >= known[adviser].per_month
        ):
            wrong.append(_("An adviser's month is full."))
    return list(dict.fromkeys(wrong))


def _overlaps(rows: QuerySet[PlannedAssessment], starts_on: date, days: int) -> bool:
    near = timedelta(days=days - 1)
    return rows.filter(starts_on__range=(starts_on - near, starts_on + near)).exists()
