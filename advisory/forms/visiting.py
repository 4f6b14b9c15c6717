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

from advisory.domain.visiting import AgreedStep, Seen
from advisory.forms.declared import fields_of, form_field
from advisory.kinds import PLAN_ITEMS, VISIT_FINDINGS, VISITS
from advisory.models import AdvisoryVisit
from files.forms import TextField, TodayForm
from questionnaires.queries.questionnaires import QuestionWords, Words

MOST_ROWS = 30  # of a kind; more is no visit but a file
PARTICIPANTS = "participants"
_NAMES = tuple(field.name for field in VISITS.fields if field.in_form)
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


@fields_of(VISITS)
class WholeVisitForm(TodayForm):
    """The visit itself."""

    always_offers_reason = True
    uid = forms.UUIDField(widget=forms.HiddenInput)
    is_another = forms.BooleanField(
        label=_("Another visit on the same day"),
        required=False,
        help_text=_("Where a visit of this day is recorded already and this is one more."),
    )

    @property
    def people(self) -> list[forms.BoundField]:
        """The fields that count people, by role."""
        return [self[role] for role in AdvisoryVisit.Participant.values]

    @property
    def before_people(self) -> list[forms.BoundField]:
        """The visit's fields that stand before them, in the order of the declaration."""
        return [self[name] for name in _NAMES[: _NAMES.index(PARTICIPANTS)]]

    @property
    def after_people(self) -> list[forms.BoundField]:
        """Those that stand behind them."""
        return [self[name] for name in _NAMES[_NAMES.index(PARTICIPANTS) + 1 :]]

    @property
    def command_fields(self) -> dict[str, Any]:
        """The visit's fields by name, as the command takes them."""
        given = self.cleaned_data
        people = {role: given[role] for role in AdvisoryVisit.Participant.values if given[role]}
        return {name: people if name == PARTICIPANTS else given[name] for name in _NAMES}


class VisitRowForm(forms.Form):
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


class SeenRow(VisitRowForm):
    """Something found."""

    details = form_field(VISIT_FINDINGS["details"], rows=2)
    field_order = ["question", "details"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["question"].required = True

    @property
    def command_fields(self) -> Seen:
        """What the command takes."""
        return Seen(self.cleaned_data["question"], self.cleaned_data["details"])


class StepRow(VisitRowForm):
    """A step that was agreed."""

    key = forms.CharField(widget=forms.HiddenInput, required=False)
    issue = form_field(PLAN_ITEMS["issue"])
    action = form_field(PLAN_ITEMS["action"])
    owner = form_field(PLAN_ITEMS["owner"])
    due_on = form_field(PLAN_ITEMS["due_on"])
    root_cause = form_field(PLAN_ITEMS["root_cause"], rows=0)
    field_order = ["key", "issue", "action", "owner", "due_on", "question", "root_cause"]

    def clean_key(self) -> str:
        """The row's own id; a new one where none came."""
        key: str = self.cleaned_data["key"]
        return key if _KEY.fullmatch(key) else uuid.uuid4().hex[:8]

    @property
    def command_fields(self) -> AgreedStep:
        """What the command takes."""
        return AgreedStep(**self.cleaned_data)


class Rows:
    """The rows of one kind on the page: as sent, or as they are to be shown again."""

    def __init__(
        self, kind: type[VisitRowForm], prefix: str, *, words: Words, data: Mapping[str, Any] | None = None
    ) -> None:
        self._make: Callable[..., VisitRowForm] = lambda number, **options: kind(
            prefix=f"{prefix}-{number}", words=words, **options
        )
        numbers = _numbers(data or {}, prefix)
        self.forms = [self._make(number, data=data) for number in numbers] if numbers else [self._blank(0)]

    def is_valid(self) -> bool:
        """Whether every row that a person filled in can be taken."""
        return not [row for row in self.filled if not row.is_valid()]

    @property
    def filled(self) -> list[Any]:
        """Rows that a person filled in."""
        return [row for row in self.forms if row.is_bound and not row.is_blank]

    @property
    def command_fields(self) -> list[Any]:
        """What the command takes, a row each."""
        return [row.command_fields for row in self.filled]

    def shown_again(self, *, more: bool) -> None:
        """Show what was typed without judging it, and with `more` one row more."""
        typed = [
            {name: row.data.get(row.add_prefix(name), "") for name in row.fields}
            for row in self.forms
            if row.is_bound
        ]
        self.forms = [self._make(number, initial=initial) for number, initial in enumerate(typed)]
        if more and len(self.forms) < MOST_ROWS:
            self.forms.append(self._blank(len(self.forms)))

    def _blank(self, number: int) -> VisitRowForm:
        return self._make(number, initial={"key": uuid.uuid4().hex[:8]})


def _numbers(data: Mapping[str, Any], prefix: str) -> list[int]:
    """Numbers of the rows that were sent."""
    pattern = re.compile(rf"{prefix}-(\d{{1,3}})-\w+")
    found = {int(match[1]) for name in data if (match := pattern.fullmatch(name))}
    return sorted(found)[:MOST_ROWS]


def offered(words: Iterable[QuestionWords]) -> list[tuple[str, str]]:
    """Codes and words for the page's list: of the questions in force."""
    return [(word.code, f"{word.code} {word.text}") for word in words if word.is_asked]
