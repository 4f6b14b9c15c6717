"""Where an assessment stands in its life, in words and as a line of steps."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.domain.states import AssessmentState
from countries.domain.time_zones import city_of
from countries.queries.local_time import LocalDays
from journal.wording import day_in_words

if TYPE_CHECKING:
    from assessments.queries.detail import WholeAssessment
    from assessments.views.detail import Possible


def next_step(found: WholeAssessment, possible: Possible, days: LocalDays) -> str:
    """One sentence: what happens next, and who does it."""
    labels = {
        AssessmentState.DRAFT: _while_entered,
        AssessmentState.SUBMITTED: _while_reviewed,
        AssessmentState.COMMENT_WINDOW: _in_window,
        AssessmentState.FINAL: _when_final,
        AssessmentState.ABANDONED: _when_abandoned,
    }
    return labels[AssessmentState(found.state)](found, possible, days)


def _while_entered(found: WholeAssessment, possible: Possible, days: LocalDays) -> str:  # noqa: ARG001  # as the others
    left = found.questions - found.answered
    if not possible.enter:
        return _("The team is entering it.")
    if left:
        return ngettext(
            "%(count)d question is open. Answer it, then submit.",
            "%(count)d questions are open. Answer them, then submit.",
            left,
        ) % {"count": left}
    return _("Every question is answered. Look it over, then submit it for review.")


def _while_reviewed(found: WholeAssessment, possible: Possible, days: LocalDays) -> str:  # noqa: ARG001  # as the others
    if possible.accept:
        return _("Review it, then accept or return it.")
    return _("A reviewer is looking at it.")


def _in_window(found: WholeAssessment, possible: Possible, days: LocalDays) -> str:
    today = days.of(found.country)
    last = found.window_closes_on or today
    left = (last - today).days
    end = end_of_window(found.country, last, days)
    if possible.respond and left >= 0:
        return _("You can respond to each finding until %(end)s. After that it becomes final.") % {"end": end}
    if possible.finalise:
        return _("The comments are in. It can become final.")
    if left >= 0:
        return _("The factory can comment until %(end)s.") % {"end": end}
    return _("The comment window is over; it becomes final within the hour.")


def end_of_window(country: str, last: date, days: LocalDays) -> str:
    """When a comment window ends, by the clock of its country: "21 June 2018, 24:00 Phnom Penh time"."""
    zone = days.settings.zone(country, days.now)
    return _("%(day)s, 24:00 %(city)s time") % {"day": day_in_words(last), "city": city_of(str(zone))}


def _when_final(found: WholeAssessment, possible: Possible, days: LocalDays) -> str:  # noqa: ARG001  # as the others
    if possible.act_on:
        return _("It is final. What is left to put right belongs into your improvement plan.")
    return _("It is final and counts as evidence.")


def _when_abandoned(found: WholeAssessment, possible: Possible, days: LocalDays) -> str:  # noqa: ARG001  # as the others
    return _("It was abandoned and counts nowhere. Its history says why.")


def steps(found: WholeAssessment) -> list[dict[str, Any]]:
    """The assessment's life as a stepper; an abandoned one has none."""
    if found.state == AssessmentState.ABANDONED:
        return []
    order = [
        AssessmentState.DRAFT,
        AssessmentState.SUBMITTED,
        AssessmentState.COMMENT_WINDOW,
        AssessmentState.FINAL,
    ]
    labels = [_("Entered"), _("Reviewed"), _("Comments"), _("Final")]
    days: list[date | datetime | None] = [
        found.submitted_at,
        found.reviewed_at,
        found.window_closes_on,
        found.finalised_at,
    ]
    now, final = order.index(AssessmentState(found.state)), found.state == AssessmentState.FINAL
    return [
        {
            "label": label,
            "state": "done" if place < now or final else "now" if place == now else "todo",
            "on": day if place < now or final else None,
        }
        for place, (label, day) in enumerate(zip(labels, days, strict=True))
    ]
