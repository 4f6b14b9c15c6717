"""The choice of a question, and how long what is written of it may be."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext as _

from questionnaires.queries.questionnaires import QuestionWords

LONGEST_ANSWER = 10_000


class QuestionField(forms.ChoiceField):
    """A question of the country's questionnaire, by point."""

    def offer(self, questions: Iterable[QuestionWords], *, required: bool = True) -> None:
        """Set what can be chosen; questions of other versions last, for what was recorded under them."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for words in questions:
            name = f"{words.point} {words.point_name}" if words.is_asked else _("In other versions alone")
            group = groups.setdefault(name, [])
            group.append((words.code, f"{words.code} {words.text}"))
        self.required = required
        self.choices = [("", "–"), *groups.items()]
