"""What a person may read of their notices now: the table of who is told, joined with the rights of this moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.cache import cache
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from accounts.models import Notice, User
from accounts.proposal_kinds import proposal_kind
from assessments.queries.teams import drafts_of, ids_assessed_by
from benefits.queries.forums import invited_brands, own_invitations
from countries.queries.local_time import On
from factories.queries import brands_of, consented_to, sourced_by, visible_to
from factories.queries.by_id import factories_by_id
from factory_advisers.queries import ids_advised_by
from journal.wording import fill_in
from notifications.recipients import SCOPE_READ
from notifications.rules import ROLES, TABLE, WAITING, Audience, kinds_for
from portal.queries import recognised_among
from webhooks.policies import managed_brands

if TYPE_CHECKING:
    from factories.models import Factory
    from journal.models import Event

MANY = 100
COUNTED = 99
COUNT_KEPT = 60  # seconds in which what a person may read is not asked anew for the number beside the bell

_OF_VISIBLE_FACTORIES = frozenset(
    {
        Audience.OWN,
        Audience.WORKERS,
        Audience.ADVISERS,
        Audience.DECIDERS,
        Audience.GLOBAL,
        Audience.MANAGERS,
    }
)
"""Audiences that are told of all factories visible to them."""

_PAGES = {
    "assessment": ("assessments:detail", "assessment_id"),
    "report": ("progress_reports:report", "number"),
    "session": ("courses:session", "session_id"),
    "meeting": ("committees:agenda", "code"),
    "plan_comment": ("shared_plan", "code"),
    "handover": ("handovers:handover", "handover_id"),
    "webhook": ("webhooks:webhook", "webhook_id"),
}
"""First word of an event's kind → the page of its subject, and the part of its address."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the inbox."""

    id: int
    sentence: str
    url: str
    at: datetime
    unread: bool


def notices_for(user: User, on: On) -> QuerySet[Notice]:
    """The notices that exist for a user on a day: those of which they would be told today."""
    notices = Notice.objects.filter(person=user.pk)
    if not user.is_active:
        return notices.none()
    audiences = {audience for audience, roles in ROLES.items() if user.role in roles}
    within_reach = audiences & _OF_VISIBLE_FACTORIES
    # one condition for all of them: each would ask for the same factories
    allowed = _about(kinds_for(*within_reach), visible_to(user)) if within_reach else Q(pk__in=[])
    for audience in sorted(audiences - within_reach):
        allowed |= _allowed(user, audience, on)
    return notices.filter(allowed)


def _allowed(user: User, audience: Audience, on: On) -> Q:
    kinds = kinds_for(audience)
    if audience in {Audience.BUYERS, Audience.BUYER, Audience.KEEPERS, *SCOPE_READ}:
        return _allowed_to_brand(user, audience, on)
    if audience is Audience.GUESTS:
        guests = [str(invitation_id) for invitation_id in own_invitations(user).values_list("pk", flat=True)]
        return Q(event__kind__in=kinds, event__factory_id__isnull=True, event__data__guest__in=guests)
    if audience in {Audience.ADMINISTRATORS, Audience.STANDARDS}:
        return Q(event__kind__in=kinds, event__factory_id__isnull=True)
    if audience in {Audience.PERSON, Audience.PROPOSER}:
        person = audience is Audience.PERSON
        concerning = Q(event__subject=f"user:{user.pk}") if person else Q(event__data__proposer=user.pk)
        return Q(event__kind__in=kinds) & concerning
    if audience is Audience.DRAFT_TEAM:
        drafts = [f"assessment:{pk}" for pk in drafts_of(user).values_list("pk", flat=True)]
        return Q(event__kind__in=kinds, event__subject__in=drafts)
    own = Q(pk__in=ids_assessed_by(user)) | Q(pk__in=ids_advised_by([user.pk]))
    return _about(kinds, visible_to(user).filter(own))  # Audience.TEAM


def _allowed_to_brand(user: User, audience: Audience, on: On) -> Q:
    """The same for people of brands: around the factories from which they buy, and of the webhooks that they keep."""
    kinds, brands = kinds_for(audience), brands_of(user)
    if audience is Audience.KEEPERS:
        managed = list(managed_brands(user).values_list("slug", flat=True))
        return Q(event__kind__in=kinds, event__factory_id__isnull=True, event__data__keeper__in=managed)
    if audience in SCOPE_READ:
        return _about(kinds, consented_to(brands, on, SCOPE_READ[audience]))
    if audience is Audience.BUYER:
        slugs = list(brands.values_list("slug", flat=True))
        return _about(kinds, sourced_by(brands, on)) & Q(event__data__buyer__in=slugs)
    # only of what every visitor sees now: a recognition that ended is gone from here too
    return _about(kinds, recognised_among(sourced_by(brands, on)))


