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
from assessments.domain.answer_merge import Answer, as_document
from offline_workbook.domain.layout import CheckedForm, WorkbookChange
from offline_workbook.queries import DraftSnapshot

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


def carried(checked: CheckedForm, draft: DraftSnapshot, *, user_id: int) -> str:
    """What a preview showed, sealed for the person who saw it: confirming stores this and nothing else."""
    acts = [
        {
            "act": str(uuid.uuid4()),
            "question": change.question,
            "seen": as_document(_seen(change, draft)),
            "given": as_document(_given(change, draft)),
        }
        for change in checked.changes
    ]
    payload = {"version": draft.version, "acts": acts}
    return signing.dumps(payload, salt=_salt(draft.draft.id, user_id), compress=True)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What was confirmed: acts, and the version of the draft that the preview was made from."""

    version: int
    acts: tuple[AnswerChange, ...]


def confirmed(sealed: str, *, assessment_id: uuid.UUID, user_id: int, now: datetime) -> Confirmed | None:
    """What a preview carried; None when it was changed, is too old or was another person's."""
    try:
        payload = signing.loads(sealed, salt=_salt(assessment_id, user_id), max_age=CONFIRM_WITHIN)
    except signing.BadSignature:
        return None
    return Confirmed(payload["version"], tuple(_change(change, now) for change in payload["acts"]))


def _seen(change: WorkbookChange, draft: DraftSnapshot) -> Answer:
    """The letter that the form went out with, and the words that its uploader saw in the preview."""
    current = draft.answers[change.question]
    return Answer(
        change.old,
        current.details,
        current.workers,
        draft.attributions.get(change.question, ""),
        current.note,
    ).normalised()


def _given(change: WorkbookChange, draft: DraftSnapshot) -> Answer:
    """What the form makes of the answer; what it leaves empty stays as it stands.

    A new finding is laid to the law where the country's variant says so, as on the pages.
    """
    current = draft.answers[change.question]
    by_default = "national_law" if change.question in draft.layout.national_law else ""
    return Answer(
        change.new,
        current.details if change.details is None else change.details,
        current.workers if change.workers is None else change.workers,
        draft.attributions.get(change.question, by_default),
        current.note if change.note is None else change.note,
    ).normalised()


def _change(carried: Mapping[str, Any], now: datetime) -> AnswerChange:
    return AnswerChange(
        act=uuid.UUID(carried["act"]),
        question=carried["question"],
        seen=Answer(**carried["seen"]),
        given=Answer(**carried["given"]),
        answered_at=now,
    )


def _salt(assessment_id: uuid.UUID, user_id: int) -> str:
    return f"{_PURPOSE}:{assessment_id}:{user_id}"
