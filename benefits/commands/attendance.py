"""Who came to a forum; for a recognised factory that is a benefit delivered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from benefits.commands.forums import NotNow
from benefits.commands.guests import InvalidGuestField, about, locked
from benefits.domain.catalogue import FORUM
from benefits.domain.forums import MOST_PEOPLE
from benefits.models import Benefit, Forum, Invitation
from benefits.policies import check_may_invite
from benefits.queries.forums import forums_visible_to, invitations_visible_to
from journal.commands import Unchanged, command
from journal.events import Happening, record_many
from recognition.queries.recognitions import recognised_at

if TYPE_CHECKING:
    from accounts.models import User

Line = Benefit.State


@command
def record_attendance(
    forum_id: UUID, *, came: Mapping[UUID, int], actor: User, now: datetime
) -> int | Unchanged:
    """How many people of each guest (by invitation) came; 0: nobody. A later record corrects. How many changed.

    A factory that was recognised when the forum began has it in its package as delivered; a promise of a forum in
    the package is kept by it. Corrected to nobody, the line is cancelled.

    Raises:
        BenefitOutOfReach, NotNow, InvalidGuestField.
    """
    check_may_invite(actor)
    forum = locked(forums_visible_to(actor).values_list("pk", flat=True).get(pk=forum_id))
    if forum.state != Forum.State.HELD:
        raise NotNow(_("Attendance is recorded once the forum was held."))
    if any(not 0 <= people <= MOST_PEOPLE for people in came.values()):
        raise InvalidGuestField("came", _("Write numbers from 0 to %(most)s.") % {"most": MOST_PEOPLE})
    rows = invitations_visible_to(actor).filter(forum=forum, pk__in=list(came))
    guests = list(rows.exclude(state=Invitation.State.WITHDRAWN).order_by("pk"))
    changed = [guest for guest in guests if guest.attended != came[guest.pk]]
    if not changed:
        return Unchanged(0)
    for invitation in changed:
        invitation.attended, invitation.attended_at, invitation.attended_by = came[invitation.pk], now, actor
    Invitation.objects.bulk_update(changed, ["attended", "attended_at", "attended_by"])
    events = [
        about("forum.attended", invitation, forum, people=invitation.attended) for invitation in changed
    ]
    record_many([*events, *_in_packages(forum, changed, actor=actor, now=now)], actor=actor, at=now)
    return len(changed)


def _in_packages(
    forum: Forum, guests: Sequence[Invitation], *, actor: User, now: datetime
) -> list[Happening]:
    """The factories' lines follow. Four statements, however many guests."""
    came = {guest.factory_id: guest.attended or 0 for guest in guests if guest.factory_id is not None}
    recognition = recognised_at(list(came), forum.starts_at)
    there = Benefit.objects.select_for_update().filter(recognition__in=recognition.values(), kind=FORUM)
    known: dict[UUID, Benefit] = {}
    promised: dict[UUID, Benefit] = {}
    for line in there.order_by("-due_on", "-added_at"):
        if line.forum_id == forum.pk:
            known[line.recognition_id] = line
        elif line.forum_id is None and line.state == Line.PLANNED:
            promised[line.recognition_id] = line  # the one due first stays
    new: list[Benefit] = []
    benefits: list[Benefit] = []
    events: list[Happening] = []
    for factory, package in recognition.items():
        found = known.get(package) or (promised.get(package) if came[factory] else None)
        if found is None and not came[factory]:
            continue
        line = found or Benefit(recognition_id=package, kind=FORUM, added_at=now, added_by=actor)
        (benefits if found else new).append(line)
        _settled(line, forum, came[factory], actor=actor, now=now)
        data = {"line": str(line.pk), "benefit": FORUM, "note": line.note, "reason": line.reason}
        events.append(Happening(f"benefit.{line.state}", f"package:{package}", factory, data))
    Benefit.objects.bulk_create(new)
    Benefit.objects.bulk_update(
        benefits, ["forum", "state", "delivered_on", "what", "reason", "settled_at", "settled_by"]
    )
    return events


def _settled(line: Benefit, forum: Forum, people: int, *, actor: User, now: datetime) -> None:
    line.forum, line.settled_at, line.settled_by = forum, now, actor
    if people:
        line.state, line.delivered_on, line.reason = Line.DELIVERED, forum.day, ""
        counted = ngettext("%(n)s person", "%(n)s people", people) % {"n": people}
        line.what = f"{forum.name} ({counted})"
    else:
        line.state, line.delivered_on, line.what = Line.CANCELLED, None, ""
        line.reason = _("Attendance corrected: nobody came.")
