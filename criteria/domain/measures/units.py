"""What measures are counted in: each unit with its words, and those of a shortfall in it."""

from __future__ import annotations

from criteria.domain.measures.vocabulary import Unit
from criteria.domain.translations import gettext_noop as _
from criteria.domain.translations import ngettext_noop as ngettext

ASSESSMENTS = Unit(
    "assessments",
    _("Full unannounced assessments"),
    ngettext("%(count)s more full unannounced assessment", "%(count)s more full unannounced assessments"),
)
MONTHS = Unit(
    "months",
    _("Months"),
    ngettext("an assessment %(count)s month more recent", "an assessment %(count)s months more recent"),
)
CYCLES = Unit(
    "cycles",
    _("Cycles"),
    ngettext("%(count)s more cycle assessed in a row", "%(count)s more cycles assessed in a row"),
)
FINDINGS = Unit("findings", _("Findings"), ngettext("%(count)s finding fewer", "%(count)s findings fewer"))
ISSUES = Unit(
    "issues",
    _("Publicly reported issues"),
    ngettext("%(count)s publicly reported issue fewer", "%(count)s publicly reported issues fewer"),
)
CASES = Unit(
    "cases",
    _("Zero-tolerance cases"),
    ngettext("%(count)s zero-tolerance case fewer", "%(count)s zero-tolerance cases fewer"),
)
POINTS = Unit(
    "points",
    _("Compliance points"),
    ngettext("%(count)s weak compliance point fewer", "%(count)s weak compliance points fewer"),
)
LEVELS = Unit(
    "levels", _("Levels, from 1 to 5"), ngettext("%(count)s level higher", "%(count)s levels higher")
)
ELEMENTS = Unit(
    "elements",
    _("Elements of the management system"),
    ngettext("%(count)s more element in place", "%(count)s more elements in place"),
)
SEATS = Unit(
    "seats",
    _("Seats on the committee"),
    ngettext("%(count)s seat to even out", "%(count)s seats to even out"),
)
YES_NO = Unit(
    "yes_no",
    _("Yes or no"),
    ngettext("the workers' side to be freely elected", "the workers' side to be freely elected"),
)
MEETINGS = Unit(
    "meetings",
    _("Meetings with minutes"),
    ngettext("%(count)s more meeting with minutes", "%(count)s more meetings with minutes"),
)
_MORE_WOMEN = ngettext(
    "%(count)s percentage point more women on the worker side",
    "%(count)s percentage points more women on the worker side",
)
PER_CENT = Unit("per_cent", _("Share"), _MORE_WOMEN)
PERCENTAGE_POINTS = Unit("percentage_points", _("Percentage points"), _MORE_WOMEN)
COMMITTEE_ISSUES = Unit(
    "committee_issues",
    _("Issues raised in the committee"),
    ngettext("%(count)s more committee issue resolved", "%(count)s more committee issues resolved"),
)
ITEMS = Unit(
    "items",
    _("Items of the improvement plan"),
    ngettext("%(count)s more item of the plan done", "%(count)s more items of the plan done"),
)
COURSES = Unit(
    "courses",
    _("Courses and seminars"),
    ngettext("%(count)s more course or seminar", "%(count)s more courses or seminars"),
)
PEOPLE = Unit(
    "people",
    _("People who took part"),
    ngettext("%(count)s more participant", "%(count)s more participants"),
)
HOURS = Unit(
    "hours",
    _("Hours of learning"),
    ngettext("%(count)s more hour of learning", "%(count)s more hours of learning"),
)
