"""Evidence of every kind over the API: listed, read, recorded, changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, viewsets
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from advisory.kinds import EvidenceKind
from advisory.queries.visibility import evidence_visible_to, hold, key_of_version
from assessments.policies import advises
from countries.queries.local_time import today_in
from entry_api.api.entering import Entering, check_form
from entry_api.filters import EvidenceFilter
from entry_api.serializers import as_typed
from journal.commands import Unchanged, checked_first, value_of
from journal.refusals import Refused
from questionnaires.queries.questionnaires import words_of_country

if TYPE_CHECKING:
    from accounts.models import User
    from factories.models import Factory
    from questionnaires.queries.questionnaires import Words


class RecordedOtherwise(Refused):
    """What is sent as new is recorded already, with other values."""


class EvidenceViewSet(
    Entering, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Any]
):
    """Records of one kind, of the factories that the caller works with."""

    kind: ClassVar[EvidenceKind]
    form: ClassVar[type[forms.Form]]
    command: ClassVar[Callable[..., object]]
    beside_form: ClassVar[frozenset[str]] = frozenset({"factory", "uid"})
    """What is sent and is no field of the form, since something else takes it."""
    filter_backends: Sequence[Any] = (DjangoFilterBackend,)
    filterset_class = EvidenceFilter
    lookup_value_converter = "int"

    def may_send(self, user: User) -> bool:
        """Whether somebody records this at all."""
        return advises(user)

    def get_queryset(self) -> QuerySet[Any]:
        """From the user."""
        return evidence_visible_to(self.kind, self.request.user).order_by("pk")

    def get_object(self) -> Any:
        """The record as it stands, by the id of any of its versions.

        Raises:
            Http404.
        """
        name = self.lookup_url_kwarg or self.lookup_field
        try:
            key = key_of_version(self.kind, self.kwargs[name])
        except ValueError:
            raise Http404 from None  # no number
        # by the key at once: by the id of the present version it would be gone where another replaces it meanwhile
        found = None if key is None else self.filter_queryset(self.get_queryset()).filter(**key).first()
        if found is None:
            raise Http404
        self.check_object_permissions(self.request, found)
        return found

    def still_read(self, row_id: object) -> bool:
        """Whether what was answered about is read by the caller today, in whatever version."""
        key = key_of_version(self.kind, row_id)
        return key is not None and self.get_queryset().filter(**key).exists()

    def hold(self, found: Any) -> Any:
        """The record, locked."""
        held = hold(self.kind, self.key_of(found))
        return held if held is not None and self.get_queryset().filter(pk=held.pk).exists() else None

    def create(self, request: Request) -> Response:  # noqa: ARG002  # DRF's signature
        """Record it."""
        caller = self.caller(self.may_send)
        factory = self.factory_of(caller)
        data = self.valid(self.get_serializer_class())
        data.pop("factory", None)
        defaults = {field.name: field.default for field in self.kind.fields if field.default is not None}
        form = self.typed(factory, {**defaults, **data})
        check_form(form, sent=self.sent_to_form(data))
        key = {"factory_id": factory.pk, **self.key_typed(form)}
        with checked_first(lambda: self._check_new(key, form)):
            done = self.record(factory, form, caller)
        made = self._found_again(key, value_of(done))
        status = HTTPStatus.OK if isinstance(done, Unchanged) else HTTPStatus.CREATED
        return self.answered(made, status)

    def partial_update(self, request: Request, **_address: Any) -> Response:  # noqa: ARG002
        """Correct it: what is not sent stays."""
        caller = self.caller(self.may_send)
        found = self.get_object()
        data = self.valid(self.get_serializer_class(), partial=True)
        self.check_stays(found, data)
        values = {name: getattr(found, name) for name in (*self.kind.key[1:], *self.kind.values)}
        form = self.typed(found.factory, {**values, **data, **self.identity(found)})
        check_form(form, sent=self.sent_to_form(data))
        with self.guarded(found):
            self.record(found.factory, form, caller)
        return self.answered(self._found_again(self.key_of(found), found))

    def typed(self, factory: Factory, data: dict[str, Any]) -> Any:
        """The page's form, filled in."""
        today = today_in(factory.country_id, timezone.now())
        return self.form(as_typed(data), today=today)  # type: ignore[call-arg]  # every form here knows today

    def sent_to_form(self, data: dict[str, Any]) -> dict[str, str]:
        """What was sent, by the names of the form's fields."""
        return as_typed({name: value for name, value in data.items() if name not in self.beside_form})

    def words(self, factory: Factory) -> Words:
        """The questions of the factory's country today."""
        now = timezone.now()
        on = today_in(factory.country_id, now)
        return words_of_country(factory.country_id, on=on, language=get_language() or "en")

    def record(self, factory: Factory, form: Any, caller: User) -> object:
        """What the page does with the form."""
        command = type(self).command
        return command(factory.pk, **form.command_fields, actor=caller, now=timezone.now())

    def identity(self, _found: Any) -> dict[str, Any]:
        """What its form wants beside the record's fields to know it."""
        return {}

    def key_of(self, found: Any) -> dict[str, Any]:
        """What tells the record from others."""
        return {name: getattr(found, name) for name in self.kind.key}

    def key_typed(self, form: Any) -> dict[str, Any]:
        """The same, of a form, without the factory."""
        return {name: form.cleaned_data[name] for name in self.kind.key[1:]}

    def values_typed(self, form: Any) -> dict[str, Any]:
        """The values that a form gives, by field."""
        given = form.command_fields
        return {name: given[name] for name in self.kind.values if name in given}

    def _check_new(self, key: dict[str, Any], form: Any) -> None:
        """Something recorded already is changed at its address, with `If-Match`: sent again the same, it stays.

        Raises:
            RecordedOtherwise.
        """
        known = hold(self.kind, key)
        if known is None:
            return
        if any(getattr(known, name) != value for name, value in self.values_typed(form).items()):
            raise RecordedOtherwise(_("This is recorded already, with other values. Change that record."))

    def check_stays(self, found: Any, data: dict[str, Any]) -> None:
        """What tells the record from others is not corrected.

        Raises:
            ValidationError.
        """
        if "factory" in data and data["factory"]["code"] != found.factory.code:
            raise ValidationError({"factory": [_("This stays. Record another one.")]})
        for name in self.kind.key[1:]:
            if name in data and data[name] != getattr(found, name):
                raise ValidationError({name: [_("This stays. Record another one.")]})
        if "uid" in data and data["uid"] != found.uid:
            raise ValidationError({"id": [_("This stays. Record another one.")]})

    def _found_again(self, key: dict[str, Any], written: Any) -> Any:
        """The record as the caller reads it now."""
        return self.get_queryset().filter(**key).first() or written


AGAIN = (
    "Sent again with the same values nothing is recorded: 200. With other values it is refused (409): correct the "
    "record that there is."
)
MATCH = "Needs `If-Match` with the `ETag` that you read. What is not sent stays, and so does what tells it from others."


def described(record: str, many: str, tag: str, serializer: Any, note: str = "") -> Callable[[Any], Any]:
    """The words of a kind's addresses in the description."""
    return extend_schema_view(
        list=extend_schema(summary=many, tags=[tag]),
        retrieve=extend_schema(summary=f"One {record}", tags=[tag]),
        create=extend_schema(
            summary=f"Record a {record}",
            description=f"{note} {AGAIN}".strip(),
            tags=[tag],
            responses={201: serializer, 200: serializer},
        ),
        partial_update=extend_schema(summary=f"Correct a {record}", description=MATCH, tags=[tag]),
    )
