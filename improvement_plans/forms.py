"""Findings as they become items of a plan."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from advisory.forms.declared import form_field
from advisory.kinds import PLAN_ITEMS
from questionnaires.documents import cause_choices


class FindingItemForm(forms.Form):
    """One finding's item, to be changed before it is stored, or left out."""

    chosen = forms.BooleanField(label=_("Put it into the plan"), required=False)
    issue = form_field(PLAN_ITEMS["issue"], rows=3)
    cause = forms.ChoiceField(label=_("Kind of cause"), choices=cause_choices, required=False)
    root_cause = form_field(PLAN_ITEMS["root_cause"], rows=2)
    action = form_field(PLAN_ITEMS["action"], rows=3)
    owner = form_field(PLAN_ITEMS["owner"])
    due_on = form_field(PLAN_ITEMS["due_on"])

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        self.fields["due_on"].widget.attrs["min"] = today.isoformat()

    def clean_due_on(self) -> date | None:
        """Today or later, as the command asks; said beside the one of many days that is not."""
        day: date | None = self.cleaned_data["due_on"]
        if day is not None and day < self._today:
            raise forms.ValidationError(gettext("A due day is today or later."))
        return day
