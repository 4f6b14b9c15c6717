"""Recognitions brought up to date with the calendar."""

from __future__ import annotations

from recognition.projections.calendar import Published, lapse_what_is_over, publish_what_is_due

__all__ = ["Published", "lapse_what_is_over", "publish_what_is_due"]
