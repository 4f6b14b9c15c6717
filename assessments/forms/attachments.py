"""Several photos or documents at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class _Several(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """A list of uploads."""

    def __init__(self, **kwargs: Any) -> None:
        accept = {"accept": "image/jpeg,image/png,image/webp,application/pdf"}
        super().__init__(widget=_Several(accept), allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Each upload by itself."""
        if not data:
            return [super().clean(None, initial)]
        return [super(FilesField, self).clean(upload, initial) for upload in data]


class EvidenceFilesForm(forms.Form):
    """What shows the finding."""

    chosen = FilesField(
        label=_("Photos or documents"),
        help_text=_(
            "JPEG, PNG, WebP or PDF, at most 15 MB each. The place and camera are taken out of photos. "
            "No faces or names of workers."
        ),
    )
