"""What either side enters about a hand-over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from files.forms import DayField

LONGEST = 5000


def _words(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=LONGEST, widget=forms.Textarea({"rows": 4}))


class HandOverForm(forms.Form):
    """Why, which findings, by when; `once`: made by the page, so that it is stored once."""

    once = forms.UUIDField(widget=forms.HiddenInput)
    reason = _words(_("Reason"))
    findings = forms.MultipleChoiceField(
        label=_("Findings concerned"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    due_on = DayField(label=_("Due day"))

    def __init__(self, *args: Any, findings: Sequence[Mapping[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["findings"]
        chosen.choices = [
            (
                finding["question"],
                format_html("<span dir=auto>{} ({})</span>", finding["text"], finding["question"]),
            )
            for finding in findings
        ]
        if not findings:
            del self.fields["findings"]


class PlannedDayForm(forms.Form):
    """When the inspection is."""

    planned_on = DayField(label=_("Day of the inspection"))


class OutcomeForm(forms.Form):
    """What was found, and what follows."""

    inspected_on = DayField(label=_("Day of the inspection"))
    found = _words(_("What was found"))
    action = _words(_("What follows"))


class WithdrawalForm(forms.Form):
    """Why the programme takes it back."""

    reason = _words(_("Reason"))
