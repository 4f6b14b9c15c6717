"""What a brand's people write on their home page and over their lists."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from buyers.models import DigestChoice, SavedView

NAME = SavedView._meta.get_field("name")


class SavedViewForm(forms.Form):
    """A name for a list."""

    name = forms.CharField(label=_("Name"), max_length=NAME.max_length)


class DigestForm(forms.Form):
    """How often the digest comes."""

    way = forms.ChoiceField(label=_("By e-mail"), choices=DigestChoice.Way.choices)
