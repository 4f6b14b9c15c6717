"""Visits, plans, committees, management systems, learning and cases, one record a form.

Each form's `command_fields` is what its command takes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from advisory.forms.declared import fields_of
from advisory.kinds import CASES, COMMITTEES, LEARNING, PLAN_ITEMS, VISIT_FINDINGS
from advisory.models import CaseEntry, PlanItem
from assessments.forms.questions import LONGEST_ANSWER
from files.forms import TextField, TodayForm
from questionnaires.queries.questionnaires import QuestionWords


class RecordForm(TodayForm):
    """One record of a factory's evidence."""

    @property
    def command_fields(self) -> dict[str, Any]:
        """Keyword arguments of the command."""
        return dict(self.cleaned_data)


@fields_of(VISIT_FINDINGS)
class VisitFindingForm(RecordForm):
    """Something found during a visit."""

    def __init__(self, *args: Any, questions: Iterable[QuestionWords], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["question"].offer(questions)  # type: ignore[attr-defined]  # a QuestionField


class EvidenceForm(forms.Form):
    """What shows that an item of the plan was put right, beside its buttons."""

    evidence = TextField(required=False, max_length=LONGEST_ANSWER)


@fields_of(PLAN_ITEMS)
class PlanItemForm(RecordForm):
    """An item of the improvement plan."""

    always_offers_reason = True

    def __init__(self, *args: Any, questions: Iterable[QuestionWords], verifies: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["question"].offer(questions, required=False)  # type: ignore[attr-defined]  # a QuestionField
        self.fields["ref"].required = False  # a new item is numbered by the system
        self.fields["ref"].widget = forms.HiddenInput()
        if not verifies:
            # it was chosen by words or with its finding; its words stand above the form
            self.fields["question"].widget = forms.HiddenInput()
            del self.fields["verified_on"], self.fields["dates_reason"]
            status = self.fields["status"]
            allowed = [choice for choice in PlanItem.Status.choices if choice[0] != PlanItem.Status.VERIFIED]
            status.choices = allowed  # type: ignore[attr-defined]


@fields_of(COMMITTEES)
class CommitteeForm(RecordForm):
    """The bipartite committee as it is on a day."""

    always_offers_reason = True

    def clean(self) -> dict[str, Any]:
        """A meeting has one set of minutes, and only what was raised is resolved."""
        cleaned = super().clean()
        meetings, minutes = cleaned.get("meetings_12m"), cleaned.get("minutes_12m")
        if meetings is not None and minutes is not None and minutes > meetings:
            self.add_error(
                "minutes_12m", _now("There cannot be more minutes than meetings. Correct one of the two.")
            )
        raised, resolved = cleaned.get("issues_raised_12m"), cleaned.get("issues_resolved_12m")
        if raised is not None and resolved is not None and resolved > raised:
            self.add_error(
                "issues_resolved_12m",
                _now("There cannot be more issues resolved than raised. Correct one of the two."),
            )
        return cleaned


@fields_of(LEARNING)
class LearningForm(RecordForm):
    """A course that people of the factory attended."""

    always_offers_reason = True


@fields_of(CASES)
class CaseForm(RecordForm):
    """A zero-tolerance case."""

    always_offers_reason = True


@fields_of(CASES, only=("closed_on",))
class CloseCaseForm(RecordForm):
    """The end of a case, for a second person to approve."""

    statement = TextField(
        label=_("What was put right"),
        rows=4,
        max_length=LONGEST_ANSWER,
        help_text=_("And why the case can end. No names of workers."),
    )
    evidence = TextField(
        label=_("What shows it"),
        rows=3,
        max_length=LONGEST_ANSWER,
        help_text=_("Documents, visits, addresses; files are kept with the steps of the protocol."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["closed_on"].required = True


class CaseEntryForm(forms.Form):
    """A step of the protocol that was done, or a notice to an authority. Times are the factory's local time."""

    step = forms.ChoiceField(label=_("What was done"))
    happened_at = forms.DateTimeField(
        label=_("When"), widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    authority = TextField(
        label=_("Which authority"), required=False, max_length=160, help_text=_("For a notice.")
    )
    note = TextField(
        label=_("Note"),
        rows=3,
        required=False,
        max_length=LONGEST_ANSWER,
        help_text=_("No names of workers."),
    )
    file = forms.FileField(
        label=_("Photo or document"), required=False, allow_empty_file=True,
        help_text=_("JPEG, PNG, WebP or PDF, at most 15 MB."),
    )  # fmt: skip

    def __init__(self, *args: Any, steps: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(step, str(CaseEntry.Step(step).label).capitalize()) for step in steps]
        self.fields["step"].choices = [("", "–"), *choices]  # type: ignore[attr-defined]  # a ChoiceField
