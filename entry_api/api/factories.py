"""The registry kept by programs: factories added, corrected, and every change that has a page."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from countries.queries.local_time import today_in
from entry_api.api.advisers import AdviserAssigning, FactoryAdviserSerializer
from entry_api.api.entering import check_form
from entry_api.serializers import KnownFieldsSerializer, as_typed, form_serializer
from factories.api.views import FactorySerializer, FactoryViewSet
from factories.forms.adding import AddFactoryForm
from factories.policies.registry import keeps_registry
from factories.queries.by_id import hold_factory
from factories.queries.registry import entry_of, every_group, registry_version
from factories.views.adding import lookalikes_of, register
from factories.views.change_table import CHANGES, ChangePage
from factory_advisers.queries import adviser_of
from journal.commands import Unchanged, value_of

if TYPE_CHECKING:
    from accounts.models import User
    from factories.models import Factory

CORRECT, GROUP = "correct", "group"
TAGS = ["factories"]
NewFactorySerializer = form_serializer(AddFactoryForm, "NewFactory")
FactoryCorrectionSerializer = form_serializer(CHANGES[CORRECT].form, "FactoryCorrection", without=["seen"])


class IdentifierSerializer(serializers.Serializer[Any]):
    """What others call a factory, now or once."""

    id = serializers.IntegerField(help_text="`row` of `retire-identifier`")
    scheme = serializers.CharField()
    value = serializers.CharField()
    from_on = serializers.DateField(allow_null=True)
    until_on = serializers.DateField(allow_null=True)


class SourcingSerializer(serializers.Serializer[Any]):
    """A brand that buys there, or did."""

    id = serializers.IntegerField(help_text="`row` of `end-brand` and `correct-brand`")
    brand = serializers.SlugField(source="brand.slug")
    brand_name = serializers.CharField(source="brand.name")
    from_on = serializers.DateField()
    until_on = serializers.DateField(allow_null=True)


class RegistryEntrySerializer(serializers.Serializer[Any]):
    """What is registered of a factory beside its own fields, the newest first; and who advises it."""

    adviser = FactoryAdviserSerializer(allow_null=True, help_text="null: nobody")
    identifiers = IdentifierSerializer(many=True)
    brands = SourcingSerializer(source="sourcing", many=True)


class FactoryEntryViewSet(AdviserAssigning, FactoryViewSet):
    """Factories by code. What is not yours does not exist."""

    names_row = "code"

    def still_read(self, row_id: object) -> bool:
        """Whether the caller reads the factory of a code today."""
        return self.get_queryset().filter(code=row_id).exists()

    def hold(self, found: Factory) -> Factory | None:
        """The factory, locked."""
        hold_factory(found.pk)
        return self.get_queryset().filter(pk=found.pk).first()

    @extend_schema(
        summary="Register a factory",
        description=(
            "One of the same name, address and country is the same factory: 200. One that only looks like a registered "
            "one is refused (400, `lookalikes` names them) until `another` says that it is another."
        ),
        tags=TAGS,
        request=NewFactorySerializer,
        responses={201: FactorySerializer, 200: FactorySerializer},
    )
    def create(self, request: Request) -> Response:  # noqa: ARG002  # DRF's signature
        """Register one."""
        caller = self.caller(keeps_registry)
        sent = self.valid(NewFactorySerializer)
        form = AddFactoryForm(_boxes(sent), user=caller)
        alike = lookalikes_of(form, caller)
        if alike and form.has_error("another"):
            raise ValidationError(
                {
                    "another": [str(text) for text in form.errors["another"]],
                    "lookalikes": [like.factory.code for like in alike],
                }
            )
        check_form(form, sent=sent)
        done = register(form, alike, caller)
        found = self.get_queryset().get(pk=value_of(done).pk)
        return self.answered(found, HTTPStatus.OK if isinstance(done, Unchanged) else HTTPStatus.CREATED)

    @extend_schema(
        summary="Correct a factory's entry",
        description=(
            "For what was never so; what was true until a day is renamed or moved. Needs `If-Match` with the `ETag` "
            "that you read. What is not sent stays. Advisers correct what can be seen on the spot."
        ),
        tags=TAGS,
        request=FactoryCorrectionSerializer,
        responses=FactorySerializer,
    )
    def partial_update(self, request: Request, code: str) -> Response:  # noqa: ARG002  # found by get_object
        """Correct it."""
        change = CHANGES[CORRECT]
        caller = self.caller(change.may)
        found = self.get_object()
        sent = self.valid(FactoryCorrectionSerializer, partial=True)
        form = self._form(change, found, caller, sent, keeps_rest=True)
        check_form(form, sent=sent)
        with self.guarded(found):
            change.carry_out(form, actor=caller, now=timezone.now())
        return self.answered(self.get_queryset().get(pk=found.pk))

    @extend_schema(
        summary="Identifiers, brands and adviser of a factory", tags=TAGS, responses=RegistryEntrySerializer
    )
    @action(detail=True, methods=["get"])
    def entry(self, request: Request, code: str) -> Response:  # noqa: ARG002  # found by get_object
        """What is registered beside the factory's fields, for those who keep or observe it."""
        self.caller(CHANGES[CORRECT].may)
        found = self.get_object()
        registered = entry_of(found.pk)
        whole = {
            "adviser": adviser_of(found.pk),
            "identifiers": registered.identifiers,
            "sourcing": registered.sourcing,
        }
        return Response(RegistryEntrySerializer(whole).data)

    def changed(self, name: str) -> Response:
        """Carry out one of the changes that have a page."""
        change = CHANGES[name]
        caller = self.caller(change.may)
        found = self.get_object()
        sent = self.valid(CHANGE_SERIALIZERS[name])
        if GROUP in sent:
            sent[GROUP] = every_group().filter(name=sent[GROUP]).values_list("pk", flat=True).first() or 0
        form = self._form(change, found, caller, sent)
        check_form(form, sent=sent)
        with self.guarded(found):
            change.carry_out(form, actor=caller, now=timezone.now())
        return self.answered(self.get_queryset().get(pk=found.pk))

    def _form(
        self,
        change: ChangePage,
        found: Factory,
        caller: User,
        sent: dict[str, Any],
        *,
        keeps_rest: bool = False,
    ) -> Any:
        """The page's form, filled in; what `If-Match` guards is as new as can be for the form itself."""
        try:
            row = change.row_of(found, sent.pop("row", None))
        except _rows_missing(change):
            raise NotFound from None
        today = today_in(found.country_id, timezone.now())
        options: dict[str, Any] = {"factory": found, "row": row, "user": caller, "today": today}
        rest = change.form(**options).initial if keeps_rest else {}
        data = _boxes({**rest, **sent, "seen": registry_version(found.pk, change.kinds)})
        return change.form(data, **options)


