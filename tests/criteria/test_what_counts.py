"""Every sentence of docs/criteria.md about what counts is held by a test.

`what_counts.toml` quotes the document word for word. A sentence that is added, changed or taken away fails here until a
test holds it. The unknown column of the measures' table is read from the document itself.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import given

from accounts.models import Role
from criteria.domain.dated_counts import count_sheets
from criteria.domain.measures import EVERYTHING, MEASURES, MeasureWindow, WindowKind, compute
from criteria.domain.measures.window import back, last, months
from criteria.domain.vectors import values_of
from criteria.queries.history import load_history
from factories.models import Factory
from tests import make
from tests.assessments.files import long_rows, run, write
from tests.criteria.domain.test_dated_counts import CLUSTERS, LAYOUTS, READINGS, sheets
from tests.criteria.domain.test_measures import ON, sheet, value
from tests.people.make import browser
from tests.recognition.make import LATEST, PREVIOUS, eligible_factory, judged

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "criteria.md").read_text(encoding="utf-8")
HELD_BY: Mapping[str, Sequence[str]] = {
    sentence["text"]: sentence["held_by"]
    for sentence in tomllib.loads((Path(__file__).parent / "what_counts.toml").read_text(encoding="utf-8"))[
        "sentence"
    ]
}


def section(title: str) -> str:
    return re.split(r"^## ", GUIDE.split(f"\n## {title}\n")[1], flags=re.MULTILINE)[0]


def table_rows(text: str) -> list[list[str]]:
    """The cells of a section's table rows, without its head."""
    rows = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row.strip("|").split(" | ")] for row in rows[2:]]


def sentences(text: str) -> set[str]:
    """The sentences of a section's prose, without the words in bold that begin its paragraphs."""
    prose = " ".join(line for line in text.splitlines() if not line.startswith("|"))
    prose = re.sub(r"\*\*[A-Z][a-z ]{1,20}\.\*\* ", "", prose)
    return {part.strip() for part in re.split(r"(?<=\.) +|(?<=\.\*\*) +", prose) if part.strip()}


MEASURE_ROWS = {cells[0].strip("`"): cells for cells in table_rows(section("Measures"))}
DOCUMENT = section("A document")
RULES = sentences(DOCUMENT.split("**Sentence.**")[1].split("**Window.**")[0]) | sentences(
    DOCUMENT.split("**Rules.**")[1]
)
WINDOWS = {cells[1] for cells in table_rows(section("A document"))}


def test_every_sentence_about_what_counts_is_held_by_a_test():
    documented = sentences(section("A verdict")) | sentences(section("Measures")) | RULES | WINDOWS

    assert documented == set(HELD_BY)


@pytest.mark.parametrize("node", sorted({node for nodes in HELD_BY.values() for node in nodes}))
def test_the_test_that_holds_a_sentence_is_there(node: str):
    file, name = node.split("::")

    assert re.search(
        rf"^def {name}\(", (ROOT / "tests" / file).read_text(encoding="utf-8"), flags=re.MULTILINE
    )


def test_what_each_measure_is_stands_in_the_guide_as_in_the_vocabulary():
    """What a measure is, is held by `test_a_measure_is_what_the_reference_counts`, for each of them."""
    for name, measure in MEASURES.items():
        cluster = name.startswith("noncompliance_rate_")
        assert cluster or MEASURE_ROWS[name][5] == measure.definition
        unknown = MEASURE_ROWS[name][6].lower()
        assert cluster or measure.missing.lower().replace("when ", "").endswith(unknown)


# --- windows ----------------------------------------------------------------------------------------------------------

YEARS = [sheet(date(year, 3, 10), noncompliant=year - 2010) for year in (2016, 2017, 2018)]
COURSE = {"course": "OSH awareness", "workers_men": 1, "hours": 1}


def test_without_a_window_everything_by_the_day_counts():
    cases = [{"day": date(1999, 1, 1)}, {"day": ON}, {"day": ON + timedelta(days=1)}]

    assert value("cases_opened", cases=cases) == 2


def test_the_last_assessments_are_added_up():
    assert value("noncompliance_rate", last(1), assessments=YEARS) == {"n": 8, "of": 180}
    assert value("noncompliance_rate", last(2), assessments=YEARS) == {"n": 15, "of": 360}


