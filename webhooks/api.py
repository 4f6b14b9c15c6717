"""`/api/v1/changes/` and `/api/v1/webhooks/`: for brands' systems."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any, cast
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from accounts.access_log import log_list
from accounts.models import User
from accounts.sign_in.tokens.entity_tags import GuardedWrites
from countries.queries.local_time import LocalDays
from factories.api.bulk_export import BulkExport
from factories.queries import brands_of
from factories.queries.lookups import ids_of_codes
from files.serializers import Rows
from journal.commands import Unchanged
from webhooks.commands.endpoints import (
    NewSecret,
    WebhookFaulty,
    add_endpoint,
    change_endpoint,
    delete_endpoint,
    pause_endpoint,
    resume_endpoint,
    rotate_secret,
    send_test,
)
from webhooks.models import ChangeEntry, WebhookEndpoint
from webhooks.policies import endpoints_of, managed_brands, reads_changes
from webhooks.queries.changes import MOST, changes_after, position_of
from webhooks.serializers import (
    ChangePageSerializer,
    ChangeSerializer,
    RotationSerializer,
    WebhookSecretSerializer,
    WebhookSerializer,
)

USUAL = 100


@extend_schema_view(
    export=extend_schema(
        summary="All changes as NDJSON or Parquet",
        tags=["changes"],
        parameters=[OpenApiParameter("cursor", str, description="only what comes after this change")],
    )
)
class ChangeViewSet(BulkExport):
    """What changed of what the caller's brands may read."""

    serializer_class = ChangeSerializer
    queryset = ChangeEntry.objects.none()
    export_name, export_parameters = "changes", frozenset({"cursor"})

    @extend_schema(
        summary="Changes since a cursor",
        description=(
            "What changed of what your brands may read, in the order in which it became readable; the types are those "
            "of webhooks. Begin without a cursor and go on with the last one given: nothing new ever appears before "
            "it. What you may no longer read is left out."
        ),
        tags=["changes"],
        parameters=[
            OpenApiParameter(
                "cursor", str, description="the `cursor` of the page before, or the id of a change"
            ),
            OpenApiParameter(
                "page_size",
                {"type": "integer", "minimum": 1, "maximum": MOST},
                description=f"{USUAL} unless given",
            ),
        ],
        responses=ChangePageSerializer,
    )
    def list(self, request: Request) -> Response:
        """One part of the list."""
        cursor, most = request.query_params.get("cursor", ""), _size(request)
        position = _position(cursor) if cursor else 0
        found, days = [], LocalDays(timezone.now())
        if reads_changes(request.user):
            found = changes_after(brands_of(request.user), days, position, most=most + 1)
        shown = found[:most]
        if shown:
            log_list(request, ids_of_codes({change.factory for change in shown}), now=days.now)
        page = {
            "results": ChangeSerializer(cast("Any", shown), many=True).data,
            "cursor": str(shown[-1].id) if shown else cursor,
            "has_more": len(found) > most,
        }
        return Response(page)

    def export_parts(self) -> Iterator[Rows]:
        """What comes after the cursor, in the order of commits."""
        cursor = self.request.query_params.get("cursor", "")
        position = _position(cursor) if cursor else 0
        return self._changes(position) if reads_changes(self.request.user) else iter(())

    def _changes(self, position: int) -> Iterator[Rows]:
        brands, days = brands_of(self.request.user), LocalDays(timezone.now())
        while some := changes_after(brands, days, position, most=MOST):
            yield self.serialized(some)
            position = _position(str(some[-1].id))


def _size(request: Request) -> int:
    text = request.query_params.get("page_size", str(USUAL))
    if not (text.isascii() and text.isdigit() and len(text) < len(str(MOST)) + 1 and 1 <= int(text) <= MOST):
        raise ValidationError({"page_size": [_("Enter a whole number from 1 to %(most)s.") % {"most": MOST}]})
    return int(text)


def _position(cursor: str) -> int:
    try:
        position = position_of(UUID(cursor))
    except ValueError:
        position = None
    if position is None:
        raise NotFound(_("This list gave no such cursor."))
    return position


_SECRET = OpenApiResponse(WebhookSecretSerializer, "its secret, shown this once")


