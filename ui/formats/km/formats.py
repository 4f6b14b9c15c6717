"""Khmer: Django's own leaves large numbers without groups."""

from __future__ import annotations

NUMBER_GROUPING = 3
