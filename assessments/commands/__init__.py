"""Every change of assessments. One subject a module; what other apps call is named here."""

from __future__ import annotations

from assessments.commands.answering import (
    AnswerChange,
    Answered,
    Conflict,
    answer_questions,
    hand_over_answers,
)
from assessments.commands.attachments import add_evidence_file, remove_evidence_file
from assessments.commands.correcting import Correction, propose_correction
from assessments.commands.drafts import abandon_draft, change_draft
from assessments.commands.opening import open_assessment
from assessments.commands.responding import verify_finding_fixed
from assessments.commands.reviewing import (
    IncompleteAssessment,
    accept_assessment,
    close_comment_windows,
    finalise_assessment,
    return_assessment,
    submit_assessment,
)

__all__ = [
    "AnswerChange",
    "Answered",
    "Conflict",
    "Correction",
    "IncompleteAssessment",
    "abandon_draft",
    "accept_assessment",
    "add_evidence_file",
    "answer_questions",
    "change_draft",
    "close_comment_windows",
    "finalise_assessment",
    "hand_over_answers",
    "open_assessment",
    "propose_correction",
    "remove_evidence_file",
    "return_assessment",
    "submit_assessment",
    "verify_finding_fixed",
]
