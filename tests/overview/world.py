"""A programme over three countries and three years, drawn from a seed: rows as they are, whatever became of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import uuid4

from django.utils import timezone

from accounts.models import Role, User
from advisory.models import ZeroToleranceCase
from criteria.models import CriteriaVersion, Evaluation
from factories.models import Factory
from portal.models import PriorityEntry
from recognition.models import Recognition
from scheduling.models import PlannedAssessment, PlanRun
from scheduling.queries.schedule_inputs import plan_rules
from tests import make

THIS_YEAR = timezone.now().year
YEARS = (THIS_YEAR - 2, THIS_YEAR - 1, THIS_YEAR)
COUNTRIES = ("KH", "VN", "JO")
OUTCOMES = ("eligible", "not_eligible", "incomplete")


def draw(seed: int, *, a_country: int = 5) -> list[Factory]:
    """Some factories of each country with everything that the overview counts."""
    random = Random(seed)
    factories = [_factory(random, country) for country in COUNTRIES for _ in range(a_country)]
    advisers = make.user(Role.ADVISER), make.user(Role.ADVISER)
    run = PlanRun.objects.create(
        as_of=timezone.now().date(), seed="0" * 64, rules=plan_rules().as_json(), shift=[], kept=0, placed=1,
        unplaced=0, made_at=timezone.now(),
    )  # fmt: skip
    for rank, factory in enumerate(factories, start=1):
        for year in YEARS:
            _evidence(random, factory, year)
            _verdict(random, factory, year)
        _recognition(random, factory)
        _planned(random, factory, run, advisers)
        _priority(random, factory, rank)
    return factories


def day_in(random: Random, year: int) -> date:
    """A day of a year that is not to come."""
    last = min(date(year, 12, 31), timezone.now().date() - timedelta(days=3))
    return date(year, 1, 1) + timedelta(days=random.randrange((last - date(year, 1, 1)).days + 1))


def _factory(random: Random, country: str) -> Factory:
    closed = random.random() < 0.2
    return make.factory(
        country=country,
        joined_on=day_in(random, random.choice(YEARS)) if random.random() < 0.7 else None,
        recorded_at=datetime.combine(day_in(random, random.choice(YEARS)), time(12), UTC),
        is_closed=closed,
        closed_on=day_in(random, random.choice(YEARS)) if closed else None,
    )


def _evidence(random: Random, factory: Factory, year: int) -> None:
    now = timezone.now()
    if random.random() < 0.6:
        state = random.choice(("final", "final", "submitted"))
        make.assessment(
            factory, assessed_on=day_in(random, year), state=state, findings=["OS-8-06"] * random.randrange(2),
            now=now,
        )  # fmt: skip
    if random.random() < 0.6:
        done = day_in(random, year)
        verified = (
            {"status": "verified", "done_on": done, "verified_on": done} if random.random() < 0.5 else {}
        )
        make.plan_item(factory, due_on=day_in(random, year), now=now, **verified)
    if random.random() < 0.3:
        opened = make.case(factory, opened_on=day_in(random, year), trigger=f"Case of {year}", now=now)
        if random.random() < 0.5:
            closed_on = max(opened.opened_on, day_in(random, THIS_YEAR))
            ZeroToleranceCase.objects.filter(pk=opened.pk).update(closed_on=closed_on)


def _verdict(random: Random, factory: Factory, year: int) -> None:
    criteria, _ = CriteriaVersion.objects.get_or_create(
        code="high-performance", version="0.1",
        defaults={"title": "Any", "text": "", "drafted_at": timezone.now()},
    )  # fmt: skip
    for number in range(random.randrange(3)):
        Evaluation.objects.filter(factory=factory).update(is_current=False)
        outcome, on = random.choice(OUTCOMES), day_in(random, year)
        Evaluation.objects.create(
            factory=factory, criteria=criteria, country=factory.country_id, as_of=on, outcome=outcome, vector={},
            close=outcome == "not_eligible" and random.random() < 0.5, evidence=[],
            inputs_digest=f"{factory.code}-{year}-{number}",
            evaluated_at=datetime(on.year, on.month, on.day, tzinfo=UTC),
        )  # fmt: skip


def _recognition(random: Random, factory: Factory) -> None:
    verdict = Evaluation.objects.filter(factory=factory).first()
    if verdict is None or random.random() < 0.4:
        return
    on = day_in(random, random.choice(YEARS))
    at = datetime(on.year, on.month, on.day, tzinfo=UTC)
    state = random.choice(("published", "published", "suspended", "withdrawn", "proposed"))
    public = state != "proposed"
    Recognition.objects.create(
        factory=factory, evaluation=verdict, state=state, proposed_at=at, proposed_by=make.user(Role.REVIEWER),
        published_at=at if public else None, publish_on=on if public else None,
        suspended_at=timezone.now() if state == "suspended" else None,
        ended_at=timezone.now() if state == "withdrawn" else None,
    )  # fmt: skip


def _planned(random: Random, factory: Factory, run: PlanRun, advisers: tuple[User, User]) -> None:
    on = timezone.now().date() + timedelta(days=random.randrange(-40, 300))
    lead, second = advisers
    planned = {"factory": factory, "plan": run, "group": "ordinary", "lead": lead, "second": second}
    PlannedAssessment.objects.create(
        **planned, due_on=on, late_from=on, opens_on=on, closes_on=on, starts_on=on, state="planned"
    )
    for state in ("done", "done", "dropped"):
        was = day_in(random, random.choice(YEARS))
        PlannedAssessment.objects.create(
            **planned, due_on=was, late_from=was, opens_on=was, closes_on=was, starts_on=was, state=state,
            ended_at=timezone.now(), assessment=uuid4() if state == "done" else None,
        )  # fmt: skip


def _priority(random: Random, factory: Factory, rank: int) -> None:
    if random.random() < 0.4 and not factory.is_closed:
        others = (
            {"rank_without_cases": rank, "country_rank_without_cases": rank} if random.random() < 0.5 else {}
        )
        PriorityEntry.objects.create(
            factory=factory, code=factory.code, name=factory.name, country=factory.country_id, rank=rank,
            country_rank=rank, as_of=timezone.now().date(), **others,
        )  # fmt: skip
