"""Forms for what a page has in its address instead, or decides by what stands there."""

from __future__ import annotations

from django import forms

from advisory.forms.recording import VisitFindingForm
from advisory.forms.visiting import WholeVisitForm
from files.forms import DayField


class _NumberedForm(forms.Form):
    """Of the visits of a day, the first or the one of a number."""

    number = forms.IntegerField(required=False)

    def clean_number(self) -> int:
        """The first, unless another is named."""
        return self.cleaned_data["number"] or 1


class NumberedVisitForm(_NumberedForm, WholeVisitForm):
    """A visit; a number above 1 says that it is one more of its day."""


class DatedFindingForm(_NumberedForm, VisitFindingForm):
    """Something found during a visit of a day."""

    visited_on = DayField()
