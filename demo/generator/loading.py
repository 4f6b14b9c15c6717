"""The demonstration into the database: its rows go through the same readers, checks and bulk commands as real files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import numpy as np

from advisory.commands.importing_evidence import import_evidence
from assessment_files.commands import import_assessments
from assessment_files.domain.assessment_row import AssessmentRow
from assessment_files.domain.assessment_rows import check_assessments
from assessment_files.queries import lookups_for_assessments
from countries.commands.settings import add_country
from countries.domain.country_rules import SHIPPED_COUNTRIES
from countries.queries.local_time import LocalDays
from demo.generator import evidence, registry
from demo.generator.advisers import Leads, make_advisers
from demo.generator.answers import sheets
from demo.generator.calendar import assessed_year, assessment_span
from demo.generator.descriptions import Descriptions
from demo.generator.evidence import Ground, Row, Site
from demo.generator.profiles import Cast, PerformanceProfile, cast
from demo.generator.question_bank import Bank, bank
from demo.generator.rates import country_plans
from evidence_files.kinds import check_evidence
from evidence_files.queries import lookups_for_evidence
from factory_lists.commands.importing import import_factories
from factory_lists.commands.link_lists import import_consents, import_sourcing
from factory_lists.domain.factory_rows import read_rows
from factory_lists.domain.link_rows import CONSENTS, SOURCING, read_links
from files.domain.problems import ImportOutcome, ImportProblem, render
from journal.commands import Unchanged, value_of
from questionnaires.queries.questionnaire_index import questionnaire_index
from questionnaires.queries.questionnaires import LoadedLayout, layouts, words_by_layout

Say = Callable[[str], None]
Numbered = Iterator[tuple[int, Row]]


class DemoFaulty(RuntimeError):
    """The generator made rows that the importers refuse: a fault of the generator."""


@dataclass(frozen=True, slots=True)
class Assessed:
    """One factory's sheets, newest first, each with its day."""

    days: tuple[date, ...]
    sheets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LoadedCounts:
    """How much came in."""

    factories: int
    assessments: int


def load(*, count: int, years: int, seed: int, now: datetime, say: Say) -> LoadedCounts:
    """Make `count` factories with `years` of evidence up to `now`, the same for the same seed and day.

    Raises:
        DemoFaulty: an importer refused a row.
    """
    rng = np.random.default_rng(seed)
    today = _day_everywhere(now)
    crew = cast(country_plans(), count, rng)
    rows = registry.factories(crew, today, rng)
    # the registry is as old as the evidence, so that its head counts hold for every year judged
    say(f"{len(rows)} factories")
    _register(rows, began=now - timedelta(days=365 * (years + 2)))
    history = _history(crew, today, years, rng)
    leads = make_advisers([row["country"] for row in rows], now=now)
    say(f"{leads.number} advisers")
    made = _assess(rows, history, leads, now=now, say=say)
    _witness(rows, crew, history, today=today, years=years, now=now, rng=rng, say=say)
    _link(rows, now=now, rng=rng, say=say)
    return LoadedCounts(len(rows), made)


def _day_everywhere(now: datetime) -> date:
    """The latest day that has begun in every country of the demonstration."""
    days = LocalDays(now)
    return min(days.of(country) for country in SHIPPED_COUNTRIES)


# --- registry -------------------------------------------------------------------------------------------------------


def _register(rows: Sequence[Row], *, began: datetime) -> None:
    read, problems, _ = read_rows(tuple(rows[0]), _numbered(rows))
    _refuse("factories", problems)
    _done("factories", import_factories(read, actor=None, now=began, fictional=True))
    for country in sorted({row["country"] for row in rows}):
        add_country(country, from_on=_day_everywhere(began), actor=None, now=began)


def _link(rows: Sequence[Row], *, now: datetime, rng: np.random.Generator, say: Say) -> None:
    links = list(registry.sourcing([row["code"] for row in rows], _day_everywhere(now), rng))
    say(f"{len(links)} sourcing links")
    read, problems, _ = read_links(SOURCING, tuple(links[0]), _numbered(links))
    _refuse("sourcing", problems)
    _done("sourcing", import_sourcing(read, actor=None, now=now))
    given = list(registry.consents(links, rng))
    read, problems, _ = read_links(CONSENTS, tuple(given[0]), _numbered(given))
    _refuse("consents", problems)
    _done("consents", import_consents(read, actor=None, now=now))


# --- assessments ----------------------------------------------------------------------------------------------------


def _history(crew: Cast, today: date, years: int, rng: np.random.Generator) -> list[Assessed]:
    """Every factory's sheets and days, in the cast's order."""
    found: list[Assessed] = [Assessed((), ())] * len(crew.country)
    known = {layout.layout.country: layout for layout in layouts().values()}
    for index, plan in enumerate(crew.countries):
        members = crew.of_country(index)
        if not members.size:
            continue
        questions = _bank(known.get(plan.code) or known[""], plan.code, date(assessed_year(today), 7, 1))
        made = sheets(questions, crew, members, rng, years=years)
        for place, member in enumerate(members):
            careful = crew.profile[member] <= PerformanceProfile.NEAR
            years_kept = years if careful else max(1, years - int(rng.random() < 0.12))
            days = tuple(
                assessment_span(today, back, recent=bool(careful)).draw(rng) for back in range(years_kept)
            )
            found[int(member)] = Assessed(days, tuple(made.years[back][place] for back in range(years_kept)))
    return found


def _bank(loaded: LoadedLayout, country: str, on: date) -> Bank:
    layout, marks = loaded.layout, loaded.marks
    guarded = marks.public_on(country, on) | marks.core_on(country, on) | marks.zero_tolerance_on(country, on)
    points = [layout.points[index] for index in layout.point_of]
    return bank(country, layout.codes, points, scored=layout.scored, guarded=set(guarded))


