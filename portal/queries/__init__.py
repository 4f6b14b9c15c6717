"""What every room reads."""

from __future__ import annotations

from portal.queries.asking import AskingBrand, asking
from portal.queries.certificates import certificate, certificate_number, ids_numbered, recognition_numbered
from portal.queries.country_figures import CountryFigures, figures_by_country
from portal.queries.criteria import (
    PILLARS,
    PlainCriteria,
    criteria_by_country,
    criteria_named,
    scheme_criteria,
)
from portal.queries.directory import DirectoryRow, directory_rows, issues_side_by_side, product_counts
from portal.queries.eligible import eligible_among, has_progress
from portal.queries.issue_words import issue_title, statement
from portal.queries.listings import (
    CountryCount,
    Totals,
    ended_recognitions,
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
from portal.queries.places import Area, area_of, clusters, inside
from portal.queries.plans import DONE, PlanOutlook, outlook
from portal.queries.public_issues import (
    IssueCount,
    IssueLine,
    PublicTotals,
    cycles_published,
    issue_choices,
    issue_counts,
    issue_lines,
    public_assessments,
    public_countries,
    public_totals,
    published_of,
    was_found,
    was_kept,
)
from portal.queries.registry import by_country, named, public_issues_of
from portal.queries.reports import (
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
    "Area",
    "AskingBrand",
    "CountryCount",
    "CountryFigures",
    "DirectoryRow",
    "IssueCount",
    "IssueLine",
    "PlainCriteria",
    "PlanOutlook",
    "PublicTotals",
    "Totals",
    "area_of",
    "asking",
    "by_country",
    "certificate",
    "certificate_number",
    "clusters",
    "criteria_by_country",
    "criteria_named",
    "cycles_published",
    "directory_rows",
    "eligible_among",
    "ended_recognitions",
    "figures_by_country",
    "has_progress",
    "ids_numbered",
    "in_order_of_names",
    "inside",
    "issue_choices",
    "issue_counts",
    "issue_lines",
    "issue_title",
    "issues_side_by_side",
    "listing",
    "listing_of",
    "listings",
    "listings_by_country",
    "named",
    "outlook",
    "product_counts",
    "progress_of",
    "progress_of_several",
    "public_assessments",
    "public_countries",
    "public_issues_of",
    "public_totals",
    "published_of",
    "recognised_among",
    "recognition_numbered",
    "report_of",
    "reports_of",
    "scheme_criteria",
    "shared_report",
    "shared_reports",
    "statement",
    "stories_of",
    "story_of",
    "totals",
    "was_found",
    "was_kept",
    "was_listed",
    "whole_progress_of",
    "whole_reports_of",
    "with_recognition",
]
