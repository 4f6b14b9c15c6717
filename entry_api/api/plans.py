"""Items of improvement plans, and zero-tolerance cases."""

from __future__ import annotations

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

from advisory import policies as advisory_policies
from advisory.commands import (
    open_zero_tolerance_case,
    propose_case_closing,
    record_case_entry,
    record_plan_item,
)
from advisory.domain.protocol import STEPS
from advisory.forms.recording import CaseEntryForm, CaseForm, CloseCaseForm, EvidenceForm, PlanItemForm
from advisory.kinds import CASES, PLAN_ITEMS
from advisory.queries.plan_steps import NEXT, one_tap
from advisory.queries.visibility import visits_visible_to
from assessments import policies
from assessments.domain.states import PlanStatus
from assessments.queries.visibility import assessments_visible_to
from countries.queries.local_time import LocalDays, today_in
from entry_api.api.entering import check_form
from entry_api.api.evidence import EvidenceViewSet, described
from entry_api.serializers import KnownFieldsSerializer, as_typed, evidence_serializer, form_serializer
from journal.refusals import Refused

if TYPE_CHECKING:
    from accounts.models import User
    from factories.models import Factory

PlanItemSerializer = evidence_serializer(
    PLAN_ITEMS, "PlanItem",
    ref=serializers.CharField(
        max_length=40, required=False, allow_blank=True, help_text="the factory's own; the next number without one"
    ),
)  # fmt: skip
CaseSerializer = evidence_serializer(
    CASES, "ZeroToleranceCase", staff_only=["details"],
    id=serializers.UUIDField(source="uid", read_only=True, help_text="made here, and stays through corrections"),
    closed_on=serializers.DateField(read_only=True, allow_null=True),
    assessment=serializers.UUIDField(write_only=True, required=False, help_text="that it comes from"),
    visit=serializers.UUIDField(write_only=True, required=False, help_text="that it comes from"),
)  # fmt: skip
CaseStepSerializer = form_serializer(
    CaseEntryForm, "CaseStep", without=["step", "file"], step=serializers.ChoiceField(choices=STEPS)
)
CaseClosingSerializer = form_serializer(CloseCaseForm, "CaseClosing")


class PlanStatusSerializer(KnownFieldsSerializer):
    """The next status of an item; its days follow."""

    status = serializers.ChoiceField(choices=sorted({status for after in NEXT.values() for status in after}))
    evidence = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=4000,
        help_text="what shows it; stays where it is not sent",
    )


class ItemIsVerified(Refused):
    """What the programme has verified is not changed by others while it counts as verified."""


@described(
    "plan item", "Items of improvement plans", "plan items", PlanItemSerializer,
    "Advisers and the factory's management keep the plan; only the programme verifies.",
)  # fmt: skip
class PlanItemViewSet(EvidenceViewSet):
    """What factories agreed to put right."""

    kind, form, command = PLAN_ITEMS, PlanItemForm, staticmethod(record_plan_item)
    serializer_class = PlanItemSerializer

    def may_send(self, user: User) -> bool:
        """Advisers, and the factory's management."""
        return advisory_policies.keeps_plans(user)

    def typed(self, factory: Factory, data: dict[str, Any]) -> Any:
        """On a question of the country, by what the caller may say."""
        caller: Any = self.request.user
        return PlanItemForm(
            as_typed(data), today=today_in(factory.country_id, timezone.now()),
            questions=self.words(factory).values(), verifies=policies.verifies(caller),
        )  # fmt: skip

    def identity(self, found: Any) -> dict[str, Any]:
        """Whoever does not verify changes an item that is verified once it is open again.

        Raises:
            ItemIsVerified.
        """
        caller: Any = self.request.user
        sent: Any = self.request.data
        stays = sent.get("status", found.status) == found.status
        if found.status == PlanStatus.VERIFIED and stays and not policies.verifies(caller):
            raise ItemIsVerified(_("This item is verified. Reopen it before you change it."))
        return {}

    def record(self, factory: Factory, form: Any, caller: User) -> object:
        """Whoever does not verify gives no day of it either, as on the page."""
        form.cleaned_data.setdefault("verified_on", None)
        return super().record(factory, form, caller)

    @extend_schema(
        summary="Give a plan item its next status",
        description=(
            "As the buttons of the plan do: begun, done today, verified today, reopened; the item's days follow. For "
            "other days correct the item."
        ),
        tags=["plan items"],
        request=PlanStatusSerializer,
        responses=PlanItemSerializer,
    )
    @action(detail=True, methods=["post"], serializer_class=PlanItemSerializer)
    def status(self, request: Request, pk: int) -> Response:  # noqa: ARG002  # found by get_object
        """Done, verified, reopened."""
        caller = self.caller(self.may_send)
        found = self.get_object()
        data = self.valid(PlanStatusSerializer)
        form = EvidenceForm({"evidence": data.get("evidence", found.evidence)})
        check_form(form)
        today = today_in(found.factory.country_id, timezone.now())
        fields = one_tap(found, status=data["status"], evidence=form.cleaned_data["evidence"], on=today)
        with self.guarded(found, always=True):
            record_plan_item(found.factory_id, **fields, actor=caller, now=timezone.now())
        return self.answered(self.get_object())


