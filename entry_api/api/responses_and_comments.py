"""What a factory says to findings, and what reviewers and teams say about single questions, by programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.sign_in.tokens.entity_tags import entity_tag
from assessments.policies import speaks_for_a_factory
from assessments.queries.answering.comments import comments_of
from assessments.queries.findings import findings_in
from entry_api.api.assessments import AssessmentEntryViewSet, act
from entry_api.api.entering import check_form
from entry_api.serializers import NothingMoreSerializer, as_typed, form_serializer
from questionnaires.queries.questionnaires import question_words
from responses import commands, policies
from responses.forms.responding import ResponseForm, WorkerCommentForm
from responses.queries.responses import DraftAnswer, FactorySays, drafts_in, responses_beside
from reviews import commands as review_commands
from reviews import policies as review_policies
from reviews.forms import CommentForm, ReplyForm
from reviews.views.access import sides_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from accounts.models import User
    from assessments.models import Assessment

LONGEST_CODE = 40
RESPONSES, REVIEW = ["responses to findings"], ["review"]
QUESTION = serializers.CharField(max_length=LONGEST_CODE)
SentResponseSerializer = form_serializer(
    ResponseForm, "SentResponse", without=["photos"], question=QUESTION,
    send=serializers.BooleanField(required=False, help_text="whoever reads the assessment reads it from now on"),
)  # fmt: skip
SentWorkerCommentSerializer = form_serializer(WorkerCommentForm, "SentWorkerComment", question=QUESTION)
SentReviewCommentSerializer = form_serializer(CommentForm, "SentReviewComment", question=QUESTION)


class QuestionOnlySerializer(NothingMoreSerializer):
    """Of an assessment."""

    question = serializers.CharField(max_length=LONGEST_CODE)


class WorkersWordSerializer(serializers.Serializer[Any]):
    """What a worker representative says. No names."""

    text = serializers.CharField()
    written_at = serializers.DateTimeField()


class FindingResponsesSerializer(serializers.Serializer[Any]):
    """What is said to one finding."""

    question = serializers.CharField()
    response = serializers.CharField(help_text="sent by the management; empty with `agrees` alone")
    responded_on = serializers.DateField(allow_null=True)
    agrees = serializers.BooleanField()
    files = serializers.ListField(child=serializers.CharField(), help_text="names")
    comments = WorkersWordSerializer(many=True)
    draft = serializers.CharField(allow_null=True, help_text="not sent yet; for the management alone")
    draft_agrees = serializers.BooleanField(allow_null=True)


class AssessmentResponsesSerializer(serializers.Serializer[Any]):
    """What a factory's two sides say to the findings of an assessment."""

    id = serializers.UUIDField(help_text="of the assessment")
    responses = FindingResponsesSerializer(many=True)


class ReviewReplySerializer(serializers.Serializer[Any]):
    """A line below a comment."""

    text = serializers.CharField()
    by = serializers.CharField()
    at = serializers.DateTimeField()


class ReviewCommentSerializer(serializers.Serializer[Any]):
    """A reviewer's comment on a question."""

    question = serializers.CharField()
    text = serializers.CharField()
    by = serializers.CharField()
    at = serializers.DateTimeField()
    answered_at = serializers.DateTimeField(allow_null=True)
    resolved_at = serializers.DateTimeField(allow_null=True)
    replies = ReviewReplySerializer(many=True)


class AssessmentCommentsSerializer(serializers.Serializer[Any]):
    """Comments of a review, by question, the oldest first."""

    id = serializers.UUIDField(help_text="of the assessment")
    comments = ReviewCommentSerializer(many=True)


