"""A factory list on its way in: the file, how it is read, and what its columns hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from factory_lists.domain.aliases import SEVERAL
from factory_lists.domain.mapping import TARGETS
from files.domain.text_formats import ENCODINGS, SEPARATORS
from files.forms import DayField

TARGET_LABELS = {
    "code": _lazy("Programme's code"),
    "os_id": _lazy("OS ID"),
    "name": _lazy("Factory's name"),
    "country": _lazy("Country"),
    "address": _lazy("Address"),
    "street": _lazy("Address: street"),
    "district": _lazy("Address: district"),
    "city": _lazy("Address: city"),
    "province": _lazy("Address: province or state"),
    "postcode": _lazy("Address: postcode"),
    "lat": _lazy("Latitude"),
    "lng": _lazy("Longitude"),
    "workers": _lazy("Workers"),
    "women_workers": _lazy("Women workers"),
    "women_percent": _lazy("Women, per cent"),
    "products": _lazy("Products"),
    "brands": _lazy("Brands"),
    "joined_on": _lazy("Joined on"),
    "is_closed": _lazy("Closed (yes or no)"),
}
_SEPARATOR_LABELS = {
    ",": _lazy("Comma"),
    ";": _lazy("Semicolon"),
    "\t": _lazy("Tab"),
    "|": _lazy("Vertical bar"),
}


class DayOfList(DayField):
    """The day that a list is of."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_lazy("The day the list is of"),
            help_text=_lazy("A list of an earlier day replaces nothing that a later one said."),
            **kwargs,
        )


class _Dated(forms.Form):
    """A form with the day of a list, which has come."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_day(self) -> date | None:
        """The day, if it has come."""
        day: date | None = self.cleaned_data["day"]
        if day is not None and day > self.today:
            raise forms.ValidationError(_("This day has not come yet. Correct it."))
        return day


class UploadForm(_Dated):
    """The file, whose list it is, and of which day."""

    file = forms.FileField(
        label=_lazy("The file"),
        widget=forms.ClearableFileInput({"accept": ".csv,.txt,.tsv,.xlsx,.xls,text/csv"}),
    )
    source = forms.CharField(
        label=_lazy("Whose list it is"),
        help_text=_lazy(
            "A brand, an association, a ministry. Its next list is proposed to be read as this one is."
        ),
        max_length=120,
        required=False,
        widget=forms.TextInput({"list": "sources", "autocomplete": "off"}),
    )
    day = DayOfList(required=False)

    field_order = ("file", "source", "day")

    def clean_file(self) -> Any:
        """The upload, if it is not too large."""
        upload = self.cleaned_data["file"]
        if upload.size > settings.IMPORT_MAX_MB * 2**20:
            raise forms.ValidationError(
                _("The file is larger than %(mb)s MB. Cut it into several files.")
                % {"mb": settings.IMPORT_MAX_MB}
            )
        return upload


class LayoutForm(forms.Form):
    """How the file is read: encoding and separator of a text file, sheet of a workbook, and the row of the head."""

    encoding = forms.ChoiceField(label=_lazy("Encoding"), choices=list(ENCODINGS.items()), required=False)
    separator = forms.ChoiceField(
        label=_lazy("Between the cells"),
        choices=[(sign, _SEPARATOR_LABELS[sign]) for sign in SEPARATORS],
        required=False,
    )
    sheet = forms.ChoiceField(label=_lazy("Sheet"), required=False)
    head_row = forms.IntegerField(label=_lazy("Row of the column names"), min_value=1, max_value=10_000)

    def __init__(self, data: Any, *, result: Mapping[str, Any]) -> None:
        super().__init__(data, initial=dict(result["layout"]))
        if result["kind"] == "csv":
            del self.fields["sheet"]
        else:
            del self.fields["encoding"], self.fields["separator"]
            self.fields["sheet"].choices = [(name, name) for name in result["sheets"]]  # type: ignore[attr-defined]

    def layout(self) -> dict[str, Any]:
        """What was chosen, complete."""
        return {"encoding": "", "separator": "", "sheet": "", **self.cleaned_data}


class ColumnsForm(_Dated):
    """What each column holds, and the day of the list."""

    source = UploadForm.declared_fields["source"]
    day = DayOfList()

    def __init__(self, *args: Any, columns: Sequence[Mapping[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = columns
        choices = [("", _("Not read")), *((target, TARGET_LABELS[target]) for target in TARGETS)]
        for place, column in enumerate(columns):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=column["column"], choices=choices, required=False, initial=column["target"]
            )

    def clean(self) -> dict[str, Any]:
        """Name and country are there, and nothing is said by two columns that can be said by one alone."""
        cleaned: dict[str, Any] = super().clean() or {}
        chosen = Counter(self.mapping(cleaned).values())
        for target in ("name", "country"):
            if not chosen[target]:
                message = _("No column holds the %(what)s. Choose the one that does.")
                self.add_error(None, message % {"what": str(TARGET_LABELS[target]).casefold()})
        for place, _column in enumerate(self.columns):
            target = cleaned.get(f"column_{place}", "")
            if target and chosen[target] > 1 and target not in SEVERAL:
                self.add_error(f"column_{place}", _("Two columns hold this. Choose one of them."))
        return cleaned

    def mapping(self, cleaned: Mapping[str, Any]) -> dict[str, str]:
        """Column → what it holds; "" for one that is not read."""
        return {
            column["column"]: cleaned.get(f"column_{place}", "") for place, column in enumerate(self.columns)
        }