def _about(kinds: list[str], factories: QuerySet[Factory]) -> Q:
    # looked up one by one: among alternatives a set of them would be all factories, read at every look
    there = Exists(factories.filter(pk=OuterRef("event__factory_id")))
    return Q(there, event__kind__in=kinds)


def items(notices: QuerySet[Notice], user: User) -> list[Item]:
    """The latest of these notices in words, newest first. At most three queries."""
    rows = list(notices.select_related("event").order_by("-event_id")[:MANY])
    around = _subject_by_event([row.event for row in rows])
    return [
        Item(
            id=row.pk,
            sentence=in_words(row.event.kind, row.event.data, around[row.event.pk].name),
            url=_url(user, row.event.kind, row.event.subject, around[row.event.pk].code, row.event.data),
            at=row.event.at,
            unread=row.read_at is None,
        )
        for row in rows
        if row.event.pk in around
    ]


class _NamedSubject(NamedTuple):
    name: str
    code: str  # of a factory; "" for a brand


def _subject_by_event(events: Sequence[Event]) -> dict[int, _NamedSubject]:
    """Around whom each event happened: a factory, or the brand that was the guest. At most two queries."""
    factories = factories_by_id({event.factory_id for event in events if event.factory_id})
    guests = {event.pk: str(event.data.get("guest", "")) for event in events if "guest" in event.data}
    guests = {pk: guest for pk, guest in guests.items() if guest}
    brands = invited_brands(guests.values()) if guests else {}
    found = {key: _NamedSubject(brands[guest][1], "") for key, guest in guests.items() if guest in brands}
    for event in events:
        if event.subject.startswith(("user:", "criteria:", "proposal:", "webhook:")):
            found[event.pk] = _NamedSubject("", "")  # the sentence names nobody
        elif event.factory_id in factories:
            found[event.pk] = _NamedSubject(
                factories[event.factory_id].name, factories[event.factory_id].code
            )
    return found


def in_words(kind: str, data: dict[str, Any], factory: str) -> str:
    """The notice as a sentence in the reader's language."""
    named = {"factory": factory}
    if kind.startswith("proposal."):
        named["proposal"] = str(proposal_kind(data["kind"]).label)
    return fill_in(TABLE[kind].sentence, {**data, **named})


def _url(user: User, kind: str, subject: str, code: str, data: dict[str, Any]) -> str:
    """Where more of it stands, for this reader."""
    row_id = subject.partition(":")[2]
    proposal = row_id if subject.startswith("proposal:") else data.get("proposal", "")
    if proposal and kind in {*WAITING, "proposal.approved", "proposal.declined", "proposal.stale"}:
        return reverse("proposals:proposal", kwargs={"proposal_id": proposal})
    if subject.startswith("user:"):
        return _url_of_person(kind, row_id)
    if (subject_page := _PAGES.get(kind.partition(".")[0])) is not None:
        route, part = subject_page
        return reverse(route, kwargs={part: code if part == "code" else row_id})
    if kind.startswith("forum."):
        own = user.role not in ROLES[Audience.GUESTS]
        return reverse("benefits:own") if own else reverse("benefits:forum", kwargs={"forum_id": row_id})
    decides = user.role in ROLES[Audience.DECIDERS] | ROLES[Audience.GLOBAL]
    if kind.startswith("recognition.") and decides:
        return reverse("recognition:detail", kwargs={"recognition_id": row_id})
    of_access = kind.startswith(("access.", "consent.")) and user.role in ROLES[Audience.OWN]
    return reverse("report_access" if of_access else "factory", kwargs={"code": code})


def _url_of_person(kind: str, user_id: str) -> str:
    if kind.startswith("privilege."):
        return reverse("people:person", kwargs={"user_id": user_id})
    if kind.startswith("advising."):
        return f"{reverse('factory_table:list')}?adviser=me"
    return reverse("profile")


def unread_of(user: User, on: On) -> int:
    """How many notices of a person's are new; counted up to a hundred.

    Every page asks. One indexed statement, and no more while nothing newer has come and nothing was read: the number
    is kept for a minute, for which it may include what is no longer the person's. The inbox itself always asks.
    """
    unread = Notice.objects.filter(person=user.pk, read_at__isnull=True)
    newest = unread.order_by("-event_id").values_list("event_id", flat=True).first()
    if newest is None:
        return 0
    of_newest, number = cache.get(_count_key(user.pk), (None, 0))
    if of_newest == newest:
        return int(number)
    number = notices_for(user, on).filter(read_at__isnull=True)[: COUNTED + 1].count()
    cache.set(_count_key(user.pk), (newest, number), COUNT_KEPT)
    return number


def forget_count(person_id: int) -> None:
    """Count anew at the next page: the person has read something."""
    cache.delete(_count_key(person_id))


def _count_key(person_id: int) -> str:
    return f"unread:{person_id}"
