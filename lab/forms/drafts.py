"""The parts of a draft of criteria as forms: one criterion, and what is said of the whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from string import Formatter
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from criteria.domain.criteria import Bar, Comparison, CriteriaDocument, Criterion
from criteria.domain.measures import MeasureWindow, Shape, WindowKind
from lab.domain.draft_edits import (
    CountryNumbers,
    CriterionEdit,
    TextsEdit,
    fingerprint_of,
    fingerprint_of_texts,
)

LONGEST = {WindowKind.LAST: 20, WindowKind.BACK: 20, WindowKind.MONTHS: 600}
FINEST = 10_000
HIGHEST = 1_000_000
WINDOWS = {
    WindowKind.ALL: gettext_lazy("everything by the day"),
    WindowKind.LAST: gettext_lazy("assessments looked at"),
    WindowKind.BACK: gettext_lazy("assessments before the latest"),
    WindowKind.MONTHS: gettext_lazy("months looked at"),
}
Languages = Mapping[str, str]


class NumberField(forms.IntegerField):
    """A whole number whose refusal names the criterion and the range. A text field: a browser keeps what was typed."""

    def __init__(self, code: str, *, low: int, high: int, **options: Any) -> None:
        words = _("%(code)s: write a whole number from %(low)s to %(high)s.") % {
            "code": code,
            "low": low,
            "high": high,
        }
        kinds = ("invalid", "required", "min_value", "max_value")
        super().__init__(
            min_value=low,
            max_value=high,
            error_messages=dict.fromkeys(kinds, words),
            widget=forms.TextInput({"inputmode": "numeric", "size": "8"}),
            **options,
        )


class FieldGroup(NamedTuple):
    """Fields that are shown together."""

    title: str
    names: tuple[str, ...]
    folds: bool


class DraftPartForm(forms.Form):
    """A part of a draft. `seen`: its fingerprint when it was opened; `groups`: its fields as the page shows them."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._groups: list[FieldGroup] = []

    def add_group(self, title: str, made: Mapping[str, forms.Field], *, folds: bool = False) -> None:
        """Show some fields together; those that fold are open where something stands in them."""
        self.fields.update(made)
        if made:
            self._groups.append(FieldGroup(title, tuple(made), folds))

    @property
    def groups(self) -> list[dict[str, Any]]:
        """What is shown together: title, fields, whether they fold, and whether they are open then."""
        found = []
        for group in self._groups:
            bound = [self[name] for name in group.names]
            is_open = any(field.errors or field.value() for field in bound)
            found.append({"title": group.title, "fields": bound, "folds": group.folds, "open": is_open})
        return found

    def show_translations(self, language: str, english: Mapping[str, str]) -> None:
        """In empty fields stands what readers of a language are shown today, by the names of the fields."""
        with override(language):
            for name, text in english.items():
                shown = _(text)
                if shown != text:
                    self.fields[name].widget.attrs["placeholder"] = shown

    def number(self, name: str) -> int | None:
        """A number that was entered; None where there was none."""
        found = self.cleaned_data.get(name)
        return found if isinstance(found, int) else None

    def translated(self, names: Iterable[str], languages: Languages) -> dict[str, dict[str, str]]:
        """Translations as entered, by language and name."""
        return {
            code: {name: self.cleaned_data.get(f"{name}-{code}", "") for name in names} for code in languages
        }


