"""The staff's first page, and the one address of a factory: who is looking decides which room answers."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from accounts.models import STAFF, User
from accounts.requests import SignedIn, only_for
from advisory.policies import keeps_plans, writes_on_plans
from advisory.queries.field_entries import field_entries_of
from advisory.queries.visibility import cases_visible_to
from assessments.policies import advises
from assessments.queries.teams import assessed_by
from assessments.views.answering.offline import build_of_scripts
from countries.policies import reads_countries
from countries.queries.local_time import LocalDays, programme_day, zone_of
from desk.access_log import NEWEST as NEWEST_LOOK
from desk.access_log import brands_in, line_of, lookers_in, looks_at, looks_table
from desk.changes import changes_for
from desk.day import SOON, places_of
from desk.filters import LookFilter
from desk.history import NEWEST, history_table
from desk.policies import hidden_kinds, reads_candidates
from desk.timeline import timeline_of
from duplicates.queries.merges import merges_into, surviving_factory
from factories.domain.cursors import parse
from factories.filters.lists import address, page_address
from factories.policies.duplicates import decides_duplicates
from factories.policies.registry import keeps_registry
from factories.queries import by_code, consents_of, factories_of, people_of, visible_to
from factories.queries.duplicate_pairs import suspicions_of
from factories.queries.lookups import os_ids_of, parts_of
from factories.queries.paging import count, page
from factories.queries.search import former_names_of, led_on_to
from factory_advisers.queries import adviser_of
from files.exports import ExportTable, requested_format, table_response
from handovers.policies import hands_over
from handovers.queries.handovers import lines_for
from journal.queries import event_lines, factory_events, history_of_factory
from obligations.queries.registry import open_work
from obligations.views.header_count import keep_number
from portal import queries
from portal.brands.views.suppliers import supplier
from portal.policies import FactoryViewer, is_factory_people, window_on
from portal.public.views import public_factory
from portal.workspace.queries import live_plan
from portal.workspace.views.progress import own
from recognition.domain.lifecycle import RecognitionTransition
from recognition.policies import may_offer
from recognition.queries import LIVE, recognitions_visible_to
from recognition.queries.withdrawals import is_withdrawal_unanswered
from scheduling.queries.schedule_inputs import plan_rules
from scheduling.queries.visit_schedule import next_visit_day, visit_at
from self_diagnosis.queries.diagnoses import lines_of

if TYPE_CHECKING:
    from factories.models import Factory

ROWS_OF_WORK = 12
LATELY = 20  # entries that were sent
LONGEST_CODE = 40


@login_required
@require_safe
def desk(request: SignedIn) -> HttpResponse:
    """What waits for me, what changed at my factories, and the programme at a glance."""
    user = request.user
    if user.role not in STAFF:
        raise Http404
    now = timezone.now()
    days = LocalDays(now)
    work = open_work(user, days, most=ROWS_OF_WORK)
    keep_number(user, work.total)
    figures = queries.figures_by_country(
        visible_to(user).filter(is_closed=False), cases=reads_candidates(user)
    )
    return render(
        request,
        "desk/desk.html",
        {
            "work": work,
            "reads_countries": reads_countries(user),
            "prepares": advises(user),
            "changes": changes_for(user, now),
            "standing": figures,
            "sums": {
                name: sum(getattr(country, name) for country in figures)
                for name in ("factories", "recognised", "close", "struggling")
            },
            "today": programme_day(now),
        },
    )


@only_for(writes_on_plans)
@require_safe
@ensure_csrf_cookie
def day(request: SignedIn) -> HttpResponse:
    """The reader's next factories, what of them is ready on the device, and what is only there."""
    today = programme_day(timezone.now())
    code = request.GET.get("factory", "").strip()
    at_once = request.GET.get("ready", "").strip()[:LONGEST_CODE]  # made ready without another press
    places = places_of(request.user, added=code[:LONGEST_CODE])
    begun = next((place for place in places if place.code == at_once and place.drafts), None)
    begins = advises(request.user)
    near = today + timedelta(days=plan_rules().kept_days)
    context = {
        "advises": begins,
        "keeps": keeps_plans(request.user),
        "unknown": code if all(place.code != code for place in places) else "",
        "places": [(place, place is begun if begun else place.is_chosen_on(today)) for place in places],
        "begins_until": near if begins else None,
        "next_day": next_visit_day(request.user, today, today + SOON) if begins else None,
        "begun": begun,
        "at_once": begun is not None or at_once == "all",
        "lately": field_entries_of(request.user)[:LATELY],
        "build": build_of_scripts(),
    }
    return render(request, "desk/day.html", context)


