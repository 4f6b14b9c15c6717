"""How each criterion is met: what has to be done, worked out from the evidence. One row a measure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from criteria.domain.criteria import Criterion
from criteria.domain.history import CLUSTERS
from criteria.domain.measures import Snapshot
from next_steps.domain import assessed, recorded
from next_steps.domain.tasks import Remedy, RemedyTask, TaskKind
from next_steps.domain.unmet_criterion import UnmetCriterion

__all__ = ["MAIN_TASK", "Remedy", "RemedyTask", "TaskKind", "remedy_of"]

_FOUND = (
    "noncompliance_rate", *(f"noncompliance_rate_{cluster}" for cluster in CLUSTERS), "public_noncompliance_rate",
    "public_noncompliances", "repeated_public_issues", "core_noncompliances", "zero_tolerance_findings",
    "repeated_noncompliances", "repeat_rate",
)  # fmt: skip

_REMEDIES: Mapping[str, tuple[TaskKind, Callable[[UnmetCriterion], Remedy]]] = MappingProxyType(
    {
        # measure → what it mainly takes, and how that is worked out
        "full_assessments": (TaskKind.BE_ASSESSED, assessed.often),
        "months_since_assessment": (TaskKind.BE_ASSESSED, assessed.recent),
        "consecutive_cycles": (TaskKind.BE_ASSESSED, assessed.in_a_row),
        **dict.fromkeys(_FOUND, (TaskKind.PUT_RIGHT, assessed.findings)),
        "weak_points": (TaskKind.PUT_RIGHT_POINTS, assessed.findings),
        "unfixed_public_issues": (TaskKind.HAVE_VERIFIED, assessed.earlier_issues),
        "open_cases": (TaskKind.CLOSE_CASES, recorded.open_cases),
        "cases_opened": (TaskKind.WAIT, recorded.past_cases),
        "systems_score_osh": (TaskKind.REVIEW_SYSTEM, recorded.system_score),
        "systems_score_hr": (TaskKind.REVIEW_SYSTEM, recorded.system_score),
        "systems_elements_osh": (TaskKind.REVIEW_SYSTEM, recorded.system_elements),
        "systems_elements_hr": (TaskKind.REVIEW_SYSTEM, recorded.system_elements),
        "committee_imbalance": (TaskKind.REVIEW_COMMITTEE, recorded.even_seats),
        "committee_elected": (TaskKind.REVIEW_COMMITTEE, recorded.free_election),
        "committee_meetings": (TaskKind.HOLD_MEETINGS, recorded.meetings),
        "committee_women_share": (TaskKind.REVIEW_COMMITTEE, recorded.women_on_committee),
        "committee_women_gap": (TaskKind.REVIEW_COMMITTEE, recorded.women_as_in_workforce),
        "committee_issues_resolved": (TaskKind.REVIEW_COMMITTEE, recorded.issues_resolved),
        "plan_items_done": (TaskKind.FINISH_ITEMS, recorded.items_done),
        "plan_items_verified": (TaskKind.VERIFY_ITEMS, recorded.items_verified),
        "plan_items_in_time": (TaskKind.ITEMS_IN_TIME, recorded.items_in_time),
        "courses_attended": (TaskKind.ATTEND, recorded.courses),
        "course_share": (TaskKind.ATTEND, recorded.courses_on_offer),
        "manager_participants": (TaskKind.ATTEND, recorded.people("managers")),
        "worker_participants": (TaskKind.ATTEND, recorded.people("workers")),
        "women_participants": (TaskKind.ATTEND, recorded.people("women")),
        "women_participants_share": (TaskKind.ATTEND, recorded.women_among_participants),
        "learning_hours": (TaskKind.ATTEND, recorded.hours("everybody")),
        "learning_hours_workers": (TaskKind.ATTEND, recorded.hours("workers")),
        "learning_hours_women": (TaskKind.ATTEND, recorded.hours("women", women=True)),
    }
)

MAIN_TASK: Mapping[str, TaskKind] = {measure: kind for measure, (kind, _find) in _REMEDIES.items()}
"""Measure → the kind of task that it mainly takes, whatever the evidence."""


def remedy_of(snapshot: Snapshot, criterion: Criterion, at: int, *, interval: int) -> Remedy:
    """What the factory at a position of a history has to do to meet a criterion that it does not meet.

    `interval`: months from one of its full unannounced assessments to the next.
    Single findings are among the items only where the history was loaded with them.
    """
    return _REMEDIES[criterion.measure][1](UnmetCriterion(snapshot, criterion, at, interval))
