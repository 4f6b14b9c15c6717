"""The worker's side of reports: the regular ones on their day, and those that somebody asked for."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from celery import shared_task
from django.utils import timezone

from accounts.models import User
from countries.queries.local_time import LocalDays
from factories.queries import visible_to
from journal.commands import value_of
from journal.jobs import RunningJob, job
from portal.queries import judged_among
from progress_reports.commands import deliver_reports, make_reports
from progress_reports.domain.rhythm import MAKE_REPORTS
from progress_reports.queries.reports import due_factories, undelivered

if TYPE_CHECKING:
    from datetime import datetime

    from factories.models import Factory

logger = logging.getLogger(__name__)

A_STEP = 50  # factories in one transaction
Slices = list[tuple[str, list[int]]]


@shared_task(name="progress_reports.tasks.make_due_reports")
def make_due_reports() -> int:
    """Make and deliver the regular reports that are due, each in the first language of its country; how many."""
    now = timezone.now()
    days = LocalDays(now)
    slices = slices_by_language(due_factories(days), days)
    numbers = made(slices, is_regular=True, actor=None, now=now)
    waiting = list(undelivered().values_list("pk", flat=True))
    for start in range(0, len(waiting), A_STEP):
        deliver_reports(waiting[start : start + A_STEP], actor=None, now=timezone.now())
    if numbers:
        logger.info("%s progress reports made", len(numbers))
    return len(numbers)


@job(MAKE_REPORTS)
def make_asked_reports(running: RunningJob) -> dict[str, Any]:
    """Reports that somebody of the staff asked for, made and delivered: {"reports", "delivered"}."""
    parameters = running.parameters
    actor = User.objects.get(pk=parameters["actor"])
    days = LocalDays(running.clock())
    theirs = visible_to(actor).filter(is_closed=False)
    if parameters["factories"] == "due":
        factories = due_factories(days, theirs)
    else:
        factories = list(judged_among(theirs).select_related("country").order_by("code"))
    slices = slices_by_language(factories, days, parameters["language"])
    running.progress(0, len(factories))
    numbers = made(
        slices, is_regular=parameters["factories"] == "due", actor=actor, now=running.clock(),
        report_progress=lambda done: running.progress(done, len(factories)),
    )  # fmt: skip
    given = deliver_reports(numbers, actor=actor, now=running.clock())
    return {"reports": len(numbers), "delivered": value_of(given)}


def slices_by_language(factories: Iterable[Factory], days: LocalDays, language: str = "") -> Slices:
    """Ids of factories in steps of one transaction, each with its language: the one given, or each country's first."""
    by_language: dict[str, list[int]] = {}
    for factory in factories:
        spoken = language or days.settings.on(factory.country_id, days.of(factory.country_id)).languages[0]
        by_language.setdefault(spoken, []).append(factory.pk)
    return [
        (spoken, ids[start : start + A_STEP])
        for spoken, ids in sorted(by_language.items())
        for start in range(0, len(ids), A_STEP)
    ]


def made(
    slices: Slices,
    *,
    is_regular: bool,
    actor: User | None,
    now: datetime,
    report_progress: Callable[[int], object] = lambda _done: None,
) -> Sequence[str]:
    """The numbers of the reports, made step by step; `tell` is called with how many factories are done."""
    numbers: list[str] = []
    done = 0
    for language, ids in slices:
        result = make_reports(ids, language=language, is_regular=is_regular, actor=actor, now=now)
        numbers += value_of(result)
        done += len(ids)
        report_progress(done)
    return numbers
