"""The demonstration's packages and forums: what its recognised factories were promised, given, and invited to.

No chance in it: factories in order of code, days counted from today, everything by the commands of the pages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from accounts.models import User
from benefits.commands.attendance import record_attendance
from benefits.commands.forums import hold_forum, open_forum, plan_forum
from benefits.commands.invitations import invite_brand, invite_factory, invite_recognised
from benefits.commands.packages import add_benefit, deliver_benefit
from benefits.domain.forums import ForumPlan
from benefits.queries.forums import guests_of
from countries.queries.countries import programme_countries
from countries.queries.local_time import LocalDays, programme_day, zone_of
from demo.generator.people import COUNTRY
from factories.queries import brands_of
from factories.queries.by_id import factories_by_id
from factories.queries.lookups import Named
from journal.commands import Unchanged
from recognition.queries import published

FEW = 12  # recognised factories with a package
PROMISES = (
    ("targeted-learning", "Supervisory skills for ten line leaders", 60),
    ("profile", "A page in the brands' autumn overview", 90),
    ("exchange", "A day with the committee of another recognised factory", 120),
    ("stage", "Ten minutes on how its committee works", 45),
)


def give_benefits(users: Mapping[str, User], *, home: Named | None, now: datetime) -> int:
    """Packages and four forums. Returns how many lines; 0 where nobody is recognised."""
    lines = _packages(
        [(recognition.id, recognition.factory_id) for recognition in published()[:FEW]],
        users["global"],
        now=now,
    )
    _forums(users, home, now=now)
    return lines


def _packages(recognitions: Sequence[tuple[UUID, int]], actor: User, *, now: datetime) -> int:
    made = 0
    local, named = LocalDays(now), factories_by_id([factory_id for _, factory_id in recognitions])
    for place, (recognition, factory_id) in enumerate(recognitions):
        today = local.of(named[factory_id].country)
        for number, (kind, note, days) in enumerate(PROMISES[: 4 - place % 3]):
            due_on = today + timedelta(days)
            line = add_benefit(recognition, kind=kind, note=note, due_on=due_on, actor=actor, now=now)
            made += 1
            if number == place % 2 and not isinstance(line, Unchanged):
                deliver_benefit(line, delivered_on=today, what=f"{note}: done", actor=actor, now=now)
    return made


def _forums(users: Mapping[str, User], home: Named | None, *, now: datetime) -> None:
    """One held, one open and one planned at home, and a regional one that is open."""
    actor = users["global"]
    here = home.country if home else COUNTRY
    region = tuple(
        code for code, _name in programme_countries(LocalDays(now)) if code in {here, COUNTRY, "VN"}
    )
    held = _forum("Forum on worker dialogue · Demo", (here,), days=-40, actor=actor, now=now)
    _guests(held, users, home, now=now - timedelta(days=50))  # nobody was recognised then
    hold_forum(held, actor=actor, now=now)
    came = {guest.pk: 2 + place % 2 for place, guest in enumerate(guests_of(actor, held))}
    record_attendance(held, came=came, actor=actor, now=now)
    for name, countries, days in (
        ("Meet the buyers · Demo", (here,), 30),
        ("Regional business forum · Demo", region, 75),
    ):
        ahead = _forum(name, countries, days=days, actor=actor, now=now)
        invite_recognised(ahead, actor=actor, now=now)
        _guests(ahead, users, home, now=now)
    _forum("Forum on safe buildings · Demo", (here,), days=150, actor=actor, now=now, opened=False)


def _forum(
    name: str, countries: tuple[str, ...], *, days: int, actor: User, now: datetime, opened: bool = True
) -> UUID:
    zone = zone_of(countries[0], now)
    day = programme_day(now) + timedelta(days)
    plan = ForumPlan(
        name=name,
        place="Conference centre (fictional)",
        time_zone=str(zone),
        starts_at=datetime.combine(day, time(9), tzinfo=zone),
        ends_at=datetime.combine(day, time(16, 30), tzinfo=zone),
        countries=countries,
        capacity=120,
        about="Recognised factories show what works; brands say what they look for.",
    )
    made, before = uuid5(NAMESPACE_URL, name), min(now, now + timedelta(days=days - 20))
    plan_forum(made, plan=plan, actor=actor, now=before)
    if opened:
        open_forum(made, actor=actor, now=before)
    return made


def _guests(forum: UUID, users: Mapping[str, User], home: Named | None, *, now: datetime) -> None:
    """The demonstration's own factory, and its brand."""
    if home:
        invite_factory(forum, code=home.code, actor=users["global"], now=now)
    for brand in brands_of(users["brand"]):
        invite_brand(forum, brand=brand.name, actor=users["global"], now=now)
