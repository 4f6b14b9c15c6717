"""A factory's adviser, for programs: assigned to one factory or to many, each with what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from entry_api.api.entering import Entering, check_form, not_offered
from entry_api.serializers import LONGEST_CODE, KnownFieldsSerializer, as_typed
from factories.policies.registry import keeps_registry
from factories.queries import countries_of, visible_to
from factories.queries.memberships.staff import advisers_in
from factory_advisers.commands.assigning import AssignmentResult, assign_adviser
from factory_advisers.queries import NOBODY
from factory_table.forms import assign_form
from journal.commands import value_of

if TYPE_CHECKING:
    from accounts.models import User
    from factories.models import Factory

MOST_AT_ONCE = 500


class FactoryAdviserSerializer(serializers.Serializer[Any]):
    """Who advises a factory, since when."""

    name = serializers.CharField(source="adviser.name")
    email = serializers.EmailField(source="adviser.email")
    from_on = serializers.DateField()


class AssignAdviserSerializer(KnownFieldsSerializer):
    """One adviser for factories, or none."""

    factories = serializers.ListField(
        child=serializers.CharField(max_length=LONGEST_CODE),
        min_length=1, max_length=MOST_AT_ONCE, help_text="their codes",
    )  # fmt: skip
    adviser = serializers.EmailField(
        allow_null=True, help_text="e-mail address of an adviser who works in their country; null: nobody"
    )
    from_on = serializers.DateField()


class AssignedAdviserSerializer(serializers.Serializer[Any]):
    """What became of each factory, by its code."""

    changed = serializers.ListField(child=serializers.CharField())
    unchanged = serializers.ListField(
        child=serializers.CharField(), help_text="this adviser's already, or nobody's"
    )
    refused = serializers.DictField(child=serializers.CharField(), help_text="the reason, by code")


class AdviserAssigning(Entering):
    """For the view of factories."""

    @extend_schema(
        summary="Assign an adviser to factories",
        description=(
            "A factory that cannot have this adviser stays as it is and is named with the reason; the others are "
            "changed together. 400 where all are refused. Sent again it changes nothing."
        ),
        tags=["factories"],
        request=AssignAdviserSerializer,
        responses=AssignedAdviserSerializer,
        filters=False,
    )
    @action(
        detail=False,
        methods=["post"],
        url_path="assign-adviser",
        serializer_class=AssignedAdviserSerializer,
        pagination_class=None,
    )
    def assign_adviser(self, request: Request) -> Response:  # noqa: ARG002  # read by `valid`
        """For those who keep the registry, at factories of their countries."""
        caller = self.caller(keeps_registry)
        sent = self.valid(AssignAdviserSerializer)
        factories = _factories(caller, set(sent["factories"]))
        chosen = _adviser_choice(caller, sent["adviser"])
        now = timezone.now()
        form = assign_form(as_typed({**sent, "adviser": chosen}), user=caller, factories=factories, now=now)
        check_form(form)
        adviser = form.cleaned_data["adviser"]
        done = assign_adviser(
            [factory.pk for factory in factories],
            adviser_id=None if adviser is None else adviser.pk,
            from_on=form.cleaned_data["from_on"],
            actor=caller,
            now=now,
        )
        result = cast("AssignmentResult", value_of(done))
        if not (result.changed or result.unchanged):
            reasons = [f"{code}: {why}" for code, why in result.refused.items()]
            raise ValidationError({"factories": reasons})
        return Response(AssignedAdviserSerializer(result).data)


def _factories(caller: User, codes: set[str]) -> list[Factory]:
    """The factories of codes.

    Raises:
        NotFound: none is there for the caller.
        ValidationError: one of several is not.
    """
    found = list(visible_to(caller).filter(code__in=codes))
    if not found:
        raise NotFound
    if missing := codes - {factory.code for factory in found}:
        raise ValidationError({"factories": [not_offered(missing)]})
    return found


def _adviser_choice(caller: User, address: str | None) -> str:
    """What the page's form calls the adviser of an e-mail address.

    Raises:
        ValidationError: it is nobody's.
    """
    if address is None:
        return NOBODY
    keys = advisers_in(countries_of(caller)).filter(email__iexact=address).values_list("pk", flat=True)
    if not keys:
        message = _("No adviser of the country has this address: %(addresses)s.")
        raise ValidationError({"adviser": [message % {"addresses": address}]})
    return str(keys[0])
