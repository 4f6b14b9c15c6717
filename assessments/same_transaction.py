"""Assessments opened for a planned visit, and handed to a colleague by the command by which a person leaves."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from assessments.commands.opening import apply_opening
from assessments.models import TeamMember
from assessments.queries.handover import open_team_rows
from journal.commands import value_of
from journal.events import Happening, record_many

if TYPE_CHECKING:
    from accounts.models import User


def open_for_visit(
    factory_id: int, assessed_on: date, *, lead: User, second: User, actor: User, at: datetime
) -> UUID:
    """The draft of a visit's day and two advisers, of whom the actor is one; its id."""
    other = second if actor == lead else lead
    made = apply_opening(factory_id, assessed_on, team=[other], lead=lead, actor=actor, now=at)
    draft_id: UUID = value_of(made).pk
    return draft_id


def hand_over_teams(user_id: int, country: str, to_id: int, *, actor: User, at: datetime) -> int:
    """Put a colleague in a person's place on the teams of a country's open assessments; how many there were.

    The former member stays on record, for four eyes; the lead goes to the colleague. The caller holds both people.
    """
    rows = open_team_rows(user_id, [country]).select_related("assessment").select_for_update(of=("self",))
    leaving = list(rows.order_by("pk"))
    ids = [row.assessment_id for row in leaving]
    there = TeamMember.objects.select_for_update().filter(user_id=to_id, assessment__in=ids)
    known = {row.assessment_id: row for row in there.order_by("pk")}
    made = []
    for row in leaving:
        found = known.get(row.assessment_id)
        if found is None:
            made.append(TeamMember(assessment_id=row.assessment_id, user_id=to_id, is_lead=row.is_lead))
        else:
            found.is_lead, found.left_at = found.is_lead or row.is_lead, None
        row.is_lead, row.left_at = False, at
    TeamMember.objects.bulk_update([*leaving, *known.values()], ["is_lead", "left_at"], batch_size=400)
    TeamMember.objects.bulk_create(made, batch_size=400)
    events = [
        Happening(
            "assessment.team_changed",
            f"assessment:{row.assessment_id}",
            row.assessment.factory_id,
            {"from": user_id, "to": to_id},
        )
        for row in leaving
    ]
    record_many(events, actor=actor, at=at)
    return len(leaving)
