"""The name of a list."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from saved_lists.models import SavedList

NAME = SavedList._meta.get_field("name")


class SavedListForm(forms.Form):
    """A name for a list."""

    name = forms.CharField(label=_("Name"), max_length=NAME.max_length)
