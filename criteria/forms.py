"""Forms of criteria: the approval of a draft."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from files.forms import DayField


class ApprovalForm(forms.Form):
    """From when criteria are to hold, and why."""

    in_force_from = DayField(
        label=_("In force from"),
        required=False,
        help_text=_(
            "Every factory is evaluated by these criteria from this day: today or later."
            " Empty: from the day of the approval."
        ),
    )
    reason = forms.CharField(label=_("Why"), max_length=2000, widget=forms.Textarea({"rows": 3}))
