"""What must happen in the same transaction as its cause: whatever takes a right or a publication away.

Event kind → paths of functions `(happenings, *, actor, at)`. They write rows and may record further events, and
never wait for a worker: with every worker down, a withdrawal still vanishes from every page at once.
"""

from __future__ import annotations

IMMEDIATE: dict[str, tuple[str, ...]] = {
    "zero_tolerance.opened": ("recognition.consequences.suspend_for_zero_tolerance",),
    "recognition.suspended": ("portal.consequences.remove_listings",),
    "recognition.withdrawn": ("portal.consequences.remove_listings", "benefits.consequences.close_packages"),
    "recognition.lapsed": ("portal.consequences.remove_listings", "benefits.consequences.close_packages"),
    "factory.merged_away": ("portal.consequences.remove_listings",),
    "factory.closed": ("portal.consequences.remove_listings",),
}
