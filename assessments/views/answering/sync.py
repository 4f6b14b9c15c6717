"""Taking in what devices send: each change is answered for, so that a device knows what it need not keep any longer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, cast
from uuid import UUID

from django.http import Http404, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.requests import SignedIn, only_for
from assessments import commands, policies
from assessments.commands import AnswerChange, Answered
from assessments.commands.answering import ChangeOutcome, InvalidAnswer
from assessments.commands.locking import NoSuchAssessment, WrongAssessmentState
from assessments.forms.answer_changes import Batch, Refusal, UnreadableChanges, read_batch
from assessments.policies import NotAllowed
from assessments.queries.answering.conflicts import clashes_in
from assessments.queries.answering.workspace import version_of
from assessments.views.answering.workspace import is_same_user, wrong_user
from journal.commands import value_of


@dataclass(slots=True)
class _Taken:
    """What became of a batch."""

    sheet: str = ""
    version: int = 0
    outcomes: dict[UUID, ChangeOutcome] = field(default_factory=dict)
    refused: list[Refusal] = field(default_factory=list)

    def add(self, done: Answered) -> None:
        """Count a batch, or a part of one, that was stored."""
        self.sheet = done.sheet
        self.version = done.version or self.version
        self.outcomes |= done.outcomes


@only_for(policies.advises)
@require_POST
def take_changes(request: SignedIn, assessment_id: UUID) -> JsonResponse:
    """Store a batch of changes; answered for each, field by field: stored, in conflict (with whom), or refused and why.

    The command looks whether the assessment exists for whoever asks: it is locked and read once.
    """

    def render(batch: Batch, taken: _Taken) -> dict[str, Any]:
        return {
            "results": _results(batch, taken),
            "sheet": taken.sheet,
            "version": taken.version or version_of(assessment_id),
            **_conflicts(assessment_id, taken),
        }

    return _answered_for(request, assessment_id, commands.answer_questions, render)


@only_for(policies.advises)
@require_POST
def hand_over(request: SignedIn, assessment_id: UUID) -> JsonResponse:
    """Take changes of a person who may not answer here any more as proposals to the team.

    The answer says what was taken and nothing of how the assessment stands: its sender may not see it any more.
    """

    def render(batch: Batch, taken: _Taken) -> dict[str, Any]:
        outcomes = {result["act"]: result for result in _results(batch, taken)}
        return {
            "results": [
                result if result["outcome"] == "refused" else {"act": result["act"], "outcome": "handed_over"}
                for result in outcomes.values()
            ]
        }

    return _answered_for(request, assessment_id, commands.hand_over_answers, render)


def _answered_for(
    request: SignedIn,
    assessment_id: UUID,
    store: Callable[..., Any],
    render: Callable[[Batch, _Taken], dict[str, Any]],
) -> JsonResponse:
    if not is_same_user(request):
        return wrong_user()
    try:
        batch = read_batch(request.body)

        def stored(changes: Sequence[AnswerChange]) -> Answered:
            done = store(
                assessment_id, acts=changes, device=batch.device, actor=request.user, now=timezone.now()
            )
            return cast("Answered", value_of(done))

        return _rendered(render(batch, _take(batch, stored)))
    except UnreadableChanges as unreadable:
        return _rendered({"code": "unreadable", "said": str(unreadable)}, HTTPStatus.BAD_REQUEST)
    except (NoSuchAssessment, NotAllowed):
        raise Http404 from None
    except WrongAssessmentState as closed:
        return _rendered({"code": "closed", "said": str(closed)}, HTTPStatus.CONFLICT)


def _take(batch: Batch, stored: Callable[[Sequence[AnswerChange]], Answered]) -> _Taken:
    """All at once; when one of them does not fit the questionnaire, one by one, so that the others are kept."""
    taken = _Taken(refused=list(batch.refused))
    try:
        taken.add(stored(batch.acts))
    except InvalidAnswer:
        for change in batch.acts:
            try:
                taken.add(stored([change]))
            except InvalidAnswer as refusal:
                taken.refused.append(Refusal(str(change.act), str(refusal)))
    return taken


def _results(batch: Batch, taken: _Taken) -> list[dict[str, Any]]:
    results: list[dict[str, Any]] = [
        {"act": refusal.act, "outcome": "refused", "said": refusal.message} for refusal in taken.refused
    ]
    for change in batch.acts:
        outcome = taken.outcomes.get(change.act)
        if outcome is not None:
            results.append(
                {
                    "act": str(change.act),
                    "outcome": "conflict" if outcome.held else "stored",
                    "stored": dict(outcome.stored),
                    "held": list(outcome.held),
                }
            )
    return results


def _conflicts(assessment_id: UUID, taken: _Taken) -> dict[str, Any]:
    """What stands and every other version, where the batch met a conflict."""
    if not any(outcome.held for outcome in taken.outcomes.values()):
        return {}
    return {"clashes": [clash.as_document() for clash in clashes_in(assessment_id)]}


def _rendered(document: dict[str, Any], status: HTTPStatus = HTTPStatus.OK) -> JsonResponse:
    response = JsonResponse(document, status=status)
    response["Cache-Control"] = "no-store"
    return response
