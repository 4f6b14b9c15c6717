"""Taking in what devices send: each act is answered for, so that a device knows what it need not keep any longer."""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Literal
from uuid import UUID

from django.http import Http404, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.requests import SignedIn, only_for
from assessments import commands, policies
from assessments.commands import AnswerChange, Answered
from assessments.commands.answering import NotAnAnswer
from assessments.commands.locking import NoSuchAssessment, NotInThisState
from assessments.forms.answer_changes import Batch, NotReadable, Refusal, read_batch
from assessments.policies import NotAllowed
from assessments.queries.workspace import clashes_in, version_of
from assessments.views.workspace import is_meant, somebody_else
from journal.commands import Unchanged

Outcome = Literal["stored", "conflict", "refused"]


@dataclass(slots=True)
class _Taken:
    """What became of a batch."""

    sheet: str = ""
    version: int = 0
    conflicting: set[UUID] = field(default_factory=set)
    repeated: set[UUID] = field(default_factory=set)
    refused: list[Refusal] = field(default_factory=list)

    def add(self, done: Answered) -> None:
        """Count a batch, or a part of one, that was stored."""
        self.sheet = done.sheet
        self.version = done.version or self.version
        self.conflicting |= {one.act for one in done.conflicts}
        self.repeated |= set(done.repeated)


@only_for(policies.advises)
@require_POST
def take_changes(request: SignedIn, assessment_id: UUID) -> JsonResponse:
    """Store a batch of acts; told for each: stored, in conflict (with whom), or refused and why.

    The command looks whether the assessment exists for whoever asks: it is locked and asked for once.
    """
    if not is_meant(request):
        return somebody_else()
    try:
        batch = read_batch(request.body)
        taken = _take(request, assessment_id, batch)
    except NotReadable as unreadable:
        return _told({"code": "unreadable", "said": str(unreadable)}, HTTPStatus.BAD_REQUEST)
    except (NoSuchAssessment, NotAllowed):
        raise Http404 from None
    except NotInThisState as closed:
        return _told({"code": "closed", "said": str(closed)}, HTTPStatus.CONFLICT)
    return _told(
        {
            "results": _results(assessment_id, batch, taken),
            "sheet": taken.sheet,
            "version": taken.version or version_of(assessment_id),
        }
    )


def _take(request: SignedIn, assessment_id: UUID, batch: Batch) -> _Taken:
    """All at once; when one of them does not fit the questionnaire, one by one, so that the others are kept."""
    taken = _Taken(refused=list(batch.refused))
    try:
        taken.add(_stored(request, assessment_id, batch.device, batch.acts))
    except NotAnAnswer:
        for act in batch.acts:
            try:
                taken.add(_stored(request, assessment_id, batch.device, [act]))
            except NotAnAnswer as refusal:
                taken.refused.append(Refusal(str(act.act), str(refusal)))
    return taken


def _stored(
    request: SignedIn, assessment_id: UUID, device: str, batch: list[AnswerChange] | tuple[AnswerChange, ...]
) -> Answered:
    done = commands.answer_questions(
        assessment_id, acts=batch, device=device, actor=request.user, now=timezone.now()
    )
    settled = done.value if isinstance(done, Unchanged) else done
    assert isinstance(settled, Answered)  # noqa: S101  # what the command gives either way
    return settled


def _results(assessment_id: UUID, batch: Batch, taken: _Taken) -> list[dict[str, Any]]:
    clashes = {}
    if taken.conflicting or taken.repeated:  # a repeated one may have been in conflict when it came first
        clashes = {clash["act"]: clash for clash in clashes_in(assessment_id)}
    refused = {one.act: one.said for one in taken.refused}
    told: list[dict[str, Any]] = [
        {"act": act, "outcome": "refused", "said": said} for act, said in refused.items()
    ]
    for act in batch.acts:
        if str(act.act) in refused:
            continue
        clash = clashes.get(str(act.act))  # none either when a later act of the batch has settled it
        outcome: Outcome = "conflict" if clash or act.act in taken.conflicting else "stored"
        told.append(
            {"act": str(act.act), "outcome": outcome} | ({"clash": clash} if clash is not None else {})
        )
    return told


def _told(said: dict[str, Any], status: HTTPStatus = HTTPStatus.OK) -> JsonResponse:
    response = JsonResponse(said, status=status)
    response["Cache-Control"] = "no-store"
    return response
