"""What single rows of evidence are called in addresses: the visit of a finding, the case of a row."""

from __future__ import annotations

from collections.abc import Collection

from advisory.models import ZeroToleranceCase
from assessments.models import Finding


def visits_of_findings(finding_ids: Collection[int]) -> dict[int, str]:
    """Finding id → `uid` of the advisory visit on which it was found. One statement; none for no ids."""
    if not finding_ids:
        return {}
    rows = Finding.objects.filter(pk__in=finding_ids, visit__isnull=False).values_list("pk", "visit__uid")
    return {pk: str(uid) for pk, uid in rows}


def case_uids(case_ids: Collection[int]) -> dict[int, str]:
    """Id of a case's row → the `uid` that it keeps through corrections. One statement; none for no ids."""
    if not case_ids:
        return {}
    return {
        pk: str(uid) for pk, uid in ZeroToleranceCase.objects.filter(pk__in=case_ids).values_list("pk", "uid")
    }
