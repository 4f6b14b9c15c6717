"""What of the journal each member of staff may read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.models import Role
from journal.wording import WORDING

if TYPE_CHECKING:
    from accounts.models import User

# Advisers see drafts and days of unannounced visits of their own teams only, no recognition before it is public, and
# cases in their own place; a verdict that turned would tell of a case. Of these subjects whatever is not named here is
# hidden, so that a new kind is too.
EVENTS_FOR_ADVISERS = frozenset(
    {
        "assessment.finalised",
        "assessment.corrected",
        "recognition.published",
        "recognition.renewed",
        "recognition.lapsed",
        # not that lines were closed: that would tell of a withdrawal
        "benefit.added",
        "benefit.delivered",
        "benefit.cancelled",
    }
)
GUARDED = ("assessment.", "recognition.", "zero_tolerance.", "benefit.", "evaluation.")
# a factory's own look at itself is its own; what it shares stands on its page
OF_THE_FACTORY = frozenset(kind for kind in WORDING if kind.startswith("self_diagnosis."))
FROM_ADVISERS = (
    OF_THE_FACTORY | frozenset(kind for kind in WORDING if kind.startswith(GUARDED)) - EVENTS_FOR_ADVISERS
)


def hidden_kinds(user: User) -> frozenset[str]:
    """Kinds of events that do not exist for a member of staff."""
    return FROM_ADVISERS if user.role == Role.ADVISER else OF_THE_FACTORY


def reads_candidates(user: User) -> bool:
    """Whether recognitions that are not public exist for a member of staff."""
    return user.role in {Role.REVIEWER, Role.MANAGER, Role.GLOBAL}
