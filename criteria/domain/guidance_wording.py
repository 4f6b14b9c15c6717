"""The words of guidance: a shortfall as a sentence, and what to do where evidence is missing."""

from __future__ import annotations

from criteria.domain.criteria import Criterion
from criteria.domain.translations import Forms, Sentence
from criteria.domain.translations import gettext_noop as _
from criteria.domain.translations import ngettext_noop as ngettext

BY_UNIT: dict[str, Forms] = {
    "assessments": ngettext(
        "%(count)s more full unannounced assessment", "%(count)s more full unannounced assessments"
    ),
    "months": ngettext(
        "an assessment %(count)s month more recent", "an assessment %(count)s months more recent"
    ),
    "cycles": ngettext("%(count)s more cycle assessed in a row", "%(count)s more cycles assessed in a row"),
    "findings": ngettext("%(count)s finding fewer", "%(count)s findings fewer"),
    "issues": ngettext("%(count)s publicly reported issue fewer", "%(count)s publicly reported issues fewer"),
    "cases": ngettext("%(count)s zero-tolerance case fewer", "%(count)s zero-tolerance cases fewer"),
    "points": ngettext("%(count)s weak compliance point fewer", "%(count)s weak compliance points fewer"),
    "levels": ngettext("%(count)s level higher", "%(count)s levels higher"),
    "elements": ngettext("%(count)s more element in place", "%(count)s more elements in place"),
    "seats": ngettext("%(count)s seat to even out", "%(count)s seats to even out"),
    "yes_no": ngettext("the workers' side to be freely elected", "the workers' side to be freely elected"),
    "meetings": ngettext("%(count)s more meeting with minutes", "%(count)s more meetings with minutes"),
    "percentage_points": ngettext(
        "%(count)s percentage point more women on the worker side",
        "%(count)s percentage points more women on the worker side",
    ),
    "committee_issues": ngettext(
        "%(count)s more committee issue resolved", "%(count)s more committee issues resolved"
    ),
    "items": ngettext("%(count)s more item of the plan done", "%(count)s more items of the plan done"),
    "courses": ngettext("%(count)s more course or seminar", "%(count)s more courses or seminars"),
    "people": ngettext("%(count)s more participant", "%(count)s more participants"),
    "hours": ngettext("%(count)s more hour of learning", "%(count)s more hours of learning"),
}
"""How a shortfall reads, by unit."""

BY_MEASURE: dict[str, Forms] = {
    "unfixed_public_issues": ngettext(
        "%(count)s publicly reported issue to put right and have verified",
        "%(count)s publicly reported issues to put right and have verified",
    ),
    "open_cases": ngettext(
        "%(count)s zero-tolerance case to close", "%(count)s zero-tolerance cases to close"
    ),
    "cases_opened": ngettext(
        "time without a new zero-tolerance case: %(count)s is still recent",
        "time without a new zero-tolerance case: %(count)s are still recent",
    ),
    "core_noncompliances": ngettext(
        "%(count)s finding on core labour standards fewer",
        "%(count)s findings on core labour standards fewer",
    ),
    "zero_tolerance_findings": ngettext(
        "%(count)s zero-tolerance finding fewer", "%(count)s zero-tolerance findings fewer"
    ),
    "repeat_rate": ngettext("%(count)s repeated finding fewer", "%(count)s repeated findings fewer"),
    "repeated_noncompliances": ngettext(
        "%(count)s repeated finding fewer", "%(count)s repeated findings fewer"
    ),
    "plan_items_verified": ngettext(
        "%(count)s more done item verified", "%(count)s more done items verified"
    ),
    "plan_items_in_time": ngettext(
        "%(count)s more item of the plan done in time", "%(count)s more items of the plan done in time"
    ),
    "manager_participants": ngettext(
        "%(count)s more manager in a course", "%(count)s more managers in courses"
    ),
    "worker_participants": ngettext("%(count)s more worker in a course", "%(count)s more workers in courses"),
    "women_participants": ngettext("%(count)s more woman in a course", "%(count)s more women in courses"),
    "women_participants_share": ngettext(
        "%(count)s more woman among the participants", "%(count)s more women among the participants"
    ),
}
"""How the shortfall of one measure reads, where the unit does not say enough."""

_ASSESSMENT = _("the next full unannounced assessment will tell")
_SYSTEMS = _("ask your adviser to review the management system")
_COMMITTEE = _("ask your adviser to review the bipartite committee and to record this")
_WOMEN = _("ask your adviser to count women in the workforce and on the committee's worker side")
_PLAN = _("agree an improvement plan with due days, and tell your adviser what is done")
_LEARNING = _("have the courses that your people attend recorded")
_WORKFORCE = _("have the courses that your people attend recorded, and the size of your workforce")

_BY_BEGINNING: tuple[tuple[str, str], ...] = (
    # the first beginning that fits counts
    ("systems_", _SYSTEMS),
    ("committee_women_gap", _WOMEN),
    ("committee_", _COMMITTEE),
    ("plan_", _PLAN),
    ("learning_hours", _WORKFORCE),
    ("course", _LEARNING),
    ("manager_", _LEARNING),
    ("worker_", _LEARNING),
    ("women_", _LEARNING),
    ("", _ASSESSMENT),
)


def shortfall_in_words(criterion: Criterion, shortfall: int) -> Sentence:
    """What is missing: "two findings fewer"."""
    return Sentence(*BY_MEASURE.get(criterion.measure, BY_UNIT[criterion.unit]), shortfall)


def missing_evidence(criterion: Criterion) -> Sentence:
    """What to do where nobody has recorded what the criterion asks."""
    text = next(text for beginning, text in _BY_BEGINNING if criterion.measure.startswith(beginning))
    return Sentence(text, text, 1)
