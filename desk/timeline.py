"""A factory's years in lanes: assessments, visits, dialogue, learning, decisions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from advisory.queries.histories import committees_of, learning_of, systems_of, visits_of
from advisory.queries.visibility import cases_visible_to
from assessments.queries.final_assessments import FinalAssessment, final_assessments
from assessments.queries.visibility import assessments_visible_to
from countries.queries.local_time import LocalDays
from desk.policies import reads_candidates
from files.domain.shares import whole_per_cent
from recognition.queries import recognitions_visible_to

if TYPE_CHECKING:
    from accounts.models import User

Event = dict[str, Any]
Lane = dict[str, Any]
YEARS = 4


@dataclass(frozen=True, slots=True)
class Timeline:
    """Lanes for the chart, from `start` to `end`."""

    lanes: list[Lane]
    start: date
    end: date


def timeline_of(factory_id: int, code: str, *, user: User, days: LocalDays, country: str) -> Timeline:
    """What happened at a factory, as far as the user may know, by the clock of its country. Nine queries."""
    on, zone = days.of(country), days.settings.zone(country, days.now)
    finals = final_assessments([factory_id])
    systems_page = reverse("advisory:systems", args=[code])
    lanes = [
        {"name": _("Assessments"), "events": [*map(_final, finals), *_unfinished(factory_id, user, days)]},
        {"name": _("Visits"), "events": [_visit(visit) for visit in visits_of([factory_id])]},
        {
            "name": _("Dialogue"),
            "events": [_committee(committee) for committee in committees_of([factory_id])],
        },
        {
            "name": _("Systems"),
            "events": [_systems(system, systems_page) for system in systems_of([factory_id])],
        },
        {"name": _("Learning"), "events": [_learning(record) for record in learning_of([factory_id])]},
        _decisions(factory_id, user, zone),
    ]
    shown = [event["on"] for lane in lanes for event in lane["events"]]
    first = min(shown, default=on)
    return Timeline(lanes, start=max(first.replace(day=1), date(on.year - YEARS, 1, 1)), end=on)


def _final(final_assessment: FinalAssessment) -> Event:
    share = (
        whole_per_cent(final_assessment.noncompliant, final_assessment.applicable)
        if final_assessment.applicable
        else 0
    )
    label = _("Assessment of %(day)s: %(share)s%% non-compliant") % {
        "day": _day(final_assessment.assessed_on),
        "share": share,
    }
    return {
        "on": final_assessment.assessed_on,
        "label": label,
        "url": reverse("assessments:detail", args=[final_assessment.id]),
    }


def _unfinished(factory_id: int, user: User, days: LocalDays) -> list[Event]:
    rows = (
        assessments_visible_to(user, days)
        .filter(factory=factory_id)
        .exclude(state__in=("final", "abandoned"))
        .order_by("assessed_on")
    )
    return [
        {
            "on": row.assessed_on,
            "label": _("Assessment of %(day)s: %(state)s")
            % {"day": _day(row.assessed_on), "state": row.get_state_display()},
            "url": reverse("assessments:detail", args=[row.pk]),
            "tone": "2",
        }
        for row in rows
    ]


def _visit(visit: Any) -> Event:
    words = {"day": _day(visit.visited_on), "purpose": visit.purpose}
    return {
        "on": visit.visited_on,
        "label": _("Visit of %(day)s: %(purpose)s") % words,
        "url": reverse("advisory:visit", args=[visit.uid]),
        "tone": "2",
    }


def _committee(review: Any) -> Event:
    return {
        "on": review.reviewed_on,
        "label": _("Committee reviewed on %(day)s") % {"day": _day(review.reviewed_on)},
        "tone": "3",
    }


def _systems(review: Any, address: str) -> Event:
    areas = {"osh": _("Safety and health"), "hr": _("Human resources")}
    words = {"day": _day(review.reviewed_on), "area": areas[review.area], "score": review.score}
    return {
        "on": review.reviewed_on,
        "label": _("%(area)s on %(day)s: %(score)s of 5") % words,
        "url": address,
        "tone": "3",
    }


def _learning(record: Any) -> Event:
    people = ngettext("%(n)s person", "%(n)s people", record.people) % {"n": record.people}
    words = {"day": _day(record.held_on), "course": record.course, "people": people}
    return {"on": record.held_on, "label": _("%(course)s on %(day)s, %(people)s") % words, "tone": "3"}


def _decisions(factory_id: int, user: User, zone: tzinfo) -> Lane:
    """Recognition and zero-tolerance cases: what the user may know of either."""
    events: list[Event] = []
    spans: list[dict[str, Any]] = []
    for recognition in recognitions_visible_to(user).filter(factory=factory_id).order_by("proposed_at", "pk"):
        events += _of_recognition(recognition, zone, candidates=reads_candidates(user))
        if recognition.published_at:
            spans.append(
                {"from": _local(recognition.published_at, zone), "until": _local(recognition.ended_at, zone)}
            )
    for case in cases_visible_to(user).filter(factory=factory_id).order_by("opened_on", "pk"):
        label = _("Zero-tolerance case opened on %(day)s") % {"day": _day(case.opened_on)}
        events.append({"on": case.opened_on, "label": label, "tone": "bad"})
    return {"name": _("Decisions"), "events": events, "spans": spans}


def _of_recognition(recognition: Any, zone: tzinfo, *, candidates: bool) -> list[Event]:
    url = reverse("recognition:detail" if candidates else "recognition", args=[recognition.pk])
    entries = [(recognition.published_at, _("Recognised on %(day)s"), "gold")]
    if candidates:
        entries += [
            (recognition.proposed_at, _("Proposed on %(day)s"), "3"),
            (recognition.suspended_at, _("Suspended on %(day)s"), "bad"),
            (recognition.ended_at, _("Ended on %(day)s"), "bad"),
        ]
    return [
        {"on": day, "label": words % {"day": _day(day)}, "tone": tone, "url": url}
        for at, words, tone in entries
        if (day := _local(at, zone))
    ]


def _local(at: datetime | None, zone: tzinfo) -> date | None:
    return at.astimezone(zone).date() if at else None


def _day(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")