def test_of_two_assessments_on_one_day_the_higher_cycle_is_the_later():
    day = date(2018, 3, 10)
    two = [sheet(day, noncompliant=7) | {"cycle": 9}, sheet(day, noncompliant=8) | {"cycle": 2}]

    for rows in (two, two[::-1]):
        assert value("noncompliance_rate", last(1), assessments=rows) == {"n": 7, "of": 180}
        assert value("noncompliance_rate", back(1), assessments=rows) == {"n": 8, "of": 180}


def test_back_reads_one_assessment():
    assert value("noncompliance_rate", back(1), assessments=YEARS) == {"n": 7, "of": 180}
    assert value("noncompliance_rate", back(2), assessments=YEARS) == {"n": 6, "of": 180}


def test_months_reach_back_to_the_same_day_of_the_month():
    cases = [{"day": date(2017, 2, 27)}, {"day": date(2017, 2, 28)}]

    assert value("cases_opened", months(15), date(2018, 5, 28), cases=cases) == 1
    assert value("cases_opened", months(15), date(2018, 5, 31), cases=cases) == 1
    assert value("cases_opened", months(15), date(2018, 5, 27), cases=cases) == 2


def test_what_ends_later_is_open_on_the_day():
    later, then = ON + timedelta(days=1), date(2018, 1, 5)

    for ends, still_open in ((ON, 0), (later, 1)):
        assert value("open_cases", cases=[{"day": then, "closed": ends}]) == still_open
        issues = [{"day": then, "fixed": ends}]
        assert value("unfixed_public_issues", assessments=YEARS, issues=issues) == still_open
        item = {"day": then, "done": ends}
        assert value("plan_items_done", plan_items=[item]) == {"n": 1 - still_open, "of": 1}
        item = {"day": then, "done": then, "verified": ends}
        assert value("plan_items_verified", plan_items=[item]) == {"n": 1 - still_open, "of": 1}


def test_a_count_is_at_its_worst_where_its_measure_says():
    worst = {
        measure.unit.code: measure.worst
        for measure in MEASURES.values()
        if measure.shape.value == "count" and measure.worst
    }

    assert (worst["findings"], worst["cases"], worst["months"]) == (10, 3, 60)


# --- which assessments ------------------------------------------------------------------------------------------------


def readings_of(measure: str) -> tuple[MeasureWindow, ...]:
    """A window of each kind that the measure has."""
    some = {
        WindowKind.ALL: EVERYTHING,
        WindowKind.MONTHS: months(24),
        WindowKind.LAST: last(1),
        WindowKind.BACK: back(1),
    }
    return tuple(some[kind] for kind in MEASURES[measure].windows)


COUNTS = {
    "public_applicable": 20, "public_noncompliant": 1, "core_applicable": 30, "zero_tolerance_applicable": 5,
    "repeated": 1, "public_repeated": 1, "cluster_applicable": [9] * 8, "cluster_noncompliant": [1] * 8,
}  # fmt: skip
JUDGED = [sheet(date(2016, 3, 10), **COUNTS), sheet(date(2018, 3, 10), **COUNTS)]


@pytest.mark.parametrize("other", [{"kind": "partial"}, {"kind": "remote"}, {"unannounced": False}])
@pytest.mark.parametrize("name", [name for name in MEASURES if name != "unfixed_public_issues"])
def test_other_assessments_are_no_full_unannounced_ones(name: str, other: dict[str, Any]):
    extra = sheet(date(2018, 5, 1), **COUNTS | {"noncompliant": 90, "cluster_noncompliant": [9] * 8}, **other)

    for window in readings_of(name):
        alone, beside = (value(name, window, assessments=rows) for rows in (JUDGED, [*JUDGED, extra]))
        assert beside == alone


@pytest.mark.parametrize("kind", ["partial", "remote"])
def test_partial_and_remote_checks_count_for_public_issues_alone(kind: str):
    check = sheet(date(2018, 5, 1), **COUNTS, kind=kind)
    issue = {"day": date(2018, 5, 1)}

    assert value("unfixed_public_issues", assessments=[*JUDGED, check], issues=[issue]) == 1
    assert value("full_assessments", assessments=[*JUDGED, check]) == 2
    assert value("noncompliance_rate", last(1), assessments=[check]) is None


@pytest.mark.django_db
def test_an_assessment_counts_once_it_is_final():
    factory = make.factory()
    make.assessment(factory, assessed_on=PREVIOUS)
    make.assessment(factory, assessed_on=LATEST, state="comment_window")
    assert measured(factory)["full_assessments@all"] == 1

    make.assessment(factory, assessed_on=LATEST)

    assert measured(factory)["full_assessments@all"] == 2