@extend_schema_view(
    list=extend_schema(summary="Webhooks of your brands", tags=["webhooks"]),
    retrieve=extend_schema(summary="One webhook", tags=["webhooks"]),
    create=extend_schema(
        summary="Make a webhook",
        description="A second one with the same address is not made: 200 with the first, without its secret.",
        tags=["webhooks"],
        responses={201: _SECRET, 200: WebhookSerializer},
    ),
    update=extend_schema(summary="Change name, address and kinds", tags=["webhooks"]),
    destroy=extend_schema(summary="Delete a webhook with its log", tags=["webhooks"]),
)
class WebhookViewSet(
    GuardedWrites,
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    viewsets.GenericViewSet[WebhookEndpoint],
):
    """The webhooks that the caller keeps."""

    serializer_class: type[BaseSerializer[Any]] = WebhookSerializer
    queryset = WebhookEndpoint.objects.none()
    lookup_value_converter = "uuid"

    def get_queryset(self) -> QuerySet[WebhookEndpoint]:
        """From the user."""
        return endpoints_of(self.request.user).select_related("brand").order_by("id")

    def create(self, request: Request) -> Response:
        """Make one; the answer holds its secret, once."""
        data, brand = self._read(request)
        try:
            made = add_endpoint(brand, **data, actor=self._caller(), now=timezone.now())
        except WebhookFaulty as fault:
            raise ValidationError({fault.field: [str(fault)]}) from fault
        if isinstance(made, Unchanged):
            same = self.get_queryset().get(pk=cast("UUID", made.value))
            return Response(WebhookSerializer(same).data)
        return _secret(made, HTTPStatus.CREATED)

    def update(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002  # found by get_object
        """Its name, address and kinds."""
        endpoint = self.get_object()
        data, _brand = self._read(request, endpoint)
        try:
            with self.guarded(endpoint):
                change_endpoint(endpoint.pk, **data, actor=self._caller(), now=timezone.now())
        except WebhookFaulty as fault:
            raise ValidationError({fault.field: [str(fault)]}) from fault
        return self.answered(self.get_object())

    def destroy(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002
        """Delete one."""
        endpoint = self.get_object()
        with self.guarded(endpoint):
            delete_endpoint(endpoint.pk, actor=self._caller(), now=timezone.now())
        return Response(status=HTTPStatus.NO_CONTENT)

    @extend_schema(summary="Send a test", tags=["webhooks"], request=None, responses=WebhookSerializer)
    @action(detail=True, methods=["post"])
    def test(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002
        """Queue a message that is about nothing."""
        return self._done(send_test)

    @extend_schema(summary="Pause a webhook", tags=["webhooks"], request=None, responses=WebhookSerializer)
    @action(detail=True, methods=["post"])
    def pause(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002
        """Send nothing more for now."""
        return self._done(pause_endpoint)

    @extend_schema(
        summary="Use a webhook again", tags=["webhooks"], request=None, responses=WebhookSerializer
    )
    @action(detail=True, methods=["post"])
    def resume(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002
        """Send again."""
        return self._done(resume_endpoint)

    @extend_schema(
        summary="Make another secret", tags=["webhooks"], request=RotationSerializer, responses={200: _SECRET}
    )
    @action(detail=True, methods=["post"], url_path="rotate-secret")
    def rotate_secret(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002
        """Make another secret; the answer holds it, once."""
        form = RotationSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        endpoint = self.get_object()
        with self.guarded(endpoint):
            made = rotate_secret(endpoint.pk, **form.validated_data, actor=self._caller(), now=timezone.now())
        return _secret(made, HTTPStatus.OK)

    def _done(self, act: Callable[..., Any]) -> Response:
        endpoint = self.get_object()
        with self.guarded(endpoint):
            act(endpoint.pk, actor=self._caller(), now=timezone.now())
        return self.answered(self.get_object())

    def hold(self, found: WebhookEndpoint) -> WebhookEndpoint | None:
        """The webhook, locked."""
        list(WebhookEndpoint.objects.select_for_update().filter(pk=found.pk))
        return self.get_queryset().filter(pk=found.pk).first()

    def shown(self, found: WebhookEndpoint) -> Any:
        """Without its secret."""
        return WebhookSerializer(found).data

    def _caller(self) -> User:
        return cast("User", self.request.user)

    def _read(self, request: Request, endpoint: WebhookEndpoint | None = None) -> tuple[dict[str, Any], int]:
        """What was sent, and the id of the brand; 404 for whoever keeps no webhooks."""
        brands = (
            {brand.slug: brand.pk for brand in managed_brands(self._caller())}
            if reads_changes(request.user)
            else {}
        )
        if not brands:
            raise NotFound
        form = WebhookSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        data = dict(form.validated_data)
        chosen = data.pop("brand", {}).get("slug", "")
        if endpoint is not None:
            return data, endpoint.brand_id
        if not chosen and len(brands) == 1:
            return data, next(iter(brands.values()))
        if chosen not in brands:
            raise ValidationError({"brand": [_("Choose one of your brands.")]})
        return data, brands[chosen]


def _secret(made: NewSecret, status: HTTPStatus) -> Response:
    body = WebhookSecretSerializer({"id": made.endpoint_id, "secret": made.secret}).data
    return Response(body, status=status, headers={"Cache-Control": "no-store"})
