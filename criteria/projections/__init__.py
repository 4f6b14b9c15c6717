"""Stored verdicts brought up to date with the evidence."""

from __future__ import annotations

from criteria.projections.verdicts import (
    SHIPPED,
    load_shipped_criteria,
    refresh_verdicts,
    standard_or_shipped,
)

__all__ = ["SHIPPED", "load_shipped_criteria", "refresh_verdicts", "standard_or_shipped"]
