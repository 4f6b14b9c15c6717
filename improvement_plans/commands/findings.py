"""Findings of a final assessment put into the factory's plan, all in one act."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from advisory.commands.plan.proposed_items import ProposedItem, apply_proposed_items
from advisory.policies import keeps_plans
from advisory.queries.plan.item_page import findings_without_item
from assessments.policies import NotAllowed, advises, works_with
from assessments.queries.registry import country_of
from countries.queries.local_time import today_in
from journal.commands import Unchanged, command
from journal.refusals import DayPassed

if TYPE_CHECKING:
    from accounts.models import User


@command
def plan_assessment_findings(
    factory_id: int, *, assessment_id: UUID, items: Sequence[ProposedItem], actor: User, now: datetime
) -> list[int] | Unchanged:
    """Put an assessment's findings into the plan; ids of the new items. A finding that has an item by now is left.

    Args:
        factory_id: whose plan.
        assessment_id: the factory's latest final assessment; none of the findings of an earlier one is taken.
        items: one a finding, each with its `finding_id`.
        actor: an adviser of the country, or the factory's management.
        now: when.

    Raises:
        NotAllowed: the actor does not keep this plan.
        DayPassed: a due day lies in the past.
        RecordedMeanwhile: somebody else writes items of this plan at the same moment.
    """
    if not (keeps_plans(actor) and works_with(actor, factory_id)):
        raise NotAllowed(_("The factory and its advisers keep the plan."))
    today = today_in(country_of(factory_id), now)
    if any(item.due_on is not None and item.due_on < today for item in items):
        raise DayPassed(_("A due day is today or later."))
    waiting = {
        finding.id: finding
        for finding in findings_without_item(factory_id, language="en", assessment_id=assessment_id)
    }
    chosen = [
        item._replace(question=waiting[item.finding_id].question)
        for item in {item.finding_id: item for item in items}.values()
        if item.finding_id in waiting
    ]
    if not chosen:
        return Unchanged([])
    made = apply_proposed_items(factory_id, chosen, by_factory=not advises(actor), actor=actor, now=now)
    return [item.pk for item in made]
