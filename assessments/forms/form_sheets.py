"""Assessors' forms on their way in: what they would change, and carrying that to the confirming."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from assessments.commands import AnswerChange
from assessments.domain.answers import NONCOMPLIANT
from assessments.domain.form_sheet import CheckedForm
from assessments.queries.form_sheets import Standing

CONFIRM_WITHIN = 12 * 3600  # seconds
_PURPOSE = "assessments.form_sheets"


def languages() -> list[tuple[str, str]]:
    """The languages that a form can be had in."""
    return [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES]


class LanguageForm(forms.Form):
    """In which language a form is wanted."""

    language = forms.ChoiceField(label=_lazy("Language of the form"), choices=languages)


class FormSheetForm(forms.Form):
    """A form that was filled in."""

    file = forms.FileField(
        label=_lazy("The form that you filled in"),
        widget=forms.ClearableFileInput(
            {"accept": ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
        ),
        allow_empty_file=True,
    )

    def clean_file(self) -> bytes:
        """Its bytes; a file that is far too large is not even read."""
        upload = self.cleaned_data["file"]
        if upload.size > settings.FORM_MAX_MB * 2**20:
            raise forms.ValidationError(
                _("A form is smaller than %(mb)s MB. Take pictures out and save it again.")
                % {"mb": settings.FORM_MAX_MB}
            )
        content: bytes = upload.read()
        return content


# --- from the preview to the confirming ----------------------------------------------------------------------------


def carried(checked: CheckedForm, standing: Standing, *, user_id: int) -> str:
    """What a preview showed, sealed for the person who saw it: confirming stores this and nothing else."""
    law = standing.layout.national_law
    acts = [
        {
            "act": str(uuid.uuid4()),
            "question": change.question,
            "old": change.old,
            "new": change.new,
            "details": change.details,
            "workers": change.workers,
            "note": change.note,
            # a new finding is laid to the law where the country's variant says so, as on the pages
            "attribution": "national_law"
            if change.new == NONCOMPLIANT and change.standing != NONCOMPLIANT and change.question in law
            else None,
        }
        for change in checked.changes
    ]
    said = {"version": standing.version, "acts": acts}
    return signing.dumps(said, salt=_salt(standing.draft.id, user_id), compress=True)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What was confirmed: acts, and the version of the draft that the preview was made from."""

    version: int
    acts: tuple[AnswerChange, ...]


def confirmed(sealed: str, *, assessment_id: uuid.UUID, user_id: int, now: datetime) -> Confirmed | None:
    """What a preview carried; None when it was changed, is too old or was somebody else's."""
    try:
        said = signing.loads(sealed, salt=_salt(assessment_id, user_id), max_age=CONFIRM_WITHIN)
    except signing.BadSignature:
        return None
    return Confirmed(said["version"], tuple(_act(one, now) for one in said["acts"]))


def _act(said: Mapping[str, Any], now: datetime) -> AnswerChange:
    return AnswerChange(
        act=uuid.UUID(said["act"]),
        question=said["question"],
        old=said["old"],
        new=said["new"],
        answered_at=now,
        note=said["note"],
        details=said["details"],
        attribution=said["attribution"],
        workers_concerned=said["workers"],
    )


def _salt(assessment_id: uuid.UUID, user_id: int) -> str:
    return f"{_PURPOSE}:{assessment_id}:{user_id}"
