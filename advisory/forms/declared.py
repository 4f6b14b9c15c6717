"""Form fields as the kinds of evidence declare them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any, TypeVar

from django import forms

from advisory.kinds.declaration import (
    Choice,
    Counts,
    Day,
    EvidenceKind,
    Field,
    Prose,
    QuestionCode,
    Text,
    Whole,
    YesNo,
)
from assessments.forms.questions import QuestionField
from files.forms import YES_NO_UNKNOWN, DayField, TextField

if TYPE_CHECKING:
    from files.forms import TodayForm

    Form = TypeVar("Form", bound=TodayForm)

_YES_NO = {"yes": True, "no": False}


def form_field(  # noqa: C901, PLR0911  # one case a kind of value
    field: Field, *, rows: int | None = None
) -> forms.Field:
    """The form's field; `rows` is the height of a prose field where the form has other room.

    Raises:
        TypeError: the field is several fields of the form (`form_fields`).
    """
    options: dict[str, Any] = {
        "label": field.label,
        "required": field.required or field.required_in_form,
        "help_text": field.help,
    }
    match field.holds:
        case Day():
            return DayField(**options)
        case Text(longest=longest, suggestions=suggestions):
            if suggestions:
                options["widget"] = forms.TextInput({"list": suggestions, "autocomplete": "off"})
            return TextField(max_length=longest, **options)
        case Prose(longest=longest, rows=declared):
            return TextField(max_length=longest, rows=declared if rows is None else rows, **options)
        case Whole():
            return _whole(field.holds, initial=field.default, **options)
        case YesNo():
            return forms.TypedChoiceField(
                choices=YES_NO_UNKNOWN,
                coerce=_YES_NO.__getitem__,
                empty_value=None,
                widget=forms.RadioSelect,
                **options,
            )
        case Choice(choices=choices):
            return forms.ChoiceField(choices=choices, **options)
        case QuestionCode():
            return QuestionField(**options)
    raise TypeError(f"{field.name} is several fields")


def form_fields(field: Field) -> dict[str, forms.Field]:
    """The form's fields by name: one, or one a role for numbers of people."""
    if isinstance(field.holds, Counts):
        most = Whole(most=field.holds.most)
        return {role: _whole(most, label=label, required=False) for role, label in field.holds.roles}
    return {field.name: form_field(field)}


def fields_of(kind: EvidenceKind, *, only: Collection[str] = ()) -> Callable[[type[Form]], type[Form]]:
    """Give a form the fields of a kind, before its own, and say which of its days have happened.

    `only` names those that it asks for; without it all that the kind has for forms.
    """

    def filled(form: type[Form]) -> type[Form]:
        chosen = [
            declared_field
            for declared_field in kind.fields
            if (declared_field.name in only if only else declared_field.in_form)
        ]
        declared = {
            name: field for declared_field in chosen for name, field in form_fields(declared_field).items()
        }
        fields = {**declared, **form.base_fields}
        form.base_fields = form.declared_fields = fields
        form.happened = kind.happened
        return form

    return filled


def _whole(limits: Whole, **options: Any) -> forms.Field:
    """A small whole number, typed on a phone's number keys or chosen by its words."""
    if limits.words:
        return forms.TypedChoiceField(
            coerce=int, choices=limits.words, empty_value=None, widget=forms.RadioSelect, **options
        )
    widget = forms.NumberInput({"inputmode": "numeric"})
    most = limits.most if limits.most_typed is None else limits.most_typed
    return forms.IntegerField(min_value=limits.least, max_value=most, widget=widget, **options)
