"""What is entered, in JSON: from the declarations of evidence, and from the forms of the pages."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from rest_framework import serializers

from advisory.domain.field_entries import as_text
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

LONGEST_CODE = 40
Made = type[serializers.Serializer[Any]]


class KnownFieldsSerializer(serializers.Serializer[Any]):
    """A misspelt field is refused, and one that nobody sets: nothing that was sent is lost unseen."""

    def to_internal_value(self, data: Any) -> Any:
        """What was sent."""
        if isinstance(data, Mapping):
            refused = {str(name): [_("There is no such field.")] for name in data.keys() - self.fields.keys()}
            refused |= {
                name: [_("You cannot change this.")]
                for name, field in self.fields.items()
                if field.read_only and name in data
            }
            if refused:
                raise serializers.ValidationError(dict(sorted(refused.items())))
        return super().to_internal_value(data)


class NothingMoreSerializer(KnownFieldsSerializer):
    """An act that takes no fields."""


class EvidenceSerializer(KnownFieldsSerializer):
    """A record of evidence. What is the programme's own is empty for everybody else."""

    staff_only: ClassVar[tuple[str, ...]] = ()

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """The fields as far as the reader may know them."""
        data: dict[str, Any] = super().to_representation(instance)
        if not self.context["request"].user.is_staff:
            data |= dict.fromkeys(self.staff_only, "")
        return data


def evidence_serializer(
    kind: EvidenceKind, name: str, *, uid: bool = False, staff_only: Collection[str] = (), **more: Any
) -> Made:
    """The serializer of a kind, from its declaration: its fields by name, after its id and its factory.

    Args:
        kind: the kind.
        name: what the description calls one record.
        uid: the record has an id that its sender chooses, which stays through corrections.
        staff_only: fields that are empty for others than staff, beside those declared so.
        more: further fields.
    """
    declared = {field.name: evidence_field(field) for field in kind.fields}
    identity = (
        serializers.UUIDField(source="uid", required=False, help_text="chosen by you, or made here")
        if uid
        else serializers.IntegerField(
            read_only=True, help_text="of this version; an earlier one leads on to it"
        )
    )
    members = {
        "__doc__": f"{kind.what[0].upper()}{kind.what[1:]}.",
        "__module__": __name__,
        "id": identity,
        "factory": serializers.CharField(source="factory.code", max_length=LONGEST_CODE),
        **declared,
        "dates_reason": serializers.CharField(
            write_only=True, required=False, allow_blank=True, max_length=500,
            help_text="why a day before the programme began here, or a due day that is past, is right",
        ),
        **more,
        "staff_only": (*(field.name for field in kind.fields if field.staff_only), *staff_only),
    }  # fmt: skip
    return type(f"{name}Serializer", (EvidenceSerializer,), members)


def evidence_field(field: Field) -> serializers.Field[Any, Any, Any, Any]:  # noqa: PLR0911  # one case a kind of value
    """The JSON field of a declared one. What it must be beyond its type is the form's to say."""
    required = (field.is_key or field.required or field.required_in_form) and field.default is None
    options: dict[str, Any] = {"required": required, "help_text": _help(field)}
    optional = not options["required"]
    match field.holds:
        case Day():
            return serializers.DateField(allow_null=optional, **options)
        case Text(longest=longest) | Prose(longest=longest):
            return serializers.CharField(max_length=longest, allow_blank=optional, **options)
        case Whole(least=least, most=most):
            return serializers.IntegerField(min_value=least, max_value=most, allow_null=optional, **options)
        case YesNo():
            return serializers.BooleanField(allow_null=True, **options)
        case Choice():
            return serializers.ChoiceField(
                choices=[value for value in field.holds.values if value], allow_blank=optional, **options
            )
        case QuestionCode():
            return serializers.CharField(max_length=20, allow_blank=optional, **options)
        case Counts(roles=roles, most=most):
            parts = {
                role: serializers.IntegerField(min_value=0, max_value=most, required=False)
                for role, _label in roles
            }
            people: Any = type(
                "ParticipantsSerializer", (_ParticipantsSerializer,), {"__module__": __name__, **parts}
            )
            return people(**options)  # type: ignore[no-any-return]


class _ParticipantsSerializer(KnownFieldsSerializer):
    """Numbers of people by role."""

    def to_representation(self, instance: Any) -> dict[str, int]:
        return {role: count for role, count in instance.items() if role in self.fields}


def _help(field: Field) -> str:
    return ", ".join(str(part) for part in (field.label, field.unit) if part)


def form_serializer(form: type[forms.Form], name: str, *, without: Collection[str] = (), **more: Any) -> Made:
    """The serializer of a form's fields; what they must be beyond their type is the form's to say."""
    fields = {key: form_field(field) for key, field in form.base_fields.items() if key not in without}
    doc = (form.__doc__ or "").partition("\n")[0]
    members = {"__doc__": doc, "__module__": __name__, **fields, **more}
    return type(f"{name}Serializer", (KnownFieldsSerializer,), members)


def form_field(field: Any) -> serializers.Field[Any, Any, Any, Any]:  # noqa: PLR0911  # one case a kind of field
    """The JSON field of a form's."""
    options: dict[str, Any] = {"required": field.required, "help_text": str(field.label or "")}
    match field:
        case forms.BooleanField():
            return serializers.BooleanField(**options)
        case forms.DateTimeField():
            return serializers.DateTimeField(**options)
        case forms.DateField():
            return serializers.DateField(allow_null=not field.required, **options)
        case forms.DecimalField():
            limits: dict[str, Any] = {"max_digits": field.max_digits, "decimal_places": field.decimal_places}
            limits |= {"min_value": field.min_value, "max_value": field.max_value}
            return serializers.DecimalField(allow_null=not field.required, **limits, **options)
        case forms.IntegerField():
            limits = {"min_value": field.min_value, "max_value": field.max_value}
            return serializers.IntegerField(allow_null=not field.required, **limits, **options)
        case forms.ChoiceField() if field.choices and not isinstance(field, forms.ModelChoiceField):
            choices: Any = field.choices
            values = [value for value, _label in choices if value != ""]
            return serializers.ChoiceField(choices=values, allow_blank=not field.required, **options)
        case forms.CharField(max_length=longest):
            return serializers.CharField(max_length=longest, allow_blank=not field.required, **options)
    return serializers.CharField(max_length=120, allow_blank=not field.required, **options)


def as_typed(data: Mapping[str, Any]) -> dict[str, str]:
    """Values as a form takes them; numbers of people by role become a field each."""
    typed: dict[str, str] = {}
    for name, value in data.items():
        if isinstance(value, Mapping):
            typed |= {part: as_text(count) for part, count in value.items()}
        elif isinstance(value, datetime):
            typed[name] = value.isoformat()
        else:
            typed[name] = as_text(value)
    return typed
