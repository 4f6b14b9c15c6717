"""What reviewers and teams write about single questions, and which clusters were seen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from files.forms import TextField

LONGEST_COMMENT = 2000


class CommentForm(forms.Form):
    """What a reviewer says to the team about one question."""

    text = TextField(
        label=_("Your comment to the team"),
        rows=3,
        required=False,
        max_length=LONGEST_COMMENT,
        help_text=_(
            "The team sees it beside the question once you give the assessment back. No names of workers."
        ),
    )


class ReplyForm(forms.Form):
    """The team's answer to a comment."""

    text = TextField(label=_("Your answer"), rows=3, max_length=LONGEST_COMMENT)


class SeenClustersForm(forms.Form):
    """The clusters that were looked through; `ticked`: the one that was just ticked or unticked."""

    clusters = forms.MultipleChoiceField(required=False)
    ticked = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, codes: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.choices = [(code, code) for code in codes]  # type: ignore[attr-defined]
