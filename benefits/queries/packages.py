"""Packages: what a recognition brings its factory, as far as it exists for whoever asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from accounts.models import STAFF, Role
from benefits.domain.catalogue import INTERVAL, Comes
from benefits.models import Benefit, Invitation
from benefits.queries.catalogue import kinds, title_of
from factories.queries import factories_of, visible_to
from recognition.queries import recognitions_visible_to
from recognition.queries.recognitions import recognitions_of_own
from scheduling.queries.intervals import intervals_of_recognised

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User
    from recognition.models import Recognition
    from scheduling.queries.intervals import Interval

PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class RecognitionBenefit:
    """A benefit that comes with recognition itself, while it is public; `interval` beside the one it is about."""

    title: str
    interval: Interval | None = None


def packages_visible_to(user: User) -> QuerySet[Recognition]:
    """Recognitions whose packages a member of staff may read: once public, at factories of their countries."""
    once = recognitions_visible_to(user).filter(published_at__isnull=False, factory__in=visible_to(user))
    return once if user.role in STAFF else once.none()


def own_packages(user: User) -> QuerySet[Recognition]:
    """Recognitions whose packages a factory's own people read.

    A worker representative is not told of a suspension or a withdrawal, so reads only of what is public.
    """
    rows = recognitions_of_own(factories_of(user))
    return rows.filter(state=PUBLISHED) if user.role == Role.WORKER else rows


def lines_of(recognition_ids: Sequence[UUID]) -> dict[UUID, list[Benefit]]:
    """Lines by recognition: what is to come first, by its day, then what was settled, latest first. One query."""
    found: dict[UUID, list[Benefit]] = {pk: [] for pk in recognition_ids}
    rows = Benefit.objects.filter(recognition__in=list(recognition_ids)).select_related("forum")
    for row in rows.order_by("due_on", "added_at", "pk"):
        found[row.recognition_id].append(row)
    for lines in found.values():
        lines.sort(key=lambda line: line.settled_at.timestamp() if line.settled_at else 0, reverse=True)
        lines.sort(key=lambda line: line.state != Benefit.State.PLANNED)
        for line in lines:
            line.title = title_of(line.kind)  # type: ignore[attr-defined]  # for the template
    return found


def standings_of(recognitions: Sequence[Recognition]) -> dict[UUID, list[RecognitionBenefit]]:
    """What comes with recognitions by itself; nothing while one is not public. One query."""
    public = [recognition.factory_id for recognition in recognitions if recognition.state == PUBLISHED]
    intervals = intervals_of_recognised(public) if public else {}
    return {
        recognition.pk: [
            RecognitionBenefit(
                title_of(kind.code), intervals[recognition.factory_id] if kind.code == INTERVAL else None
            )
            for kind in kinds().values()
            if kind.comes == Comes.WITH_RECOGNITION and recognition.state == PUBLISHED
        ]
        for recognition in recognitions
    }


def invitations_by(recognition_id: UUID) -> list[Invitation]:
    """Forums to which a factory was invited by this recognition, latest first. One query."""
    rows = Invitation.objects.filter(recognition=recognition_id).select_related("forum")
    return list(rows.order_by("-forum__starts_at", "pk"))
