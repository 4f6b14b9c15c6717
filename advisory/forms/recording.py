"""Visits, plans, committees, management systems, learning and cases, one record a form.

Each form's `said` is what its command takes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from advisory.models import PlanItem, SystemsReview
from assessments.forms.fields import YES_NO_UNKNOWN, DayField, TextField, TodayForm
from assessments.forms.questions import LONGEST_ANSWER, QuestionField
from questionnaires.queries.questionnaires import QuestionWords


class RecordForm(TodayForm):
    """One record of a factory's evidence."""

    @property
    def said(self) -> dict[str, Any]:
        """Keyword arguments of the command."""
        return dict(self.cleaned_data)


class VisitFindingForm(RecordForm):
    """Something found during a visit."""

    question = QuestionField(label=_("Question"))
    details = TextField(label=_("What was found"), rows=3, max_length=LONGEST_ANSWER)

    def __init__(self, *args: Any, questions: Iterable[QuestionWords], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["question"].offer(questions)  # type: ignore[attr-defined]  # a QuestionField


class EvidenceForm(forms.Form):
    """What shows that an item of the plan was put right, beside its buttons."""

    evidence = TextField(required=False, max_length=LONGEST_ANSWER)


class PlanItemForm(RecordForm):
    """An item of the improvement plan."""

    happened = ("done_on", "verified_on")
    always_offers_reason = True
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
    evidence = TextField(
        label=_("What shows it"),
        required=False,
        rows=2,
        max_length=LONGEST_ANSWER,
        help_text=_("A record, a photo's name or an address. No names or faces of workers."),
    )

    def __init__(self, *args: Any, questions: Iterable[QuestionWords], verifies: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["question"].offer(questions, required=False)  # type: ignore[attr-defined]  # a QuestionField
        if not verifies:
            del self.fields["verified_on"], self.fields["dates_reason"]
            status = self.fields["status"]
            status.choices = [one for one in PlanItem.Status.choices if one[0] != PlanItem.Status.VERIFIED]  # type: ignore[attr-defined]


def count_field(label: Any, *, most: int, **kwargs: Any) -> forms.IntegerField:
    """A small whole number, typed on a phone's number keys."""
    widget = forms.NumberInput({"inputmode": "numeric"})
    return forms.IntegerField(label=label, min_value=0, max_value=most, widget=widget, **kwargs)


class CommitteeForm(RecordForm):
    """The bipartite committee as it is on a day."""

    happened = ("reviewed_on",)
    reviewed_on = DayField(label=_("Day of the review"))
    worker_seats = count_field(_("Seats of workers"), most=500)
    management_seats = count_field(_("Seats of management"), most=500)
    worker_side_elected = forms.ChoiceField(
        label=_("Were the workers' members elected?"),
        choices=YES_NO_UNKNOWN,
        required=False,
        widget=forms.RadioSelect,
    )
    women_percent = count_field(_("Women among the workers' members, per cent"), most=100, required=False)
    meetings_12m = count_field(_("Meetings in the last 12 months"), most=366, required=False)
    minutes_12m = count_field(_("Of these with minutes"), most=366, required=False)

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


SCORES = [
    (1, _("1 – none")),
    (2, _("2 – begun")),
    (3, _("3 – in place, not kept up")),
    (4, _("4 – in place and kept up")),
    (5, _("5 – improves itself")),
]


class SystemsForm(RecordForm):
    """Management systems' scores on one day, in one area or both."""

    happened = ("reviewed_on",)
    reviewed_on = DayField(label=_("Day of the review"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for area, label in SystemsReview.Area.choices:
            self.fields[area] = forms.TypedChoiceField(
                label=str(label).capitalize(),
                coerce=int,
                choices=SCORES,
                required=False,
                empty_value=None,
                widget=forms.RadioSelect,
            )

    def clean(self) -> dict[str, Any]:
        """A review has a score."""
        said = super().clean()
        if not self.errors and not self._scores(said):
            raise ValidationError(_now("Give a score in at least one area."))
        return said

    @property
    def said(self) -> dict[str, Any]:
        """The day and the scores by area."""
        said = self.cleaned_data
        reason = {"dates_reason": said["dates_reason"]} if "dates_reason" in said else {}
        return {"reviewed_on": said["reviewed_on"], "scores": self._scores(said), **reason}

    @staticmethod
    def _scores(said: Mapping[str, Any]) -> dict[str, int]:
        return {area: said[area] for area in SystemsReview.Area.values if said.get(area)}


MOST_LEARNERS = 100_000


class LearningForm(RecordForm):
    """A course that people of the factory attended."""

    happened = ("held_on",)
    held_on = DayField(label=_("Held on"))
    course = TextField(
        label=_("Course or seminar"),
        max_length=120,
        widget=forms.TextInput({"list": "courses", "autocomplete": "off"}),
    )
    hours = count_field(_("Hours"), most=1000)
    managers_men = count_field(_("Managers, men"), most=MOST_LEARNERS, initial=0)
    managers_women = count_field(_("Managers, women"), most=MOST_LEARNERS, initial=0)
    workers_men = count_field(_("Workers, men"), most=MOST_LEARNERS, initial=0)
    workers_women = count_field(_("Workers, women"), most=MOST_LEARNERS, initial=0)


class CaseForm(RecordForm):
    """A zero-tolerance case."""

    happened = ("opened_on",)
    always_offers_reason = True
    opened_on = DayField(label=_("Opened on"))
    trigger = TextField(
        label=_("What triggers it"),
        max_length=200,
        help_text=_("The breach in a few words. No names of workers."),
    )
    details = TextField(
        label=_("What was found"),
        required=False,
        rows=4,
        max_length=LONGEST_ANSWER,
        help_text=_("Where, when, how many are concerned. No names of workers."),
    )


class CloseCaseForm(RecordForm):
    """The end of a case."""

    happened = ("closed_on",)
    closed_on = DayField(label=_("Closed on"))
