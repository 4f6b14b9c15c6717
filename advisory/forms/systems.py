"""A review of management systems: every area with its elements, each with its level, a note and files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from advisory.commands.reviews import ElementFile
from advisory.domain.systems import AREA_VALUES, ELEMENTS, FILES, element_of, form_name
from advisory.forms.declared import fields_of, form_field
from advisory.forms.recording import RecordForm
from advisory.kinds import SYSTEMS
from advisory.kinds.systems import SCORES
from advisory.models import SystemsReview
from assessments.forms.attachments import FilesField
from files.workbook.attachments import NotAcceptable, checked


@fields_of(SYSTEMS)
class SystemsForm(RecordForm):
    """Management systems as they are on one day, in one area or both; what is left open was not looked at."""

    always_offers_reason = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for area in SystemsReview.Area.values:
            for element in ELEMENTS:
                name = form_name(area, element)
                words: dict[str, Any] = {
                    "label": SYSTEMS[element].label,
                    "help_text": SYSTEMS[element].help,
                }
                self.fields[name] = forms.TypedChoiceField(
                    choices=[("", "–"), *SCORES],
                    coerce=int,
                    empty_value=None,
                    required=False,
                    **words,
                )
                self.fields[f"{name}_note"] = form_field(SYSTEMS[f"{element}_note"])
                self.fields[f"{name}{FILES}"] = FilesField(label=_("Photos or documents"), required=False)
            score = form_field(SYSTEMS["score"])
            score.label, score.required = _("Score, where you did not see all elements"), False
            self.fields[area] = score

    def areas(self) -> Iterator[tuple[str, list[tuple[forms.BoundField, ...]], forms.BoundField]]:
        """Of each area its name, its elements (level, note, files) and its score, for the page."""
        for area, label in SystemsReview.Area.choices:
            rows = [
                tuple(self[f"{form_name(area, element)}{part}"] for part in ("", "_note", FILES))
                for element in ELEMENTS
            ]
            yield capfirst(str(label)), rows, self[area]

    def clean(self) -> dict[str, Any]:
        """A review has a level of an element or a score; files are such that may be kept."""
        cleaned = super().clean()
        cleaned["files"] = [] if self.errors else list(self._files(cleaned))
        if not self.errors and not (self._scores(cleaned) or self._elements(cleaned)):
            raise ValidationError(_now("Give the level of every element, or a score, in at least one area."))
        return cleaned

    def _files(self, cleaned: dict[str, Any]) -> Iterator[ElementFile]:
        for name in [name for name in self.fields if name.endswith(FILES)]:
            for upload in filter(None, cleaned[name]):
                try:
                    yield ElementFile(*element_of(name), upload.name, checked(upload))
                except NotAcceptable as refusal:
                    self.add_error(name, f"{upload.name}: {refusal}")

    @property
    def command_fields(self) -> dict[str, Any]:
        """The day; scores, and levels and notes by area; the files."""
        cleaned = self.cleaned_data
        reason = {"dates_reason": cleaned["dates_reason"]} if "dates_reason" in cleaned else {}
        return {
            "reviewed_on": cleaned["reviewed_on"],
            "scores": self._scores(cleaned),
            "elements": self._elements(cleaned),
            "files": cleaned["files"],
            **reason,
        }

    @staticmethod
    def _scores(cleaned: dict[str, Any]) -> dict[str, int]:
        return {area: cleaned[area] for area in SystemsReview.Area.values if cleaned.get(area)}

    @staticmethod
    def _elements(cleaned: dict[str, Any]) -> dict[str, dict[str, Any]]:
        """What was given of each area's elements; an area without anything is left out."""
        given = {
            area: {
                name: value
                for name in AREA_VALUES
                if name != "score" and (value := cleaned.get(form_name(area, name))) not in {None, ""}
            }
            for area in SystemsReview.Area.values
        }
        return {area: values for area, values in given.items() if values}
