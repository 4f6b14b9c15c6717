"""What single rows of evidence are called in addresses: the visit of a finding, the case of a row, a course."""

from __future__ import annotations

from collections.abc import Collection

from advisory.models import LearningRecord, ZeroToleranceCase
from assessments.models import Finding


def findings_of_visits(finding_ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Finding id → `uid` of the visit on which it was found, and the question. One statement; none for no ids."""
    if not finding_ids:
        return {}
    rows = Finding.objects.filter(pk__in=finding_ids, visit__isnull=False)
    return {
        pk: (str(uid), question) for pk, uid, question in rows.values_list("pk", "visit__uid", "question")
    }


def course_titles(learning_ids: Collection[int]) -> dict[int, str]:
    """Id of a learning record → the course, as recorded. One statement; none for no ids."""
    if not learning_ids:
        return {}
    return dict(LearningRecord.objects.filter(pk__in=learning_ids).values_list("pk", "course"))


def case_uids(case_ids: Collection[int]) -> dict[int, str]:
    """Id of a case's row → the `uid` that it keeps through corrections. One statement; none for no ids."""
    if not case_ids:
        return {}
    return {
        pk: str(uid) for pk, uid in ZeroToleranceCase.objects.filter(pk__in=case_ids).values_list("pk", "uid")
    }
