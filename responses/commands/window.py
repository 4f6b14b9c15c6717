"""The comment window as commands find it: open, or refused with the ways that are left."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from assessments.commands.locking import locked
from assessments.domain.states import AssessmentState
from countries.queries.local_time import today_in
from journal.refusals import Refused
from journal.wording import day_in_words

if TYPE_CHECKING:
    from assessments.models import Assessment


class NotOpenToComment(Refused):
    """The findings are not yet told to the factory."""


class WindowOver(Refused):
    """The last day of the comment window is over."""


def assessment_in_window(assessment_id: UUID, now: datetime) -> Assessment:
    """The assessment, locked, while its factory may comment: until the end of the last day there.

    Raises:
        NoSuchAssessment.
        NotOpenToComment: it is still being entered or reviewed.
        WindowOver: the comment window has ended.
    """
    found = locked(assessment_id)
    if found.state in {AssessmentState.DRAFT, AssessmentState.SUBMITTED}:
        raise NotOpenToComment(
            _("These findings are still being reviewed. You can respond once you are notified of them.")
        )
    last = found.window_closes_on
    if found.state == AssessmentState.FINAL or (last and today_in(found.factory.country_id, now) > last):
        ended = (
            _("The comment window ended on %(day)s.") % {"day": day_in_words(last)}
            if last
            else _("The comment window has ended.")
        )
        ways = _(
            "Make the finding an item of your improvement plan, ask your adviser there, or appeal a decision."
        )
        raise WindowOver(f"{ended} {ways}")
    return found
