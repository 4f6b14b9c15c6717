"""`/api/v1/commitments/`: what brands commit to at their suppliers, and their reports."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.filters import OrderingFilter
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Role
from accounts.sign_in.tokens.entity_tags import GuardedWrites
from buyers.commands.commitments import CommitmentFaulty, make_commitment, report_commitment
from buyers.filters import CommitmentFilter
from buyers.models import BuyerCommitment
from buyers.policies import NotYourCommitment
from buyers.queries.commitments import commitments_visible_to, committing_brands, hold_commitment
from buyers.serializers import CommitmentReportSerializer, CommitmentSerializer, NewCommitmentSerializer
from countries.queries.local_time import LocalDays
from factories.api.bulk_export import BulkExport
from factories.queries import brands_of, consented_to
from journal.commands import Unchanged, value_of

if TYPE_CHECKING:
    from accounts.models import User
    from factories.models import Brand


@extend_schema_view(
    list=extend_schema(summary="Commitments of brands", tags=["commitments"]),
    retrieve=extend_schema(summary="One commitment", tags=["commitments"]),
    export=extend_schema(summary="All commitments as NDJSON or Parquet", tags=["commitments"]),
    create=extend_schema(
        summary="Commit to something at a supplier",
        description="With an `id` that was used before nothing is made: 200 with the commitment of before.",
        tags=["commitments"],
        request=NewCommitmentSerializer,
        responses={201: CommitmentSerializer, 200: CommitmentSerializer},
    ),
)
class CommitmentViewSet(
    GuardedWrites,
    BulkExport,
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    viewsets.GenericViewSet[BuyerCommitment],
):
    """For brands their own, where reports are shared with them now; for a factory's people all that are made to it."""

    serializer_class = CommitmentSerializer
    queryset = BuyerCommitment.objects.none()
    lookup_value_converter = "uuid"
    filter_backends = (DjangoFilterBackend, OrderingFilter)
    filterset_class = CommitmentFilter
    ordering_fields: Sequence[str] = ("made_at", "due_on")
    ordering: Sequence[str] = ("-made_at", "id")
    export_name = "commitments"

    def get_queryset(self) -> QuerySet[BuyerCommitment]:
        """From the user."""
        return commitments_visible_to(self.request.user, LocalDays(timezone.now()))

    def create(self, request: Request) -> Response:
        """Commit to something."""
        caller = self._caller()
        form = NewCommitmentSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        data, days = dict(form.validated_data), LocalDays(timezone.now())
        code, slug = data.pop("factory"), data.pop("brand", "")
        suppliers = consented_to(brands_of(caller), days).filter(code=code, is_closed=False)
        factory = suppliers.values_list("pk", flat=True).first()
        if factory is None:
            raise NotYourCommitment(
                _("A brand commits to something at suppliers that share their reports with it.")
            )
        brand = _chosen(committing_brands(caller, factory, days), slug)
        try:
            made = make_commitment(
                factory, commitment_id=data.pop("id"), brand_id=brand.pk, **data, actor=caller,
                now=days.now,
            )  # fmt: skip
        except CommitmentFaulty as fault:
            raise ValidationError({fault.field: [str(fault)]}) from fault
        known = isinstance(made, Unchanged)
        row = cast("BuyerCommitment", value_of(made))
        status = HTTPStatus.OK if known else HTTPStatus.CREATED
        return self.answered(row, status)

    @extend_schema(
        summary="Report back on a commitment",
        tags=["commitments"],
        request=CommitmentReportSerializer,
        responses=CommitmentSerializer,
    )
    @action(detail=True, methods=["post"])
    def report(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002  # found by get_object
        """Done, not yet, or ended."""
        caller = self._caller()
        form = CommitmentReportSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        row = self.get_object()
        try:
            with self.guarded(row):
                report_commitment(row.pk, **form.validated_data, actor=caller, now=timezone.now())
        except CommitmentFaulty as fault:
            raise ValidationError({fault.field: [str(fault)]}) from fault
        return self.answered(self.get_object())

    def hold(self, found: BuyerCommitment) -> BuyerCommitment | None:
        """The commitment, locked; None where the caller reads it no longer."""
        hold_commitment(found.pk)
        return self.get_queryset().filter(pk=found.pk).first()

    def _caller(self) -> User:
        """Somebody of a brand; for everybody else there is nothing to write to.

        Raises:
            NotFound.
        """
        user: Any = self.request.user
        if getattr(user, "role", "") != Role.BRAND:
            raise NotFound
        return cast("User", user)


def _chosen(brands: list[Brand], slug: str) -> Brand:
    """The brand that was named, or the only one.

    Raises:
        ValidationError.
    """
    found = [brand for brand in brands if slug in {"", brand.slug}]
    if len(found) != 1:
        raise ValidationError({"brand": [_("Choose one of your brands.")]})
    return found[0]
