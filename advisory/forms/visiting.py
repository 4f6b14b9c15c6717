"""A whole advisory visit on one page: the visit itself, and rows of findings and agreed steps.

Rows are forms of their own, told apart by a prefix (`step-0-issue`). A row that nobody filled in is no row.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from advisory.commands import Told
from advisory.domain.visiting import Seen, Step
from advisory.models import AdvisoryVisit
from assessments.forms.fields import DayField, TextField, TodayForm
from questionnaires.queries.questionnaires import QuestionWords, Words

LONGEST_TEXT = 10_000
MOST_PEOPLE = 9_999
MOST_ROWS = 30  # of a kind; more is no visit but a file
_KEY = re.compile(r"[0-9a-f]{8}")


class QuestionCodeField(TextField):
    """A question by its code, out of one list that the whole page shares (`<datalist id="questions">`)."""

    words: Words = {}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=500, **kwargs)
        self.widget.attrs |= {"list": "questions", "autocomplete": "off", "autocapitalize": "characters"}

    def clean(self, value: Any) -> Any:
        """The code, also where its words were typed behind it."""
        text = super().clean(value)
        code = text.split(" ")[0].upper() if text else ""
        if code and code not in self.words:
            raise ValidationError(
                _now("There is no question “%(code)s”. Choose one from the list."), params={"code": text}
            )
        return code


class WholeVisitForm(TodayForm):
    """The visit itself."""

    happened = ("visited_on",)
    always_offers_reason = True
    uid = forms.UUIDField(widget=forms.HiddenInput)
    visited_on = DayField(label=_("Day of the visit"))
    purpose = TextField(label=_("Purpose"), max_length=200)
    topics = TextField(
        label=_("Topics"), required=False, help_text=_("What was worked on, a semicolon between.")
    )
    notes = TextField(
        label=_("Notes"),
        required=False,
        rows=4,
        max_length=LONGEST_TEXT,
        help_text=_("For the programme only: the factory does not see them. No names of workers."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for role, label in AdvisoryVisit.Participant.choices:
            self.fields[role] = forms.IntegerField(
                label=label,
                required=False,
                min_value=0,
                max_value=MOST_PEOPLE,
                widget=forms.NumberInput({"inputmode": "numeric"}),
            )

    @property
    def people(self) -> list[forms.BoundField]:
        """The fields that count people, by role."""
        return [self[role] for role in AdvisoryVisit.Participant.values]

    @property
    def said(self) -> Told:
        """What the command takes."""
        given = self.cleaned_data
        return Told(
            visited_on=given["visited_on"],
            purpose=given["purpose"],
            participants={role: given[role] for role in AdvisoryVisit.Participant.values if given[role]},
            topics=given["topics"],
            notes=given["notes"],
        )


class Row(forms.Form):
    """One finding or one step."""

    question = QuestionCodeField(label=_("Question"), required=False)

    def __init__(self, *args: Any, words: Words, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["question"].words = words  # type: ignore[attr-defined]  # a QuestionCodeField

    @property
    def is_blank(self) -> bool:
        """Whether nobody wrote anything into it."""
        return not any(
            str(self.data.get(self.add_prefix(name), "")).strip() for name in self.fields if name != "key"
        )


class SeenRow(Row):
    """Something found."""

    details = TextField(label=_("What was found"), rows=2, max_length=LONGEST_TEXT)
    field_order = ["question", "details"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["question"].required = True

    @property
    def said(self) -> Seen:
        """What the command takes."""
        return Seen(self.cleaned_data["question"], self.cleaned_data["details"])


class StepRow(Row):
    """A step that was agreed."""

    key = forms.CharField(widget=forms.HiddenInput, required=False)
    issue = TextField(label=_("What is to be put right"), rows=2, max_length=LONGEST_TEXT)
    action = TextField(label=_("What will be done"), required=False, rows=2, max_length=LONGEST_TEXT)
    owner = TextField(
        label=_("Who sees to it"),
        required=False,
        max_length=120,
        help_text=_("A function, not a person's name."),
    )
    due_on = DayField(label=_("Due on"), required=False)
    root_cause = TextField(label=_("Root cause"), required=False, max_length=LONGEST_TEXT)
    field_order = ["key", "issue", "action", "owner", "due_on", "question", "root_cause"]

    def clean_key(self) -> str:
        """The row's own id; a new one where none came."""
        key: str = self.cleaned_data["key"]
        return key if _KEY.fullmatch(key) else uuid.uuid4().hex[:8]

    @property
    def said(self) -> Step:
        """What the command takes."""
        return Step(**self.cleaned_data)


class Rows:
    """The rows of one kind on the page: as sent, or as they are to be shown again."""

    def __init__(
        self, kind: type[Row], prefix: str, *, words: Words, data: Mapping[str, Any] | None = None
    ) -> None:
        self._make: Callable[..., Row] = lambda number, **said: kind(
            prefix=f"{prefix}-{number}", words=words, **said
        )
        numbers = _numbers(data or {}, prefix)
        self.forms = [self._make(number, data=data) for number in numbers] if numbers else [self._blank(0)]

    def is_valid(self) -> bool:
        """Whether every row that somebody filled in can be taken."""
        return not [row for row in self.filled if not row.is_valid()]

    @property
    def filled(self) -> list[Any]:
        """Rows that somebody filled in."""
        return [row for row in self.forms if row.is_bound and not row.is_blank]

    @property
    def said(self) -> list[Any]:
        """What the command takes, a row each."""
        return [row.said for row in self.filled]

    def shown_again(self, *, more: bool) -> None:
        """Show what was typed without judging it, and with `more` one row more."""
        typed = [
            {name: row.data.get(row.add_prefix(name), "") for name in row.fields}
            for row in self.forms
            if row.is_bound
        ]
        self.forms = [self._make(number, initial=said) for number, said in enumerate(typed)]
        if more and len(self.forms) < MOST_ROWS:
            self.forms.append(self._blank(len(self.forms)))

    def _blank(self, number: int) -> Row:
        return self._make(number, initial={"key": uuid.uuid4().hex[:8]})


def _numbers(data: Mapping[str, Any], prefix: str) -> list[int]:
    """Numbers of the rows that were sent."""
    pattern = re.compile(rf"{prefix}-(\d{{1,3}})-\w+")
    found = {int(match[1]) for name in data if (match := pattern.fullmatch(name))}
    return sorted(found)[:MOST_ROWS]


def offered(words: Iterable[QuestionWords]) -> list[tuple[str, str]]:
    """Codes and words for the page's list."""
    return [(one.code, f"{one.code} {one.text}") for one in words]