# --- what was not asked, plan items, courses --------------------------------------------------------------------------

NOT_ASKED = sheet(
    date(2018, 3, 10), applicable=0, noncompliant=0, cluster_applicable=[0] * 8, cluster_noncompliant=[0] * 8
)
ASKED = sheet(
    date(2017, 3, 10), public_applicable=1, core_applicable=1, zero_tolerance_applicable=1, repeated=0,
    cluster_applicable=[1] * 8, cluster_noncompliant=[1] * 8,
)  # fmt: skip


@pytest.mark.parametrize(
    "name", ["public_noncompliances", "core_noncompliances", "zero_tolerance_findings", "weak_points"]
)
def test_a_count_needs_a_question_asked_in_each_assessment(name: str):
    assert value(name, last(1), assessments=[ASKED]) == 0
    assert value(name, last(1), assessments=[ASKED, NOT_ASKED]) is None
    assert value(name, last(2), assessments=[ASKED, NOT_ASKED]) is None


@pytest.mark.parametrize(
    "name",
    [name for name in MEASURES if name.startswith(("noncompliance_rate", "public_noncompliance_rate"))],
)
def test_a_rate_needs_a_question_asked_in_any_assessment(name: str):
    assert value(name, last(1), assessments=[ASKED, NOT_ASKED]) is None
    assert value(name, last(2), assessments=[ASKED, NOT_ASKED])["of"] > 0


@pytest.mark.django_db
def test_an_item_without_a_due_day_does_not_count():
    factory = make.factory()
    make.plan_item(factory, due_on=None)
    assert measured(factory)["plan_items_done@all"] is None

    make.plan_item(factory)

    assert measured(factory)["plan_items_done@all"] == {"n": 0, "of": 1}


def test_an_item_is_done_from_the_earlier_of_two_days():
    item = {"day": date(2018, 3, 1), "done": date(2018, 5, 1), "verified": date(2018, 3, 1)}
    later = {"day": date(2018, 3, 1), "done": date(2018, 3, 1), "verified": ON + timedelta(days=1)}

    assert value("plan_items_in_time", plan_items=[item]) == {"n": 1, "of": 1}
    assert value("plan_items_done", on=date(2018, 4, 1), plan_items=[item, later]) == {"n": 2, "of": 2}
    assert value("plan_items_verified", on=date(2018, 4, 1), plan_items=[item, later]) == {"n": 1, "of": 2}


def test_a_course_is_known_by_its_name_whatever_its_capitals_and_spaces():
    names = ["OSH awareness", " osh  AWARENESS", "OSH-awareness"]
    rows = [COURSE | {"course": name, "day": date(2018, 3, at + 1)} for at, name in enumerate(names)]

    assert value("courses_attended", learning=rows) == 2


# --- national law -----------------------------------------------------------------------------------------------------


def measured(factory: Factory) -> dict[str, Any]:
    """Every measure of a factory as the database gives it today, over each kind of window."""
    history = load_history([factory.pk], on=make.TODAY).history
    return {
        f"{name}@{window.kind.value}": values_of(compute(history, name, window, make.TODAY.toordinal()))[0]
        for name in MEASURES
        for window in readings_of(name)
    }


def evaluated(factory: Factory) -> dict[str, Any]:
    out = StringIO()
    call_command(
        "evaluate", "--factory", factory.code, "--as-of", make.TODAY.isoformat(), "--json", stdout=out
    )
    (verdict,) = json.loads(out.getvalue())["verdicts"]
    return {**verdict, "criteria": {row["code"]: row for row in verdict["criteria"]}}


def questions(cluster: str = "") -> list[str]:
    asked = make.layout("KH")
    scored = zip(asked.codes, asked.scored, strict=True)
    return [code for code, counts in scored if counts and code.startswith(cluster)]


PUBLIC = "OS-8-06"


def by_law() -> list[str]:
    """A question of every cluster, all of a core point, a publicly reported one."""
    of_one_point = [code for code in questions("FA") if code.startswith("FA-1-")]
    return sorted(
        {next(iter(questions(c))) for c in ("CL", "DI", "FL", "CO", "WT")} | {*of_one_point, PUBLIC}
    )


