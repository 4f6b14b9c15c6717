"""Sentences that can be told in any language: the English words as the key, and what fills them.

The domain knows no translation. Whoever shows a sentence passes the functions that translate; without them it reads
in English. The tools that gather texts for translators look for the names `_`, `gettext_noop` and `ngettext`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Translate = Callable[[str], str]
Forms = tuple[str, str]
TranslateCount = Callable[[str, str, int], str]


def gettext_noop(text: str) -> str:
    """The text itself: marks it for translators without translating it here."""
    return text


def ngettext_noop(singular: str, plural: str) -> Forms:
    """The two forms themselves: marks them for translators without choosing here."""
    return singular, plural


_ = gettext_noop

_WORDS = (
    _("no"), _("one"), _("two"), _("three"), _("four"), _("five"), _("six"), _("seven"), _("eight"), _("nine"),
    _("ten"), _("eleven"), _("twelve"),
)  # fmt: skip


def plural_of_english(singular: str, plural: str, count: int) -> str:
    """The form English uses."""
    return singular if count == 1 else plural


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with a count; `%(count)s` in it is the number, in words up to twelve.

    Attributes:
        singular, plural: the English forms; also the keys of its translations.
        count: what decides the form.
        params: what else fills it; texts that are themselves keys.
    """

    singular: str
    plural: str
    count: int
    params: Mapping[str, str] = field(default_factory=dict)

    def text(self, translate: Translate = gettext_noop, choose: TranslateCount = plural_of_english) -> str:
        """The sentence in the language of the functions passed (Django's `gettext` and `ngettext`)."""
        filled = {name: translate(value) if value else value for name, value in self.params.items()}
        # without forms it stands in the catalogues as a plain text, which is not found by its number
        plain = self.singular == self.plural
        words = translate(self.singular) if plain else choose(self.singular, self.plural, self.count)
        return words % {
            **filled,
            "count": in_words(self.count, translate),
        }


def in_words(number: int, translate: Translate = gettext_noop) -> str:
    """A number in words up to twelve, in digits beyond."""
    return translate(_WORDS[number]) if 0 <= number < len(_WORDS) else str(number)
