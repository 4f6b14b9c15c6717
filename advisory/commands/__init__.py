"""Every change of visits, plans, reviews and cases. What other apps call is named here."""

from __future__ import annotations

from advisory.commands.case_protocol import record_case_entry
from advisory.commands.cases import open_zero_tolerance_case, propose_case_closing
from advisory.commands.field_entries import record_field_entry
from advisory.commands.improvement_plan import record_plan_item
from advisory.commands.plan.due_days import decide_due_day, propose_due_day
from advisory.commands.plan.thread import write_on_plan_item
from advisory.commands.plan_attachments import add_plan_file
from advisory.commands.plan_reminders import notify_plan_items_due
from advisory.commands.reviews import record_committee_review, record_learning, record_systems_reviews
from advisory.commands.visit_findings import record_visit_finding
from advisory.commands.visiting import VisitedThatDay, record_whole_visit

__all__ = [
    "VisitedThatDay",
    "add_plan_file",
    "decide_due_day",
    "notify_plan_items_due",
    "open_zero_tolerance_case",
    "propose_case_closing",
    "propose_due_day",
    "record_case_entry",
    "record_committee_review",
    "record_field_entry",
    "record_learning",
    "record_plan_item",
    "record_systems_reviews",
    "record_visit_finding",
    "record_whole_visit",
    "write_on_plan_item",
]
