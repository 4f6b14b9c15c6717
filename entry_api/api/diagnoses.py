"""A factory's own look at itself, begun, answered, completed, shared and deleted by programs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from advisory.commands import record_field_entry
from advisory.commands.field_entries import SubmittedEntry
from advisory.forms.field_entries import EntryContext, Sent
from countries.queries.local_time import today_in
from entry_api.api.entering import Entering, check_form, not_offered
from entry_api.filters import EvidenceFilter
from entry_api.serializers import LONGEST_CODE, KnownFieldsSerializer, NothingMoreSerializer, as_typed
from journal.commands import Unchanged, value_of
from self_diagnosis.commands.diagnoses import (
    begin_diagnosis,
    complete_diagnosis,
    delete_diagnosis,
    reopen_diagnosis,
    share_diagnosis,
    stop_sharing_diagnosis,
)
from self_diagnosis.commands.gaps import add_gaps_to_plan
from self_diagnosis.domain.answers import ENTRY_KIND, LONGEST_NOTE
from self_diagnosis.forms import ANSWER, CHOICE, NOTE, PlanGapsForm, fields_of, read_answers, ref_of
from self_diagnosis.policies import diagnoses, plans_gaps, takes_part
from self_diagnosis.queries.content import points_of, points_to_choose
from self_diagnosis.queries.diagnoses import ANSWERS, SIDES, diagnoses_visible_to, is_gone, with_counts

TAGS = ["self-diagnoses"]
MOST_ROWS = 300


class DifferingAnswerSerializer(serializers.Serializer[Any]):
    """What another device said without having seen what stands."""

    id = serializers.IntegerField()
    answer = serializers.CharField()
    note = serializers.CharField()
    side = serializers.CharField(help_text="management or workers")
    entered_at = serializers.DateTimeField()


class DiagnosedQuestionSerializer(serializers.Serializer[Any]):
    """A question with what the factory says of itself."""

    question = serializers.CharField(source="words.code")
    point = serializers.CharField(source="words.point")
    text = serializers.CharField(source="words.text")
    answer = serializers.CharField(help_text="compliant, gap, not_applicable, not_sure, or empty")
    note = serializers.CharField()
    plan_item = serializers.IntegerField(allow_null=True, help_text="made of the gap")
    differing = DifferingAnswerSerializer(many=True)


class DiagnosisSerializer(serializers.Serializer[Any]):
    """One round through chosen points of the questionnaire."""

    id = serializers.UUIDField()
    factory = serializers.CharField(source="factory.code")
    begun_on = serializers.DateField()
    taking_part = serializers.CharField(help_text="committee, management or workers")
    points = serializers.ListField(child=serializers.CharField(), help_text="codes of compliance points")
    answered = serializers.IntegerField()
    gaps = serializers.IntegerField()
    completed_at = serializers.DateTimeField(allow_null=True)
    shared_at = serializers.DateTimeField(allow_null=True, help_text="its advisers read it since")


class WholeDiagnosisSerializer(DiagnosisSerializer):
    """A diagnosis with its questions."""

    questions = DiagnosedQuestionSerializer(many=True)


class NewDiagnosisSerializer(KnownFieldsSerializer):
    """Who goes through which points."""

    id = serializers.UUIDField(required=False, help_text="chosen by you, so that sent twice it is begun once")
    factory = serializers.CharField(max_length=LONGEST_CODE)
    taking_part = serializers.ChoiceField(choices=SIDES, help_text="the committee, or your own side")
    points = serializers.ListField(
        child=serializers.CharField(max_length=20),
        required=False,
        max_length=MOST_ROWS,
        help_text="all without any",
    )


class OwnAnswerSerializer(KnownFieldsSerializer):
    """An answer. What is not sent stays."""

    question = serializers.CharField(max_length=20)
    answer = serializers.ChoiceField(choices=ANSWERS, required=False, allow_blank=True)
    note = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST_NOTE)
    settle = serializers.ChoiceField(
        choices=["keep", "both", "take"], required=False,
        help_text="of differing answers: keep what stands, keep both notes, or take the first of `differing`",
    )  # fmt: skip
    differing = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**31 - 1), required=False, max_length=20,
        help_text="their ids",
    )  # fmt: skip


class PointAnswersSerializer(KnownFieldsSerializer):
    """Answers of one point, all recorded or none."""

    point = serializers.CharField(max_length=20)
    answers = serializers.ListField(child=OwnAnswerSerializer(), min_length=1, max_length=MOST_ROWS)


class PlannedGapsSerializer(KnownFieldsSerializer):
    """Which gaps become items of the plan, and by when they are to be closed."""

    questions = serializers.ListField(
        child=serializers.CharField(max_length=20), min_length=1, max_length=MOST_ROWS
    )
    due_on = serializers.DateField(required=False, allow_null=True)


class GoneSerializer(serializers.Serializer[Any]):
    """What there is no more."""

    id = serializers.UUIDField()


def _act(
    summary: str, description: str = "", request: Any = NothingMoreSerializer, **more: Any
) -> Callable[[Any], Any]:
    """The words and the route of something done to a diagnosis."""
    answer = more.pop("answer", WholeDiagnosisSerializer)

    def described(method: Any) -> Any:
        routed: Any = action(detail=True, methods=["post"], serializer_class=answer, **more)
        words: Any = extend_schema(
            summary=summary, description=description, tags=TAGS, request=request, responses=answer
        )
        return words(routed(method))

    return described


@extend_schema_view(
    list=extend_schema(
        summary="Self-diagnoses of factories", tags=TAGS, responses=DiagnosisSerializer(many=True)
    ),
    retrieve=extend_schema(summary="One self-diagnosis with its answers", tags=TAGS),
)
class SelfDiagnosisViewSet(
    Entering, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Any]
):
    """For a factory's own people all of theirs; for its advisers those that it shares."""

    serializer_class = WholeDiagnosisSerializer
    match_required: ClassVar[frozenset[str]] = frozenset({"answers"})
    lookup_value_converter = "uuid"
    filter_backends: Sequence[Any] = (DjangoFilterBackend,)
    filterset_class = EvidenceFilter

    def get_serializer_class(self) -> Any:
        """A list without the questions."""
        return DiagnosisSerializer if self.action == "list" else super().get_serializer_class()

    def get_queryset(self) -> QuerySet[Any]:
        """From the user."""
        rows = diagnoses_visible_to(self.request.user)  # type: ignore[arg-type]  # nobody's role is none
        return with_counts(rows.select_related("factory", "layout")).order_by("pk")

    def still_read(self, row_id: object) -> bool:
        """Whoever deleted one may be told so again."""
        return super().still_read(row_id) or (self.action == "remove" and is_gone(UUID(str(row_id))))

    def retrieve(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002  # found by get_object
        """With what stands."""
        return Response(self.shown(self.get_object()))

    def shown(self, found: Any) -> Any:
        """With its questions, in the caller's language."""
        found.questions = [question for point in self._points(found) for question in point.questions]
        return WholeDiagnosisSerializer(found).data

    def hold(self, found: Any) -> Any:
        """The diagnosis, locked."""
        rows = diagnoses_visible_to(self.request.user)  # type: ignore[arg-type]
        list(rows.select_for_update(of=("self",)).filter(pk=found.pk))
        return self.get_queryset().filter(pk=found.pk).first()

    @extend_schema(
        summary="Begin a self-diagnosis",
        description="With an `id` that was used before nothing is begun: 200.",
        tags=TAGS,
        request=NewDiagnosisSerializer,
        responses={201: WholeDiagnosisSerializer, 200: WholeDiagnosisSerializer},
    )
    def create(self, request: Request) -> Response:  # noqa: ARG002  # DRF's signature
        """For a factory's people."""
        caller = self.caller(diagnoses)
        factory = self.factory_of(caller)
        data = self.valid(NewDiagnosisSerializer)
        offered = points_to_choose(factory.country_id, today_in(factory.country_id, timezone.now()))
        if offered and (unknown := set(data.get("points", ())) - offered):
            raise ValidationError({"points": [not_offered(unknown)]})
        done = begin_diagnosis(
            data.get("id") or self.new_id(), factory.pk, points=data.get("points", []), taking_part=data["taking_part"],
            actor=caller, now=timezone.now(),
        )  # fmt: skip
        found = self.get_queryset().get(pk=value_of(done))
        return self.answered(found, HTTPStatus.OK if isinstance(done, Unchanged) else HTTPStatus.CREATED)

    @_act(
        "Answer questions of a self-diagnosis",
        "Of one point. Needs `If-Match` with the `ETag` that you read: nothing is overwritten that you have not seen.",
        PointAnswersSerializer,
    )
    def answers(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002
        """For those who take part."""
        caller, found = self._taking_part()
        data, now = self.valid(PointAnswersSerializer), timezone.now()
        codes = [row["question"] for row in data["answers"]]
        point = next((shown for shown in self._points(found) if shown.code == data["point"]), None)
        if point is None or not set(codes) <= {item.words.code for item in point.questions}:
            raise ValidationError({"answers": [_("This self-diagnosis does not ask these questions.")]})
        if len(set(codes)) < len(codes):
            raise ValidationError({"answers": [_("Each question can stand here once.")]})
        names = [name + code for code in codes for name in (ANSWER, NOTE)]
        base = {name: value for name, value in fields_of(point).items() if name in names}
        fields = {"ref": ref_of(found, point.code), **base, **_fields(data["answers"])}
        entry_id, today = self.new_id(), today_in(found.factory.country_id, now)
        sent = Sent(
            entry_id, ENTRY_KIND, found.factory.code, fields, base, "api", now, now,
            is_awaited=True, files=MultiValueDict(),
        )  # fmt: skip
        read = read_answers(sent, EntryContext({}, today, verifies=False))
        if read.problems:
            raise ValidationError({"answers": [problem.message for problem in read.problems]})
        entry = SubmittedEntry(entry_id, ENTRY_KIND, found.factory_id, fields, base, "api", now, today)
        with self.guarded(found):
            record_field_entry(entry, data=read.data, actor=caller, now=now)
        return self.answered(self.get_object())

    @_act("Complete a self-diagnosis", "Differing answers are settled first.")
    def complete(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002
        """For those who take part."""
        return self._done(complete_diagnosis)

    @_act("Go on with a self-diagnosis that is completed")
    def reopen(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002
        """For those who take part."""
        return self._done(reopen_diagnosis)

    @_act("Share a self-diagnosis with the factory's advisers", "Once it is completed.")
    def share(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002
        """For those who take part."""
        return self._done(share_diagnosis)

    @_act("Stop sharing a self-diagnosis", url_path="stop-sharing")
    def stop_sharing(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002
        """For those who take part."""
        return self._done(stop_sharing_diagnosis)

    @_act(
        "Delete a self-diagnosis with its answers",
        "Items of the plan made of it stay.",
        answer=GoneSerializer,
    )
    def remove(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002
        """For those who take part."""
        caller, found = self._taking_part()
        self.valid(NothingMoreSerializer)
        with self.guarded(found):
            delete_diagnosis(found.pk, actor=caller, now=timezone.now())
        return Response(GoneSerializer({"id": found.pk}).data)

    @_act(
        "Put gaps of a self-diagnosis into the plan", "Those that have an item already are passed over.",
        PlannedGapsSerializer,
    )  # fmt: skip
    def plan(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002
        """For the factory's management."""
        caller, found = self.caller(plans_gaps), self.get_object()
        data = self.valid(PlannedGapsSerializer)
        gaps = [gap for point in self._points(found) for gap in point.gaps]
        typed: Any = {**as_typed({"due_on": data.get("due_on")}), "questions": data["questions"]}
        form = PlanGapsForm(typed, gaps=gaps)
        check_form(form)
        language = get_language() or "en"
        with self.guarded(found):
            add_gaps_to_plan(
                found.pk, **form.cleaned_data, language=language, actor=caller, now=timezone.now()
            )
        return self.answered(self.get_object())

    def _taking_part(self) -> tuple[User, Any]:
        caller = self.caller(diagnoses)
        found = self.get_object()
        if not takes_part(caller, found):
            raise NotFound
        return caller, found

    def _done(self, carry_out: Callable[..., object]) -> Response:
        caller, found = self._taking_part()
        self.valid(NothingMoreSerializer)
        with self.guarded(found):
            carry_out(found.pk, actor=caller, now=timezone.now())
        return self.answered(self.get_object())

    def _points(self, found: Any) -> Any:
        reader: Any = self.request.user
        return points_of(found, language=get_language() or "en", reader=reader)


def _fields(answers: list[dict[str, Any]]) -> dict[str, str]:
    """What was sent, by the names of the form's fields.

    Raises:
        ValidationError: how differing answers are settled, without the answers.
    """
    fields: dict[str, str] = {}
    for row in answers:
        code = row["question"]
        fields |= {name + code: row[key] for name, key in ((ANSWER, "answer"), (NOTE, "note")) if key in row}
        if "settle" in row or "differing" in row:
            if not (row.get("settle") and row.get("differing")):
                raise ValidationError({"answers": [_("Choose first between the answers that differ.")]})
            fields[CHOICE + code] = f"{row['settle']}:{','.join(map(str, row['differing']))}"
    return fields