@described(
    "zero-tolerance case", "Zero-tolerance cases", "zero-tolerance cases", CaseSerializer,
    "A published recognition of the factory is suspended with this.",
)  # fmt: skip
class CaseViewSet(EvidenceViewSet):
    """Breaches that are referred at once, for those few for whom they exist. The factory reads no details."""

    kind, form, command = CASES, CaseForm, staticmethod(open_zero_tolerance_case)
    serializer_class = CaseSerializer
    lookup_field, lookup_url_kwarg, lookup_value_converter = "uid", "id", "uuid"
    beside_form = EvidenceViewSet.beside_form | {"assessment", "visit"}

    def get_object(self) -> Any:
        """By the id that stays."""
        return super(EvidenceViewSet, self).get_object()

    def still_read(self, row_id: object) -> bool:
        """By the id that stays."""
        return self.get_queryset().filter(uid=row_id).exists()

    def typed(self, factory: Factory, data: dict[str, Any]) -> Any:
        """With what it comes from, where the caller may know of that."""
        caller: Any = self.request.user
        self.source: dict[str, Any] = {}
        if data.get("assessment"):
            known = assessments_visible_to(caller, LocalDays(timezone.now())).filter(factory_id=factory.pk)
            self.source["assessment_id"] = _known(known.filter(pk=data["assessment"]))
        if data.get("visit"):
            visits = visits_visible_to(caller).filter(factory=factory.pk, uid=data["visit"])
            self.source["visit_id"] = _known(visits)
        return super().typed(factory, data)

    def values_typed(self, form: Any) -> dict[str, Any]:
        """With what it comes from: that stays, so another one is not what is recorded."""
        return {**super().values_typed(form), **self.source}

    def record(self, factory: Factory, form: Any, caller: User) -> object:
        """With what it comes from."""
        fields = {**self.source, **form.command_fields}
        return open_zero_tolerance_case(factory.pk, **fields, actor=caller, now=timezone.now())

    def check_stays(self, found: Any, data: dict[str, Any]) -> None:
        """What it comes from stays as well."""
        super().check_stays(found, data)
        for name in ("assessment", "visit"):
            if name in data:
                raise ValidationError({name: [_("You cannot change this.")]})

    @extend_schema(
        summary="Record a step of a case's protocol",
        description="A step that is recorded already stays as it is. A `notice` names its authority.",
        tags=["zero-tolerance cases"],
        request=CaseStepSerializer,
        responses=CaseSerializer,
    )
    @action(detail=True, methods=["post"], serializer_class=CaseSerializer)
    def steps(self, request: Request, id: object) -> Response:  # noqa: A002, ARG002  # the address's name
        """What was done about it."""
        caller = self.caller(advisory_policies.works_on_cases)
        found = self.get_object()
        form = CaseEntryForm(as_typed(self.valid(CaseStepSerializer)), steps=STEPS)
        check_form(form)
        data = {name: value for name, value in form.cleaned_data.items() if name != "file"}
        with self.guarded(found):
            record_case_entry(found.uid, **data, actor=caller, now=timezone.now())
        return self.answered(self.get_object())

    @extend_schema(
        summary="Propose the end of a case",
        description="A second person decides on its page; until then it stays open.",
        tags=["zero-tolerance cases"],
        request=CaseClosingSerializer,
        responses={202: CaseSerializer},
    )
    @action(detail=True, methods=["post"], serializer_class=CaseSerializer)
    def closing(self, request: Request, id: object) -> Response:  # noqa: A002, ARG002  # the address's name
        """What was put right, and what shows it."""
        caller = self.caller(advisory_policies.closes_cases)
        found = self.get_object()
        now = timezone.now()
        data = as_typed(self.valid(CaseClosingSerializer))
        form = CloseCaseForm(data, today=today_in(found.factory.country_id, now))
        check_form(form)
        with self.guarded(found):
            propose_case_closing(found.uid, **form.command_fields, actor=caller, now=now)
        return self.answered(self.get_object(), HTTPStatus.ACCEPTED)


def _known(rows: Any) -> Any:
    found = rows.values_list("pk", flat=True).first()
    if found is None:
        raise NotFound
    return found