class AssessmentDialogueViewSet(AssessmentEntryViewSet):
    """Assessments, newest first. Drafts exist for their team, reviewers and managers only."""

    @extend_schema(
        summary="What a factory says to findings",
        description="For the factory's people and for staff. Drafts are the management's alone.",
        tags=RESPONSES,
        responses=AssessmentResponsesSerializer,
    )
    @action(detail=True, methods=["get"], serializer_class=AssessmentResponsesSerializer)
    def responses(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002  # found by get_object
        """Of both sides."""
        caller = self.caller(lambda user: user.is_staff or policies.has_a_say(user))
        return Response(_responses_in(self.get_object(), caller))

    @responses.mapping.post
    @extend_schema(
        summary="Respond to a finding",
        description=(
            "In the comment window: kept as a draft, or sent with `send`. Without words and `agrees` a draft goes."
        ),
        tags=RESPONSES,
        request=SentResponseSerializer,
        responses=AssessmentResponsesSerializer,
    )
    def respond(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002
        """For the factory's management."""
        caller = self.caller(speaks_for_a_factory)
        found = self.get_object()
        data = self.valid(SentResponseSerializer)
        form = ResponseForm(_boxes(data))
        check_form(form)
        given = {name: form.cleaned_data[name] for name in ("agrees", "text")}
        given |= {"question": data["question"], "send": data.get("send", False)}
        return self._after(commands.respond_to_finding, found, caller, _responses_in, **given)

    @act("Send all drafts of responses", answer=AssessmentResponsesSerializer)
    def send_responses(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002
        """For the factory's management."""
        return self._of_management(commands.send_responses)

    @act(
        "Agree with every finding that has no answer and no draft",
        answer=AssessmentResponsesSerializer,
    )
    def agree(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002
        """For the factory's management."""
        return self._of_management(commands.agree_to_all)

    @act(
        "Comment on a finding for the workers' side",
        "Sent again it takes the place of your own; an empty text takes it back.",
        SentWorkerCommentSerializer,
        answer=AssessmentResponsesSerializer,
    )
    def worker_comment(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002
        """For worker representatives."""
        caller = self.caller(policies.represents_workers)
        found = self.get_object()
        data = self.valid(SentWorkerCommentSerializer)
        form = WorkerCommentForm(as_typed(data))
        check_form(form)
        given = {"question": data["question"], "text": form.cleaned_data["text"]}
        return self._after(commands.comment_on_finding, found, caller, _responses_in, **given)

    @extend_schema(
        summary="Comments of a review",
        description="For its reviewer and its team, until it is final.",
        tags=REVIEW,
        responses=AssessmentCommentsSerializer,
    )
    @action(detail=True, methods=["get"], serializer_class=AssessmentCommentsSerializer)
    def comments(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002
        """With replies."""
        caller, found = self.caller(lambda user: user.is_staff), self.get_object()
        is_over = not (review_policies.is_reviewed(found) or found.state == found.State.DRAFT)
        if is_over or not (
            review_policies.may_review(caller, found) or review_policies.may_reply(caller, found)
        ):
            raise Http404
        return Response(_comments_of(found, caller))

    @comments.mapping.post
    @extend_schema(
        summary="Comment on a question, or answer a comment",
        description=(
            "A reviewer writes or changes the comment, and takes it back with an empty text; once it is answered what "
            "they write stands below it. The team answers."
        ),
        tags=REVIEW,
        request=SentReviewCommentSerializer,
        responses=AssessmentCommentsSerializer,
    )
    def comment(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002
        """For the reviewer and the team."""
        caller, found = self.caller(lambda user: user.is_staff), self.get_object()
        data = self.valid(SentReviewCommentSerializer)
        _is_reviewer, is_team = sides_of(caller, found, _opened(found, data["question"]))
        form = (ReplyForm if is_team else CommentForm)(as_typed(data))
        check_form(form)
        write: Callable[..., object] = (
            review_commands.reply_to_comment if is_team else review_commands.comment_on_question
        )
        given = {"question": data["question"], "text": form.cleaned_data["text"]}
        return self._after(write, found, caller, _comments_of, **given)

    @act(
        "Resolve the comment on a question",
        request=QuestionOnlySerializer,
        answer=AssessmentCommentsSerializer,
    )
    def resolve(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002
        """For the reviewer."""
        caller, found = self.caller(lambda user: user.is_staff), self.get_object()
        data = self.valid(QuestionOnlySerializer)
        is_reviewer, _is_team = sides_of(caller, found, _opened(found, data["question"]))
        if not is_reviewer:
            raise Http404
        return self._after(
            review_commands.resolve_comment, found, caller, _comments_of, question=data["question"]
        )

    def _of_management(self, carry_out: Callable[..., object]) -> Response:
        caller = self.caller(speaks_for_a_factory)
        found = self.get_object()
        self.valid(NothingMoreSerializer)
        return self._after(carry_out, found, caller, _responses_in)

    def _after(
        self,
        carry_out: Callable[..., object],
        found: Assessment,
        caller: User,
        answer: Callable[[Assessment, User], Any],
        **given: Any,
    ) -> Response:
        """The answer once a command has run, with the tag of the assessment, which `If-Match` takes here."""
        with self.guarded(found):
            carry_out(found.pk, **given, actor=caller, now=timezone.now())
        tag = entity_tag(self.shown(self.get_queryset().get(pk=found.pk)))
        return Response(answer(found, caller), headers={"ETag": tag})


def _boxes(data: dict[str, Any]) -> dict[str, str]:
    """Values as a form takes them: a box that is not ticked is not sent."""
    return as_typed({name: value for name, value in data.items() if value is not False})


def _responses_in(found: Assessment, caller: User) -> Any:
    """What is said to each finding, as the caller reads it. A constant number of statements."""
    beside = responses_beside(found.pk)
    drafts = drafts_in(found.pk) if speaks_for_a_factory(caller) else {}
    rows = []
    for finding in findings_in(found.pk, question_words(found.layout_id, language=get_language() or "en")):
        question = finding.question
        says, draft = beside.get(question, FactorySays()), drafts.get(question, DraftAnswer())
        rows.append(
            {
                "question": question,
                "response": finding.response,
                "responded_on": finding.responded_on,
                "agrees": says.agrees,
                "files": [name for _file, name in says.files],
                "comments": says.comments,
                "draft": draft.text if draft.is_draft else None,
                "draft_agrees": draft.agrees if draft.is_draft else None,
            }
        )
    return AssessmentResponsesSerializer({"id": found.pk, "responses": rows}).data


def _comments_of(found: Assessment, _caller: User) -> Any:
    """Every thread; whoever may read one reads all."""
    rows = [comment for thread in comments_of(found.pk).values() for comment in thread]
    return AssessmentCommentsSerializer({"id": found.pk, "comments": rows}).data


def _opened(found: Assessment, question: str) -> Any:
    thread = comments_of(found.pk).get(question, ())
    return next((row for row in thread if row.resolved_at is None), None)
