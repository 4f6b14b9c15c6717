"""Photos and documents that devices send from the workspace, one by one, when there is a connection."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import Http404, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import SignedIn, only_for
from assessments import policies
from assessments.commands.attachments import NoSuchQuestion, TooManyFiles, add_evidence_file
from assessments.commands.locking import NoSuchAssessment, WrongAssessmentState
from assessments.models import EvidenceFile
from assessments.policies import NotAllowed
from assessments.queries.answering.workspace import file_document
from assessments.views.access import assessment_for
from assessments.views.answering.workspace import is_same_user, wrong_user
from files.workbook.attachments import NotAcceptable, checked
from journal.commands import value_of


@only_for(policies.advises)
@require_POST
def send(request: SignedIn, assessment_id: UUID) -> JsonResponse:
    """Keep one file beside `question`; told as it is kept, or refused and why. The same file twice is kept once."""
    if not is_same_user(request):
        return wrong_user()
    # before a photo is unfolded for nothing; an adviser may have left the country, too
    if not policies.is_on_team(request.user, assessment_for(request.user, assessment_id).pk):
        raise Http404
    try:
        stored = _saved_file(request, assessment_id)
    except (NoSuchAssessment, NotAllowed):
        raise Http404 from None
    except WrongAssessmentState as closed:
        return _file_response({"code": "closed", "said": str(closed)}, HTTPStatus.CONFLICT)
    except (NotAcceptable, NoSuchQuestion, TooManyFiles) as refusal:
        return _file_response({"outcome": "refused", "said": str(refusal)})
    return _file_response({"outcome": "stored", "file": file_document(stored)})


def _saved_file(request: SignedIn, assessment_id: UUID) -> EvidenceFile:
    upload = request.FILES.get("file")
    if upload is None:
        raise NotAcceptable(_("No file came with this. Choose it again."))
    done = add_evidence_file(
        assessment_id,
        question=request.POST.get("question", ""),
        name=upload.name or "",
        file=checked(upload),
        actor=request.user,
        now=timezone.now(),
    )
    stored = value_of(done)
    assert isinstance(stored, EvidenceFile)  # noqa: S101  # what the command gives either way
    return stored


def _file_response(payload: dict[str, Any], status: HTTPStatus = HTTPStatus.OK) -> JsonResponse:
    response = JsonResponse(payload, status=status)
    response["Cache-Control"] = "no-store"
    return response
