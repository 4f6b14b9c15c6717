"""What the sides of a factory say on items of its improvement plan, and due days that are proposed and decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.sign_in.tokens.entity_tags import entity_tag
from advisory.commands import decide_due_day, propose_due_day, write_on_plan_item
from advisory.forms.plan_items import DueDayAnswerForm, DueDayForm, MessageForm
from advisory.policies import writes_on_plans
from advisory.queries.plan.item_page import MESSAGE_KINDS, ItemPage, is_proposed_for, item_page
from assessments import policies
from countries.queries.local_time import today_in
from entry_api.api.entering import check_form
from entry_api.api.plans import PlanItemSerializer, PlanItemViewSet
from entry_api.serializers import as_typed, form_serializer

if TYPE_CHECKING:
    from collections.abc import Callable

TAGS = ["plan items"]
CHOSEN_ID = "chosen by you, so that sent twice it is written once"
SentPlanMessageSerializer = form_serializer(
    MessageForm, "SentPlanMessage",
    id=serializers.UUIDField(required=False, help_text=CHOSEN_ID),
    kind=serializers.ChoiceField(
        choices=MESSAGE_KINDS, required=False, default="message",
        help_text="the workers' side confirms or disputes that an item is done",
    ),
)  # fmt: skip
ProposedDueDaySerializer = form_serializer(
    DueDayForm, "ProposedDueDay", id=serializers.UUIDField(required=False, help_text=CHOSEN_ID)
)
DecidedDueDaySerializer = form_serializer(
    DueDayAnswerForm, "DecidedDueDay",
    proposal=serializers.UUIDField(help_text="`id` of the proposed day"), accept=serializers.BooleanField(),
)  # fmt: skip


class PlanMessageSerializer(serializers.Serializer[Any]):
    """A word on an item: which side's. Never whose."""

    side = serializers.CharField(help_text="management, workers or programme")
    kind = serializers.CharField(help_text="message, confirmed or disputed")
    text = serializers.CharField()
    written_at = serializers.DateTimeField()


class DueDayProposalSerializer(serializers.Serializer[Any]):
    """Another due day, proposed by the factory."""

    id = serializers.UUIDField()
    due_on = serializers.DateField()
    stood_on = serializers.DateField(allow_null=True, help_text="the due day when it was proposed")
    reason = serializers.CharField()
    state = serializers.CharField(help_text="open, accepted or refused")
    answer = serializers.CharField(help_text="the adviser's reason")
    proposed_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)


class PlanThreadSerializer(serializers.Serializer[Any]):
    """What is said on an item of a plan, the oldest first, and its due days that were proposed."""

    id = serializers.IntegerField(help_text="of the item")
    factory = serializers.CharField()
    ref = serializers.CharField()
    messages = PlanMessageSerializer(many=True)
    confirmation = PlanMessageSerializer(
        allow_null=True, help_text="the workers' latest word on what is done"
    )
    proposed = DueDayProposalSerializer(allow_null=True, help_text="waits for the adviser")
    decided = DueDayProposalSerializer(allow_null=True, help_text="the latest that was decided")


class PlanThreadViewSet(PlanItemViewSet):
    """What factories agreed to put right."""

    @extend_schema(summary="What is said on a plan item", tags=TAGS, responses=PlanThreadSerializer)
    @action(detail=True, methods=["get"], serializer_class=PlanThreadSerializer)
    def messages(self, request: Request, pk: int) -> Response:  # noqa: ARG002  # found by get_object
        """For whoever reads the plan from inside; brands have `plan-comments/`."""
        return Response(_thread(self.get_object()))

    @messages.mapping.post
    @extend_schema(
        summary="Write on a plan item",
        description=(
            "For the side of who sends it: the factory's management, its worker representatives, its advisers. "
            "`confirmed` and `disputed` are the workers' side's, about an item that is done."
        ),
        tags=TAGS,
        request=SentPlanMessageSerializer,
        responses=PlanThreadSerializer,
    )
    def write(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """A question, an answer, a comment, a confirmation."""
        self.caller(writes_on_plans)
        found = self.get_object()
        data = self.valid(SentPlanMessageSerializer)
        form = MessageForm(as_typed({"text": data.get("text", "")}))
        check_form(form)
        return self._after(
            found, write_on_plan_item, found.factory_id, message_id=data.get("id") or self.new_id(), ref=found.ref,
            kind=data["kind"], text=form.cleaned_data["text"],
        )  # fmt: skip

    @extend_schema(
        summary="Propose another due day of a plan item",
        description="The adviser decides; until then the day stays. It replaces a proposal that waits.",
        tags=TAGS,
        request=ProposedDueDaySerializer,
        responses=PlanThreadSerializer,
    )
    @action(detail=True, methods=["post"], url_path="propose-due-day", serializer_class=PlanThreadSerializer)
    def propose_due_day(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """For the factory's management."""
        self.caller(policies.speaks_for_a_factory)
        found = self.get_object()
        data = self.valid(ProposedDueDaySerializer)
        proposal_id = data.pop("id", None) or self.new_id()
        form = DueDayForm(as_typed(data))
        check_form(form)
        return self._after(
            found,
            propose_due_day,
            found.factory_id,
            proposal_id=proposal_id,
            ref=found.ref,
            **form.cleaned_data,
        )

    @extend_schema(
        summary="Accept or refuse a proposed due day",
        description="An accepted day becomes the item's. A refusal needs its reason in `answer`.",
        tags=TAGS,
        request=DecidedDueDaySerializer,
        responses=PlanThreadSerializer,
    )
    @action(detail=True, methods=["post"], url_path="decide-due-day", serializer_class=PlanThreadSerializer)
    def decide_due_day(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """For advisers."""
        self.caller(policies.advises)
        found = self.get_object()
        data = self.valid(DecidedDueDaySerializer)
        form = DueDayAnswerForm(as_typed({"answer": data.get("answer", "")}))
        check_form(form)
        proposal: UUID = data["proposal"]
        if not is_proposed_for(found, proposal):
            raise NotFound
        return self._after(
            found, decide_due_day, proposal, accept=data["accept"], answer=form.cleaned_data["answer"]
        )

    def shown(self, found: Any) -> Any:
        """The item, whatever is said on it."""
        return PlanItemSerializer(found, context=self.get_serializer_context()).data

    def _after(self, found: Any, carry_out: Callable[..., object], about: object, **given: Any) -> Response:
        """The thread once a command has run, with the tag of the item, which `If-Match` takes here."""
        with self.guarded(found):
            carry_out(about, **given, actor=self.request.user, now=timezone.now())
        current = self.get_object()
        return Response(_thread(current), headers={"ETag": entity_tag(self.shown(current))})


def _thread(item: Any) -> Any:
    """What the item's page says of it. A constant number of statements."""
    page: ItemPage = item_page(item, today_in(item.factory.country_id, timezone.now()))
    return PlanThreadSerializer(
        {
            "id": item.pk, "factory": item.factory.code, "ref": item.ref, "messages": page.words,
            "confirmation": page.confirmed, "proposed": page.proposed, "decided": page.decided,
        }
    ).data  # fmt: skip