@pytest.mark.django_db
def test_what_is_laid_to_national_law_counts_in_the_rates_alone():
    factories = [make.factory() for _ in range(2)]
    own, law = ["OS-8-07", "OS-2-04"], by_law()
    for factory, found in zip(factories, ([*own, *law], own), strict=True):
        for cycle, day in enumerate((date(2016, 4, 1), PREVIOUS, LATEST), start=1):
            make.assessment(
                factory, assessed_on=day, cycle=cycle, findings=found, national_law=frozenset(law) & set(found)
            )  # fmt: skip
    with_law, without = map(measured, factories)

    different = {reading.partition("@")[0] for reading in with_law if with_law[reading] != without[reading]}

    clusters = {f"noncompliance_rate_{code[:2]}" for code in law}
    assert different == {"noncompliance_rate", "repeat_rate", *clusters}
    n, of = (with_law["noncompliance_rate@last"][name] for name in ("n", "of"))
    assert (n, of) == (len(own) + len(law), without["noncompliance_rate@last"]["of"])
    assert with_law["repeat_rate@last"] == {"n": len(own), "of": len(own) + len(law)}
    assert with_law["repeated_noncompliances@last"] == len(own)
    assert with_law["zero_tolerance_findings@last"] == without["zero_tolerance_findings@last"] == 0


@given(sheets())
def test_whatever_is_laid_to_national_law_counts_as_if_it_were_not_found(drawn):
    """For any sheet: compliant instead of laid to the law changes the rates and nothing else."""
    law = set(drawn.national_law.split())
    letters = zip(LAYOUTS[drawn.layout].codes, drawn.sheet, strict=True)
    compliant = "".join("C" if letter == "N" and code in law else letter for code, letter in letters)

    found, not_found = (
        count_sheets([one], READINGS, clusters=CLUSTERS) for one in (drawn, drawn._replace(sheet=compliant))
    )

    for name in found.__slots__:
        if name not in {"noncompliant", "cluster_noncompliant", "issues"}:
            assert getattr(found, name).tolist() == getattr(not_found, name).tolist(), name
    assert found.issues == not_found.issues


@pytest.mark.django_db
def test_a_factory_is_eligible_with_findings_that_the_law_causes(tmp_path):
    """From outside: a file lays a whole point and a zero-tolerance question to the law; the verdict and its links."""
    factory = eligible_factory("KH-00017")
    assert evaluated(factory)["outcome"] == "eligible"
    marked = next(iter(load_history([factory.pk], on=make.TODAY).readings.values())).marks
    (zero_tolerance, *_), law = sorted(marked.zero_tolerance_on("KH", LATEST)), by_law()
    rows = long_rows(
        "KH-00017", findings=[*law, zero_tolerance], assessed_on=LATEST.isoformat(), attribution=""
    )
    for row in rows:
        row["attribution"] = "national_law" if row["answer"] == "N" else ""
    file = write(tmp_path / "law.csv", rows)
    outcome = run("import_assessments", file, "--revision-reason", "The law says otherwise.")
    assert outcome.code == 0, outcome.stderr

    verdict = evaluated(factory)

    assert verdict["criteria"]["C2-LATEST"]["value"]["n"] == len({*law, zero_tolerance})
    assert verdict["criteria"]["C6-POINT"]["value"] == 0
    assert measured(factory)["zero_tolerance_findings@last"] == 0
    assert verdict["outcome"] == "eligible"


@pytest.mark.django_db
def test_a_question_laid_to_the_law_stays_among_those_that_applied():
    """Of a point's three questions two are non-compliant, one through the law: 1 of 3 is no weak point."""
    points: dict[str, list[str]] = {}
    for code in questions("OS"):
        points.setdefault(code.rpartition("-")[0], []).append(code)
    three = next(codes[:3] for codes in points.values() if len(codes) >= 3)
    beside = [code for code in points[three[0].rpartition("-")[0]] if code not in three]
    values = []
    for law in ((), three[:1], three[:2]):
        factory = make.factory()
        make.assessment(
            factory, assessed_on=LATEST, findings=three[:2], not_applicable=beside, national_law=frozenset(law)
        )  # fmt: skip
        values.append(measured(factory)["weak_points@last"])

    assert values == [1, 0, 0]


