"""Assessments entered by programs: opened, answered, handed in; reviewed, finalised, corrected."""

from __future__ import annotations

import json
from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID, uuid4

from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from assessments import commands, policies
from assessments.api import AssessmentViewSet
from assessments.commands.answering import InvalidAnswer
from assessments.forms.answer_changes import MOST_ACTS, read_batch
from assessments.forms.assessing import (
    CorrectedQuestionForm,
    CorrectionForm,
    FixedForm,
    OpenForm,
    ReturnAssessmentForm,
)
from assessments.queries.detail import current_team_of
from assessments.queries.findings import finding_on_question
from assessments.queries.sheets import given_answers
from assessments.queries.visibility import hold_assessment
from assessments.serializers import WholeAssessmentSerializer
from countries.queries.local_time import today_in
from entry_api.api.entering import Entering, check_form
from entry_api.serializers import KnownFieldsSerializer, NothingMoreSerializer, as_typed, form_serializer
from journal.commands import Unchanged, value_of
from questionnaires.queries.questionnaires import question_words
from scheduling.forms import AbandonForm, ChangeDraftForm

if TYPE_CHECKING:
    from accounts.models import User
    from assessments.models import Assessment

TAGS = ["assessments"]
UNANSWERED = "-"
ATTRIBUTIONS = ["factory", "national_law"]
NewAssessmentSerializer = form_serializer(
    OpenForm, "NewAssessment", without=["team"],
    factory=serializers.CharField(max_length=40),
    team=serializers.ListField(
        child=serializers.EmailField(), required=False, max_length=20,
        help_text="e-mail addresses of the advisers who assess with you",
    ),
    dates_reason=serializers.CharField(required=False, allow_blank=True, max_length=500),
)  # fmt: skip
DraftChangeSerializer = form_serializer(
    ChangeDraftForm, "DraftChange", without=["team"],
    team=serializers.ListField(
        child=serializers.EmailField(), required=False, min_length=1, max_length=20,
        help_text="e-mail addresses of all who assess; the lead stays, or is the first",
    ),
    dates_reason=serializers.CharField(required=False, allow_blank=True, max_length=500),
)  # fmt: skip
DraftAbandonedSerializer = form_serializer(AbandonForm, "DraftAbandoned")
ReturnSerializer = form_serializer(ReturnAssessmentForm, "AssessmentReturn")
CorrectedAnswerSerializer = form_serializer(
    CorrectedQuestionForm, "CorrectedAnswer", without=["question", "answer", "attribution"],
    question=serializers.CharField(max_length=20),
    answer=serializers.ChoiceField(choices=["C", "N", "X"]),
    attribution=serializers.ChoiceField(choices=ATTRIBUTIONS, required=False),
)  # fmt: skip
FixedSerializer = form_serializer(
    FixedForm, "FindingFixed", question=serializers.CharField(max_length=20, help_text="of the finding")
)


class EnteredAnswerSerializer(KnownFieldsSerializer):
    """One answer. What is not sent stays; what belongs to a finding goes with it."""

    question = serializers.CharField(max_length=40)
    answer = serializers.ChoiceField(
        choices=["C", "N", "X", UNANSWERED], help_text="`-` takes an answer away"
    )
    details = serializers.CharField(
        required=False, allow_blank=True, max_length=10_000, trim_whitespace=False
    )
    attribution = serializers.ChoiceField(choices=ATTRIBUTIONS, required=False)
    workers = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=1_000_000)
    note = serializers.CharField(required=False, allow_blank=True, max_length=10_000, trim_whitespace=False)


class EnteredAnswersSerializer(KnownFieldsSerializer):
    """Answers of any questions, all stored or none."""

    answers = serializers.ListField(
        child=EnteredAnswerSerializer(), min_length=1, max_length=MOST_ACTS, help_text="each question once"
    )


class AssessmentCorrectionSerializer(KnownFieldsSerializer):
    """What a final assessment is to say, and why."""

    reason = serializers.CharField(max_length=2000)
    answers = serializers.ListField(child=CorrectedAnswerSerializer(), min_length=1, max_length=30)


def act(
    summary: str,
    description: str = "",
    request: Any = None,
    status: int = 200,
    answer: Any = WholeAssessmentSerializer,
) -> Callable[[Any], Any]:
    """The words and the route of something done to an assessment."""

    def described(method: Any) -> Any:
        routed: Any = action(detail=True, methods=["post"], serializer_class=answer)
        return extend_schema(
            summary=summary,
            description=description,
            tags=TAGS,
            request=request,
            responses={status: answer},
        )(routed(method))

    return described


