"""Forms for what a page has in its address instead."""

from __future__ import annotations

from advisory.forms.recording import VisitFindingForm
from files.forms import DayField


class DatedFindingForm(VisitFindingForm):
    """Something found during the visit of a day."""

    visited_on = DayField()
