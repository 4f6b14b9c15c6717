"""A draft as a whole: its text, its reason, its approval, its end."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from files.forms import DayField


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label=_("Why"), max_length=2000, widget=forms.Textarea({"rows": 3}))


class DocumentForm(forms.Form):
    """A criteria document, word for word. `seen`: digest of the draft that is changed, "" for a new one."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("The document"),
        help_text=_("TOML. Give it a version of its own; an approved version never changes."),
        max_length=200_000,
        widget=forms.Textarea({"rows": 28, "spellcheck": "false", "class": "code"}),
        strip=False,
    )


class NewDocumentForm(DocumentForm, ReasonForm):
    """A new draft as a text, and why it is written."""

    field_order = ("reason", "text")


class ApprovalForm(ReasonForm):
    """From when criteria are to hold, and why."""

    in_force_from = DayField(
        label=_("In force from"),
        required=False,
        help_text=_(
            "Every factory is evaluated by these criteria from this day: today or later."
            " Empty: from the day of the approval."
        ),
    )
    field_order = ("in_force_from", "reason")
