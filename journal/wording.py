"""Events in words: one sentence for each kind, for history panels. Every kind has one (tested).

A sentence may use what the event's data holds; what is missing reads as an ellipsis, so that an old event of an
earlier release still reads as a sentence.
"""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDING: dict[str, str | Promise] = {
    "user.invited": _("invited as %(role)s"),
    "user.role_changed": _("role changed from %(from)s to %(to)s"),
    "user.closed": _("account closed"),
    "user.reopened": _("account opened again"),
    "user.language_chosen": _("language chosen: %(language)s"),
    "user.token_given": _("API token given"),
}


class _Spoken(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


def in_words(kind: str, data: dict[str, Any]) -> str:
    """The event as a sentence in the reader's language."""
    sentence = WORDING.get(kind)
    if sentence is None:
        return kind.replace(".", " ").replace("_", " ")
    return str(sentence) % _Spoken(data)
