"""What a factory's people enter in a diagnosis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from advisory.forms.field_entries import EntryContext, EntryProblem, Read, Sent, problems_of
from files.forms import DayField
from self_diagnosis.domain.answers import LONGEST_NOTE, SaidAnswer, choice_from
from self_diagnosis.models import OwnAnswer, SelfDiagnosis
from self_diagnosis.queries.content import DiagnosedPoint, DiagnosedQuestion

ANSWER, NOTE, CHOICE = "answer-", "note-", "choice-"


class BeginForm(forms.Form):
    """Who goes through which points."""

    once = forms.UUIDField(widget=forms.HiddenInput)
    taking_part = forms.ChoiceField(
        label=_("Who takes part"),
        widget=forms.RadioSelect,
        choices=SelfDiagnosis.TakingPart.choices,
        initial=SelfDiagnosis.TakingPart.COMMITTEE,
    )
    points = forms.MultipleChoiceField(label=_("Points"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(
        self,
        *args: Any,
        side: str,
        clusters: Sequence[tuple[str, list[tuple[str, str]]]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = {SelfDiagnosis.TakingPart.COMMITTEE, side}
        self.fields["taking_part"].choices = [  # type: ignore[attr-defined]
            choice for choice in SelfDiagnosis.TakingPart.choices if choice[0] in offered
        ]
        self.fields["points"].choices = clusters  # type: ignore[attr-defined]


class PlanGapsForm(forms.Form):
    """Which gaps become items of the plan, and by when they are to be closed."""

    questions = forms.MultipleChoiceField(
        label=_("Gaps"), required=False, widget=forms.CheckboxSelectMultiple
    )
    due_on = DayField(label=_("Due on"), required=False)

    def __init__(self, *args: Any, gaps: Sequence[DiagnosedQuestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["questions"].choices = [  # type: ignore[attr-defined]
            (item.words.code, item.note or item.words.text) for item in gaps
        ]


class AnswersForm(forms.Form):
    """Answers, notes and choices of some questions; `labels` are their texts by code."""

    ref = forms.CharField(max_length=60, widget=forms.HiddenInput)

    def __init__(self, *args: Any, labels: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._codes = list(labels)
        for code, label in labels.items():
            self.fields[ANSWER + code] = forms.ChoiceField(
                label=label, choices=OwnAnswer.choices, required=False, widget=forms.RadioSelect
            )
            self.fields[NOTE + code] = forms.CharField(
                label=label,
                required=False,
                max_length=LONGEST_NOTE,
                widget=forms.Textarea({"rows": 2, "dir": "auto"}),
            )
            self.fields[CHOICE + code] = forms.CharField(required=False, max_length=400)

    def given(self) -> dict[str, SaidAnswer]:
        """What is said of each question."""
        return {code: said_in(self.cleaned_data, code) for code in self._codes}

    def choices(self) -> dict[str, Any]:
        """How differing answers are settled."""
        chosen = {code: choice_from(self.cleaned_data[CHOICE + code]) for code in self._codes}
        return {code: choice for code, choice in chosen.items() if choice is not None}


def ref_of(diagnosis: SelfDiagnosis, point: str) -> str:
    """What a form of answers says that it is about."""
    return f"{diagnosis.pk}/{point}"


def fields_of(point: DiagnosedPoint) -> dict[str, str]:
    """What stands of a point, as its form holds it."""
    return {
        name: value
        for item in point.questions
        for name, value in ((ANSWER + item.words.code, item.answer), (NOTE + item.words.code, item.note))
        if value
    }


def said_in(fields: Mapping[str, Any], code: str) -> SaidAnswer:
    """What some fields say of a question, as it is stored."""
    answer, note = (str(fields.get(name + code) or "") for name in (ANSWER, NOTE))
    return SaidAnswer(answer, note.replace("\r\n", "\n").strip())


def read_answers(sent: Sent, context: EntryContext) -> Read:
    """The answers of a point in what a device, or the page, sent."""
    codes = list(
        dict.fromkeys(
            name.partition("-")[2] for name in sent.fields if name.startswith((ANSWER, NOTE, CHOICE))
        )
    )
    words = context.words
    form = AnswersForm(
        sent.fields, labels={code: words[code].text if code in words else code for code in codes}
    )
    about, _slash, point = sent.fields.get("ref", "").partition("/")
    try:
        diagnosis = UUID(about)
    except ValueError:
        return Read({}, (EntryProblem("", "", _now("This is no entry. Load the page again.")),))
    if not form.is_valid():
        return Read({}, tuple(problems_of(form)))
    base = {code: said_in(sent.base, code) for code in codes}
    return Read(
        {
            "diagnosis": diagnosis,
            "point": point,
            "given": form.given(),
            "base": base,
            "choices": form.choices(),
        }
    )
