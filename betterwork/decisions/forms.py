"""What people give with a decision."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

RULES = [("", _("One or two")), ("1", _("One")), ("2", _("Two"))]


class ReasonForm(forms.Form):
    """Every human decision says why; `seen` is the state that the person decided on."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea({"rows": 3}))
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class ConfirmForm(ReasonForm):
    """A confirmation may set a later day of publication."""

    publish_on = forms.DateField(
        label=_("Publish on"),
        required=False,
        help_text=_("Empty: today."),
        widget=forms.DateInput({"type": "date"}),
    )


class WorklistFilter(forms.Form):
    """The filters of the worklist, from the address."""

    country = forms.ChoiceField(label=_("Country"), required=False)
    rules = forms.ChoiceField(
        label=_("Close: rules failed"),
        required=False,
        choices=[("", _("One or two")), ("1", _("One")), ("2", _("Two"))],
    )
