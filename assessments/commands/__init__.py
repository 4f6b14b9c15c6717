"""Every change of the evidence. One subject a module; what the world calls is named here."""

from __future__ import annotations

from assessments.commands.answering import (
    AnswerChange,
    Answered,
    Conflict,
    answer_questions,
    hand_over_answers,
)
from assessments.commands.cases import close_zero_tolerance_case, open_zero_tolerance_case
from assessments.commands.commenting import comment_on_question
from assessments.commands.correcting import correct_assessment
from assessments.commands.evidence_files import add_evidence_file, remove_evidence_file
from assessments.commands.field_entries import record_field_entry
from assessments.commands.importing import import_assessments
from assessments.commands.importing_evidence import import_evidence
from assessments.commands.opening import open_assessment
from assessments.commands.plan import record_plan_item
from assessments.commands.plan_due import tell_plan_items_due
from assessments.commands.plan_files import add_plan_file
from assessments.commands.questionnaires import load_questionnaire
from assessments.commands.responding import respond_to_finding, verify_finding_fixed
from assessments.commands.reviewing import (
    accept_assessment,
    close_comment_windows,
    finalise_assessment,
    return_assessment,
    submit_assessment,
)
from assessments.commands.reviews import (
    record_committee_review,
    record_learning,
    record_systems_reviews,
)
from assessments.commands.visit_findings import record_visit_finding
from assessments.commands.visiting import Told, VisitedThatDay, record_whole_visit

__all__ = [
    "AnswerChange",
    "Answered",
    "Conflict",
    "Told",
    "VisitedThatDay",
    "accept_assessment",
    "add_evidence_file",
    "add_plan_file",
    "answer_questions",
    "close_comment_windows",
    "close_zero_tolerance_case",
    "comment_on_question",
    "correct_assessment",
    "finalise_assessment",
    "hand_over_answers",
    "import_assessments",
    "import_evidence",
    "load_questionnaire",
    "open_assessment",
    "open_zero_tolerance_case",
    "record_committee_review",
    "record_field_entry",
    "record_learning",
    "record_plan_item",
    "record_systems_reviews",
    "record_visit_finding",
    "record_whole_visit",
    "remove_evidence_file",
    "respond_to_finding",
    "return_assessment",
    "submit_assessment",
    "tell_plan_items_due",
    "verify_finding_fixed",
]
