"""A bulk file, and what it holds."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

KIND_NAMES = {
    "assessments": _lazy("Assessments (long, wide, or the programme's export)"),
    "visits": _lazy("Advisory visits"),
    "visit-findings": _lazy("Findings of visits"),
    "plan-items": _lazy("Improvement plans"),
    "committees": _lazy("Bipartite committees"),
    "systems": _lazy("Management systems"),
    "learning": _lazy("Learning"),
    "zero-tolerance": _lazy("Zero-tolerance cases"),
    "sourcing": _lazy("Sourcing links"),
    "consents": _lazy("Consents"),
}


class ImportForm(forms.Form):
    """What comes in."""

    kind = forms.ChoiceField(label=_lazy("What the file holds"), choices=list(KIND_NAMES.items()))
    file = forms.FileField(
        label=_lazy("The file"), widget=forms.ClearableFileInput({"accept": ".csv,.xlsx,text/csv"})
    )

    dates_reason = forms.CharField(
        label=_lazy("Reason for unusual days"),
        required=False,
        max_length=500,
        help_text=_lazy("Only where the file tells of days before the programme began in a country."),
    )

    def clean_file(self) -> Any:
        """The upload, if it is not too large."""
        upload = self.cleaned_data["file"]
        if upload.size > settings.IMPORT_MAX_MB * 2**20:
            raise forms.ValidationError(
                _("The file is larger than %(mb)s MB. Cut it into several files.")
                % {"mb": settings.IMPORT_MAX_MB}
            )
        return upload
