"""What a brand's people enter about a webhook."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from webhooks.models import ChangeKind


class WebhookForm(forms.Form):
    """A webhook's name, address and kinds; of several brands also whose it is."""

    brand = forms.TypedChoiceField(label=_("Brand"), coerce=int)
    name = forms.CharField(
        label=_("Which program uses it"),
        max_length=80,
        help_text=_("For example: monthly report, or the sourcing system."),
    )
    url = forms.CharField(
        label=_("Address of your system"),
        max_length=300,
        help_text=_("Begins with https://. Messages are sent there as POST."),
        widget=forms.URLInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )
    kinds = forms.MultipleChoiceField(
        label=_("What it is notified of"),
        choices=ChangeKind.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, brands: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(brands) > 1:
            self.fields["brand"].choices = list(brands)  # type: ignore[attr-defined]
        else:
            del self.fields["brand"]


class RotateForm(forms.Form):
    """Another secret: what the reader saw of the one before, and whether that one ends at once."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=40)
    at_once = forms.BooleanField(
        label=_("The secret became known to others: it ends at once"), required=False
    )
