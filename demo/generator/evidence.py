"""What advisers, committees and trainers leave behind, as rows of the evidence files (all values text)."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from advisory.domain.systems import ELEMENTS, IN_PLACE
from countries.domain.country_rules import is_working_day, shipped_rules
from demo.generator.descriptions import lot, observations, remedy, title
from demo.generator.profiles import PerformanceProfile

Row = dict[str, str]

_TOPICS = (
    "improvement plan; root causes", "bipartite committee: agenda and minutes", "OSH committee; risk assessment",
    "grievance procedure", "payroll review", "emergency preparedness; drill", "working-time records",
    "supervisors and harassment prevention",
)  # fmt: skip
_COURSES = (
    "Supervisory skills", "Workplace cooperation", "OSH awareness", "Human resource management",
    "Negotiation skills", "Worker induction: train the trainer", "Prevention of sexual harassment",
    "Industry seminar: emergency preparedness",
)  # fmt: skip
_OWNERS = ("HR manager", "Compliance manager", "Production manager", "OSH officer", "Maintenance head")
_DONE_AT_VISITS = (
    "Management had prepared the records.", "The committee's worker side spoke first and at length.",
    "Half of the time went into causes; the list of actions became shorter.",
    "The new HR manager took part for the first time.", "Two supervisors practised with cases of their own lines.",
    "The minutes of the last meetings were read together.", "The production manager left early for a shipment.",
    "Walked through two sections with the OSH officer.",
)  # fmt: skip
_NEXT_AT_VISITS = (
    "Next: the committee follows the open items.", "Next: records of one month are sent.",
    "Next: the drill, with the late shift.", "Next: training of supervisors in two groups.",
    "Next: the owner of each item reports to the committee.", "Next time with the maintenance head.",
)  # fmt: skip
_ZT_TRIGGERS = (
    "Child labour: a worker below the legal age", "Violence or threats by a supervisor",
    "Exits locked with workers inside", "Sexual harassment reported by several workers",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Site:
    """A factory as its evidence is drawn."""

    code: str
    workers: int
    women_percent: int
    profile: PerformanceProfile
    practice: float
    weaknesses: frozenset[str]

    @property
    def careful(self) -> bool:
        """Whether it practises all four pillars, weaknesses aside."""
        return self.profile <= PerformanceProfile.NEAR


@dataclass(frozen=True, slots=True)
class Ground:
    """What a factory's evidence stands on: today, and its latest assessment."""

    today: date
    latest_on: date
    years: int
    findings: tuple[str, ...]  # questions of the latest assessment's findings
    points: Mapping[str, str]  # name of the compliance point by question


Maker = Callable[[Site, Ground, np.random.Generator], Iterator[Row]]


def _day(ground: Ground, rng: np.random.Generator, newest: int, oldest: int) -> date:
    return ground.today - timedelta(days=int(rng.integers(newest, oldest)))


def _worked(country: str, day: date) -> date:
    """The day, or the last before it on which people work in the country."""
    while not is_working_day(country, day, shipped_rules(country)):
        day -= timedelta(days=1)
    return day


def visits(site: Site, ground: Ground, rng: np.random.Generator) -> Iterator[Row]:
    """Two advisory visits a year; the struggling get more."""
    days: set[date] = set()
    for year in range(ground.years):
        number_of_visits = 2 + (site.profile == PerformanceProfile.STRUGGLING)
        for _ in range(number_of_visits):
            days.add(_day(ground, rng, 365 * year + 5, 365 * year + 360))
    taken: set[date] = set()
    for drawn in sorted(days):
        day = _worked(site.code[:2], drawn)
        while day in taken:
            day = _worked(site.code[:2], day - timedelta(days=1))
        taken.add(day)
        topic = _TOPICS[int(rng.integers(len(_TOPICS)))]
        words = lot(site.code, day, "visit")
        yield {
            "factory": site.code,
            "visited_on": day.isoformat(),
            "purpose": "Advisory visit: improvement plan",
            "topics": topic,
            "notes": _visit_notes(words, ground, topic),
        }


def _visit_notes(number: int, ground: Ground, topic: str) -> str:
    """What was worked on, what was looked at, and what is next."""
    number, done = divmod(number, len(_DONE_AT_VISITS))
    number, following = divmod(number, len(_NEXT_AT_VISITS))
    looked_at = ground.findings[number % len(ground.findings)] if ground.findings else ""
    seen = f" On the floor: {observations()[looked_at]}; still so." if looked_at and number % 3 == 0 else ""
    people = 4 + number % 9
    return f"{topic.capitalize()}, with {people} people. {_DONE_AT_VISITS[done]}{seen} {_NEXT_AT_VISITS[following]}"


