"""Which factories are recognised now."""

from __future__ import annotations

from django.db.models import QuerySet

from recognition.models import Recognition


def recognised_codes() -> frozenset[str]:
    """Codes of the factories whose recognition is public now. One statement."""
    rows = Recognition.objects.filter(state=Recognition.State.PUBLISHED)
    return frozenset(rows.values_list("factory__code", flat=True))


def recognised_factories() -> QuerySet[Recognition, int]:
    """Ids of the factories whose recognition is public, as a subquery or a list."""
    return Recognition.objects.filter(state=Recognition.State.PUBLISHED).values_list("factory_id", flat=True)
