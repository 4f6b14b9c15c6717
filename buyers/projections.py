"""A person's own bookkeeping is written here: no fact, and no event tells of it.

A watch list in the journal would tell a factory's history which brand has an eye on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction

from accounts.projections import owe_letters
from buyers.domain.supplier_changes import Facts
from buyers.models import DigestChoice, HomeVisit, WatchedFactory

LETTER = "suppliers"


def mark_home_seen(person_id: int, facts: Mapping[int, Facts], *, now: datetime) -> None:
    """Store what a person has seen; what is not open to them any more goes with the earlier look."""
    HomeVisit.objects.update_or_create(
        person_id=person_id,
        defaults={"seen_at": now, "facts": {str(key): dict(known) for key, known in facts.items()}},
    )


def set_watched(person_id: int, factory_id: int, *, watched: bool) -> None:
    """Put a factory on a person's watch list, or take it off. Safe to run twice."""
    if watched:
        WatchedFactory.objects.get_or_create(person_id=person_id, factory_id=factory_id)
    else:
        WatchedFactory.objects.filter(person=person_id, factory=factory_id).delete()


def choose_digest(person_id: int, *, way: str) -> None:
    """Store how often the digest comes."""
    DigestChoice.objects.update_or_create(person_id=person_id, defaults={"way": way})


def owe_digest(choice: DigestChoice, fingerprint: str, *, day: date, now: datetime) -> bool:
    """Owe a person one letter for a day, unless the last one said the same. Safe to run twice."""
    letter = (choice.person_id, f"{LETTER}:{day.isoformat()}:{choice.person_id}")
    try:
        with transaction.atomic():
            others = DigestChoice.objects.filter(pk=choice.pk).exclude(last_fingerprint=fingerprint)
            if not others.update(last_fingerprint=fingerprint):
                return False
            owe_letters([letter], now=now)
    except IntegrityError:  # the day's letter is owed already
        return False
    return True
