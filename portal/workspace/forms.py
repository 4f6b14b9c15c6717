"""What a factory's own people type."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class AppealForm(forms.Form):
    """Why a decision should be looked at again."""

    grounds = forms.CharField(
        label=_("Why the decision should be looked at again"),
        help_text=_("Say what was overlooked, and where it can be seen. Write no names of workers."),
        max_length=4000,
        widget=forms.Textarea({"rows": 6}),
    )
