"""What a factory's people enter about a meeting."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from committees.domain.agenda import AgendaLine
from files.forms import DayField

LONGEST = 7000


class MeetingForm(forms.Form):
    """When and where the committee meets."""

    meets_on = DayField(label=_("Day of the next meeting"))
    place = forms.CharField(label=_("Place"), required=False, max_length=200)


class AgendaForm(forms.Form):
    """Which of the suggested lines stand on the agenda, and further points."""

    chosen = forms.MultipleChoiceField(
        label=_("On the agenda"), required=False, widget=forms.CheckboxSelectMultiple
    )
    points = forms.CharField(
        label=_("Further points"),
        help_text=_("One point a line. Write no names of workers."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 4}),
    )

    def __init__(self, *args: Any, lines: list[AgendaLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._keys = [line.key for line in lines]
        self.fields["chosen"].choices = [  # type: ignore[attr-defined]
            (line.key, format_html("<bdi>{}</bdi>", line.label)) for line in lines
        ]
        if not lines:
            del self.fields["chosen"]

    def left_out(self) -> list[str]:
        """Suggested lines that were not chosen."""
        chosen = set(self.cleaned_data.get("chosen", ()))
        return [key for key in self._keys if key not in chosen]


class WorkerPointsForm(forms.Form):
    """The points of the workers' side."""

    points = forms.CharField(
        label=_("Points of the workers' side"),
        help_text=_("One point a line. Write no names of workers."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 4}),
    )
