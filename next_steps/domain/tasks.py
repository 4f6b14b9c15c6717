"""What has to be done to meet a criterion, as data: tasks in order, and from which day the criterion can be met."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from criteria.domain.measures import CountedItem


class TaskKind(StrEnum):
    """What is done."""

    BE_ASSESSED = "be_assessed"  # `count` further assessments
    PUT_RIGHT = "put_right"  # `count` of the items are not found again in those assessments
    PUT_RIGHT_POINTS = "put_right_points"  # the same of all items of `count` compliance points
    HAVE_VERIFIED = "have_verified"  # the programme verifies that `count` of the items are put right
    CLOSE_CASES = "close_cases"  # `count` of the items are closed
    WAIT = "wait"  # nothing else happens of what the items are
    REVIEW_SYSTEM = "review_system"  # a review of the area finds `target`
    HOLD_MEETINGS = "hold_meetings"  # `count` more meetings with minutes; a review counts `target`
    REVIEW_COMMITTEE = "review_committee"  # a review of the committee finds `target`
    AGREE_ITEMS = "agree_items"  # `count` new items of the plan, due now
    FINISH_ITEMS = "finish_items"  # `count` of the items (or of the new ones) are done
    VERIFY_ITEMS = "verify_items"  # `count` of the items (or of the new ones) are verified
    ITEMS_IN_TIME = (
        "items_in_time"  # `count` new items, and all that fall due until then, are done by their day
    )
    ATTEND = "attend"  # `count` of what `target` names: courses, managers, workers, women, hours
    COUNT_WORKFORCE = "count_workforce"  # the number of workers, women apart


@dataclass(frozen=True, slots=True)
class RemedyTask:
    """One thing to do.

    Attributes:
        kind: what.
        count: how many, where it is a number.
        items: the evidence to choose from, the first ones first; empty where single items are not known.
        target: the numbers a review or course has to show, by field.
        days: of assessments, the first day (ordinal) on which each can be expected.
    """

    kind: TaskKind
    count: int = 0
    items: tuple[CountedItem, ...] = ()
    target: Mapping[str, int] = field(default_factory=dict)
    days: tuple[int, ...] = ()
    weak: tuple[
        tuple[str, str, int], ...
    ] = ()  # of a review of a management system: area, element and its level


@dataclass(frozen=True, slots=True)
class Remedy:
    """How one criterion is met.

    Attributes:
        tasks: everything that has to be done; done by `earliest`, the criterion is met on that day.
        earliest: the first day (ordinal) on which it can be met; None where nothing that a factory does meets it.
    """

    tasks: tuple[RemedyTask, ...]
    earliest: int | None


NOTHING_HELPS = Remedy((), None)
