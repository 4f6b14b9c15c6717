"""Forms of the lab."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class DocumentForm(forms.Form):
    """A criteria document, word for word."""

    text = forms.CharField(
        label=_("The document"),
        help_text=_("TOML. Give it a version of its own; an approved version never changes."),
        max_length=200_000,
        widget=forms.Textarea({"rows": 28, "spellcheck": "false", "class": "code"}),
        strip=False,
    )