def _rows_missing(change: ChangePage) -> type[Exception]:
    """What is raised where a change has no such row."""
    return Exception if change.row is None else change.row.DoesNotExist


def _boxes(data: dict[str, Any]) -> dict[str, str]:
    """Values as a form takes them: a box that is not ticked is not sent."""
    return as_typed({name: value for name, value in data.items() if value is not False})


def _change_serializer(name: str, change: ChangePage) -> type[KnownFieldsSerializer]:
    words = "".join(word.capitalize() for word in name.split("-"))
    row = (
        {}
        if change.row is None
        else {"row": serializers.IntegerField(min_value=1, help_text="from `entry/`")}
    )
    group = {GROUP: serializers.CharField(max_length=200, help_text=str(_("Name")))} if name == GROUP else {}
    made: Any = form_serializer(change.form, f"Factory{words}", without=["seen"], **row, **group)
    return made  # type: ignore[no-any-return]


CHANGE_SERIALIZERS = {
    name: _change_serializer(name, change) for name, change in CHANGES.items() if name != CORRECT
}


def _change_address(name: str, change: ChangePage) -> Callable[..., Response]:
    """`POST …/factories/{code}/<name>/`."""

    def change_factory(self: FactoryEntryViewSet, request: Request, code: str) -> Response:  # noqa: ARG001
        return self.changed(name)

    change_factory.__name__ = change_factory.__qualname__ = name.replace("-", "_")
    change_factory.__doc__ = str(change.lede) or str(change.title)
    described = extend_schema(
        summary=str(change.title),
        description=str(change.lede),
        tags=TAGS,
        request=CHANGE_SERIALIZERS[name],
        responses=FactorySerializer,
    )
    routed: Any = action(detail=True, methods=["post"], url_path=name, url_name=name)
    return described(routed(change_factory))  # type: ignore[no-any-return]


for _name in CHANGE_SERIALIZERS:
    setattr(FactoryEntryViewSet, _name.replace("-", "_"), _change_address(_name, CHANGES[_name]))
