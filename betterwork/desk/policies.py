"""What of the journal each member of staff may read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.models import Role

if TYPE_CHECKING:
    from accounts.models import User

# an adviser sees drafts and dates of unannounced visits of their own teams only, and no recognition before it is public
FROM_ADVISERS = frozenset(
    {
        "assessment.opened",
        "assessment.answered",
        "assessment.submitted",
        "assessment.returned",
        "assessment.accepted",
        "zero_tolerance.opened",
        "zero_tolerance.closed",
        "recognition.proposed",
        "recognition.confirmed",
        "recognition.declined",
        "recognition.deferred",
        "recognition.suspended",
        "recognition.reinstated",
        "recognition.withdrawn",
    }
)


def hidden_kinds(user: User) -> frozenset[str]:
    """Kinds of events that do not exist for a member of staff."""
    return FROM_ADVISERS if user.role == Role.ADVISER else frozenset()


def reads_candidates(user: User) -> bool:
    """Whether recognitions that are not public exist for a member of staff."""
    return user.role in {Role.REVIEWER, Role.MANAGER, Role.GLOBAL}
