"""Bringing stored verdicts and recognitions up to date with the evidence and the calendar."""

from __future__ import annotations

from recognition.projections.calendar import Published, lapse_what_is_over, publish_what_is_due
from recognition.projections.verdicts import (
    SHIPPED,
    load_shipped_criteria,
    refresh_verdicts,
    standard_or_shipped,
)

__all__ = [
    "SHIPPED",
    "Published",
    "lapse_what_is_over",
    "load_shipped_criteria",
    "publish_what_is_due",
    "refresh_verdicts",
    "standard_or_shipped",
]
