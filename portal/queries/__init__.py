"""What every room reads."""

from __future__ import annotations

from portal.queries.asking import AskingBrand, asking, watching
from portal.queries.certificates import certificate, certificate_number, ids_numbered, recognition_numbered
from portal.queries.country_figures import CountryFigures, figures_by_country
from portal.queries.criteria import (
    PILLARS,
    PlainCriteria,
    criteria_by_country,
    criteria_named,
    scheme_criteria,
)
from portal.queries.eligible import eligible_among, has_progress
from portal.queries.listings import (
    CountryCount,
    Totals,
    in_order_of_names,
    listing,
    listing_of,
    listings,
    listings_by_country,
    recognised_among,
    totals,
    was_listed,
    with_recognition,
)
from portal.queries.plans import DONE, PlanOutlook, outlook
from portal.queries.registry import by_country, named, public_issues_of
from portal.queries.reports import (
    outcomes_of,
    progress_of,
    progress_of_several,
    report_of,
    reports_of,
    shared_report,
    shared_reports,
    whole_progress_of,
    whole_reports_of,
)
from portal.queries.stories import stories_of, story_of

__all__ = [
    "DONE",
    "PILLARS",
    "AskingBrand",
    "CountryCount",
    "CountryFigures",
    "PlainCriteria",
    "PlanOutlook",
    "Totals",
    "asking",
    "by_country",
    "certificate",
    "certificate_number",
    "criteria_by_country",
    "criteria_named",
    "eligible_among",
    "figures_by_country",
    "has_progress",
    "ids_numbered",
    "in_order_of_names",
    "listing",
    "listing_of",
    "listings",
    "listings_by_country",
    "named",
    "outcomes_of",
    "outlook",
    "progress_of",
    "progress_of_several",
    "public_issues_of",
    "recognised_among",
    "recognition_numbered",
    "report_of",
    "reports_of",
    "scheme_criteria",
    "shared_report",
    "shared_reports",
    "stories_of",
    "story_of",
    "totals",
    "was_listed",
    "watching",
    "whole_progress_of",
    "whole_reports_of",
    "with_recognition",
]
