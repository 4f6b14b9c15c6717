"""What somebody chooses when reports are made."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class ReportLanguageForm(forms.Form):
    """In which language one report is made."""

    language = forms.ChoiceField(label=_("Language"), choices=lambda: settings.LANGUAGES)


class ManyReportsForm(forms.Form):
    """Which factories get a report, and in which language."""

    FACTORIES = (("due", _("those whose report is due")), ("all", _("all that have a verdict")))

    factories = forms.ChoiceField(label=_("Factories"), choices=FACTORIES)
    language = forms.ChoiceField(label=_("Language"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = self.fields["language"]
        language.choices = [("", _("the first language of the factory's country")), *settings.LANGUAGES]  # type: ignore[attr-defined]


class NumberForm(forms.Form):
    """A number printed on a report or a certificate."""

    number = forms.CharField(
        label=_("Number"),
        help_text=_("Ten letters and digits after R- (report) or C- (certificate)."),
        max_length=40,
    )
