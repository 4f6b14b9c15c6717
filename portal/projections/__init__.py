"""All rebuilding of what outsiders read. Content only: rights are asked at every look."""

from __future__ import annotations

from portal.projections.listings import refresh_listings, withdraw_listings
from portal.projections.priorities import refresh_priorities
from portal.projections.progress import refresh_progress
from portal.projections.rebuild import RebuildStep, rebuild_all, rebuild_of
from portal.projections.reports import refresh_reports
from portal.projections.scheme import refresh_scheme
from portal.projections.versions import ReadBehind
from portal.projections.wording import refresh_wording

__all__ = [
    "ReadBehind",
    "RebuildStep",
    "rebuild_all",
    "rebuild_of",
    "refresh_listings",
    "refresh_priorities",
    "refresh_progress",
    "refresh_reports",
    "refresh_scheme",
    "refresh_wording",
    "withdraw_listings",
]