class CriterionForm(DraftPartForm):
    """One criterion: numbers, countries, words.

    `criterion`: as the draft has it, or, with `left_out`, as the version in force does. `languages`: those into which
    its words are translated here; `countries`: names by code.
    """

    def __init__(
        self,
        data: Any,
        criterion: Criterion,
        *,
        left_out: bool,
        languages: Languages,
        countries: Mapping[str, str],
    ) -> None:
        super().__init__(data, initial={"seen": "" if left_out else fingerprint_of(criterion)})
        self.criterion, self.languages, self.countries = criterion, languages, countries
        measure = criterion.meaning
        self.kinds = list(measure.windows)
        self.has_bar = measure.shape is not Shape.YES_NO and criterion.comparison is not Comparison.EQUALS
        self.has_window = any(kind is not WindowKind.ALL for kind in self.kinds)
        out = forms.BooleanField(label=_("Leave this criterion out"), required=False, initial=left_out)
        everywhere: dict[str, forms.Field] = {"out": out}
        everywhere |= self._bar_fields("bar", "of", criterion.bar, required=True)
        if self.has_window:
            everywhere |= self._window_fields()
        self.add_group(_("Everywhere"), everywhere)
        for country in sorted(criterion.overrides):
            self._add_country(country)
        if self.has_bar or self.has_window:
            self._add_new_country()
        self.add_group(_("Words"), self._word_fields("", criterion.title, criterion.sentence, required=True))
        for code, name in languages.items():
            own = criterion.translations.get(code, {})
            self.add_group(
                name,
                self._word_fields(f"-{code}", own.get("title", ""), own.get("sentence", ""), required=False),
                folds=True,
            )
            english = {f"title-{code}": criterion.title, f"sentence-{code}": criterion.sentence}
            self.show_translations(code, english)

    def _bar_fields(self, name: str, of: str, bar: Bar | None, *, required: bool) -> dict[str, forms.Field]:
        if not self.has_bar:
            return {}
        criterion, code = self.criterion, self.criterion.code
        at_least = criterion.comparison is Comparison.AT_LEAST
        best = criterion.meaning.best
        rate = criterion.meaning.is_rate
        high = HIGHEST if best is None or rate else best
        made: dict[str, forms.Field] = {
            name: NumberField(
                code,
                low=0,
                high=high,
                label=_("Threshold: at least") if at_least else _("Threshold: at most"),
                required=required,
                initial=bar.n if bar else None,
            )
        }
        if rate:
            made[of] = NumberField(
                code, low=1, high=FINEST, label=_("Out of"), help_text=_("100 for per cent."),
                required=required, initial=bar.of if bar else None if required else criterion.bar.of,
            )  # fmt: skip
        return made

    def _window_fields(self) -> dict[str, forms.Field]:
        criterion = self.criterion
        made: dict[str, forms.Field] = {}
        if len(self.kinds) > 1:
            choices = [(kind.value, WINDOWS[kind]) for kind in self.kinds]
            made["kind"] = forms.ChoiceField(
                label=_("Window"), choices=choices, initial=criterion.window.kind.value
            )
        made["window"] = self._size_field(criterion.window)
        return made

    def _size_field(self, window: MeasureWindow | None) -> NumberField:
        sized = [kind for kind in self.kinds if kind is not WindowKind.ALL]
        label = _("How many") if len(self.kinds) > 1 else WINDOWS[sized[0]]
        return NumberField(
            self.criterion.code,
            low=1,
            high=max(LONGEST[kind] for kind in sized),
            label=label,
            required=False,
            initial=window.size or None if window else None,
        )

    def _add_country(self, country: str) -> None:
        criterion = self.criterion
        override = criterion.overrides[country]
        bar = override.bar if override.bar != criterion.bar else None
        window = override.window if override.window != criterion.window else None
        made = self._bar_fields(f"bar-{country}", f"of-{country}", bar, required=False)
        if self.has_window:
            made[f"window-{country}"] = self._size_field(window)
        name = self.countries.get(country, country)
        self.add_group(_("%(country)s: leave empty what is as everywhere") % {"country": name}, made)

    def _add_new_country(self) -> None:
        there = self.criterion.overrides
        choices = [("", "–")] + [(code, name) for code, name in self.countries.items() if code not in there]
        made: dict[str, forms.Field] = {
            "country": forms.ChoiceField(label=_("Country"), choices=choices, required=False)
        }
        made |= self._bar_fields("bar-new", "of-new", None, required=False)
        if self.has_window:
            made["window-new"] = self._size_field(None)
        self.add_group(_("Other numbers in another country"), made)

    def _word_fields(
        self, suffix: str, title: str, sentence: str, *, required: bool
    ) -> dict[str, forms.Field]:
        area = forms.Textarea({"rows": 2, "dir": "auto"})
        missing = {"required": _("%(code)s: write a text.") % {"code": self.criterion.code}}
        return {
            f"title{suffix}": forms.CharField(
                label=_("Title"), max_length=200, required=required, initial=title, error_messages=missing,
                widget=forms.TextInput({"dir": "auto"}),
            ),
            f"sentence{suffix}": forms.CharField(
                label=_("Sentence"), max_length=1000, required=required, initial=sentence, widget=area,
                error_messages=missing,
                help_text=_("{bar} becomes the threshold in words, {window} the number of the window."),
            ),
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """What only several fields together show; each refusal says what to do."""
        given = super().clean() or {}
        for name in ("sentence", *(f"sentence-{code}" for code in self.languages)):
            self._check_braces(name)
        if self._kind() is not WindowKind.ALL and self.has_window and "window" in given:
            kind, size = self._kind(), given["window"]
            if size is None or size > LONGEST[kind]:
                self.add_error("window", self._range(1, LONGEST[kind]))
        self._check_bar("bar", "of")
        for country in [*self.criterion.overrides, "new"]:
            self._check_bar(f"bar-{country}", f"of-{country}")
        typed = [given.get(name) for name in ("bar-new", "window-new")]
        code = self.criterion.code
        if given.get("country") and not any(number is not None for number in typed):
            at = "bar-new" if self.has_bar else "window-new"
            self.add_error(at, _("%(code)s: write what differs in this country.") % {"code": code})
        if not given.get("country") and any(number is not None for number in typed):
            self.add_error("country", _("%(code)s: choose the country.") % {"code": code})
        return given

    def _range(self, low: int, high: int) -> str:
        message = {"code": self.criterion.code, "low": low, "high": high}
        return _("%(code)s: write a whole number from %(low)s to %(high)s.") % message

    def _check_bar(self, name: str, of: str) -> None:
        whole, part = self.number(of), self.number(name)
        share = self.criterion.meaning.shape is Shape.SHARE
        if share and whole is not None and part is not None and part > whole:
            self.add_error(name, self._range(0, whole))
        if part is not None and of in self.fields and whole is None and of not in self.errors:
            self.add_error(of, self._range(1, FINEST))

    def _check_braces(self, name: str) -> None:
        message = _("%(code)s: write {bar}, {threshold} or {window}, and no other brace.")
        try:
            found = {
                part for _text, part, _spec, _how in Formatter().parse(self.cleaned_data.get(name) or "")
            }
        except ValueError:
            self.add_error(name, message % {"code": self.criterion.code})
            return
        if found - {None, "bar", "threshold", "window"}:
            self.add_error(name, message % {"code": self.criterion.code})

    def _kind(self) -> WindowKind:
        chosen = self.cleaned_data.get("kind")
        return WindowKind(chosen) if chosen else self.kinds[0]

    def edit(self) -> CriterionEdit:
        """What was entered."""
        criterion, given = self.criterion, self.cleaned_data
        window = criterion.window
        if self.has_window:
            kind = self._kind()
            window = MeasureWindow(kind, 0 if kind is WindowKind.ALL else given["window"])
        countries = {country: self._numbers(country, window) for country in criterion.overrides}
        if given.get("country"):
            countries[given["country"]] = self._numbers("new", window)
        return CriterionEdit(
            title=given["title"],
            sentence=given["sentence"],
            bar=self._bar("bar", "of") or criterion.bar,
            window=window,
            out=given["out"],
            countries=countries,
            translations=self._translations(),
        )

    def _translations(self) -> dict[str, dict[str, str]]:
        before = {code: dict(texts) for code, texts in self.criterion.translations.items()}
        return before | self.translated(("title", "sentence"), self.languages)

    def _bar(self, name: str, of: str) -> Bar | None:
        part = self.number(name)
        return None if part is None else Bar(part, self.number(of) or 1)

    def _numbers(self, country: str, window: MeasureWindow) -> CountryNumbers:
        size = self.number(f"window-{country}")
        override = self.criterion.overrides.get(country)
        own = override.window.kind if override else window.kind
        sized = [kind for kind in self.kinds if kind is not WindowKind.ALL]
        kind = own if own is not WindowKind.ALL or not sized else sized[0]
        return CountryNumbers(
            bar=self._bar(f"bar-{country}", f"of-{country}"),
            window=None if size is None else MeasureWindow(kind, size),
        )


class TextsForm(DraftPartForm):
    """What is said of the document as a whole, and what “close” means."""

    def __init__(self, data: Any, document: CriteriaDocument, *, languages: Languages) -> None:
        super().__init__(data, initial={"seen": fingerprint_of_texts(document)})
        self.document, self.languages = document, languages
        self.english = {"title": document.title, "description": document.description}
        self.english |= {pillar.value: title for pillar, title in document.pillars.items()}
        rules = [(rule, rule) for rule in document.rules]
        close = document.close
        self.add_group(
            _("What “close” means"),
            {
                "max_failed": NumberField(
                    "close", low=0, high=len(rules), label=_("Rules not met, at most"),
                    initial=close.max_failed,
                ),
                "never": forms.MultipleChoiceField(
                    label=_("Rules that have to be met"), choices=rules, required=False,
                    widget=forms.CheckboxSelectMultiple, initial=sorted(close.never),
                ),
            },
        )  # fmt: skip
        self.add_group(_("Words"), self._word_fields("", self.english, required=True))
        for code, name in languages.items():
            own = document.translations.get(code, {})
            self.add_group(name, self._word_fields(f"-{code}", own, required=False), folds=True)
            self.show_translations(
                code, {f"{field}-{code}": english for field, english in self.english.items()}
            )

    def _word_fields(
        self, suffix: str, texts: Mapping[Any, str], *, required: bool
    ) -> dict[str, forms.Field]:
        labels = {"title": _("Title"), "description": _("Description")}
        made: dict[str, forms.Field] = {}
        for name, english in self.english.items():
            label = labels.get(name) or _(english)
            long = name == "description"
            made[f"{name}{suffix}"] = forms.CharField(
                label=label,
                max_length=5000 if long else 200,
                required=required and not long,
                initial=texts.get(name, ""),
                widget=forms.Textarea({"rows": 3, "dir": "auto"})
                if long
                else forms.TextInput({"dir": "auto"}),
            )
        return made

    def edit(self) -> TextsEdit:
        """What was entered."""
        given = self.cleaned_data
        before = {code: dict(texts) for code, texts in self.document.translations.items()}
        return TextsEdit(
            texts={name: given[name] for name in self.english},
            max_failed=given["max_failed"],
            never=frozenset(given["never"]),
            translations=before | self.translated(self.english, self.languages),
        )
