"""What people type about recognition: why they decide, and what a list is narrowed by."""

from __future__ import annotations

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from files.forms import DayField


class RecognitionReasonForm(forms.Form):
    """Why a person decides so."""

    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Kept with the decision. Write no names of workers."),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class ConfirmationForm(RecognitionReasonForm):
    """Why, and from when it is public."""

    publish_on = DayField(
        label=_("Public from"),
        help_text=_("Brands, inspectors and everybody see it from this day on."),
    )
    digest = forms.CharField(required=False, widget=forms.HiddenInput)  # of the proposal that was shown
    field_order = ("publish_on", "reason", "seen", "digest")

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed through to Django
        self.fields["publish_on"].initial = today
        self.fields["publish_on"].widget.attrs["min"] = today.isoformat()


class PublicationForm(forms.Form):
    """Nothing to say: it was confirmed."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
