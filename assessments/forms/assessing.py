"""Beginning, reviewing and correcting assessments; responding to findings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, User
from assessments.forms.fields import DayField, TextField, TodayForm
from assessments.forms.questions import LONGEST_ANSWER, QuestionField
from assessments.models import Assessment
from assessments.policies import SECOND_PERSONS
from factories.queries.staff import staff_of
from questionnaires.queries.questionnaires import QuestionWords

if TYPE_CHECKING:
    from django.db.models import QuerySet

    _Several = forms.ModelMultipleChoiceField[User]
else:
    _Several = forms.ModelMultipleChoiceField  # generic for type checkers only


class PeopleField(_Several):
    """Colleagues, by name."""

    def label_from_instance(self, obj: User) -> str:
        """Their name."""
        return obj.name


class OpenForm(TodayForm):
    """A new assessment."""

    assessed_on = DayField(
        label=_("Day of the assessment"), help_text=_("It may be yet to come; the factory does not see it.")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Assessment.Kind)
    announced = forms.BooleanField(label=_("The factory knows of it"), required=False)
    team = PeopleField(
        label=_("Who else assesses"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, country: str, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colleagues: QuerySet[User] = staff_of(country, [Role.ADVISER]).exclude(pk=user.pk)
        self.fields["team"].queryset = colleagues  # type: ignore[attr-defined]  # a PeopleField


class ReturnForm(forms.Form):
    """Why an assessment goes back to its team."""

    reason = TextField(label=_("What must the team change?"), rows=3, max_length=2000)


class CommentForm(forms.Form):
    """What a reviewer says to the team about one question."""

    text = TextField(
        label=_("Your comment to the team"),
        rows=3,
        required=False,
        max_length=2000,
        help_text=_(
            "The team sees it beside the question once you give the assessment back. No names of workers."
        ),
    )


class ResponseForm(forms.Form):
    """The factory's word on a finding."""

    response = TextField(
        label=_("Your response"),
        rows=3,
        max_length=4000,
        help_text=_("It is shown beside the finding as the factory's own words. No names of workers."),
    )


class FixedForm(TodayForm):
    """When the programme saw that a finding was put right."""

    happened = ("fixed_on",)
    fixed_on = DayField(label=_("Verified as corrected on"))


class CorrectionForm(forms.Form):
    """One answer of a final assessment, changed for a reason that a second person shares."""

    question = QuestionField(label=_("Question"))
    answer = forms.ChoiceField(
        label=_("Correct answer"),
        choices=[("C", _("Compliant")), ("N", _("Non-compliant")), ("X", _("Not applicable"))],
    )
    details = TextField(
        label=_("What was found"),
        rows=3,
        required=False,
        max_length=LONGEST_ANSWER,
        help_text=_("For a finding."),
    )
    attribution = forms.ChoiceField(
        label=_("Whose doing"),
        choices=[
            ("", _("As it was")),
            ("factory", _("The factory's")),
            ("national_law", _("The law's, which contradicts the standard")),
        ],
        required=False,
    )
    reason = TextField(label=_("Why it is corrected"), rows=2, max_length=2000)
    second_person = forms.ModelChoiceField(label=_("Who agrees"), queryset=User.objects.none())

    def __init__(
        self, *args: Any, questions: Iterable[QuestionWords], country: str, user: User, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["question"].offer(questions)  # type: ignore[attr-defined]  # a QuestionField
        others = staff_of(country, sorted(SECOND_PERSONS)).exclude(pk=user.pk)
        self.fields["second_person"].queryset = others  # type: ignore[attr-defined]  # a ModelChoiceField
