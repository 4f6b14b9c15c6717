"""The kinds of dated facts that are kept in versions: what tells two apart, and what a correction may change."""

from __future__ import annotations

from advisory import models
from advisory.commands.versioned import Ledger

VISITS = Ledger(
    models.AdvisoryVisit,
    key=("factory_id", "visited_on"),
    values=("purpose", "participants", "topics", "notes"),
    inherited=("uid",),
    happened=("visited_on",),
)
PLAN_ITEMS = Ledger(
    models.PlanItem,
    key=("factory_id", "ref"),
    values=(
        "question",
        "issue",
        "root_cause",
        "action",
        "owner",
        "due_on",
        "status",
        "done_on",
        "verified_on",
        "evidence",
    ),
    inherited=("finding_id", "verified_by_id"),
    happened=("done_on", "verified_on"),
    due="due_on",
)
COMMITTEES = Ledger(
    models.CommitteeReview,
    key=("factory_id", "reviewed_on"),
    values=(
        "worker_seats",
        "management_seats",
        "worker_side_elected",
        "women_percent",
        "meetings_12m",
        "minutes_12m",
    ),
    happened=("reviewed_on",),
)
SYSTEMS = Ledger(
    models.SystemsReview,
    key=("factory_id", "reviewed_on", "area"),
    values=("score",),
    happened=("reviewed_on",),
)
LEARNING = Ledger(
    models.LearningRecord,
    key=("factory_id", "held_on", "course"),
    values=("hours", "managers_men", "managers_women", "workers_men", "workers_women"),
    happened=("held_on",),
)
CASES = Ledger(
    models.ZeroToleranceCase,
    key=("factory_id", "opened_on", "trigger"),
    values=("closed_on", "details"),
    inherited=("uid", "assessment_id", "visit_id"),
    happened=("opened_on", "closed_on"),
)
