"""One assessment in hand: locked for as long as the command runs, with the layout that reads it."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from assessments.domain.states import AssessmentState, AssessmentTransition, NotPossible, after
from assessments.models import Assessment
from journal.refusals import Refused
from questionnaires.domain.layout import SheetLayout
from questionnaires.queries.questionnaires import layouts


class NoSuchAssessment(Refused):
    """There is no assessment of this id."""


class WrongAssessmentState(Refused):
    """The transition is not allowed in the assessment's state."""


def locked(assessment_id: UUID) -> Assessment:
    """The assessment's row, locked.

    Raises:
        NoSuchAssessment: there is none.
    """
    found = Assessment.objects.select_for_update().filter(pk=assessment_id).first()
    if found is None:
        raise NoSuchAssessment(_("There is no such assessment. Look it up again in the list."))
    return found


def layout_of(assessment: Assessment) -> SheetLayout:
    """The layout that the assessment's sheet is read by."""
    return layouts([assessment.layout_id])[assessment.layout_id].layout


def state_after(assessment: Assessment, act: AssessmentTransition) -> str:
    """The state that an act leads to.

    Raises:
        WrongAssessmentState: the act cannot be done now.
    """
    try:
        return after(AssessmentState(assessment.state), act).value
    except NotPossible:
        label = Assessment.State(assessment.state).label
        raise WrongAssessmentState(
            _("The assessment is %(state)s, so this cannot be done now. Open it again to see what can.")
            % {"state": label}
        ) from None
