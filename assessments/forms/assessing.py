"""Beginning, reviewing and correcting assessments; responding to findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, User
from assessments.commands import Correction
from assessments.forms.questions import LONGEST_ANSWER, QuestionField
from assessments.models import Assessment
from factories.queries.memberships.staff import staff_of
from files.forms import DayField, TextField, TodayForm
from questionnaires.queries.questionnaires import QuestionWords

if TYPE_CHECKING:
    from django.db.models import QuerySet

    _Several = forms.ModelMultipleChoiceField[User]
else:
    _Several = forms.ModelMultipleChoiceField  # generic for type checkers only


MOST_DIGITS = 18  # of a key in the database


class PeopleField(_Several):
    """Colleagues, by name."""

    def label_from_instance(self, obj: User) -> str:
        """Their name."""
        return obj.name

    def clean(self, value: Any) -> QuerySet[User]:
        """Numbers that no database could hold are nobody's."""
        for user_id in value or ():
            if len(str(user_id)) > MOST_DIGITS:
                raise ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": user_id}
                )
        return super().clean(value)


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


class ReturnAssessmentForm(forms.Form):
    """Why an assessment goes back to its team."""

    reason = TextField(label=_("What must the team change?"), rows=3, max_length=2000)


class FixedForm(TodayForm):
    """When the programme saw that a finding was put right."""

    happened = ("fixed_on",)
    fixed_on = DayField(label=_("Verified as corrected on"))


MOST_CORRECTIONS = 30  # more is another assessment


class CorrectionForm(forms.Form):
    """Why a final assessment is corrected."""

    reason = TextField(label=_("Why it is corrected"), rows=2, max_length=2000)


class CorrectedQuestionForm(forms.Form):
    """What one question of a final assessment is to say."""

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

    def __init__(self, *args: Any, questions: Iterable[QuestionWords], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["question"].offer(questions)  # type: ignore[attr-defined]  # a QuestionField
        self.fields["answer"].choices = [("", "–"), *self.fields["answer"].choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Words of a finding with another answer would be lost."""
        data = super().clean() or self.cleaned_data
        if data.get("answer") in {"C", "X"} and data.get("details"):
            self.add_error(
                "details", _("Only a non-compliant answer has this. Remove it, or change the answer.")
            )
        return data

    @property
    def correction(self) -> Correction:
        """What the command takes."""
        data = self.cleaned_data
        finding = data["answer"] == "N"
        laid = data["attribution"] == "national_law" if data["attribution"] else None
        return Correction(data["answer"], data["details"] if finding else "", laid if finding else None)


if TYPE_CHECKING:
    _CorrectedRows = forms.BaseFormSet[CorrectedQuestionForm]
else:
    _CorrectedRows = forms.BaseFormSet  # generic for type checkers only


class CorrectedQuestions(_CorrectedRows):
    """The questions of one correction; blank rows are none."""

    def clean(self) -> None:
        """At least one question, each once."""
        chosen = [code for row in self.forms if (code := row.cleaned_data.get("question"))]
        if not any(self.errors) and not chosen:
            raise ValidationError(_("Choose at least one question."))
        if len(set(chosen)) < len(chosen):
            raise ValidationError(_("Each question can stand here once."))

    @property
    def corrections(self) -> dict[str, Correction]:
        """What the command takes, by question."""
        return {row.cleaned_data["question"]: row.correction for row in self.forms if row.cleaned_data}


def corrected_questions(
    data: Any, *, questions: Iterable[QuestionWords], initial: Sequence[Mapping[str, Any]] = ()
) -> CorrectedQuestions:
    """The rows of a correction: as sent, or as they are to be shown."""
    kind: type[Any] = forms.formset_factory(
        CorrectedQuestionForm,
        formset=CorrectedQuestions,
        extra=max(1, len(initial)),
        max_num=MOST_CORRECTIONS,
        validate_max=True,
        absolute_max=MOST_CORRECTIONS + 1,  # more rows than that are not even read
    )
    too_many = _("Correct at most %(number)s questions at once.") % {"number": MOST_CORRECTIONS}
    made: CorrectedQuestions = kind(
        data,
        prefix="rows",
        form_kwargs={"questions": list(questions)},
        error_messages={"too_many_forms": too_many},
    )
    for row, values in zip(made.forms, initial, strict=False):
        row.initial = dict(values)
    return made


def typed_rows(data: Mapping[str, str]) -> list[dict[str, str]]:
    """The rows of a correction as they were sent, not judged."""
    count = data.get("rows-TOTAL_FORMS", "")
    rows = min(int(count), MOST_CORRECTIONS) if count.isdecimal() else 0
    names = CorrectedQuestionForm.base_fields
    return [{name: data.get(f"rows-{row}-{name}", "") for name in names} for row in range(rows)]
