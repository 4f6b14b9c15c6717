"""What must happen in the same transaction as its cause: whatever takes a right or a publication away.

Event kind → paths of functions `(happenings, *, actor, at)`. They write rows and may record further events, and
never wait for a worker: with every worker down, a withdrawal still vanishes from every page at once.
"""

from __future__ import annotations

IMMEDIATE: dict[str, tuple[str, ...]] = {
    # what a factory has written is sent when its comment window ends
    "assessment.finalised": ("responses.same_transaction.send_drafts_at_end",),
    # a second review shows what changed since
    "assessment.returned": ("reviews.same_transaction.keep_returned_answers",),
    # the visit that it came from is to be made again
    "assessment.abandoned": ("scheduling.same_transaction.reopen_visits",),
    # what speakers corrected is shown by the next version too
    "questionnaire.loaded": ("translations.same_transaction.show_in_new_versions",),
    "zero_tolerance.opened": ("recognition.same_transaction.suspend_for_zero_tolerance",),
    "recognition.suspended": ("portal.same_transaction.remove_listings",),
    "recognition.withdrawn": (
        "portal.same_transaction.remove_listings",
        "benefits.same_transaction.close_packages",
    ),
    "recognition.lapsed": (
        "portal.same_transaction.remove_listings",
        "benefits.same_transaction.close_packages",
    ),
    # tables above the registry that name a brand
    "brand.merged": (
        "progress_reports.same_transaction.move_summaries",
        "benefits.same_transaction.move_invitations",
        "buyers.same_transaction.move_commitments",
        "webhooks.same_transaction.move_endpoints",
    ),
    "factory.merged_away": ("portal.same_transaction.remove_listings",),
    "factory.closed": ("portal.same_transaction.remove_listings",),
}
