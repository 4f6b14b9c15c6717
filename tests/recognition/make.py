"""The cast of the judgement: factories that meet every criterion on 1 June 2018, and the people who decide."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta

from accounts.models import Role, User
from criteria.projections import refresh_verdicts
from factories.models import Factory, Workforce
from journal.commands import Unchanged
from recognition.commands import lifecycle
from recognition.models import Recognition
from tests import make
from tests.make import NOW, TODAY

LATEST, PREVIOUS = date(2018, 4, 10), date(2017, 4, 12)
RECORDED = datetime(2018, 5, 2, 9, 0, tzinfo=UTC)
COURSES = ("Supervisory skills", "OSH awareness", "Workplace cooperation")


def eligible_factory(
    code: str = "",
    *,
    country: str = "KH",
    latest: Collection[str] = (),
    previous: Collection[str] = (),
    team: Collection[User] = (),
) -> Factory:
    """A factory that meets every criterion, unless its assessments found too much."""
    made = make.factory(code, country=country, recorded_at=RECORDED)
    make.assessment(made, assessed_on=PREVIOUS, findings=previous, cycle=1, now=RECORDED)
    make.assessment(made, assessed_on=LATEST, findings=latest, cycle=2, now=RECORDED, team=[*team])
    Workforce.objects.create(
        factory=made, counted_on=date(2018, 1, 15), workers=1000, women_workers=850, recorded_at=RECORDED
    )
    make.committee(made, now=RECORDED)
    make.systems(made, "osh", now=RECORDED)
    make.systems(made, "hr", now=RECORDED)
    make.plan_item(
        made, "1", status="verified", done_on=date(2018, 4, 20), verified_on=date(2018, 4, 25), now=RECORDED
    )
    for month, course in enumerate(COURSES, start=1):
        make.learning(made, course, held_on=date(2018, month, 10), now=RECORDED)
    return made


def judged(*factories: Factory) -> None:
    """Verdicts as of today for these factories, or all."""
    refresh_verdicts([factory.pk for factory in factories] or None, now=NOW)


def recognition(
    factory: Factory,
    state: str = "proposed",
    *,
    by: User | None = None,
    decider: User | None = None,
    now: datetime = NOW,
) -> Recognition:
    """A recognition brought into a state by the real commands."""
    proposer = by or make.user(Role.REVIEWER, country=factory.country_id)
    judge = decider or make.user(Role.GLOBAL)
    judged(factory)
    done = lifecycle.propose_recognition(factory.pk, reason="Meets everything.", actor=proposer, now=now)
    found = Recognition.objects.get(pk=done.value if isinstance(done, Unchanged) else done)
    bring(found, state, decider=judge, now=now)
    found.refresh_from_db()
    return found


WAYS = {
    "proposed": (),
    "deferred": ("defer",),
    "declined": ("decline",),
    "confirmed": ("confirm",),
    "published": ("confirm", "publish"),
    "suspended": ("confirm", "publish", "suspend"),
    "withdrawn": ("confirm", "publish", "withdraw"),
    "lapsed": ("confirm", "publish", "lapse"),
}


def bring(found: Recognition, state: str, *, decider: User, now: datetime) -> None:
    """Take the steps that lead to a state."""
    for act in WAYS[state]:
        if act == "publish":
            lifecycle.publish_recognition(found.pk, actor=None, now=now)
        elif act == "lapse":
            lifecycle.lapse_recognition(found.pk, now=now + timedelta(days=400))
        else:
            decide = getattr(lifecycle, f"{act}_recognition")
            decide(found.pk, reason="As discussed.", actor=decider, now=now)


__all__ = [
    "LATEST",
    "NOW",
    "PREVIOUS",
    "RECORDED",
    "TODAY",
    "bring",
    "eligible_factory",
    "judged",
    "recognition",
]
