"""What is done with reports: made, given to people, opened. Each one durable transaction, safe to run twice."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import FACTORY_PEOPLE, User
from countries.queries.local_time import LocalDays
from factories.domain.scopes import PLAN
from factories.queries import brands_of
from factories.queries.by_id import every_factory
from factories.queries.memberships.people import own_people
from factories.same_transaction.merged import hold_brands
from files.domain.short_numbers import BITS, number_of
from journal.chains.hashes import canonical
from journal.commands import Unchanged, command
from journal.events import QUIET, Happening, record, record_many
from journal.refusals import Refused
from progress_reports.models import ProgressReport, ReportDelivery
from progress_reports.policies import NotYourReport, check_may_make, check_may_summarise
from progress_reports.queries.content import Content, contents_of
from progress_reports.queries.reports import last_reports, reports_visible_to

if TYPE_CHECKING:
    from factories.models import Brand, Factory

Occasion = ProgressReport.Occasion
LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)


class NothingToReport(Refused):
    """None of the factories has a verdict."""


class UnknownLanguage(Refused):
    """The product does not speak it."""

    field = "language"


@command
def make_reports(
    factory_ids: Collection[int],
    *,
    language: str,
    is_regular: bool = False,
    actor: User | None,
    now: datetime,
) -> list[str] | Unchanged:
    """A report on each of the factories, as of today in its country; returns the reports' numbers.

    A factory about which nothing is said that its report of the same day and language does not say keeps that one.

    Args:
        factory_ids: those without a verdict are left out.
        language: of the reports.
        is_regular: at the programme's rhythm; else on request.
        actor: who asks; None for the schedule.
        now: the moment.

    Raises:
        NotYourReport, UnknownLanguage, NothingToReport.
    """
    check_may_make(actor, factory_ids=set(factory_ids))
    days = LocalDays(now)
    factories = every_factory().filter(pk__in=factory_ids).select_related("country").order_by("code")
    return _make(
        list(factories), None, language=language, occasion=Occasion.RHYTHM if is_regular else Occasion.REQUEST,
        days=days, scope=PLAN, actor=actor,
    )  # fmt: skip


@command
def make_summary(
    factory_id: int, *, brand_id: int, language: str, actor: User, now: datetime
) -> list[str] | Unchanged:
    """A summary of a factory for a brand that it lets read its reports; returns its number, alone in a list.

    Raises:
        NotYourReport, UnknownLanguage, NothingToReport.
    """
    factory = every_factory().select_related("country").get(pk=factory_id)
    days = LocalDays(now)
    hold_brands([brand_id])
    scope = check_may_summarise(actor, factory=factory, brand_id=brand_id, on=days)
    return _make(
        [factory],
        brands_of(actor).get(pk=brand_id),
        scope=scope,
        language=language,
        occasion=Occasion.REQUEST,
        days=days,
        actor=actor,
    )


@command
def deliver_reports(numbers: Collection[str], *, actor: User | None, now: datetime) -> int | Unchanged:
    """Give factories' reports to the factories' own people; returns how many people were given one.

    A report of a factory none of whose people has an account waits until one has.
    """
    reports = list(
        ProgressReport.objects.select_for_update()
        .filter(pk__in=numbers, brand__isnull=True, delivered_at__isnull=True)
        .order_by("pk")
    )
    people: dict[int, set[int]] = {}
    for factory_id, person in own_people({report.factory_id for report in reports}, FACTORY_PEOPLE):
        people.setdefault(factory_id, set()).add(person)
    given = [report for report in reports if people.get(report.factory_id)]
    if not given:
        return Unchanged(0)
    made = [
        ReportDelivery(report=report, person_id=person, delivered_at=now)
        for report in given
        for person in sorted(people[report.factory_id])
    ]
    ReportDelivery.objects.bulk_create(made)
    for report in given:
        report.delivered_at = now
    ProgressReport.objects.bulk_update(given, ["delivered_at"], batch_size=500)
    record_many(
        [
            Happening(
                "report.delivered",
                _subject(report),
                report.factory_id,
                {"people": len(people[report.factory_id])},
            )
            for report in given
        ],
        actor=actor,
        at=now,
    )
    return len(made)


@command
def note_opening(number: str, *, actor: User, now: datetime) -> str | Unchanged:
    """Note that a person to whom a report was given opened it for the first time; nobody else's opening is noted.

    Raises:
        NotYourReport.
    """
    report = reports_visible_to(actor, LocalDays(now)).filter(pk=number).first()
    if report is None:
        raise NotYourReport(_("This report is not yours to read."))
    unopened = ReportDelivery.objects.select_for_update().filter(
        report=report, person=actor, opened_at__isnull=True
    )
    delivery = unopened.first()
    if delivery is None:
        return Unchanged(number)
    delivery.opened_at = now
    delivery.save(update_fields=["opened_at"])
    record("report.opened", subject=_subject(report), actor=actor, at=now, factory_id=report.factory_id,
           data={QUIET: True})  # fmt: skip
    return number


def _make(
    factories: Sequence[Factory],
    brand: Brand | None,
    *,
    scope: str,
    language: str,
    occasion: ProgressReport.Occasion,
    days: LocalDays,
    actor: User | None,
) -> list[str] | Unchanged:
    if language not in LANGUAGES:
        raise UnknownLanguage(_("Reports are not made in the language “%(code)s”.") % {"code": language})
    as_of = {factory: days.of(factory.country_id) for factory in factories}
    before: dict[int, Content] = {}
    for day in set(as_of.values()):
        same_day = [factory.pk for factory in factories if as_of[factory] == day]
        last = last_reports(same_day, brand_id=brand.pk if brand else None, before=day)
        before |= {pk: Content(report.content, report.cases_part) for pk, report in last.items()}
    contents = contents_of(as_of, language=language, brand=brand, scope=scope, before=before)
    if not contents:
        raise NothingToReport(_("A factory is reported on after its first verdict. There is none yet."))
    made = [
        ProgressReport(
            number=number_of(secrets.randbits(BITS)),
            occasion=occasion,
            factory=factory,
            brand=brand,
            language=language,
            as_of=as_of[factory],
            content=contents[factory.pk].shown,
            cases_part=contents[factory.pk].cases_part,
            digest=_digest(contents[factory.pk]),
            made_at=days.now,
            made_by=actor,
        )
        for factory in factories
        if factory.pk in contents
    ]
    known = _known(made, brand)
    new = [report for report in made if _key(report) not in known]
    numbers = [known.get(_key(report), report.number) for report in made]
    if not new:
        return Unchanged(numbers)
    ProgressReport.objects.bulk_create(new, batch_size=200)
    _record_made(new, actor=actor, at=days.now)
    return numbers


def _record_made(reports: Sequence[ProgressReport], *, actor: User | None, at: datetime) -> None:
    happenings = [
        Happening(
            "report.summary_made" if report.brand_id else "report.made",
            _subject(report),
            report.factory_id,
            {"number": report.printed_number, "language": report.language, "as_of": report.as_of.isoformat()},
        )
        for report in reports
    ]
    record_many(happenings, actor=actor, at=at)


def _known(reports: Sequence[ProgressReport], brand: Brand | None) -> dict[tuple[object, ...], str]:
    rows = ProgressReport.objects.filter(
        factory__in=[report.factory_id for report in reports], brand=brand,
        digest__in=[report.digest for report in reports],
    )  # fmt: skip
    return {_key(row): row.number for row in rows.defer("content", "cases_part")}


def _key(report: ProgressReport) -> tuple[object, ...]:
    return (report.factory_id, report.language, report.as_of, report.digest)


def _digest(content: Content) -> str:
    """Of what everybody reads: another document of the same day must not tell of a case."""
    return sha256(canonical(content.shown).encode()).hexdigest()


def _subject(report: ProgressReport) -> str:
    return f"report:{report.number}"
