"""Withdrawals that nothing has answered yet: until then the factory is not proposed again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessments.queries.final_assessments import assessed_after
from recognition.models import Recognition

if TYPE_CHECKING:
    from django.db.models import QuerySet


def unanswered_withdrawals() -> QuerySet[Recognition]:
    """Withdrawn recognitions whose factory has no final assessment of a day after the withdrawal.

    What led to a withdrawal is answered by what an assessment after it finds. An open zero-tolerance case bars a
    proposal besides.
    """
    withdrawn = Recognition.objects.filter(state=Recognition.State.WITHDRAWN, ended_at__isnull=False)
    return withdrawn.exclude(assessed_after("factory", "ended_at"))


def is_withdrawal_unanswered(factory_id: int) -> bool:
    """Whether a withdrawal stands in the way of proposing the factory. One statement."""
    return unanswered_withdrawals().filter(factory=factory_id).exists()
