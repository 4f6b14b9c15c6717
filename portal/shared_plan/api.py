"""`/api/v1/plan-comments/`: the one conversation of all brands about a factory's plan."""

from __future__ import annotations

import builtins
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import viewsets
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access_log import log_list
from accounts.models import User
from accounts.sign_in.tokens.idempotency import IdempotentPosts
from buyers.commands.plan_comments import CommentFaulty, comment_on_plan
from buyers.policies import side_of
from buyers.queries.plan_comments import factory_of_comment
from countries.queries.local_time import LocalDays
from journal.commands import Unchanged
from portal.shared_plan.filters import PlanCommentFilter
from portal.shared_plan.policies import readable_plan
from portal.shared_plan.queries import comments_shown, items_of, plan_shown
from portal.shared_plan.serializers import (
    NewPlanCommentSerializer,
    PlanCommentListSerializer,
    PlanCommentSerializer,
)

if TYPE_CHECKING:
    from factories.models import Brand, Factory

TAGS = ["plan comments"]


class PlanCommentViewSet(IdempotentPosts, viewsets.GenericViewSet[Any]):
    """Comments on the plan of one factory, for those who read the plan."""

    serializer_class = PlanCommentSerializer
    filterset_class = PlanCommentFilter  # which parameters there are; the list is read by the factory
    pagination_class = None
    lookup_value_converter = "uuid"

    def still_read(self, row_id: object) -> bool:
        """Whether the caller reads the plan today that a comment is on."""
        code = factory_of_comment(str(row_id))
        try:
            self._readable(code or "", LocalDays(timezone.now()))
        except (Http404, NotFound):
            return False
        return True

    @extend_schema(
        summary="Comments on a factory's plan",
        tags=TAGS,
        parameters=[OpenApiParameter("factory", str, required=True, description="code")],
        responses=PlanCommentListSerializer,
    )
    def list(self, request: Request) -> Response:
        """The whole conversation."""
        code = request.query_params.get("factory", "")
        if not code:
            raise ValidationError({"factory": [_("This field is required.")]})
        days = LocalDays(timezone.now())
        found, brands = self._readable(code, days)
        log_list(request, [found.pk], now=days.now)
        rows: Any = comments_shown(found, brands, days)
        return Response({"results": PlanCommentSerializer(rows, many=True).data})

    @extend_schema(
        summary="Comment on an item of a plan",
        description="For brands a comment, for the factory and the programme the answer to all of them.",
        tags=TAGS,
        request=NewPlanCommentSerializer,
        responses={201: PlanCommentSerializer, 200: PlanCommentSerializer},
    )
    def create(self, request: Request) -> Response:
        """Write one."""
        caller, days = self._caller(), LocalDays(timezone.now())
        body: Any = request.data
        sent = body.get("factory", "") if isinstance(body, dict) else ""
        found, brands = self._readable(str(sent), days)
        if not brands and side_of(caller, found.pk) is None:
            raise NotFound
        form = NewPlanCommentSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        data = form.validated_data
        if data["ref"] not in {item["ref"] for item in items_of(plan_shown(found, days))}:
            raise ValidationError({"ref": [_("This item is not in the plan any more.")]})
        try:
            done = comment_on_plan(
                found.pk, comment_id=data["id"], ref=data["ref"], text=data["text"],
                brand_id=_chosen(brands, data.get("brand", "")), is_signed=data.get("is_signed", False),
                actor=caller, now=days.now,
            )  # fmt: skip
        except CommentFaulty as fault:
            raise ValidationError({fault.field: [str(fault)]}) from fault
        row = next(comment for comment in comments_shown(found, brands, days) if comment.id == data["id"])
        status = HTTPStatus.OK if isinstance(done, Unchanged) else HTTPStatus.CREATED
        return Response(PlanCommentSerializer(row).data, status=status)

    def _caller(self) -> User:
        user = self.request.user
        if not isinstance(user, User):
            raise NotFound
        return user

    def _readable(self, code: str, days: LocalDays) -> tuple[Factory, builtins.list[Brand]]:
        caller = self._caller()
        if "\x00" in code:
            raise NotFound
        return readable_plan(caller, code.encode(errors="replace").decode(), days)


def _chosen(brands: list[Brand], slug: str) -> int | None:
    """The brand that was named, or the only one; None for people of no brand.

    Raises:
        ValidationError.
    """
    if not brands:
        return None
    found = [brand for brand in brands if slug in {"", brand.slug}]
    if len(found) != 1:
        raise ValidationError({"brand": [_("Choose one of your brands.")]})
    return found[0].pk
