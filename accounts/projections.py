"""Inbox rows and the mail owed for them: copies of what the journal tells, one for each person and event.

They are a person's own bookkeeping and no facts: no event tells of a notice read or a letter sent.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import BigIntegerField, F, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import Letter, MailChoice, Notice, User
from journal.bulk import insert_objects

BATCH = 500
ATTEMPTS = 10
DOUBTS = 2  # sendings whose end nobody saw: after the second, whoever waits has had it or never will
MOMENT = timedelta(seconds=5)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=6)
_NAMES = uuid.UUID("7b0b9d1e-6f0a-4d0e-9d63-0f6b5b2e8c11")
State = Letter.State


def write_notices(recipients: Iterable[tuple[int, int]], *, now: datetime) -> None:
    """Inbox rows for (person id, event id), and a letter for each to those who want one at once. Safe to run twice."""
    pairs = sorted(set(recipients), key=lambda pair: (pair[1], pair[0]))
    for start in range(0, len(pairs), BATCH):
        with transaction.atomic():
            _write(pairs[start : start + BATCH], now)


def _write(pairs: Sequence[tuple[int, int]], now: datetime) -> None:
    Notice.objects.bulk_create(
        [Notice(person_id=person, event_id=event, recorded_at=now) for person, event in pairs],
        ignore_conflicts=True,
    )
    impatient = set(
        MailChoice.objects.filter(
            way=MailChoice.Way.AT_ONCE, person__in={person for person, _ in pairs}
        ).values_list("person_id", flat=True)
    )
    if not impatient:
        return
    notices = Notice.objects.filter(person__in=impatient, event__in={event for _, event in pairs})
    Letter.objects.bulk_create(
        [
            Letter(pk=_letter_id("notice", pk), person_id=person, notice_id=pk, due_at=now, recorded_at=now)
            for pk, person in notices.values_list("pk", "person_id")
        ],
        ignore_conflicts=True,
    )


def write_summaries(day: date, *, now: datetime) -> int:
    """Queue a summary for each person with unread notices since their last one. Returns how many. Idempotent."""
    before = Letter.objects.filter(person=OuterRef("person"), day__isnull=False).exclude(day=day)
    last = before.values("person").annotate(last=Max("up_to")).values("last")
    others = MailChoice.objects.exclude(way=MailChoice.Way.DAILY)
    news = (
        Notice.objects.filter(read_at__isnull=True, person__is_active=True)
        .exclude(person__in=others.values("person"))
        .exclude(pk__in=Letter.objects.filter(notice__isnull=False).values("notice"))
        .annotate(after=Coalesce(Subquery(last), Value(0), output_field=BigIntegerField()))
        .filter(pk__gt=F("after"))
    )
    due = list(news.values("person", "after").annotate(up_to=Max("pk")))
    Letter.objects.bulk_create(
        [
            Letter(
                pk=_letter_id("day", day.isoformat(), row["person"]), person_id=row["person"], day=day,
                after=row["after"], up_to=row["up_to"], due_at=now, recorded_at=now,
            )
            for row in due
        ],
        ignore_conflicts=True,
        batch_size=BATCH,
    )  # fmt: skip
    return len(due)


def _letter_id(*parts: object) -> uuid.UUID:
    return uuid.uuid5(_NAMES, ":".join(map(str, parts)))


def owe_letters(about: Iterable[tuple[int, str]], *, now: datetime) -> None:
    """Letters of their own words, for (person id, "invitation:<uuid>"); one for each, ever."""
    insert_objects(
        [
            Letter(pk=_letter_id("about", what), person_id=person, about=what, due_at=now, recorded_at=now)
            for person, what in about
        ]
    )


def note_seen(person_id: int, day: date) -> None:
    """Record the day on which a person last opened a page."""
    User.objects.filter(pk=person_id).exclude(last_seen_on__gte=day).update(last_seen_on=day)


def mark_read(person_id: int, notices: Collection[int] | None, *, now: datetime) -> int:
    """Mark notices of a person as read (all when None). Returns how many were unread."""
    unread = Notice.objects.filter(person_id=person_id, read_at__isnull=True)
    if notices is not None:
        unread = unread.filter(pk__in=notices)
    return unread.update(read_at=now)


def claim_letter(*, now: datetime) -> Letter | None:
    """The letter that has been due longest and that nobody else sends; given up if its senders died too often."""
    while (found := _due_letters(now).order_by("due_at", "pk").first()) is not None:
        if found.state == State.CLAIMED and (found.doubts >= DOUBTS or found.attempts >= ATTEMPTS):
            # each time its sender died: whoever dies over a letter shall not for ever
            outcome = "may have arrived" if found.doubts else "has not left"
            _settle(found, State.FAILED, error=f"its senders died; it {outcome}")
            continue
        same = _due_letters(now).filter(pk=found.pk, attempts=found.attempts, state=found.state)
        if same.update(
            state=State.CLAIMED,
            attempts=F("attempts") + 1,
            lease_until=now + timedelta(seconds=settings.DELIVERY_LEASE),
        ):
            found.refresh_from_db()
            return found
    return None


def _due_letters(now: datetime) -> QuerySet[Letter]:
    return Letter.objects.filter(
        Q(state=State.WAITING, due_at__lte=now) | Q(state=State.CLAIMED, lease_until__lt=now)
    )


def letter_leaving(letter: Letter) -> bool:
    """Mark a letter as being sent; its outcome is in doubt until recorded. False when another worker claimed it.

    A sender that dies before this left nothing behind, and the letter goes out as if it had not been tried.
    """
    begun = _claimed(letter).update(doubts=F("doubts") + 1)
    letter.doubts += begun
    return bool(begun)


def letter_sent(letter: Letter, *, now: datetime) -> None:
    """The mail server took it."""
    _settle(letter, State.SENT, sent_at=now)


def letter_needless(letter: Letter) -> None:
    """Close a letter whose notices were all read meanwhile or are no longer visible to the person."""
    _settle(letter, State.NEEDLESS)


def letter_too_early(letter: Letter, *, now: datetime) -> None:
    """Return a letter to the queue, without counting the attempt, because its content is not listed yet."""
    _settle(letter, State.WAITING, due_at=now + MOMENT, attempts=letter.attempts - 1)


def letter_refused(letter: Letter, reason: str, *, doubtful: bool, now: datetime) -> None:
    """Record a failed sending (`doubtful`: possibly sent). Retried with doubling delays, then given up."""
    wait = min(FIRST_WAIT * 2 ** (letter.attempts - 1), LONGEST_WAIT)
    doubts = letter.doubts - int(not doubtful)
    over = letter.attempts >= ATTEMPTS or doubts >= DOUBTS
    _settle(
        letter, State.FAILED if over else State.WAITING, error=reason[:2000], doubts=doubts, due_at=now + wait
    )


def _settle(letter: Letter, state: State, **fields: object) -> None:
    _claimed(letter).update(state=state, lease_until=None, **fields)


def _claimed(letter: Letter) -> QuerySet[Letter]:
    """The letter as long as it is its claimer's: whoever took it over settles it."""
    return Letter.objects.filter(pk=letter.pk, attempts=letter.attempts, state=State.CLAIMED)
