"""What brands and factories write about access to reports: a request, its answer, a consent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from factories.domain.scopes import FINDINGS, MOST_YEARS, PLAN, SUMMARY, years_after
from files.forms import DayField

if TYPE_CHECKING:
    from factories.models import Brand

LONGEST = 1000
SCOPE_CHOICES = (
    (SUMMARY, _("Summary: the verdict, criteria to go in words, recognition and rates")),
    (FINDINGS, _("Findings: the summary, and each final finding with the factory's response")),
    (PLAN, _("Improvement plan: summary and findings, and the plan with its pace")),
)


class _ScopeForm(forms.Form):
    """How much, and until when."""

    scope = forms.ChoiceField(label=_("What may be read"), choices=SCOPE_CHOICES, widget=forms.RadioSelect)
    until_on = DayField(label=_("Until"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = self.fields["until_on"].widget.attrs
        day["min"], day["max"] = today.isoformat(), years_after(today, MOST_YEARS).isoformat()


class AccessRequestForm(_ScopeForm):
    """For which brand, how much, what for, and until when."""

    brand = forms.TypedChoiceField(label=_("Brand"), coerce=int)
    purpose = forms.CharField(
        label=_("What you need it for"),
        help_text=_("The factory's management reads this and decides by it."),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 3}),
    )
    field_order = ("brand", "scope", "purpose", "until_on")

    def __init__(self, *args: Any, brands: Sequence[Brand], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["brand"]
        chosen.choices = [(brand.pk, brand.name) for brand in brands]
        if len(brands) == 1:
            chosen.widget, self.initial["brand"] = forms.HiddenInput(), brands[0].pk


class GrantForm(_ScopeForm):
    """What a factory lets a brand read; `request`: the request that this answers."""

    request = forms.UUIDField(required=False, widget=forms.HiddenInput)


class DeclineForm(forms.Form):
    """Why a factory does not grant a request."""

    word = forms.CharField(
        label=_("A word to the brand"),
        help_text=_("The brand reads it with your answer."),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 3}),
    )
