"""Fields of forms that take what files take: days that have come, text in any words."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from files.domain.cells import BadCell, plain_text

YES_NO_UNKNOWN = [("", _lazy("Not known")), ("yes", _lazy("Yes")), ("no", _lazy("No"))]


class DayField(forms.DateField):
    """A day, chosen from a calendar or typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **kwargs)


class TextField(forms.CharField):
    """Text as it was typed."""

    def __init__(self, *, rows: int = 0, **kwargs: Any) -> None:
        if rows:
            kwargs["widget"] = forms.Textarea({"rows": rows})
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        """Refuse what no file and no database can hold, and the error that a formula left."""
        text = super().clean(value)
        try:
            plain_text(text, longest=self.max_length or 10_000)
        except BadCell as bad:
            raise ValidationError(str(bad), code=bad.code) from bad
        return text


class TodayForm(forms.Form):
    """A form that knows today: what has happened cannot be later."""

    happened: tuple[str, ...] = ()  # names of its fields that tell of a past day
    always_offers_reason = False  # a form that works without a connection cannot ask for it afterwards

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        if self.always_offers_reason or "dates_reason" in self.data:
            self.offer_reason()

    def offer_reason(self) -> None:
        """Ask why a day outside its limits is right."""
        self.fields["dates_reason"] = TextField(
            label=_lazy("Reason for an unusual day"),
            required=False,
            max_length=500,
            help_text=_lazy("Only for a day before the programme began here, or a due day that is past."),
        )

    def clean(self) -> dict[str, Any]:
        """Days of what has happened lie in the past."""
        cleaned = super().clean() or {}
        for name in self.happened:
            on = cleaned.get(name)
            if on is not None and on > self.today:
                self.add_error(name, _("This day has not come yet. Correct it."))
        return cleaned