@require_safe
def factory(request: HttpRequest, code: str) -> HttpResponse:
    """A factory as far as it exists for whoever asks: everybody sees who it is, few see more."""
    found = by_code(code)
    if found is None:
        surviving = surviving_factory(code)
        return _led_on(request, led_on_to(code) if surviving is None else surviving.code)
    days = LocalDays(timezone.now())
    window = window_on(found.pk, user=request.user, on=days)
    with timezone.override(
        days.settings.zone(found.country_id, days.now)
    ):  # what happened when, by its clock
        if window is FactoryViewer.STAFF:
            return _staff(request, found, days)
        if window is FactoryViewer.OWN:
            return own(request, found, days=days)
        if window is FactoryViewer.SUPPLIER:
            return supplier(cast(SignedIn, request), found, days=days)
        if found.is_closed and found.successor is not None:
            return _led_on(request, found.successor.code)
        return public_factory(request, found)


def _led_on(request: HttpRequest, code: str | None) -> HttpResponse:
    """The way to the factory that has an earlier code, or continues one that closed; 404 where nobody sees that one."""
    if code is None:
        raise Http404
    factory(request, code)  # raises for whoever may not see it
    return redirect("factory", code=code)


@login_required
@require_safe
def history(request: SignedIn, code: str) -> HttpResponse:
    """Everything that the journal holds of a factory, in words, newest first."""
    found = _works_with(request.user, code)
    events = factory_events(found.pk, also=parts_of(found.pk), hidden=hidden_kinds(request.user))
    shown = page(events, order=NEWEST, cursor=parse(request.GET.get("page", "")))
    context = {
        "factory": found,
        "events": event_lines(shown.rows),
        "counted": count(events),
        "next_url": page_address(request.GET, shown.following),
        "previous_url": page_address(request.GET, shown.preceding),
        "export_url": "export/?format=xlsx",
    }
    with timezone.override(zone_of(found.country_id, timezone.now())):
        return render(request, "desk/history.html", context)


@login_required
@require_safe
def history_export(request: SignedIn, code: str) -> HttpResponseBase:
    """The same as a file, with the hashes that chain it."""
    found = _works_with(request.user, code)
    file_format = requested_format(request)
    events = factory_events(found.pk, also=parts_of(found.pk), hidden=hidden_kinds(request.user))
    return table_response(history_table(events, name=f"history-{found.code}"), file_format=file_format)


@login_required
@require_safe
def looks(request: SignedIn, code: str) -> HttpResponse:
    """Who looked at a factory's reports: for its own people those outside the programme, for the programme all."""
    own_people = is_factory_people(request.user)
    found = _log_of(request.user, code)
    rows = looks_at(found.pk, by_outsiders=own_people, guarded=reads_candidates(request.user))
    with timezone.override(zone_of(found.country_id, timezone.now())):
        brands = brands_in(rows, found.pk)
        filters = LookFilter(request.GET, rows, brands=brands)
        chosen = filters.qs
        shown = page(chosen, order=NEWEST_LOOK, cursor=parse(request.GET.get("page", "")))
        context = {
            "factory": found,
            "form": filters.form,
            "active": filters.form.active,
            "lookers": lookers_in(chosen, brands),
            "looks": [line_of(row, brands) for row in shown.rows],
            "counted": count(chosen),
            "own_people": own_people,
            "days": settings.ACCESS_LOG_DAYS,
            "next_url": page_address(request.GET, shown.following),
            "previous_url": page_address(request.GET, shown.preceding),
            "export_url": f"export/{address(request.GET, format='xlsx')}",
        }
        return render(request, "desk/looks.html", context)


