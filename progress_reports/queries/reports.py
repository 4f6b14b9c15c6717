"""Which reports exist for whom, and which are due."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Count, Exists, Max, OuterRef, Q

from accounts.models import FACTORY_PEOPLE, STAFF, Role
from countries.queries.local_time import LocalDays, On
from factories.queries import brands_of, consented_to, registered, visible_to
from files.domain.short_numbers import read
from portal.queries import judged_among
from progress_reports.domain.rhythm import is_due
from progress_reports.models import PREFIX, ProgressReport, ReportDelivery

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from accounts.models import User
    from factories.models import Factory

    Viewer = User | AnonymousUser

LATEST = 3  # of the panel on the progress page


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report in a list."""

    number: str
    language: str
    as_of: date


def reports_visible_to(user: Viewer, on: On) -> QuerySet[ProgressReport]:
    """Reports that exist for a user on a day.

    Staff and the factory's own people: all on their factories, the buyers' summaries with them. A brand: its own
    summaries, as long as the factory's consent and the sourcing link stand.
    """
    role = getattr(user, "role", "")
    if role in STAFF or role in FACTORY_PEOPLE:
        return ProgressReport.objects.filter(factory__in=visible_to(user))
    if role == Role.BRAND:
        readable = Q(pk__in=[])
        for brand in brands_of(user):
            readable |= Q(brand=brand, factory__in=consented_to([brand.pk], on))
        return ProgressReport.objects.filter(readable, brand__isnull=False)
    return ProgressReport.objects.none()


def report_visible_to(user: Viewer, typed: str, on: On) -> ProgressReport | None:
    """One report by its number as typed or printed. At most three queries."""
    number = read(typed, PREFIX)
    rows = reports_visible_to(user, on).select_related("factory", "factory__country", "brand", "made_by")
    return rows.filter(pk=number).first() if number else None


def report_numbered(typed: str) -> ProgressReport | None:
    """A report by its number, for whoever holds one in hand: what of it is public is for the caller. One query."""
    number = read(typed, PREFIX)
    rows = ProgressReport.objects.select_related("factory").defer("content", "cases_part")
    return rows.filter(pk=number).first() if number else None


def reports_on(factory_id: int, user: Viewer, on: On) -> QuerySet[ProgressReport]:
    """A factory's reports that exist for a user, newest first, each with `given_to` and `opened_by` (numbers)."""
    return (
        reports_visible_to(user, on)
        .filter(factory=factory_id)
        .select_related("brand", "made_by")
        .defer("content", "cases_part")
        .annotate(
            given_to=Count("deliveries"),
            opened_by=Count("deliveries", filter=Q(deliveries__opened_at__isnull=False)),
        )
        .order_by("-made_at", "number")
    )


def latest_lines(factory_id: int, user: Viewer, on: On) -> list[ReportLine]:
    """The newest reports of a factory for the panel on its page (setting PROGRESS_REPORTS). One query."""
    rows = reports_visible_to(user, on).filter(factory=factory_id).order_by("-made_at", "number")
    return [
        ReportLine(row.printed_number, row.language, row.as_of)
        for row in rows.defer("content", "cases_part")[:LATEST]
    ]


def deliveries_of(report: ProgressReport) -> list[ReportDelivery]:
    """To whom a report was given. One query."""
    return list(report.deliveries.select_related("person").order_by("person__name", "pk"))


def last_reports(
    factory_ids: Collection[int], *, brand_id: int | None, before: date
) -> dict[int, ProgressReport]:
    """Each factory's latest earlier report of the same kind, in whatever language. One query."""
    rows = ProgressReport.objects.filter(factory__in=factory_ids, brand=brand_id, as_of__lt=before)
    return {row.factory_id: row for row in rows.order_by("as_of", "made_at")}


def due_factories(days: LocalDays, factories: QuerySet[Factory] | None = None) -> list[Factory]:
    """Open factories with a verdict whose next regular report is due, in order of code. Two queries."""
    regular = ProgressReport.objects.filter(brand__isnull=True, occasion=ProgressReport.Occasion.RHYTHM)
    last = dict(regular.values("factory").annotate(day=Max("as_of")).values_list("factory", "day"))
    found = judged_among(registered() if factories is None else factories.filter(is_closed=False))
    return [
        factory
        for factory in found.select_related("country").order_by("code")
        if is_due(last.get(factory.pk), days.of(factory.country_id), settings.REPORTS_A_CYCLE)
    ]


def undelivered() -> QuerySet[ProgressReport]:
    """Factories' reports that nobody was given yet."""
    newer = ProgressReport.objects.filter(
        factory=OuterRef("factory"), language=OuterRef("language"), brand__isnull=True,
        made_at__gt=OuterRef("made_at"),
    )  # fmt: skip
    waiting = ProgressReport.objects.filter(brand__isnull=True, delivered_at__isnull=True)
    return waiting.filter(~Exists(newer))


def reports_numbered(numbers: Collection[str]) -> Iterator[ProgressReport]:
    """Reports in full, in order of factory code, a few at a time. No rights: the caller asks."""
    rows = (
        ProgressReport.objects.filter(pk__in=numbers)
        .select_related("factory")
        .order_by("factory__code", "number")
    )
    return rows.iterator(chunk_size=50)
