"""Filters of a list, read from its address and kept in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.http import QueryDict

SEARCH = {"type": "search", "autocomplete": "off"}
PLACE = "page"


class ListFilter(forms.Form):
    """Fields of a GET form; what makes no sense narrows nothing."""

    def __init__(self, asked: QueryDict) -> None:
        super().__init__(asked, auto_id="filter_%s")
        self.asked = asked

    @property
    def said(self) -> dict[str, Any]:
        """What was asked for and makes sense."""
        self.is_valid()
        return self.cleaned_data

    @property
    def active(self) -> list[dict[str, str]]:
        """The filters in force, as chips: each with the address of the list without it."""
        return [
            {"label": self._in_words(name, value), "url": address(self.asked, **{name: ""})}
            for name, value in self.said.items()
            if value and not self[name].is_hidden
        ]

    def _in_words(self, name: str, value: Any) -> str:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]  # choices are flat here
        if isinstance(field, forms.BooleanField):
            return str(field.label)
        return _("“%(text)s”") % {"text": value}


def address(asked: QueryDict, **changes: str) -> str:
    """The list's address with some values changed ("" takes one away), from its first page."""
    kept = asked.copy()
    kept.pop(PLACE, None)
    for name, value in changes.items():
        if value:
            kept[name] = value
        else:
            kept.pop(name, None)
    return f"?{kept.urlencode()}"


def page_address(asked: QueryDict, cursor: str) -> str:
    """The address of a neighbouring page; "" where there is none."""
    return address(asked, **{PLACE: cursor}) if cursor else ""
