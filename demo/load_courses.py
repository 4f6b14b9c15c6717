"""The demonstration's calendar of courses, and the next meeting of the committee of the factory that people sign in to.

No chance in it: days counted from today, everything by the commands of the pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from accounts.models import User
from committees.commands.meetings import set_next_meeting
from countries.queries.local_time import LocalDays
from courses.commands.registering import register_people
from courses.commands.sessions import announce_session
from courses.domain.sessions import Participants, SessionPlan
from demo.generator.people import COUNTRY
from factories.queries.lookups import Named

_SESSIONS = (
    # course, days from today, days it takes, places, place
    ("osh-awareness", 12, 1, 30, "Training centre, Street 271 · Demo"),
    ("workplace-cooperation", 19, 1, 24, "Training centre, Street 271 · Demo"),
    ("supervisory-skills", 33, 2, 16, "Training centre, Street 271 · Demo"),
    ("harassment-prevention", 40, 1, 60, "Online · Demo"),
    ("human-resource-management", 54, 2, 20, "Training centre, Street 271 · Demo"),
)


def announce_courses(users: Mapping[str, User], *, home: Named | None, now: datetime) -> int:
    """Some sessions ahead in the factory's country, one with its people registered, and in the country of the staff.

    Returns how many sessions.
    """
    country = home.country if home else COUNTRY
    made = _announce(country, users, home=home, now=now)
    if country != COUNTRY:
        made += _announce(COUNTRY, users, home=None, now=now)
    if home:
        day = LocalDays(now).of(country) + timedelta(9)
        set_next_meeting(home.id, meets_on=day, place="Canteen", actor=users["worker"], now=now)
    return made


def _announce(country: str, users: Mapping[str, User], *, home: Named | None, now: datetime) -> int:
    days, actor = LocalDays(now), users["global"]
    zone, today = ZoneInfo(days.settings.at(country, now).time_zone), days.of(country)
    for number, (course, ahead, length, places, place) in enumerate(_SESSIONS):
        first = today + timedelta(ahead)
        plan = SessionPlan(
            course=course,
            country=country,
            place=place,
            starts_at=datetime.combine(first, time(8, 30), tzinfo=zone),
            ends_at=datetime.combine(first + timedelta(length - 1), time(16, 30), tzinfo=zone),
            places=places,
            trainer="Better Work · Demo",
            language=days.settings.at(country, now).languages[0],
            sign_up_ends_on=first - timedelta(3),
        )
        made = uuid5(NAMESPACE_URL, f"{actor.pk} {country} {course} {plan.starts_at}")
        announce_session(made, plan=plan, actor=actor, now=now)
        if home and number == 1:
            people = Participants(managers_women=1, workers_men=1, workers_women=3)
            register_people(made, code=home.code, people=people, actor=users["factory"], now=now)
    return len(_SESSIONS)