def _assess(
    rows: Sequence[Row], history: Sequence[Assessed], leads: Leads, *, now: datetime, say: Say
) -> int:
    """All assessments through the wide layout; what a wide row cannot hold is put beside its answers."""
    known = {layout.layout.country: layout.layout.codes for layout in layouts().values()}
    columns = sorted({code for codes in known.values() for code in codes})
    wide = list(_wide(rows, history, known))
    say(f"{len(wide)} assessments of {len(columns)} questions")
    checked = check_assessments(
        ("factory", "assessed_on", "cycle", "questionnaire", *columns),
        _numbered(wide),
        questionnaires=questionnaire_index(),
        lookups=lookups_for_assessments(now),
    )
    _refuse("assessments", checked.problems)
    _done(
        "assessments",
        import_assessments(
            _described(checked.rows, rows, leads),
            lines=checked.lines,
            has_attributions=False,
            actor=None,
            now=now,
        ),
    )
    return len(wide)


def _described(
    assessments: Iterable[AssessmentRow], rows: Sequence[Row], leads: Leads
) -> list[AssessmentRow]:
    """Each with a text and a number of workers for every finding, and with who led it."""
    workers = {row["code"]: int(row["workers"]) for row in rows}
    places = {row["code"]: place for place, row in enumerate(rows)}
    texts = Descriptions()
    described = []
    for assessment in assessments:
        size, on = workers[assessment.factory], assessment.assessed_on
        found = {
            code: texts.finding(assessment.factory, size, on, code)
            for code, letter in zip(assessment.layout.codes, assessment.sheet, strict=True)
            if letter == "N"
        }
        described.append(
            replace(
                assessment,
                details={code: text for code, (text, _) in found.items()},
                workers={code: number for code, (_, number) in found.items()},
                lead=leads.of(places[assessment.factory], assessment.cycle or 1),
            )
        )
    return described


def _wide(
    rows: Sequence[Row], history: Sequence[Assessed], known: dict[str, tuple[str, ...]]
) -> Iterator[Row]:
    for row, assessed in zip(rows, history, strict=True):
        codes = known.get(row["country"]) or known[""]
        for back, (day, sheet) in enumerate(zip(assessed.days, assessed.sheets, strict=True)):
            yield {
                "factory": row["code"],
                "assessed_on": day.isoformat(),
                "cycle": str(len(assessed.days) - back),
                "questionnaire": "cat",
                **dict(zip(codes, sheet, strict=True)),
            }


# --- other evidence -------------------------------------------------------------------------------------------------


def _witness(
    rows: Sequence[Row],
    crew: Cast,
    history: Sequence[Assessed],
    *,
    today: date,
    years: int,
    now: datetime,
    rng: np.random.Generator,
    say: Say,
) -> None:
    known = {layout.layout.country: layout.layout.codes for layout in layouts().values()}
    points = {code: words.point_name for texts in words_by_layout().values() for code, words in texts.items()}
    sites = [_site(row, crew, place) for place, row in enumerate(rows)]
    grounds = [
        _ground(assessed, known.get(row["country"]) or known[""], points, today, years)
        for row, assessed in zip(rows, history, strict=True)
    ]
    for kind, make in evidence.MAKERS.items():
        made = [row for site, ground in zip(sites, grounds, strict=True) for row in make(site, ground, rng)]
        say(f"{len(made)} {kind}")
        if made:
            _bring(kind, _distinct(kind, made), now=now)


def _bring(kind: str, rows: Sequence[Row], *, now: datetime) -> None:
    columns = tuple(rows[0])
    checked = check_evidence(kind, columns, _numbered(rows), lookups_for_evidence(now))
    _refuse(kind, checked.problems)
    held = checked.rows
    if "cause" in columns:  # files do not carry it
        held = tuple(
            replace(read, values={**read.values, "cause": row["cause"]})
            for read, row in zip(held, rows, strict=True)
        )
    _done(kind, import_evidence(kind, held, columns=columns, actor=None, now=now))


_KEYS = {"committees": ("factory", "reviewed_on"), "learning": ("factory", "held_on", "course")}


def _distinct(kind: str, rows: Iterable[Row]) -> list[Row]:
    """Without the few that fell on one and the same day."""
    key = _KEYS.get(kind)
    if key is None:
        return list(rows)
    return list({tuple(row[column] for column in key): row for row in rows}.values())


def _site(row: Row, crew: Cast, place: int) -> Site:
    workers = int(row["workers"])
    return Site(
        code=row["code"],
        workers=workers,
        women_percent=int(row["women_workers"]) * 100 // workers,
        profile=PerformanceProfile(int(crew.profile[place])),
        practice=float(crew.practice[place]),
        weaknesses=crew.weaknesses[place],
    )


def _ground(
    assessed: Assessed, codes: Sequence[str], points: Mapping[str, str], today: date, years: int
) -> Ground:
    found = tuple(code for code, letter in zip(codes, assessed.sheets[0], strict=True) if letter == "N")
    return Ground(today=today, latest_on=assessed.days[0], years=years, findings=found, points=points)


# --- shared ---------------------------------------------------------------------------------------------------------


def _numbered(rows: Iterable[Row]) -> Numbered:
    return enumerate(rows, start=2)


def _refuse(kind: str, problems: Iterable[ImportProblem]) -> None:
    messages = [render(kind, problem) for problem in problems]
    if messages:
        raise DemoFaulty("\n".join(messages[:20]))


def _done(kind: str, outcome: ImportOutcome | Unchanged) -> None:
    result = value_of(outcome)
    _refuse(kind, getattr(result, "problems", ()))