@pytest.mark.django_db
def test_the_links_behind_a_weak_point_name_the_factorys_own_findings():
    points: dict[str, list[str]] = {}
    for code in questions("OS"):
        points.setdefault(code.rpartition("-")[0], []).append(code)
    three = next(codes[:3] for codes in points.values() if len(codes) >= 3)
    beside = [code for code in points[three[0].rpartition("-")[0]] if code not in three]
    factory = eligible_factory("KH-00018")
    for day, law in ((date(2018, 5, 1), three[:1]), (date(2018, 5, 2), ())):
        make.assessment(
            factory, assessed_on=day, findings=three, not_applicable=beside, national_law=frozenset(law), cycle=3
        )  # fmt: skip

        judged(factory)
        page = browser(make.user(Role.MANAGER)).get("/factories/KH-00018/verdict/")

        criteria = [row for pillar in page.context["pillars"] for row in pillar["criteria"]]
        links = next(row["links"] for row in criteria if row["code"] == "C6-POINT")
        assert [link.words for link in links] == [code for code in three if code not in law]


@pytest.mark.django_db
def test_a_finding_of_a_visit_counts_as_the_factorys_own():
    """No form, file or API of a visit can give an attribution."""
    factory = eligible_factory("KH-00017")
    make.visit(factory)
    make.visit_finding(factory, PUBLIC)

    assert measured(factory)["unfixed_public_issues@all"] == 1


@pytest.mark.django_db
def test_measures_of_elements_and_issues_are_known_once_a_review_records_them():
    factory = eligible_factory("KH-00017")
    names = ("systems_elements_osh", "systems_elements_hr", "committee_issues_resolved")
    known = measured(factory)
    for name in names:
        assert {known[f"{name}@{window.kind.value}"] for window in readings_of(name)} == {None}

    make.systems_file(factory, "osh", "policy")
    make.systems_file(factory, "hr", "policy")
    make.committee(factory, reviewed_on=date(2018, 4, 12), issues_raised_12m=20, issues_resolved_12m=17)

    known = measured(factory)
    assert [known[f"{name}@all"] for name in names] == [
        {"n": 6, "of": 6},
        {"n": 6, "of": 6},
        {"n": 17, "of": 20},
    ]


# --- unknown ----------------------------------------------------------------------------------------------------------

Rows = dict[str, list[dict[str, Any]]]
REVIEW = {"day": date(2018, 3, 1), "worker_seats": 5, "management_seats": 5}
FULL_REVIEW = {
    **REVIEW, "elected": True, "women_percent": 60, "meetings": 12, "minutes": 12, "issues_raised": 9,
    "issues_resolved": 3,
}  # fmt: skip
OLD_REVIEW = FULL_REVIEW | {"day": date(2010, 1, 1)}
SYSTEMS = [
    {"day": date(2018, 3, 1), "area": area, "score": 4, "policy": 4, "procedure": 2} for area in ("osh", "hr")
]
OLD_SYSTEMS = [row | {"day": date(2010, 1, 1)} for row in SYSTEMS]
LEARNT = COURSE | {"day": date(2018, 3, 1)}
LONG_AGO = LEARNT | {"day": date(2010, 1, 1)}
STAFF = {"day": date(2018, 1, 1), "workers": 400, "women": 320}
ITEM = {"day": date(2018, 3, 1)}
DONE = ITEM | {"done": date(2018, 3, 1)}
REMOTE = [sheet(date(2018, 1, 1), kind="remote")]
CASE = {"day": date(2018, 3, 1)}
NO_CLUSTER = {"cluster_applicable": [0] * 8, "cluster_noncompliant": [0] * 8}
FIRST = sheet(date(2018, 3, 10), **COUNTS | {"repeated": None, "public_repeated": None})