class AssessmentEntryViewSet(Entering, AssessmentViewSet):
    """Assessments, newest first. Drafts exist for their team, reviewers and managers only."""

    match_required: ClassVar[frozenset[str]] = frozenset({"answers", "partial_update"})
    lookup_value_converter = "uuid"

    def shown(self, found: Any) -> Any:
        """With its answers."""
        return AssessmentViewSet.shown(self, found)

    def hold(self, found: Assessment) -> Assessment | None:
        """The assessment, locked."""
        hold_assessment(found.pk)
        return self.get_queryset().filter(pk=found.pk).first()

    @extend_schema(
        summary="Open an assessment",
        description="You lead its team. Sent again it is not opened twice: 200.",
        tags=TAGS,
        request=NewAssessmentSerializer,
        responses={201: WholeAssessmentSerializer, 200: WholeAssessmentSerializer},
    )
    def create(self, request: Request) -> Response:  # noqa: ARG002  # DRF's signature
        """Begin a draft."""
        caller = self.caller(policies.advises)
        factory = self.factory_of(caller)
        data = self.valid(NewAssessmentSerializer)
        sent = as_typed(
            {name: value for name, value in data.items() if value is not False and name != "team"}
        )
        now = timezone.now()
        form = OpenForm(
            sent, today=today_in(factory.country_id, now), country=factory.country_id, user=caller
        )
        team = _team(form, data.get("team", []))
        check_form(form)
        cleaned = form.cleaned_data | {"team": team}
        done = commands.open_assessment(factory.pk, **cleaned, actor=caller, now=now)
        found = self.get_queryset().get(pk=value_of(done).pk)
        return self.answered(found, HTTPStatus.OK if isinstance(done, Unchanged) else HTTPStatus.CREATED)

    @extend_schema(
        summary="Change a draft",
        description=(
            "Day, kind and team, while it is a draft; what is not sent stays. Needs `If-Match` with the `ETag` that "
            "you read. 204 where you read it no longer, since you left its team."
        ),
        tags=TAGS,
        request=DraftChangeSerializer,
        responses={200: WholeAssessmentSerializer, 204: None},
    )
    def partial_update(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002  # found by get_object
        """For its team and managers."""
        caller = self.caller(_changes_drafts)
        found = self.get_object()
        data = self.valid(DraftChangeSerializer, partial=True)
        country, now = found.factory.country_id, timezone.now()
        about: dict[str, Any] = {"today": today_in(country, now), "country": country, "user": caller}
        team = current_team_of(found.pk)
        if "team" in data:
            team = [user.pk for user in _team(ChangeDraftForm(**about), data.pop("team"))]
        stands = {name: getattr(found, name) for name in ("assessed_on", "kind", "announced")}
        sent = as_typed({name: value for name, value in (stands | data).items() if value is not False})
        form = ChangeDraftForm({**sent, "team": team}, **about)
        check_form(form)
        with self.guarded(found):
            commands.change_draft(found.pk, **form.cleaned_data | {"team": team}, actor=caller, now=now)
        after = self.get_queryset().filter(pk=found.pk).first()
        return Response(status=HTTPStatus.NO_CONTENT) if after is None else self.answered(after)

    @act(
        "Abandon a draft",
        "It is kept, is never evidence, and its day is free again.",
        DraftAbandonedSerializer,
    )
    def abandon(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002
        """For its team and managers."""
        self.caller(_changes_drafts)
        self.get_object()
        form = AbandonForm(as_typed(self.valid(DraftAbandonedSerializer)))
        check_form(form)
        return self._done(commands.abandon_draft, reason=form.cleaned_data["reason"])

    @act(
        "Answer questions of an assessment",
        "Needs `If-Match` with the `ETag` that you read: nothing is overwritten that you have not seen. All or none.",
        EnteredAnswersSerializer,
    )
    def answers(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002  # found by get_object
        """Answers, in bulk."""
        caller = self.caller(policies.advises)
        found = self.get_object()
        data = self.valid(EnteredAnswersSerializer)
        batch = read_batch(_batch(found, data["answers"]))
        if batch.refused:
            raise ValidationError({"answers": [refusal.message for refusal in batch.refused]})
        with self.guarded(found):
            try:
                commands.answer_questions(
                    found.pk, acts=batch.acts, device="api", actor=caller, now=timezone.now()
                )
            except InvalidAnswer as refusal:
                raise ValidationError({"answers": [str(refusal)]}) from refusal
        return self._now(found)

    @act(
        "Hand an assessment in for review",
        "Refused (409) while questions are open: `errors.questions` names them.",
    )
    def submit(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002
        """For its team."""
        return self._done(commands.submit_assessment)

    @act("Accept an assessment", "The factory's comment window opens.")
    def accept(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002
        """For reviewers."""
        return self._done(commands.accept_assessment)

    @act("Finalise an assessment", "It counts as evidence from now on.")
    def finalise(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002
        """For reviewers."""
        return self._done(commands.finalise_assessment)

    @act("Return an assessment to its team", request=ReturnSerializer)
    def give_back(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002
        """For reviewers."""
        self.caller(policies.reviews)
        self.get_object()
        form = ReturnAssessmentForm(as_typed(self.valid(ReturnSerializer)))
        check_form(form)
        return self._done(commands.return_assessment, reason=form.cleaned_data["reason"])

    @act("Say that a finding was seen as put right", request=FixedSerializer)
    def fixed(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002
        """For advisers and reviewers."""
        caller = self.caller(policies.verifies)
        found = self.get_object()
        data = self.valid(FixedSerializer)
        finding_id = finding_on_question(found.pk, data["question"])
        if finding_id is None:
            raise Http404
        now = timezone.now()
        form = FixedForm(as_typed(data), today=today_in(found.factory.country_id, now))
        check_form(form)
        with self.guarded(found):
            commands.verify_finding_fixed(
                finding_id, fixed_on=form.cleaned_data["fixed_on"], actor=caller, now=now
            )
        return self._now(found)

    @act(
        "Propose the correction of a final assessment",
        "A second person decides on its page; until then it stays as it is.",
        AssessmentCorrectionSerializer,
        202,
    )
    def corrections(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002
        """For reviewers."""
        caller = self.caller(policies.reviews)
        found = self.get_object()
        data = self.valid(AssessmentCorrectionSerializer)
        form = CorrectionForm(as_typed({"reason": data["reason"]}))
        check_form(form)
        questions = question_words(found.layout_id, language=get_language() or "en").values()
        rows = [CorrectedQuestionForm(as_typed(row), questions=questions) for row in data["answers"]]
        for row in rows:
            check_form(row)
        codes = [row.cleaned_data["question"] for row in rows]
        if len(set(codes)) < len(codes):
            raise ValidationError({"answers": [_("Each question can stand here once.")]})
        with self.guarded(found):
            commands.propose_correction(
                found.pk, corrections={row.cleaned_data["question"]: row.correction for row in rows},
                reason=form.cleaned_data["reason"], actor=caller, now=timezone.now(),
            )  # fmt: skip
        return self._now(found, HTTPStatus.ACCEPTED)

    def _done(self, carry_out: Callable[..., object], **more: Any) -> Response:
        """Do something that the state allows, and give the assessment as it is then."""
        caller = self.caller(lambda user: user.is_staff)
        found = self.get_object()
        if not more:
            self.valid(NothingMoreSerializer)
        with self.guarded(found):
            carry_out(found.pk, **more, actor=caller, now=timezone.now())
        return self._now(found)

    def _now(self, found: Assessment, status: HTTPStatus = HTTPStatus.OK) -> Response:
        return self.answered(self.get_queryset().get(pk=found.pk), status)


def _changes_drafts(user: User) -> bool:
    return policies.advises(user) or policies.manages(user)


def _team(form: OpenForm, addresses: list[str]) -> list[User]:
    """Advisers of the country by their e-mail addresses.

    Raises:
        ValidationError: one is nobody's.
    """
    field: Any = form.fields["team"]
    people = {user.email.casefold(): user for user in field.queryset.filter(email__in=addresses)}
    missing = [address for address in addresses if address.casefold() not in people]
    if missing:
        message = _("No adviser of the country has this address: %(addresses)s.")
        raise ValidationError({"team": [message % {"addresses": ", ".join(missing)}]})
    return list(people.values())


def _batch(found: Assessment, answers: list[dict[str, Any]]) -> bytes:
    """The changes as a device sends them: what stands is what was seen, since `If-Match` says so.

    Raises:
        ValidationError: a question comes twice.
    """
    codes = [answer["question"] for answer in answers]
    if len(set(codes)) < len(codes):
        raise ValidationError({"answers": [_("Each question can stand here once.")]})
    current = {answer.question: answer for answer in given_answers(found, with_notes=True)}
    at = timezone.now().isoformat()
    acts = []
    for answer in answers:
        seen = current.get(answer["question"])
        words = {"details", "workers", "attribution", "note"} & answer.keys()
        acts.append(
            {
                "act": str(uuid4()),
                "question": answer["question"],
                "old": UNANSWERED if seen is None else seen.answer,
                "new": answer["answer"],
                "at": at,
                "seen": {}
                if seen is None
                else {
                    "details": seen.details,
                    "workers": seen.workers,
                    "attribution": seen.attribution,
                    "note": seen.note,
                },
                **{name: answer[name] for name in words},
            }
        )
    return json.dumps({"device": "api", "acts": acts}).encode()
