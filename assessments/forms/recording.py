"""Visits, plans, committees, management systems, learning and cases, one record a form.

Each form's `said` is what its command takes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from assessments.forms.fields import YES_NO_UNKNOWN, DayField, TextField, TodayForm
from assessments.models import PlanItem, SystemsReview
from assessments.queries.questionnaires import QuestionWords

LONGEST_ANSWER = 10_000


class RecordForm(TodayForm):
    """One record of a factory's evidence."""

    @property
    def said(self) -> dict[str, Any]:
        """Keyword arguments of the command."""
        return dict(self.cleaned_data)


class VisitForm(RecordForm):
    """An advisory visit."""

    happened = ("visited_on",)
    visited_on = DayField(label=_("Day of the visit"))
    purpose = TextField(label=_("Purpose"), max_length=200)
    topics = TextField(
        label=_("Topics"), required=False, help_text=_("What was worked on, a semicolon between.")
    )
    notes = TextField(
        label=_("Notes"),
        required=False,
        rows=4,
        help_text=_("For the programme only: the factory does not see them. No names of workers."),
    )


class QuestionField(forms.ChoiceField):
    """A question of the country's questionnaire, by point."""

    def offer(self, questions: Iterable[QuestionWords], *, required: bool = True) -> None:
        """Set what can be chosen."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for words in questions:
            group = groups.setdefault(f"{words.point} {words.point_name}", [])
            group.append((words.code, f"{words.code} {words.text}"))
        self.required = required
        self.choices = [("", "–"), *groups.items()]


class VisitFindingForm(RecordForm):
    """Something found during a visit."""

    question = QuestionField(label=_("Question"))
    details = TextField(label=_("What was found"), rows=3, max_length=LONGEST_ANSWER)

    def __init__(self, *args: Any, questions: Iterable[QuestionWords], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["question"].offer(questions)  # type: ignore[attr-defined]  # a QuestionField


class PlanItemForm(RecordForm):
    """An item of the improvement plan."""

    happened = ("done_on", "verified_on")
    ref = TextField(label=_("Reference"), max_length=40, help_text=_("The factory's own, such as 2018-01."))
    question = QuestionField(label=_("Question"), required=False)
    issue = TextField(label=_("What is to be put right"), rows=2, max_length=LONGEST_ANSWER)
    root_cause = TextField(label=_("Root cause"), required=False, rows=2, max_length=LONGEST_ANSWER)
    action = TextField(label=_("What will be done"), required=False, rows=2, max_length=LONGEST_ANSWER)
    owner = TextField(
        label=_("Who sees to it"),
        required=False,
        max_length=120,
        help_text=_("A function, not a person's name."),
    )
    due_on = DayField(label=_("Due on"), required=False)
    status = forms.ChoiceField(label=_("Status"), choices=PlanItem.Status)
    done_on = DayField(label=_("Done on"), required=False)
    verified_on = DayField(label=_("Verified on"), required=False)

    def __init__(self, *args: Any, questions: Iterable[QuestionWords], verifies: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["question"].offer(questions, required=False)  # type: ignore[attr-defined]  # a QuestionField
        if not verifies:
            del self.fields["verified_on"]
            status = self.fields["status"]
            status.choices = [one for one in PlanItem.Status.choices if one[0] != PlanItem.Status.VERIFIED]  # type: ignore[attr-defined]


class CommitteeForm(RecordForm):
    """The bipartite committee as it is on a day."""

    happened = ("reviewed_on",)
    reviewed_on = DayField(label=_("Day of the review"))
    worker_seats = forms.IntegerField(label=_("Seats of workers"), min_value=0, max_value=500)
    management_seats = forms.IntegerField(label=_("Seats of management"), min_value=0, max_value=500)
    worker_side_elected = forms.ChoiceField(
        label=_("Were the workers' members elected?"), choices=YES_NO_UNKNOWN, required=False
    )
    women_percent = forms.IntegerField(
        label=_("Women among the workers' members, per cent"), min_value=0, max_value=100, required=False
    )
    meetings_12m = forms.IntegerField(
        label=_("Meetings in the last 12 months"), min_value=0, max_value=366, required=False
    )
    minutes_12m = forms.IntegerField(
        label=_("Of these with minutes"), min_value=0, max_value=366, required=False
    )

    def clean(self) -> dict[str, Any]:
        """A meeting has one set of minutes."""
        said = super().clean()
        meetings, minutes = said.get("meetings_12m"), said.get("minutes_12m")
        if meetings is not None and minutes is not None and minutes > meetings:
            self.add_error(
                "minutes_12m", _now("There cannot be more minutes than meetings. Correct one of the two.")
            )
        said["worker_side_elected"] = {"yes": True, "no": False}.get(said.get("worker_side_elected", ""))
        return said


class SystemsForm(RecordForm):
    """A management system's score."""

    happened = ("reviewed_on",)
    reviewed_on = DayField(label=_("Day of the review"))
    area = forms.ChoiceField(label=_("Area"), choices=SystemsReview.Area)
    score = forms.TypedChoiceField(
        label=_("Score"),
        coerce=int,
        choices=[
            (1, _("1 – none")),
            (2, _("2 – begun")),
            (3, _("3 – in place, not kept up")),
            (4, _("4 – in place and kept up")),
            (5, _("5 – improves itself")),
        ],
    )


class LearningForm(RecordForm):
    """A course that people of the factory attended."""

    happened = ("held_on",)
    held_on = DayField(label=_("Held on"))
    course = TextField(label=_("Course or seminar"), max_length=120)
    hours = forms.IntegerField(label=_("Hours"), min_value=0, max_value=1000)
    managers_men = forms.IntegerField(label=_("Managers, men"), min_value=0, initial=0)
    managers_women = forms.IntegerField(label=_("Managers, women"), min_value=0, initial=0)
    workers_men = forms.IntegerField(label=_("Workers, men"), min_value=0, initial=0)
    workers_women = forms.IntegerField(label=_("Workers, women"), min_value=0, initial=0)


class CaseForm(RecordForm):
    """A zero-tolerance case."""

    happened = ("opened_on",)
    opened_on = DayField(label=_("Opened on"))
    trigger = TextField(
        label=_("What triggers it"),
        max_length=200,
        help_text=_("The breach in a few words. No names of workers."),
    )


class CloseCaseForm(RecordForm):
    """The end of a case."""

    happened = ("closed_on",)
    closed_on = DayField(label=_("Closed on"))