def plan_items(site: Site, ground: Ground, rng: np.random.Generator) -> Iterator[Row]:
    """One item for each of the first six findings, due three to seven months after the assessment."""
    for number, question in enumerate(ground.findings[:6], start=1):
        due = ground.latest_on + timedelta(days=int(rng.integers(90, 210)))
        done, verified = _progress(site, due, number, ground.today, rng)
        rng.integers(6), rng.integers(5)  # once drawn here: what is drawn for others stays as it was
        agreed = remedy(site.code, ground.latest_on.year, question)
        yield {
            "factory": site.code,
            "ref": f"{ground.latest_on.year}-{number:02d}",
            "question": question,
            "issue": title(question),
            "cause": agreed.cause,
            "root_cause": agreed.root_cause,
            "action": agreed.action,
            "owner": agreed.owner,
            "due_on": due.isoformat(),
            "status": "verified" if verified else "done" if done else _open_status(due, ground.today),
            "done_on": done.isoformat() if done else "",
            "verified_on": verified.isoformat() if verified else "",
        }
    if site.careful:
        yield from _settled_reviews(site, ground)


def _progress(
    site: Site, due: date, number: int, today: date, rng: np.random.Generator
) -> tuple[date | None, date | None]:
    keeps = site.careful and ("plan" not in site.weaknesses or number % 2 == 0)
    likely = 1.0 if keeps else 0.0 if site.careful else 0.75 - 0.6 * site.practice
    done = due - timedelta(days=int(rng.integers(1, 30)))
    if rng.random() >= likely or done >= today:
        return None, None
    verified = done + timedelta(days=int(rng.integers(5, 25)))
    seen = verified < today and (keeps or rng.random() < 0.4)
    return done, (verified if seen else None)


def _settled_reviews(site: Site, ground: Ground) -> Iterator[Row]:
    """A careful factory's committee also settled what it had found itself, before the assessment came."""
    for number in range(1, 5):
        due = ground.today - timedelta(days=40 + 30 * number)
        follows_plan = "plan" not in site.weaknesses or number == 1
        yield {
            "factory": site.code,
            "ref": f"C-{number:02d}",
            "question": "",
            "issue": ("Canteen queue too long", "Fans in the ironing section", "Notice board out of date",
                      "Shift change crowds the stairs")[number - 1],
            "cause": "",
            "root_cause": "Raised by workers in the committee",
            "action": "Agreed with the bipartite committee",
            "owner": _OWNERS[number % len(_OWNERS)],
            "due_on": due.isoformat(),
            "status": "verified" if follows_plan else "in_progress",
            "done_on": (due - timedelta(days=9)).isoformat() if follows_plan else "",
            "verified_on": (due + timedelta(days=12)).isoformat() if follows_plan else "",
        }  # fmt: skip


def _open_status(due: date, today: date) -> str:
    return "not_started" if due > today else "in_progress"


_ELEMENT_NOTES = {
    "policy": (
        "A policy of the management before lies in the office; nobody on the floor has seen it.",
        "The policy is the brand's code of conduct, not the factory's own.",
        "The policy is posted in a language that few workers read.",
    ),
    "responsible": (
        "The production manager does it beside everything else.",
        "The post has been empty since the last holder left.",
        "Two people each said that the other was responsible.",
    ),
    "procedure": (
        "Each line does it in its own way.",
        "The procedure names forms that are not in use any more.",
        "It is written down for accidents alone.",
    ),
    "communication": (
        "Supervisors were told once, workers never.",
        "New workers hear of it on their first day and not again.",
        "Workers interviewed did not know of it.",
    ),
    "monitoring": (
        "The checklist was last filled in some months ago.",
        "Checks are done, and nobody reads them.",
        "The office checks itself.",
    ),
    "correction": (
        "The same points stand in three minutes in a row.",
        "Causes are not looked for; the worker is instructed again.",
        "Actions have no day and no owner.",
    ),
}


def committees(site: Site, ground: Ground, rng: np.random.Generator) -> Iterator[Row]:
    """A review of the bipartite committee each year; some factories have none yet."""
    if not site.careful and rng.random() < 0.12:
        return
    for year in range(ground.years):
        strong = site.careful and not (year == 0 and "committee" in site.weaknesses)
        seats = int(rng.integers(4, 9))
        meetings = int(rng.integers(11, 13)) if strong else int(rng.integers(2, 10))
        yield {
            "factory": site.code,
            "reviewed_on": _day(ground, rng, 365 * year + 10, 365 * year + 330).isoformat(),
            "worker_seats": str(seats),
            "management_seats": str(seats if strong or rng.random() < 0.6 else seats + 2),
            "worker_side_elected": "yes" if strong or rng.random() < 0.55 else "no",
            "women_percent": str(_committee_women(site, strong=strong, rng=rng)),
            "meetings_12m": str(meetings),
            "minutes_12m": str(meetings if strong else int(rng.integers(0, meetings + 1))),
            **_issues(site, year, meetings, strong=strong),
        }


