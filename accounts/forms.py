"""What people type about accounts."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import MailChoice


class AccountForm(forms.Form):
    """Under which name a person is seen, and in which language they read."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        required=False,
        help_text=_("As colleagues see it. The journal keeps the former one."),
    )
    language = forms.ChoiceField(label=_("Language of pages and mail"), choices=settings.LANGUAGES)


class MailChoiceForm(forms.Form):
    """How news come by e-mail."""

    way = forms.ChoiceField(
        label=_("E-mail notifications"), choices=MailChoice.Way.choices, widget=forms.RadioSelect
    )
