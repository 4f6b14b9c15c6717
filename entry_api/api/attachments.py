"""Photos and documents beside findings, items of plans and responses: sent, listed, given out, taken away."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import FileResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import get_language
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.settings import api_settings

from accounts.models import User
from accounts.sign_in.tokens.entity_tags import ChangedAtOnce
from accounts.sign_in.tokens.multipart import MULTIPART
from advisory.commands import add_plan_file
from advisory.policies import keeps_plans
from advisory.queries.improvement_plan import plan_files_visible_to
from advisory.queries.plan.item_page import current_item_of
from assessments import policies
from assessments.commands.attachments import add_evidence_file, remove_evidence_file
from assessments.policies import speaks_for_a_factory
from assessments.queries.attachments import files_visible_to
from assessments.queries.findings import findings_in
from assessments.queries.visibility import assessments_visible_to, hold_assessment
from assessments.views.attachments import sent
from countries.queries.local_time import LocalDays
from entry_api.api.entering import Entering
from entry_api.filters import BesideQuestionFilter, PlanFileFilter
from entry_api.serializers import LONGEST_CODE, KnownFieldsSerializer, NothingMoreSerializer
from factories.queries import visible_to
from factories.queries.by_id import hold_factory
from files.domain.attachments import DOCUMENT, PHOTO
from files.workbook.attachments import NotAcceptable, checked
from journal.commands import Unchanged, checked_first, value_of
from questionnaires.queries.questionnaires import question_words
from responses.commands import remove_response_file, respond_to_finding
from responses.queries.responses import DraftAnswer, drafts_in, response_files_visible_to

if TYPE_CHECKING:
    from files.domain.attachments import CheckedFile

PARSERS: Any = api_settings.DEFAULT_PARSER_CLASSES
TAGS = ["files"]
GIVEN = {(200, PHOTO): OpenApiTypes.BINARY, (200, DOCUMENT): OpenApiTypes.BINARY}
TAKEN = (
    "JPEG, PNG, WebP or PDF, at most 15 MB. The place and camera are taken out of photos. "
    "No faces or names of workers."
)


class PhotoRenderer(JSONRenderer):
    """`Accept: image/jpeg`. What is no file, a problem, is JSON."""

    media_type, format = PHOTO, "jpeg"


class DocumentRenderer(JSONRenderer):
    """`Accept: application/pdf`. What is no file, a problem, is JSON."""

    media_type, format = DOCUMENT, "pdf"


@extend_schema_field({"type": "string", "format": "binary"})
class UploadField(serializers.FileField):
    """A file of a form."""


class _FileSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    factory = serializers.CharField(source="assessment.factory.code")
    name = serializers.CharField()
    content_type = serializers.CharField(help_text=f"{PHOTO} or {DOCUMENT}, as it is kept")
    size = serializers.IntegerField(help_text="bytes")
    digest = serializers.CharField(help_text="SHA-256 of what was sent: the same file again is kept once")
    added_at = serializers.DateTimeField()


class EvidenceFileSerializer(_FileSerializer):
    """A photo or document beside a question of an assessment."""

    assessment = serializers.UUIDField(source="assessment_id")
    question = serializers.CharField()


class ResponseFileSerializer(EvidenceFileSerializer):
    """A photo or document beside a response to a finding."""

    sent_at = serializers.DateTimeField(allow_null=True, help_text="none while the management alone reads it")


class PlanFileSerializer(_FileSerializer):
    """A photo or document beside an item of an improvement plan."""

    factory = serializers.CharField(source="factory.code")
    ref = serializers.CharField(help_text="of the item")


class BesideQuestionSerializer(KnownFieldsSerializer):
    """A file, and what it lies beside."""

    assessment = serializers.UUIDField()
    question = serializers.CharField(max_length=LONGEST_CODE)
    file = UploadField(max_length=200, allow_empty_file=True, help_text=TAKEN)


class NewPlanFileSerializer(KnownFieldsSerializer):
    """A file, and what it lies beside."""

    factory = serializers.CharField(max_length=LONGEST_CODE)
    ref = serializers.CharField(max_length=LONGEST_CODE, help_text="of an item of the plan")
    file = UploadField(max_length=200, allow_empty_file=True, help_text=TAKEN)


class _FileViewSet(Entering, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Any]):
    lookup_value_converter = "uuid"
    parser_classes = (MultiPartParser, *PARSERS)
    filter_backends = (DjangoFilterBackend,)
    filterset_class: Any = BesideQuestionFilter

    @action(
        detail=True, methods=["get"], renderer_classes=[JSONRenderer, PhotoRenderer, DocumentRenderer],
        serializer_class=None,
    )  # fmt: skip
    def content(self, request: Request, pk: UUID) -> HttpResponseBase:  # noqa: ARG002  # found by get_object
        """The file itself, always to be saved and never to be run."""
        found = self.get_object()
        file = FileResponse(found.content.open("rb"), as_attachment=True, filename=found.name)
        return sent(file, found.content_type)

    def file_made(self, done: object) -> Response:
        """What a command made of a file."""
        status = HTTPStatus.OK if isinstance(done, Unchanged) else HTTPStatus.CREATED
        return self.answered(self.get_queryset().get(pk=value_of(done).pk), status)

    def found_assessment(self, assessment_id: UUID) -> Any:
        """An assessment that exists for the caller.

        Raises:
            NotFound.
        """
        rows = assessments_visible_to(self.request.user, LocalDays(timezone.now()))
        found = rows.filter(pk=assessment_id).first()
        if found is None:
            raise NotFound
        return found


class _BesideQuestionViewSet(_FileViewSet):
    rows: Callable[..., QuerySet[Any]]
    """Of a user, as of days; those that were `removed`, if so asked."""

    def get_queryset(self) -> QuerySet[Any]:
        """From the user."""
        return self._rows().select_related("assessment__factory").order_by("pk")

    def _rows(self, *, removed: bool = False) -> QuerySet[Any]:
        return type(self).rows(self.request.user, LocalDays(timezone.now()), removed=removed)

    def hold(self, found: Any) -> Any:
        """The file as it stands; its assessment is locked."""
        hold_assessment(found.assessment_id)
        return self.get_queryset().filter(pk=found.pk).first()

    def still_read(self, row_id: object) -> bool:
        """Whoever took a file away may be told so again, while the assessment exists for them."""
        return super().still_read(row_id) or (
            self.action == "remove" and self._rows(removed=True).filter(pk=row_id).exists()
        )


def upload(data: dict[str, Any]) -> tuple[str, CheckedFile]:
    """The name and the file that came.

    Raises:
        ValidationError: it is none of those taken.
    """
    file = data["file"]
    try:
        return file.name, checked(file)
    except NotAcceptable as refusal:
        raise ValidationError({"file": [str(refusal)]}) from refusal


def described(thing: str, many: str, serializer: Any, new: Any, note: str) -> Any:
    """The words of a kind of file in the description."""
    return extend_schema_view(
        list=extend_schema(summary=many, tags=TAGS),
        retrieve=extend_schema(summary=f"One {thing}", tags=TAGS),
        content=extend_schema(summary=f"The bytes of a {thing}", tags=TAGS, responses=GIVEN),
        create=extend_schema(
            summary=f"Send a {thing}",
            description=f"{note} The same file again is kept once: 200.",
            tags=TAGS,
            request={MULTIPART: new},
            responses={201: serializer, 200: serializer},
        ),
    )


@described(
    "file beside a finding", "Files beside findings", EvidenceFileSerializer, BesideQuestionSerializer,
    "For the team of a draft.",
)  # fmt: skip
class EvidenceFileViewSet(_BesideQuestionViewSet):
    """Of the assessments that exist for the caller."""

    serializer_class = EvidenceFileSerializer
    rows = staticmethod(files_visible_to)

    def create(self, request: Request) -> Response:  # noqa: ARG002  # DRF's signature
        """For the team."""
        caller = self.caller(policies.advises)
        data = self.valid(BesideQuestionSerializer)
        found = self.found_assessment(data["assessment"])
        if not policies.is_on_team(caller, found.pk):
            raise NotFound
        name, file = upload(data)
        about = {"question": data["question"], "name": name, "file": file}
        return self.file_made(add_evidence_file(found.pk, **about, actor=caller, now=timezone.now()))

    @extend_schema(
        summary="Take a file out of a draft", tags=TAGS, request=NothingMoreSerializer,
        responses=EvidenceFileSerializer,
    )  # fmt: skip
    @action(detail=True, methods=["post"])
    def remove(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002
        """For the team. The answer is the file as it was."""
        caller = self.caller(policies.advises)
        found = self.get_object()
        self.valid(NothingMoreSerializer)
        if not policies.is_on_team(caller, found.assessment_id):
            raise NotFound
        with self.guarded(found):
            remove_evidence_file(found.pk, actor=caller, now=timezone.now())
        return self.answered(found)


@described(
    "file beside a response", "Files beside responses", ResponseFileSerializer, BesideQuestionSerializer,
    "For the factory's management, in the comment window; the response is a draft with it until it is sent.",
)  # fmt: skip
class ResponseFileViewSet(_BesideQuestionViewSet):
    """Of the assessments that exist for the caller; those not sent yet for the factory's management alone."""

    serializer_class = ResponseFileSerializer
    rows = staticmethod(response_files_visible_to)

    def create(self, request: Request) -> Response:  # noqa: ARG002  # DRF's signature
        """For the management: what it says beside the file stays as it is."""
        caller = self.caller(speaks_for_a_factory)
        data = self.valid(BesideQuestionSerializer)
        found, question = self.found_assessment(data["assessment"]), data["question"]
        name, file = upload(data)
        draft = drafts_in(found.pk).get(question, DraftAnswer())

        def check() -> None:
            hold_assessment(found.pk)
            if drafts_in(found.pk).get(question, DraftAnswer()) != draft:
                raise ChangedAtOnce

        with checked_first(check):
            done = respond_to_finding(
                found.pk, question=question, agrees=draft.agrees, text=draft.text or _earlier_response(found, question),
                files=[(name, file)], actor=caller, now=timezone.now(),
            )  # fmt: skip
        for _name, refusal in value_of(done).refused:
            raise refusal
        rows = self.get_queryset().filter(assessment=found.pk, question=question, digest=file.digest)
        is_new = bool(value_of(done).files)
        return self.answered(rows.get(), HTTPStatus.CREATED if is_new else HTTPStatus.OK)

    @extend_schema(
        summary="Take away a file that was not sent yet", tags=TAGS, request=NothingMoreSerializer,
        responses=ResponseFileSerializer,
    )  # fmt: skip
    @action(detail=True, methods=["post"])
    def remove(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002
        """For the management. The answer is the file as it was."""
        caller = self.caller(speaks_for_a_factory)
        found = self.get_object()
        self.valid(NothingMoreSerializer)
        with self.guarded(found):
            remove_response_file(found.pk, actor=caller, now=timezone.now())
        return self.answered(found)


@described(
    "file beside a plan item", "Files beside plan items", PlanFileSerializer, NewPlanFileSerializer,
    "For the factory's management and its advisers. It stays.",
)  # fmt: skip
class PlanFileViewSet(_FileViewSet):
    """Of the plans of factories that the caller works with from inside."""

    serializer_class = PlanFileSerializer
    filterset_class = PlanFileFilter

    def get_queryset(self) -> QuerySet[Any]:
        """From the user."""
        user: Any = self.request.user
        return plan_files_visible_to(user).select_related("factory").order_by("pk")

    def hold(self, found: Any) -> Any:
        """The file as it stands."""
        hold_factory(found.factory_id)
        return self.get_queryset().filter(pk=found.pk).first()

    def create(self, request: Request) -> Response:  # noqa: ARG002  # DRF's signature
        """For whoever keeps the plan."""
        caller: User = self.caller(keeps_plans)
        data = self.valid(NewPlanFileSerializer)
        factory = visible_to(caller).filter(code=data["factory"]).first()
        if factory is None or current_item_of(factory.pk, data["ref"]) is None:
            raise NotFound
        name, file = upload(data)
        done = add_plan_file(
            factory.pk, ref=data["ref"], name=name, file=file, actor=caller, now=timezone.now()
        )
        return self.file_made(done)


def _earlier_response(found: Any, question: str) -> str:
    """What the factory said to a finding before it drafted anything here."""
    words = question_words(found.layout_id, language=get_language() or "en")
    responses = (finding.response for finding in findings_in(found.pk, words) if finding.question == question)
    return next(responses, "")
