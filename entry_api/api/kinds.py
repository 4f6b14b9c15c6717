"""The addresses of each kind of evidence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.filters import OrderingFilter

from advisory.commands import (
    record_committee_review,
    record_learning,
    record_systems_reviews,
    record_visit_finding,
    record_whole_visit,
)
from advisory.domain.systems import AREA_VALUES, form_name, with_score
from advisory.domain.visiting import FoundOnVisit
from advisory.forms.recording import CommitteeForm, LearningForm
from advisory.forms.systems import SystemsForm
from advisory.kinds import COMMITTEES, LEARNING, SYSTEMS, VISIT_FINDINGS, VISITS
from countries.queries.local_time import today_in
from entry_api.api.evidence import EvidenceViewSet, described
from entry_api.forms import DatedFindingForm, NumberedVisitForm
from entry_api.serializers import as_typed, evidence_serializer

if TYPE_CHECKING:
    from accounts.models import User
    from factories.models import Factory

CommitteeReviewSerializer = evidence_serializer(COMMITTEES, "CommitteeReview")
SystemsReviewSerializer = evidence_serializer(SYSTEMS, "SystemsReview")
LearningRecordSerializer = evidence_serializer(LEARNING, "LearningRecord")
VisitSerializer = evidence_serializer(VISITS, "Visit", uid=True)
VisitFindingSerializer = evidence_serializer(VISIT_FINDINGS, "VisitFinding", dates_reason=None)


@described("committee review", "Committee reviews", "committee reviews", CommitteeReviewSerializer)
class CommitteeReviewViewSet(EvidenceViewSet):
    """The bipartite committee as advisers saw it on a day; for staff."""

    kind, form, command = COMMITTEES, CommitteeForm, staticmethod(record_committee_review)
    serializer_class = CommitteeReviewSerializer


@described("learning record", "Learning records", "learning records", LearningRecordSerializer)
class LearningRecordViewSet(EvidenceViewSet):
    """Who attended which course, counted by role and sex; for staff."""

    kind, form, command = LEARNING, LearningForm, staticmethod(record_learning)
    serializer_class = LearningRecordSerializer


@described("systems review", "Systems reviews", "systems reviews", SystemsReviewSerializer)
class SystemsReviewViewSet(EvidenceViewSet):
    """A management system in one area on one day, by its elements or by a score; for staff."""

    kind, form, command = SYSTEMS, SystemsForm, staticmethod(record_systems_reviews)
    serializer_class = SystemsReviewSerializer

    def typed(self, factory: Factory, data: dict[str, Any]) -> Any:
        """The form has fields of its own for each area."""
        return super().typed(factory, _of_area(data, data.get("area")))

    def sent_to_form(self, data: dict[str, Any]) -> dict[str, str]:
        """The area's values belong to fields that every form has."""
        return super().sent_to_form(_of_area(data, None))

    def key_typed(self, form: Any) -> dict[str, Any]:
        """Of the one area that was given."""
        fields = form.command_fields
        return {
            "reviewed_on": fields["reviewed_on"],
            "area": next(iter({**fields["scores"], **fields["elements"]})),
        }

    def values_typed(self, form: Any) -> dict[str, Any]:
        """The score and the elements of the area."""
        fields = form.command_fields
        (area,) = {*fields["scores"], *fields["elements"]}
        score = {"score": fields["scores"][area]} if area in fields["scores"] else {}
        return with_score({**score, **fields["elements"].get(area, {})})


def _of_area(data: dict[str, Any], area: str | None) -> dict[str, Any]:
    """What was sent, with an area's values by the names of its fields in the form; without an area without them."""
    of_area = {form_name(area, name): data[name] for name in AREA_VALUES if area and name in data}
    return {name: value for name, value in data.items() if name not in {"area", *AREA_VALUES}} | of_area


@described(
    "visit", "Advisory visits", "visits", VisitSerializer,
    "`id` may be chosen by you. A `number` above 1 says that it is one more visit of its day. What the visit found is"
    " recorded at `visit-findings/`.",
)  # fmt: skip
class VisitViewSet(EvidenceViewSet):
    """Advisory visits, newest first. Notes are the programme's own and empty for everybody else."""

    kind, form = VISITS, NumberedVisitForm
    serializer_class = VisitSerializer
    lookup_field, lookup_url_kwarg, lookup_value_converter = "uid", "id", "uuid"
    filter_backends: Sequence[Any] = (DjangoFilterBackend, OrderingFilter)
    ordering_fields: Sequence[str] = ("visited_on",)
    ordering: Sequence[str] = ("-visited_on", "id")

    def get_object(self) -> Any:
        """By the id that stays."""
        return super(EvidenceViewSet, self).get_object()

    def still_read(self, row_id: object) -> bool:
        """By the id that stays."""
        return self.get_queryset().filter(uid=row_id).exists()

    def identity(self, found: Any) -> dict[str, Any]:
        """Its id."""
        return {"uid": found.uid}

    def typed(self, factory: Factory, data: dict[str, Any]) -> Any:
        """With an id."""
        return super().typed(factory, {"uid": self.new_id(), **data})

    def record(self, factory: Factory, form: Any, caller: User) -> object:
        """The visit alone. A number that a visit of the day has already makes no further one."""
        given = form.cleaned_data
        of_number = {"visited_on": given["visited_on"], "number": given["number"], "factory_id": factory.pk}
        return record_whole_visit(
            factory.pk, uid=given["uid"], fields=form.command_fields, findings=(), steps=(),
            dates_reason=given.get("dates_reason", ""),
            is_another=given["number"] > 1 and not self.get_queryset().filter(**of_number).exists(),
            actor=caller, now=timezone.now(),
        )  # fmt: skip


@described(
    "visit finding", "What advisory visits found", "visits", VisitFindingSerializer,
    "It is put into the factory's improvement plan, too.",
)  # fmt: skip
class VisitFindingViewSet(EvidenceViewSet):
    """Findings of advisory visits. Those of assessments are at `findings/`."""

    kind, form = VISIT_FINDINGS, DatedFindingForm
    serializer_class = VisitFindingSerializer

    def typed(self, factory: Factory, data: dict[str, Any]) -> Any:
        """On a question of the country."""
        today = today_in(factory.country_id, timezone.now())
        return DatedFindingForm(as_typed(data), today=today, questions=self.words(factory).values())

    def record(self, factory: Factory, form: Any, caller: User) -> object:
        """During the visit of that day and number."""
        fields = {"visited_on": form.cleaned_data["visited_on"], "number": form.cleaned_data["number"]}
        seen = FoundOnVisit(factory_id=factory.pk, **{**form.command_fields, **fields})
        return record_visit_finding(seen, actor=caller, now=timezone.now())
