"""What counts as a look at a factory: each address whose answer says something about one factory that is not public.

Read by `journal.access_log`. Addresses that stand in neither table fail `tests/access/test_looks.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db.models import Model

from advisory.models import AdvisoryVisit, PlanFile, ZeroToleranceCase
from assessments.models import Assessment, EvidenceFile
from criteria.models import Evaluation
from factories.models import Factory
from journal.access_log import Look
from journal.models import Access
from recognition.models import Recognition
from stories.models import Story

Parts = Mapping[str, Any]


def _by(
    model: type[Model], part: str, field: str = "pk", factory: str = "factory_id"
) -> Callable[[Parts], int | None]:
    def found(parts: Parts) -> int | None:
        rows = model._default_manager.filter(**{field: parts[part]})  # the documented way
        try:
            return cast("int | None", rows.values_list(factory, flat=True).first())
        except (ValueError, ValidationError):
            return None

    return found


_CODE = _by(Factory, "code", "code", "pk")
_ASSESSMENT = _by(Assessment, "assessment_id")
_RECOGNITION = _by(Recognition, "recognition_id")
_PAGE, _FILE, _API, _EXPORT = Access.Kind.PAGE, Access.Kind.FILE, Access.Kind.API, Access.Kind.EXPORT

LOOKS: dict[str, Look] = {
    "factory": Look(_PAGE, _CODE),
    "history": Look(_PAGE, _CODE),
    "history_export": Look(_EXPORT, _CODE),
    "factories:registry": Look(_PAGE, _CODE),
    "assessments:detail": Look(_PAGE, _ASSESSMENT),
    "assessments:workspace": Look(_PAGE, _ASSESSMENT),
    "assessments:entries": Look(_PAGE, _ASSESSMENT),
    "assessments:form_sheet": Look(_PAGE, _ASSESSMENT),
    "assessments:form_file": Look(_FILE, _ASSESSMENT),
    "assessments:file": Look(_FILE, _by(EvidenceFile, "file_id", factory="assessment__factory_id")),
    "advisory:visit": Look(_PAGE, _by(AdvisoryVisit, "visit_uid", "uid")),
    "advisory:plan": Look(_PAGE, _CODE),
    "advisory:plan_item": Look(_PAGE, _CODE),
    "advisory:plan_file": Look(_FILE, _by(PlanFile, "file_id")),
    "advisory:case": Look(_PAGE, _by(ZeroToleranceCase, "case_uid", "uid")),
    "recognition:detail": Look(_PAGE, _RECOGNITION),
    "recognition:verdict": Look(_PAGE, _CODE),
    "stories:story": Look(_PAGE, _CODE),
    "stories:photo": Look(_FILE, _by(Story, "story_id")),
    "benefits:package": Look(_PAGE, _RECOGNITION),
    "api:factory-detail": Look(_API, _CODE),
    "api:assessment-detail": Look(_API, _by(Assessment, "pk")),
    "api:visit-detail": Look(_API, _by(AdvisoryVisit, "id", "uid")),
    "api:evaluation-detail": Look(_API, _by(Evaluation, "pk")),
    "api:recognition-detail": Look(_API, _by(Recognition, "pk")),
}

NO_LOOKS: dict[str, str] = {
    "api:listing-list": "what is recognised is public",
    "api:criteria-detail": "criteria are everybody's",
    "api:listing-detail": "what is recognised is public",
    "api:job-detail": "one's own work",
    "recognition": "public",
    "recognition_photo": "public",
    "assessments:sheet": "answers of the workspace whose page is a look",
    "assessments:thumbnail": "a small copy on a page that is a look",
    "assessments:questions": "the questionnaire",
    "assessments:enter": "entering one's own assessment",
    "benefits:forum": "an event and who is invited to it",
    "factories:change": "the registry, for those who keep it",
    "factories:change_row": "the registry, for those who keep it",
    "factories:pair": "two records of the registry, for those who keep it",
    "factories:merge": "two records of the registry, for those who keep it",
    "looks": "the log itself",
}
"""Addresses with a part in them whose answers are no look, and why."""
