"""Who has reports made, and which parts of one somebody reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from accounts.models import FACTORY_PEOPLE, STAFF, Role
from countries.queries.local_time import On
from factories.domain.scopes import PLAN
from factories.queries import visible_to
from factories.queries.report_access import NO_ACCESS, access_of
from factories.queries.visibility import brands_of, consented_to
from journal.refusals import Refused
from portal.policies import reads_cases_of_country, reads_own_cases

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from factories.models import Factory
    from progress_reports.models import ProgressReport

    Viewer = User | AnonymousUser


class NotYourReport(Refused):
    """The report, or the making of one, belongs to somebody else."""


def runs_reports(user: Viewer) -> bool:
    """Whether the page of all reports exists for this user, in their countries."""
    return getattr(user, "role", "") in STAFF


def reads_cases_part(user: Viewer, report: ProgressReport) -> bool:
    """Whether the user is shown what rests on zero-tolerance cases.

    The factory's managers and its group are; worker representatives, advisers and brands are not.
    """
    if report.brand_id is not None:
        return False
    return reads_own_cases(user) or reads_cases_of_country(user)


def scope_read(user: Viewer, report: ProgressReport, on: On) -> str:
    """How much of a report the user reads now: a brand as much as the factory shares with it, everybody else all.

    One query for a brand.
    """
    if getattr(user, "role", "") != Role.BRAND or report.brand_id is None:
        return PLAN
    access = access_of([report.brand_id], on, [report.factory_id])
    return access.get(report.factory_id, NO_ACCESS).scope


def check_may_make(actor: User | None, *, factory_ids: set[int]) -> None:
    """Staff of the country and the factory's own people, or the schedule (None).

    Raises:
        NotYourReport.
    """
    if actor is None:
        return
    allowed = actor.role in STAFF or actor.role in FACTORY_PEOPLE
    if not allowed or visible_to(actor).filter(pk__in=factory_ids).count() != len(factory_ids):
        raise NotYourReport(
            _("Only the factory's people and the programme's staff of its country make reports.")
        )


def check_may_summarise(actor: User, *, factory: Factory, brand_id: int, on: On) -> str:
    """A person of a brand that buys there and has the factory's consent; returns its scope.

    Raises:
        NotYourReport.
    """
    brands = brands_of(actor).filter(pk=brand_id)
    if actor.role != Role.BRAND or not consented_to(brands, on).filter(pk=factory.pk).exists():
        raise NotYourReport(_("A summary needs the factory's consent, and that your brand buys there."))
    return access_of([brand_id], on, [factory.pk])[factory.pk].scope