@login_required
@require_safe
def looks_export(request: SignedIn, code: str) -> HttpResponseBase:
    """Exactly the looks that the log shows, as a file."""
    found = _log_of(request.user, code)
    file_format = requested_format(request)
    own_people = is_factory_people(request.user)
    rows = looks_at(found.pk, by_outsiders=own_people, guarded=reads_candidates(request.user))
    with timezone.override(zone_of(found.country_id, timezone.now())):
        brands = brands_in(rows, found.pk)
        chosen = LookFilter(request.GET, rows, brands=brands).qs
        table = looks_table(chosen, brands, name=f"access-{found.code}")
        lines = list(table.rows)  # by the clock of the factory, which holds only in here
    return table_response(ExportTable(table.name, table.head, lines), file_format=file_format)


def _log_of(user: User, code: str) -> Factory:
    """The factory whose access log the user reads."""
    if not is_factory_people(user):
        return _works_with(user, code)
    return get_object_or_404(factories_of(user).select_related("country"), code=code)


def _works_with(user: User, code: str) -> Factory:
    if user.role not in STAFF:
        raise Http404
    return get_object_or_404(visible_to(user).select_related("country"), code=code)


def _staff(request: HttpRequest, found: Factory, days: LocalDays) -> HttpResponse:
    """The whole of a factory on one page, for those of the programme who work with it."""
    user = request.user
    if not isinstance(user, User):
        raise Http404
    today = days.of(found.country_id)
    report, progress = queries.whole_report(found.pk), queries.progress_of(found.pk)
    latest = recognitions_visible_to(user).filter(factory=found).order_by("-proposed_at", "pk").first()
    free = latest is None or latest.state not in LIVE
    eligible = progress is not None and progress.outcome == "eligible"
    return render(
        request,
        "desk/factory.html",
        {
            "factory": found,
            "former_names": former_names_of(found.pk),
            "os_id": os_ids_of([found.pk]).get(found.pk, ""),
            "listing": queries.listing_of(found.pk),
            "recognition": latest,
            "may_propose": eligible
            and free
            and not is_withdrawal_unanswered(found.pk)
            and may_offer(RecognitionTransition.PROPOSE, user=user, factory_id=found.pk),
            "reads_candidates": reads_candidates(user),
            "reads_cases": reads_candidates(user) or assessed_by(user, found.pk),
            "report": report,
            "progress": progress,
            "plan": queries.outlook(live_plan(found.pk), today),
            "advises": advises(user),
            "visit": visit_at(user, found.pk),
            "adviser": adviser_of(found.pk),
            "keeps": keeps_registry(user) and not found.is_closed,
            "begins_until": today + timedelta(days=plan_rules().kept_days),
            "timeline": timeline_of(found.pk, found.code, user=user, days=days, country=found.country_id),
            "diagnoses": lines_of(user, found.pk) if advises(user) else [],
            "cases": list(
                cases_visible_to(user).filter(factory=found, closed_on__isnull=True).order_by("opened_on")
            ),
            "brands": consents_of(found.pk, today),
            "people": people_of(found.pk),
            "handovers": lines_for(user, found.pk),
            "hands_over": hands_over(user) and not found.is_closed,
            "suspicions": suspicions_of([found.pk])[found.pk],
            "merges": merges_into(found.pk),
            "decides_duplicates": decides_duplicates(user),
            "events": history_of_factory(
                found.pk, also=parts_of(found.pk), hidden=hidden_kinds(user), limit=20
            ),
            "today": today,
        },
    )
