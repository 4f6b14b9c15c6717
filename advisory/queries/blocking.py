"""What stands in the way of a recognition at this very moment."""

from __future__ import annotations

from collections.abc import Collection

from advisory.models import ZeroToleranceCase


def with_open_case(factory_ids: Collection[int]) -> set[int]:
    """Which of at most 500 factories have an open zero-tolerance case. One query."""
    rows = ZeroToleranceCase.objects.filter(
        factory_id__in=list(factory_ids), superseded_at__isnull=True, closed_on__isnull=True
    )
    return set(rows.values_list("factory_id", flat=True))