def _issues(site: Site, year: int, meetings: int, *, strong: bool) -> Row:
    """Two or three issues a meeting; a committee that works settles nearly all of them. Nothing is drawn."""
    raised = 2 * meetings + _chance(site, year, "raised", meetings + 1)
    left = _chance(site, year, "resolved", raised // (8 if strong else 2) + 1)
    return {"issues_raised_12m": str(raised), "issues_resolved_12m": str(raised - left)}


def _chance(site: Site, year: int, what: str, below: int) -> int:
    """A number that follows from the factory alone: what is drawn for others stays as it was."""
    return zlib.crc32(f"{site.code} {year} {what}".encode()) % below


def _committee_women(site: Site, *, strong: bool, rng: np.random.Generator) -> int:
    gap = int(rng.integers(0, 12)) if strong else int(rng.integers(0, 50))
    return max(0, site.women_percent - gap)


def systems(site: Site, ground: Ground, rng: np.random.Generator) -> Iterator[Row]:
    """Management systems in two areas, scored 1 to 5 by the adviser each year."""
    for year in range(ground.years):
        if not site.careful and rng.random() < 0.1:
            continue
        reviewed = _day(ground, rng, 365 * year + 10, 365 * year + 330).isoformat()
        for area in ("osh", "hr"):
            weak = year == 0 and area == "hr" and "systems" in site.weaknesses
            score = (3 if weak else int(rng.integers(4, 6))) if site.careful else _ordinary_score(site, rng)
            row = {"factory": site.code, "reviewed_on": reviewed, "area": area, "score": str(score)}
            # the oldest of several reviews is from before elements were looked at
            yield row | _elements(site, year, area, score, seen=not year or year < ground.years - 1)


def _elements(site: Site, year: int, area: str, score: int, *, seen: bool) -> Row:
    """Levels from which the score follows: one element weaker than the others, one stronger. Nothing is drawn."""
    levels = dict.fromkeys(ELEMENTS, score)
    first = _chance(site, year, area, len(ELEMENTS))
    weaker, stronger = ELEMENTS[first], ELEMENTS[(first + 1 + year) % len(ELEMENTS)]
    if score < 5 and weaker != stronger:  # the highest level
        levels[stronger] += 1
        levels[weaker] -= score > 1
    return {
        **{element: str(levels[element]) if seen else "" for element in ELEMENTS},
        **{
            f"{element}_note": _element_note(site, year, area, element)
            if seen and levels[element] < IN_PLACE
            else ""
            for element in ELEMENTS
        },
    }


def _element_note(site: Site, year: int, area: str, element: str) -> str:
    known = _ELEMENT_NOTES[element]
    return known[_chance(site, year, f"{area} {element}", len(known))]


def _ordinary_score(site: Site, rng: np.random.Generator) -> int:
    return int(np.clip(round(3.4 - 2.2 * site.practice + rng.normal(0, 0.5)), 1, 3))


def learning(site: Site, ground: Ground, rng: np.random.Generator) -> Iterator[Row]:
    """Courses and seminars; a factory committed to learning sends managers and workers to many."""
    for year in range(ground.years):
        few = site.careful and year == 0 and "learning" in site.weaknesses
        number_of_courses = 2 if few else int(rng.integers(4, 7)) if site.careful else int(rng.integers(0, 3))
        for course in rng.choice(len(_COURSES), size=number_of_courses, replace=False):
            people = max(4, site.workers // 120)
            women = people * site.women_percent // 100
            yield {
                "factory": site.code,
                "held_on": _day(ground, rng, 365 * year + 8, 365 * year + 340).isoformat(),
                "course": _COURSES[int(course)],
                "hours": str(int(rng.choice([4, 8, 16]))),
                "managers_men": str(int(rng.integers(1, 4))),
                "managers_women": str(int(rng.integers(1, 4))),
                "workers_men": str(people - women + int(rng.integers(0, 3))),
                "workers_women": str(women + int(rng.integers(1, 4))),
            }


def zero_tolerance(site: Site, ground: Ground, rng: np.random.Generator) -> Iterator[Row]:
    """A rare case at a struggling factory, usually closed by now."""
    if site.profile != PerformanceProfile.STRUGGLING or rng.random() > 0.12:
        return
    opened = _day(ground, rng, 10, 700)
    closed = opened + timedelta(days=int(rng.integers(40, 200)))
    yield {
        "factory": site.code,
        "opened_on": opened.isoformat(),
        "closed_on": closed.isoformat() if closed < ground.today else "",
        "trigger": _ZT_TRIGGERS[int(rng.integers(len(_ZT_TRIGGERS)))],
    }


MAKERS: dict[str, Maker] = {
    "visits": visits,
    "plan-items": plan_items,
    "committees": committees,
    "systems": systems,
    "learning": learning,
    "zero-tolerance": zero_tolerance,
}
