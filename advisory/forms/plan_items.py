"""What people write on one item of the plan."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from files.forms import DayField, TextField

LONGEST_MESSAGE = 4000


class MessageForm(forms.Form):
    """A question, an answer, a comment, or words beside a confirmation."""

    text = TextField(
        label=_("Your message"),
        rows=3,
        required=False,
        max_length=LONGEST_MESSAGE,
        help_text=_("No names of workers."),
    )


class DueDayForm(forms.Form):
    """Another due day."""

    due_on = DayField(label=_("New due day"))
    reason = TextField(label=_("Why another day is needed"), rows=2, max_length=LONGEST_MESSAGE)


class DueDayAnswerForm(forms.Form):
    """The adviser's word on a proposed day."""

    answer = TextField(
        label=_("Your reason"),
        rows=2,
        required=False,
        max_length=LONGEST_MESSAGE,
        help_text=_("Needed when the day stays."),
    )


class QuestionSearchForm(forms.Form):
    """Questions by their words."""

    q = TextField(label=_("Search the questions by words"), required=False, max_length=100)
