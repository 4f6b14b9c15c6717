"""Recognitions on which a user has to act: in the states that wait for somebody, less those where they are barred."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Max, OuterRef, Subquery

from assessments.queries.teams import ids_assessed_by
from recognition.models import Appeal, Recognition
from recognition.queries.appeals import open_appeals_against
from recognition.queries.worklist import CANDIDATES, dossiers_visible_to, listed, verdicts_visible_to

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User
    from countries.queries.local_time import LocalDays
    from criteria.models import Evaluation

State = Recognition.State
ENDS_SOON = timedelta(days=60)


def factories_to_propose(user: User) -> QuerySet[Evaluation]:
    """Verdicts on which the user may propose a recognition: eligible, none live, not assessed by the user."""
    rows = listed(verdicts_visible_to(user), CANDIDATES)
    return rows.exclude(factory__in=ids_assessed_by(user))


def proposals_to_decide(user: User) -> QuerySet[Recognition]:
    """Proposed or deferred recognitions that the user may confirm or decline."""
    return _with_other_eyes(user, State.PROPOSED, State.DEFERRED)


def appeals_to_decide(user: User) -> QuerySet[Recognition]:
    """Recognitions under an appeal that the user may answer, each with `appealed_at`."""
    rows = _in_states(user, State.APPEALED)
    made = Appeal.objects.filter(recognition=OuterRef("pk"), outcome="").order_by().values("recognition")
    return rows.exclude(pk__in=open_appeals_against(user).values("recognition")).annotate(
        appealed_at=Subquery(made.annotate(last=Max("made_at")).values("last"))
    )


def suspensions_to_decide(user: User) -> QuerySet[Recognition]:
    """Suspended recognitions that the user may reinstate or withdraw."""
    return _with_other_eyes(user, State.SUSPENDED)


def recognitions_ending(user: User, days: LocalDays) -> QuerySet[Recognition]:
    """Public recognitions whose last day comes soon and that the user may renew."""
    soon = days.sql("factory__country", ahead=ENDS_SOON)
    return _with_other_eyes(user, State.PUBLISHED).filter(expires_on__lte=soon)


def _with_other_eyes(user: User, *states: State) -> QuerySet[Recognition]:
    return _in_states(user, *states).exclude(proposed_by=user.pk)


def _in_states(user: User, *states: State) -> QuerySet[Recognition]:
    rows = dossiers_visible_to(user).filter(state__in=states)
    return rows.exclude(factory__in=ids_assessed_by(user))