# what the unknown column says → (evidence with which the measure is unknown, evidence with which it is known)
UNKNOWN: dict[str, tuple[list[Rows], list[Rows]]] = {
    "for a factory that was never assessed in any way": ([{}], [{"assessments": REMOTE}]),
    "the factory has had no full unannounced assessment": (
        [{}, {"assessments": REMOTE}], [{"assessments": JUDGED[:1]}]
    ),
    "the factory has fewer such assessments than the window asks for": (
        [{}, {"assessments": REMOTE}], [{"assessments": JUDGED}]
    ),
    "the factory has fewer such assessments, or nothing of the cluster was asked": (
        [{}, {"assessments": [row | NO_CLUSTER for row in JUDGED]}], [{"assessments": JUDGED}]
    ),
    "the factory has fewer such assessments, or no publicly reported question applied": (
        [{}, {"assessments": [row | {"public_applicable": 0, "public_noncompliant": 0} for row in JUDGED]}],
        [{"assessments": JUDGED}],
    ),
    "the factory has fewer such assessments, or no such question applied": (
        [{}, {"assessments": [row | {"zero_tolerance_applicable": 0} for row in JUDGED]}], [{"assessments": JUDGED}]
    ),
    "there is no full assessment before to compare with": ([{}, {"assessments": [FIRST]}], [{"assessments": JUDGED}]),
    "there is no full assessment before to compare with; nothing found is 0 of 0 and good": (
        [{}, {"assessments": [FIRST]}],
        [{"assessments": JUDGED}, {"assessments": [row | {"noncompliant": 0, "repeated": 0} for row in JUDGED]}],
    ),
    "the factory has no other assessment than the latest and no such issue is on record": (
        [{}, {"assessments": JUDGED[:1]}],
        [{"assessments": JUDGED}, {"issues": [{"day": date(2018, 3, 1), "from_visit": True}]}],
    ),
    "for a factory never assessed in any way, unless a case is on record": (
        [{}], [{"assessments": REMOTE}, {"cases": [CASE]}]
    ),
    "the area was not reviewed within the window": ([{}, {"systems": OLD_SYSTEMS}], [{"systems": SYSTEMS}]),
    "the area was not reviewed within the window, or its elements were not counted": (
        [{}, {"systems": OLD_SYSTEMS}, {"systems": [row | {"policy": None, "procedure": None} for row in SYSTEMS]}],
        [{"systems": SYSTEMS}],
    ),
    "the committee was not reviewed within the window": (
        [{}, {"committees": [OLD_REVIEW]}], [{"committees": [REVIEW]}]
    ),
    "the committee was not reviewed within the window, or the review did not record it": (
        [{}, {"committees": [OLD_REVIEW]}, {"committees": [REVIEW]}], [{"committees": [FULL_REVIEW]}]
    ),
    "the committee was not reviewed within the window, or women were not counted there or in the workforce": (
        [
            {"workforce": [STAFF]}, {"committees": [OLD_REVIEW], "workforce": [STAFF]}, {"committees": [FULL_REVIEW]},
            {"committees": [REVIEW], "workforce": [STAFF]},
            {"committees": [FULL_REVIEW], "workforce": [STAFF | {"women": None}]},
        ],
        [{"committees": [FULL_REVIEW], "workforce": [STAFF]}],
    ),
    "the committee was not reviewed within the window, or its issues were not counted": (
        [{}, {"committees": [OLD_REVIEW]}, {"committees": [REVIEW]}], [{"committees": [FULL_REVIEW]}]
    ),
    "no item was due": ([{}, {"plan_items": [{"day": ON + timedelta(days=1)}]}], [{"plan_items": [ITEM]}]),
    "no item that was due is done": ([{}, {"plan_items": [ITEM]}], [{"plan_items": [DONE]}]),
    "no learning of the factory was ever recorded; otherwise none in the window is 0": (
        [{}], [{"learning": [LEARNT]}, {"learning": [LONG_AGO]}]
    ),
    "no learning of the factory was ever recorded, or nothing is on offer": (
        [{}], [{"learning": [LEARNT]}, {"learning": [LONG_AGO]}]
    ),
    "nobody took part within the window": (
        [{}, {"learning": [LONG_AGO]}, {"learning": [{"course": "Sewing", "day": date(2018, 3, 1)}]}],
        [{"learning": [LEARNT]}],
    ),
    "no learning of the factory was ever recorded, or its workforce was not counted": (
        [{"workforce": [STAFF]}, {"learning": [LEARNT]}], [{"learning": [LEARNT], "workforce": [STAFF]}]
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MEASURE_ROWS)
def test_a_measure_is_unknown_where_the_guide_says_so(name: str):
    unknown, known = UNKNOWN[MEASURE_ROWS[name][6]]
    for window in readings_of(name):
        for rows in unknown:
            if window.kind is not WindowKind.ALL or not _is_old(rows):
                assert value(name, window, **rows) is None, rows
        for rows in known:
            assert value(name, window, **rows) is not None, rows


def _is_old(rows: Rows) -> bool:
    """Whether rows are only those that a window of months leaves out."""
    return any(row in (OLD_REVIEW, LONG_AGO, *OLD_SYSTEMS) for table in rows.values() for row in table)
