"""What counts as a look at a factory: each address whose answer says something about one factory that is not public.

Read by `accounts.access_log`. Addresses that stand in neither table fail `tests/access/test_looks.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from django.apps import apps
from django.core.exceptions import ValidationError

from accounts.access_log import Look
from files.domain.short_numbers import read
from journal.models import Access

Parts = Mapping[str, Any]


def _reader_of(
    model: str, part: str, field: str = "pk", factory: str = "factory_id"
) -> Callable[[Parts], int | None]:
    def found(parts: Parts) -> int | None:
        rows = apps.get_model(model)._default_manager.filter(**{field: parts[part]})  # the documented way
        try:
            return cast("int | None", rows.values_list(factory, flat=True).first())
        except (ValueError, ValidationError):
            return None

    return found


def _report(parts: Parts) -> int | None:
    number = read(parts["number"], "R")
    return _reader_of("progress_reports.ProgressReport", "number")({"number": number}) if number else None


_CODE = _reader_of("factories.Factory", "code", "code", "pk")
_ASSESSMENT = _reader_of("assessments.Assessment", "assessment_id")
_RECOGNITION = _reader_of("recognition.Recognition", "recognition_id")
_OF_EVIDENCE_FILE = _reader_of("assessments.EvidenceFile", "pk", factory="assessment__factory_id")
_OF_RESPONSE_FILE = _reader_of("responses.ResponseFile", "pk", factory="assessment__factory_id")
_PAGE, _FILE, _API, _EXPORT = Access.Kind.PAGE, Access.Kind.FILE, Access.Kind.API, Access.Kind.EXPORT

LOOKS: dict[str, Look] = {
    "factory": Look(_PAGE, _CODE),
    "history": Look(_PAGE, _CODE),
    "history_export": Look(_EXPORT, _CODE),
    "factories:registry": Look(_PAGE, _CODE),
    "assessments:detail": Look(_PAGE, _ASSESSMENT),
    "assessments:workspace": Look(_PAGE, _ASSESSMENT),
    "assessments:entries": Look(_PAGE, _ASSESSMENT),
    "offline_workbook:form_sheet": Look(_PAGE, _ASSESSMENT),
    "offline_workbook:form_file": Look(_FILE, _ASSESSMENT),
    "assessments:file": Look(
        _FILE, _reader_of("assessments.EvidenceFile", "file_id", factory="assessment__factory_id")
    ),
    "reviews:review": Look(_PAGE, _ASSESSMENT),
    "reviews:comment": Look(_PAGE, _ASSESSMENT),
    "responses:respond": Look(_PAGE, _ASSESSMENT),
    "responses:file": Look(
        _FILE, _reader_of("responses.ResponseFile", "file_id", factory="assessment__factory_id")
    ),
    "advisory:visit": Look(_PAGE, _reader_of("advisory.AdvisoryVisit", "visit_uid", "uid")),
    "advisory:plan": Look(_PAGE, _CODE),
    "advisory:plan_item": Look(_PAGE, _CODE),
    "advisory:item": Look(_PAGE, _CODE),
    "improvement_plans:plan_findings": Look(_PAGE, _ASSESSMENT),
    "scheduling:change_draft": Look(_PAGE, _ASSESSMENT),
    "scheduling:abandon_draft": Look(_PAGE, _ASSESSMENT),
    "advisory:start_plan_item": Look(_PAGE, _CODE),
    "advisory:plan_file": Look(_FILE, _reader_of("advisory.PlanFile", "file_id")),
    "advisory:systems": Look(_PAGE, _CODE),
    "advisory:systems_file": Look(_FILE, _reader_of("advisory.SystemsFile", "file_id")),
    "advisory:case_file": Look(_FILE, _reader_of("advisory.CaseEntry", "entry_id")),
    "advisory:case": Look(_PAGE, _reader_of("advisory.ZeroToleranceCase", "case_uid", "uid")),
    "recognition:detail": Look(_PAGE, _RECOGNITION),
    "recognition:verdict": Look(_PAGE, _CODE),
    "commit": Look(_PAGE, _CODE),
    "shared_plan": Look(_PAGE, _CODE),
    "progress_reports:factory": Look(_PAGE, _CODE),
    "progress_reports:report": Look(_PAGE, _report),
    "progress_reports:pdf": Look(_FILE, _report),
    "handovers:hand_over": Look(_PAGE, _CODE),
    "handovers:handover": Look(_PAGE, _reader_of("handovers.Handover", "handover_id")),
    "stories:story": Look(_PAGE, _CODE),
    "stories:photo": Look(_FILE, _reader_of("stories.Story", "story_id")),
    "benefits:package": Look(_PAGE, _RECOGNITION),
    "committees:agenda": Look(_PAGE, _CODE),
    "self_diagnosis:list": Look(_PAGE, _CODE),
    "self_diagnosis:diagnosis": Look(_PAGE, _CODE),
    "self_diagnosis:paper": Look(_PAGE, _CODE),
    "self_diagnosis:point": Look(_PAGE, _CODE),
    "api:factory-detail": Look(_API, _CODE),
    "api:assessment-detail": Look(_API, _reader_of("assessments.Assessment", "pk")),
    "api:assessment-responses": Look(_API, _reader_of("assessments.Assessment", "pk")),
    "api:assessment-comments": Look(_API, _reader_of("assessments.Assessment", "pk")),
    "api:factory-entry": Look(_API, _CODE),
    "api:visit-detail": Look(_API, _reader_of("advisory.AdvisoryVisit", "id", "uid")),
    "api:visit-finding-detail": Look(_API, _reader_of("assessments.Finding", "pk")),
    "api:plan-item-detail": Look(_API, _reader_of("advisory.PlanItem", "pk")),
    "api:plan-item-messages": Look(_API, _reader_of("advisory.PlanItem", "pk")),
    "api:evidence-file-detail": Look(_API, _OF_EVIDENCE_FILE),
    "api:evidence-file-content": Look(_FILE, _OF_EVIDENCE_FILE),
    "api:response-file-detail": Look(_API, _OF_RESPONSE_FILE),
    "api:response-file-content": Look(_FILE, _OF_RESPONSE_FILE),
    "api:plan-file-detail": Look(_API, _reader_of("advisory.PlanFile", "pk")),
    "api:plan-file-content": Look(_FILE, _reader_of("advisory.PlanFile", "pk")),
    "api:course-registration-detail": Look(_API, _reader_of("courses.CourseRegistration", "pk")),
    "api:committee-agenda-detail": Look(_API, _CODE),
    "api:self-diagnosis-detail": Look(_API, _reader_of("self_diagnosis.SelfDiagnosis", "pk")),
    "api:access-request-detail": Look(_API, _reader_of("factories.AccessRequest", "pk")),
    "api:consent-detail": Look(_API, _reader_of("factories.Consent", "pk")),
    "api:committee-review-detail": Look(_API, _reader_of("advisory.CommitteeReview", "pk")),
    "api:systems-review-detail": Look(_API, _reader_of("advisory.SystemsReview", "pk")),
    "api:learning-record-detail": Look(_API, _reader_of("advisory.LearningRecord", "pk")),
    "api:case-detail": Look(_API, _reader_of("advisory.ZeroToleranceCase", "id", "uid")),
    "api:handover-detail": Look(_API, _reader_of("handovers.Handover", "pk")),
    "api:evaluation-detail": Look(_API, _reader_of("criteria.Evaluation", "pk")),
    "api:commitment-detail": Look(_API, _reader_of("buyers.BuyerCommitment", "pk")),
    "api:recognition-detail": Look(_API, _reader_of("recognition.Recognition", "pk")),
}

NO_LOOKS: dict[str, str] = {
    "api:listing-list": "what is recognised is public",
    "api:criteria-detail": "criteria are everybody's",
    "api:listing-detail": "what is recognised is public",
    "api:job-detail": "one's own work",
    "factory_issues": "publicly reported issues are everybody's",
    "recognition": "public",
    "recognition_photo": "public",
    "certificate": "public",
    "progress_reports:proof": "public: that a number is genuine",
    "assessments:sheet": "answers of the workspace whose page is a look",
    "assessments:thumbnail": "a small copy on a page that is a look",
    "assessments:questions": "the questionnaire",
    "scheduling:export": "many factories at once",
    "scheduling:calendar": "one's own visits by code",
    "improvement_plans:causes": "counts of many factories",
    "improvement_plans:causes_export": "counts of many factories",
    "assessments:enter": "entering one's own assessment",
    "benefits:forum": "an event and who is invited to it",
    "api:course-session-detail": "a session for all factories of its country",
    "courses:session": "a session and who is registered for it",
    "factories:change": "the registry, for those who keep it",
    "factories:change_row": "the registry, for those who keep it",
    "duplicates:pair": "two records of the registry, for those who keep it",
    "duplicates:merge": "two records of the registry, for those who keep it",
    "api:webhook-detail": "one's own system",
    "webhooks:webhook": "one's own system and the messages to it",
    "webhooks:change": "one's own system",
    "webhooks:secret": "one's own system",
    "saved_lists:list": "filters of a list of one's own",
    "looks": "the log itself",
    "looks_export": "the log itself",
}
"""Addresses with a part in them whose answers are no look, and why."""
