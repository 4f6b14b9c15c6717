"""The management's answer to one finding, and the workers' comment."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.forms.attachments import FilesField
from files.forms import TextField

LONGEST_RESPONSE = 4000


class ResponseForm(forms.Form):
    """An answer: agreement, words, files, or several of them."""

    agrees = forms.BooleanField(label=_("We agree with this finding"), required=False)
    text = TextField(
        label=_("Your response"),
        rows=3,
        required=False,
        max_length=LONGEST_RESPONSE,
        help_text=_("What you say to it, and what you do about it. No names of workers."),
    )
    photos = FilesField(
        label=_("Photos or documents"),
        required=False,
        help_text=_("JPEG, PNG, WebP or PDF, at most 15 MB each. No faces or names of workers."),
    )

    def clean_photos(self) -> list[Any]:
        """The uploads; none is an empty list."""
        return [upload for upload in self.cleaned_data["photos"] if upload]


class WorkerCommentForm(forms.Form):
    """The workers' comment; empty takes it back."""

    text = TextField(
        label=_("The workers' side says"),
        rows=3,
        required=False,
        max_length=LONGEST_RESPONSE,
        help_text=_(
            "The management, the advisers and the reviewer read it. Nobody but you can change it. No names."
        ),
    )
