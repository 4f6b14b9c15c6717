"""The filters of the desk's list, and a text with a field for each plural form."""

from __future__ import annotations

from collections.abc import Collection
from operator import itemgetter
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from countries.queries.countries import local_name
from factories.filters.lists import LONGEST_SEARCH, FilterForm
from translations.domain.faults import Fault
from translations.queries.catalogue import TextAudience
from translations.queries.live import merged_catalogue
from translations.queries.versions import ShownText
from translations.queries.wordings import ReleasedWording

STATES = [
    ("untranslated", _("Not translated")),
    ("unreviewed", _("Not reviewed")),
    ("reviewed", _("Reviewed")),
    ("corrected", _("Corrected since the release")),
]
SEARCHED_FOR_PLURALS = (
    1_000_001  # numbers looked at for examples of a plural form; some form is of millions only
)
MOST_EXAMPLES = 3
INTERFACE = "interface"

FAULTS = {
    Fault.EMPTY: _("Write the translation. To show English again, take the correction back."),
    Fault.PLACEHOLDERS: _("Keep these parts exactly as in English: %(parts)s."),
    Fault.SIGNS: _('Leave out signs that English does not have here: < > & " { } %% and breaks of lines.'),
    Fault.DIGITS: _("Two kinds of digits stand in this text; use one."),
    Fault.EDGES: _("Begin and end with a line break only where the English text does."),
    Fault.FORMS: _("Fill in each form of the plural."),
    Fault.LONG: _("The text is too long; %(most)s characters fit."),
}


class TextFilters(FilterForm):
    """What the list of texts can be narrowed by. `kept` picks the texts that fit."""

    q = forms.CharField(
        required=False,
        max_length=LONGEST_SEARCH,
        label=_("Words in English or in the translation"),
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )
    readers = forms.ChoiceField(
        required=False,
        label=_("Pages"),
        choices=[
            ("", _("All pages")),
            (TextAudience.OUTSIDE, _("Factories, brands, public")),
            (TextAudience.STAFF, _("Programme staff only")),
        ],
    )
    state = forms.ChoiceField(required=False, label=_("State"), choices=[("", _("All")), *STATES])

    part = forms.ChoiceField(required=False, label=_("Part"), choices=[])
    country = forms.ChoiceField(required=False, label=_("Wording of a country"), choices=[])

    def __init__(self, *args: Any, wordings: Collection[ReleasedWording], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = sorted({wording.slot.questionnaire for wording in wordings})
        parts = [(name, _t("Questionnaire %(code)s") % {"code": name.upper()}) for name in names]
        self._offer("part", [("", _("All")), (INTERFACE, _("This website")), *parts])
        countries = {wording.only_in for wording in wordings if wording.only_in}
        named = sorted(((code, local_name(code)) for code in countries), key=itemgetter(1))
        self._offer("country", [("", _("All")), *named])

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # declared above
        field.choices = choices

    def fitting(self, texts: list[ShownText]) -> list[ShownText]:
        """The texts that fit all filters, in their order."""
        values = self.values
        words = values.get("q", "").casefold()
        readers, state = values.get("readers"), values.get("state")
        part, country = values.get("part"), values.get("country")
        return [
            text
            for text in texts
            if (not words or words in _searched(text))
            and (not readers or text.released.readers == readers)
            and (not state or _is_in(text, state))
            and (not part or part == _part(text))
            and (not country or country == getattr(text.released, "only_in", ""))
        ]


class TextForm(forms.Form):
    """The translation of one text: one field, or one for each plural form with numbers that it is for."""

    def __init__(self, *args: Any, shown: ShownText, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.longest, self.english = shown.released.longest, shown.released.english
        self.names = [f"form_{number}" for number in range(len(shown.released.texts))]
        rows = 2 + len(shown.released.english) // 90
        for number, name in enumerate(self.names):
            self.fields[name] = forms.CharField(
                required=False,
                strip=False,
                max_length=shown.released.longest,
                label=_label(number, language) if shown.released.english_plural else _("Translation"),
                initial=shown.texts[number],
                widget=forms.Textarea({"rows": rows, "lang": language, "dir": "auto", "spellcheck": "true"}),
            )
        self.fields["seen"] = forms.IntegerField(required=False, widget=forms.HiddenInput)
        self.initial["seen"] = shown.version.pk if shown.version else None

    @property
    def texts(self) -> list[str]:
        """What was written, form by form."""
        return [self.cleaned_data.get(name, "") for name in self.names]

    def say(self, faults: list[Fault], parts: list[str]) -> None:
        """Put what is wrong with the translation beside its field."""
        for fault in faults:
            self.add_error(self.names[0], FAULTS[fault] % {"parts": " ".join(parts), "most": self.longest})


def _searched(text: ShownText) -> str:
    return "\n".join([text.released.english, text.released.english_plural, *text.texts]).casefold()


def _part(text: ShownText) -> str:
    released = text.released
    return released.slot.questionnaire if isinstance(released, ReleasedWording) else INTERFACE


def _is_in(text: ShownText, state: str) -> bool:
    if state == "untranslated":
        return not text.is_translated
    if state == "corrected":
        return text.is_corrected
    return text.is_translated and text.is_reviewed == (state == "reviewed")


def _label(number: int, language: str) -> str:
    """Say which numbers a form is for, by the plural rule of the language: "For 1, 21, 31"."""
    examples = plural_examples(language).get(number, [])
    return _t("For %(numbers)s") % {"numbers": ", ".join(f"{example}" for example in examples)}


def plural_examples(language: str) -> dict[int, list[int]]:
    """The first numbers that take each plural form of a language."""
    plural = merged_catalogue(language)._plurals[0]  # type: ignore[attr-defined]  # noqa: SLF001
    found: dict[int, list[int]] = {}
    for number in [*range(200), SEARCHED_FOR_PLURALS - 1]:
        examples = found.setdefault(plural(number), [])
        if len(examples) < MOST_EXAMPLES:
            examples.append(number)
    return found
