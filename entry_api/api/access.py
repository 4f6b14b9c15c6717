"""Who reads a factory's reports: asked by brands, given, changed, declined and withdrawn by the factory."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Role, User
from countries.queries.local_time import LocalDays, today_in
from entry_api.api.entering import Entering, check_form
from entry_api.filters import AccessRequestFilter, ConsentFilter
from entry_api.serializers import NothingMoreSerializer, as_typed, form_serializer
from factories.commands import (
    decline_access,
    give_consent,
    request_access,
    withdraw_access_request,
    withdraw_consent,
)
from factories.forms.access import AccessRequestForm, DeclineForm, GrantForm
from factories.policies.consents import gives_consents
from factories.queries.by_id import hold_factory
from factories.queries.report_access import (
    brands_buying_from,
    brands_that_may_ask,
    consents_that_were,
    consents_visible_to,
    requests_visible_to,
)
from factories.queries.visibility import brands_of, sourced_by
from journal.commands import Unchanged, checked_first, value_of
from journal.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from factories.models import Brand, Factory

LONGEST_CODE = 40
REQUESTS, CONSENTS = ["access requests"], ["consents"]
ONE_OF_SEVERAL = "slug of the brand; needed where there are several"


class ConsentStands(Refused):
    """The brand has a consent already; another one is a change of it."""


class _OfBrandSerializer(serializers.Serializer[Any]):
    factory = serializers.CharField(source="factory.code")
    brand = serializers.CharField(source="brand.slug")
    brand_name = serializers.CharField(source="brand.name")


class AccessRequestSerializer(_OfBrandSerializer):
    """A brand asks a factory from which it buys for access to its reports."""

    id = serializers.UUIDField()
    scope = serializers.CharField(help_text="summary, findings or plan: each includes the ones before")
    purpose = serializers.CharField()
    until_on = serializers.DateField()
    state = serializers.CharField(help_text="pending, granted, declined or withdrawn")
    answer = serializers.CharField(help_text="the factory's word when it declines")
    made_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)


class ConsentSerializer(_OfBrandSerializer):
    """A factory lets a brand that buys from it read its reports, in a scope, until a day."""

    id = serializers.IntegerField(help_text="another scope is a consent of its own with an id of its own")
    scope = serializers.CharField(help_text="summary, findings or plan: each includes the ones before")
    from_on = serializers.DateField()
    until_on = serializers.DateField(allow_null=True)
    is_documented_outside = serializers.BooleanField(help_text="given on paper, as a file says")
    withdrawn_at = serializers.DateTimeField(source="ended_at", allow_null=True)


NewAccessRequestSerializer = form_serializer(
    AccessRequestForm, "NewAccessRequest", without=["brand"],
    factory=serializers.CharField(max_length=LONGEST_CODE),
    brand=serializers.CharField(max_length=120, required=False, help_text=ONE_OF_SEVERAL),
)  # fmt: skip
GrantSerializer = form_serializer(GrantForm, "AccessGrant", without=["request"])
NewConsentSerializer = form_serializer(
    GrantForm, "NewConsent", without=["request"],
    factory=serializers.CharField(max_length=LONGEST_CODE),
    brand=serializers.CharField(max_length=120, help_text="slug of a brand that buys from the factory"),
)  # fmt: skip
ChangedConsentSerializer = form_serializer(GrantForm, "ChangedConsent", without=["request"])
DeclineSerializer = form_serializer(DeclineForm, "AccessDecline")


class _AccessViewSet(
    Entering, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Any]
):
    filter_backends = (DjangoFilterBackend,)

    def hold(self, found: Any) -> Any:
        """The row as it stands; its factory is held, as its commands hold it."""
        hold_factory(found.factory_id)
        return self.get_queryset().filter(pk=found.pk).first()

    def granted(
        self, form: GrantForm, found: Factory, brand: Brand, caller: User, *, not_before: date | None = None
    ) -> Any:
        """The consent that a form gives from today on, or from a later day."""
        now = timezone.now()
        today = today_in(found.country_id, now)
        given = {name: form.cleaned_data[name] for name in ("scope", "until_on")}
        return give_consent(
            found.pk, brand_id=brand.pk, from_on=max(today, not_before or today), **given,
            request_id=form.cleaned_data["request"], actor=caller, now=now,
        )  # fmt: skip


@extend_schema_view(
    list=extend_schema(summary="Requests for access to reports", tags=REQUESTS),
    retrieve=extend_schema(summary="One request for access to reports", tags=REQUESTS),
)
class AccessRequestViewSet(_AccessViewSet):
    """For brands their own, at factories from which they buy; for a factory's people those made to it."""

    serializer_class = AccessRequestSerializer
    filterset_class = AccessRequestFilter
    lookup_value_converter = "uuid"

    def get_queryset(self) -> QuerySet[Any]:
        """From the user."""
        return requests_visible_to(self.request.user, LocalDays(timezone.now())).order_by("pk")

    @extend_schema(
        summary="Request access to a supplier's reports",
        description="One that waits and says the same stands: 200. One that says something else takes its place.",
        tags=REQUESTS,
        request=NewAccessRequestSerializer,
        responses={201: AccessRequestSerializer, 200: AccessRequestSerializer},
    )
    def create(self, request: Request) -> Response:  # noqa: ARG002  # DRF's signature
        """For brands."""
        caller = self.caller(lambda user: user.role == Role.BRAND)
        data, days = self.valid(NewAccessRequestSerializer), LocalDays(timezone.now())
        suppliers = sourced_by(brands_of(caller), days).filter(is_closed=False)
        found = suppliers.filter(code=data.pop("factory")).first()
        if found is None:
            raise NotFound
        brand = _chosen(brands_that_may_ask(caller, found.pk, days), data.pop("brand", ""))
        typed = as_typed({**data, "brand": brand.pk})
        form = AccessRequestForm(typed, brands=[brand], today=days.of(found.country_id))
        check_form(form)
        given = {name: form.cleaned_data[name] for name in ("scope", "purpose", "until_on")}
        done = request_access(found.pk, brand_id=brand.pk, **given, actor=caller, now=days.now)
        made = self.get_queryset().get(pk=value_of(done).pk)
        return self.answered(made, HTTPStatus.OK if isinstance(done, Unchanged) else HTTPStatus.CREATED)

    @extend_schema(
        summary="Withdraw a request for access",
        tags=REQUESTS,
        request=NothingMoreSerializer,
        responses=AccessRequestSerializer,
    )
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002  # found by get_object
        """For the brand."""
        caller = self.caller(lambda user: user.role == Role.BRAND)
        found = self.get_object()
        self.valid(NothingMoreSerializer)
        with self.guarded(found):
            withdraw_access_request(found.pk, actor=caller, now=timezone.now())
        return self.answered(self.get_object())

    @extend_schema(
        summary="Decline a request for access",
        description="With a word, which the brand reads.",
        tags=REQUESTS,
        request=DeclineSerializer,
        responses=AccessRequestSerializer,
    )
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002
        """For the factory's management."""
        caller = self.caller(gives_consents)
        found = self.get_object()
        form = DeclineForm(as_typed(self.valid(DeclineSerializer)))
        check_form(form)
        with self.guarded(found):
            decline_access(found.pk, word=form.cleaned_data["word"], actor=caller, now=timezone.now())
        return self.answered(self.get_object())

    @extend_schema(
        summary="Grant a request for access",
        description="In a scope and until a day that the factory chooses; the consent then stands at `consents/`.",
        tags=REQUESTS,
        request=GrantSerializer,
        responses=AccessRequestSerializer,
    )
    @action(detail=True, methods=["post"])
    def grant(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002
        """For the factory's management."""
        caller = self.caller(gives_consents)
        found = self.get_object()
        typed = {**as_typed(self.valid(GrantSerializer)), "request": str(found.pk)}
        form = GrantForm(typed, today=today_in(found.factory.country_id, timezone.now()))
        check_form(form)
        with self.guarded(found):
            self.granted(form, found.factory, found.brand, caller)
        return self.answered(self.get_object())


@extend_schema_view(
    list=extend_schema(summary="Consents to read reports", tags=CONSENTS),
    retrieve=extend_schema(summary="One consent to read reports", tags=CONSENTS),
)
class ConsentViewSet(_AccessViewSet):
    """For a factory's people those that stand or will begin; for brands what they may read now."""

    serializer_class = ConsentSerializer
    filterset_class = ConsentFilter
    lookup_value_converter = "int"

    def get_queryset(self) -> QuerySet[Any]:
        """From the user."""
        return consents_visible_to(self.request.user, LocalDays(timezone.now())).order_by("pk")

    def still_read(self, row_id: object) -> bool:
        """Whoever withdrew a consent may be told so again."""
        user: Any = self.request.user
        return super().still_read(row_id) or (
            gives_consents(user) and consents_that_were(user, row_id).exists()
        )

    @extend_schema(
        summary="Let a brand read the factory's reports",
        description=(
            "A brand that buys from the factory, in a scope, until a day; a request of the brand that waits keeps "
            "waiting: grant that at `access-requests/`. The same again: 200. Where the brand has another consent: 409."
        ),
        tags=CONSENTS,
        request=NewConsentSerializer,
        responses={201: ConsentSerializer, 200: ConsentSerializer},
    )
    def create(self, request: Request) -> Response:  # noqa: ARG002  # DRF's signature
        """For the factory's management."""
        caller = self.caller(gives_consents)
        found = self.factory_of(caller)
        data = self.valid(NewConsentSerializer)
        del data["factory"]
        now = timezone.now()
        today = today_in(found.country_id, now)
        brand = _chosen(brands_buying_from(found.pk, today), data.pop("brand"))
        form = GrantForm(as_typed(data), today=today)
        check_form(form)
        with checked_first(lambda: self._check_new(found, brand, form.cleaned_data)):
            done = self.granted(form, found, brand, caller)
        made = self.get_queryset().get(pk=value_of(done).pk)
        return self.answered(made, HTTPStatus.OK if isinstance(done, Unchanged) else HTTPStatus.CREATED)

    @extend_schema(
        summary="Change a consent",
        description=(
            "More, less, longer or shorter, from today on or from the later day on which it begins. Needs `If-Match` "
            "with the `ETag` that you read. Another scope is a consent of its own: the answer has its id."
        ),
        tags=CONSENTS,
        request=ChangedConsentSerializer,
        responses=ConsentSerializer,
    )
    def partial_update(self, request: Request, pk: int) -> Response:  # noqa: ARG002  # found by get_object
        """For the factory's management. What is not sent stays."""
        caller = self.caller(gives_consents)
        found = self.get_object()
        data = {
            "scope": found.scope,
            "until_on": found.until_on,
            **self.valid(ChangedConsentSerializer, partial=True),
        }
        form = GrantForm(as_typed(data), today=today_in(found.factory.country_id, timezone.now()))
        check_form(form)
        with self.guarded(found):
            done = self.granted(form, found.factory, found.brand, caller, not_before=found.from_on)
        return self.answered(self.get_queryset().get(pk=value_of(done).pk))

    @extend_schema(
        summary="Withdraw a consent",
        description="Every consent of the factory to the brand ends at once, wherever reports are read.",
        tags=CONSENTS,
        request=NothingMoreSerializer,
        responses=ConsentSerializer,
    )
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """For the factory's management. It stands in no list from then on."""
        caller = self.caller(gives_consents)
        found = self.get_object()
        self.valid(NothingMoreSerializer)
        with self.guarded(found):
            withdraw_consent(found.factory_id, brand_id=found.brand_id, actor=caller, now=timezone.now())
        found.refresh_from_db()
        return self.answered(found)

    def _check_new(self, found: Factory, brand: Brand, given: dict[str, Any]) -> None:
        """What stands is changed at its address, with `If-Match`.

        Raises:
            ConsentStands.
        """
        hold_factory(found.pk)
        known = self.get_queryset().filter(factory=found.pk, brand=brand.pk)
        if any((row.scope, row.until_on) != (given["scope"], given["until_on"]) for row in known):
            raise ConsentStands(_("This brand has a consent already. Change that one."))


def _chosen(brands: Iterable[Brand], slug: str) -> Brand:
    """The brand that was named, or the only one.

    Raises:
        ValidationError: with the brands that there are.
    """
    slugs = {brand.slug: brand for brand in brands}
    found = [brand for name, brand in slugs.items() if slug in {"", name}]
    if len(found) != 1:
        message = _("Choose one of these brands: %(brands)s.") % {"brands": ", ".join(slugs)}
        raise ValidationError({"brand": [message]})
    return found[0]
