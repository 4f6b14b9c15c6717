"""Three layouts of an assessment, one meaning; what goes out as a file comes in again and changes nothing.

The files are written here as the formats are described, not by the product's own exports.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import StringIO
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from assessments.models import Assessment, Finding, SheetRevision
from sector_tables.projections import refresh_sector_counts
from tests import make
from tests.assessments.files import run, write
from tests.line.files_of_a_factory import FACTORY, KINDS, evaluated, take_in

pytestmark = pytest.mark.django_db
numbers = count(1)

Row = dict[str, str]
Writer = Callable[[str, str, str], Iterator[Row]]


def long(factory: str, country: str, sheet: str) -> Iterator[Row]:
    """A row for each answer."""
    for code, letter in zip(make.layout(country).codes, sheet, strict=True):
        head = {"factory": factory, "assessed_on": "2018-03-01", "cycle": "2", "questionnaire": "cat"}
        yield {**head, "question": code, "answer": letter}


def wide(factory: str, country: str, sheet: str) -> Iterator[Row]:
    """A row in all, a column for each question."""
    head = {"factory": factory, "assessed_on": "01/03/2018", "cycle": "2", "questionnaire": "cat@1.0"}
    yield {**head, **dict(zip(make.layout(country).codes, sheet, strict=True))}


def export(factory: str, country: str, sheet: str) -> Iterator[Row]:
    """The programme's own export: findings as 1, 0 or nothing."""
    for code, letter in zip(make.layout(country).codes, sheet, strict=True):
        yield _exported(factory, country, code, "NCQ", {"N": "1", "C": "0", "X": ""}[letter])


def export_with_remarks(factory: str, country: str, sheet: str) -> Iterator[Row]:
    """The same with a row that is no answer, as the programme's files have them."""
    yield from export(factory, country, sheet)
    yield _exported(factory, country, "FGW-01", "FGW", "12 workers in two groups")


def _exported(factory: str, country: str, code: str, kind: str, finding: str) -> Row:
    return {
        "Country": country,
        "Factory.Assessed.ID": factory,
        "Factory.Assessed.Name": "Fictional Mill",
        "Quest.ID": "",
        "Cycle": "2",
        "Assesment.Start.Date": "01/03/2018",
        "TQ.Name": "cat",
        "Cluster": code[:2],
        "CP": code[:4],
        "Question.ID": code,
        "Q.Label": "",
        "Question.type": kind,
        "Finding": finding,
        "Tags": "",
    }


LAYOUTS: dict[str, Writer] = {"long": long, "wide": wide, "export": export}


def sheets(country: str) -> st.SearchStrategy[tuple[str, str]]:
    """A country and a sheet that answers everything it asks there."""
    length = len(make.layout(country).codes)
    return st.tuples(st.just(country), st.text("CNX", min_size=length, max_size=length))


def stored(factory: str) -> dict[str, Any]:
    """All that the database holds of the factory's one assessment and that a file can say."""
    (kept,) = Assessment.objects.filter(factory__code=factory)
    (revision,) = SheetRevision.objects.filter(assessment=kept)
    findings = Finding.objects.filter(assessment=kept).order_by("question")
    return {
        "sheet": kept.sheet,
        "circumstances": (
            kept.assessed_on,
            kept.cycle,
            kept.kind,
            kept.announced,
            kept.state,
            kept.layout_id,
        ),
        "digest": revision.digest,
        "findings": list(findings.values_list("question", "attribution", "details", "found_on")),
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("layouts")


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=sheets("KH") | sheets("VN") | sheets("HT"))
@example(asked=("VN", "N" * len(make.layout("VN").codes)))  # two of them are laid to the law itself
def test_long_wide_and_export_give_the_same_answer_sheet(folder: Path, asked: tuple[str, str]) -> None:
    country, sheet = asked
    make.questionnaire()
    kept = {}
    for name, writer in {**LAYOUTS, "remarks": export_with_remarks}.items():
        factory = make.factory(f"{country}-{name}-{next(numbers)}", country=country)
        file = write(folder / f"{factory.code}.csv", writer(factory.code, country, sheet))
        told = run("import_assessments", file)
        assert (told.code, told.counts) == (0, (1, 0, 0)), told.stderr
        kept[name] = stored(factory.code)

    assert kept["long"]["sheet"] == sheet
    assert kept["long"] == kept["wide"] == kept["export"] == kept["remarks"]


@pytest.mark.parametrize("second", LAYOUTS)
@pytest.mark.parametrize("first", LAYOUTS)
def test_the_same_assessment_in_another_layout_changes_nothing(
    first: str, second: str, tmp_path: Path
) -> None:
    make.questionnaire()
    mill = make.factory()
    sheet = make.sheet(findings=["OS-8-06", "WT-2-01"], not_applicable=["OS-7-01"])
    files = {name: write(tmp_path / name, LAYOUTS[name](mill.code, "KH", sheet)) for name in (first, second)}

    assert run("import_assessments", files[first]).counts == (1, 0, 0)
    told = run("import_assessments", files[second])
    assert (told.code, told.counts) == (0, (0, 0, 1)), told.stderr


def exported(kind: str, folder: Path) -> Path:
    file = folder / f"{kind}.csv"
    call_command("export", kind, str(file), stdout=StringIO())
    return file


def test_every_kind_of_file_comes_in_again_and_changes_nothing(tmp_path: Path) -> None:
    take_in()
    refresh_sector_counts(now=make.NOW)

    again = {
        "factories": run("import_factories", exported("factories", tmp_path)),
        "assessments": run("import_assessments", exported("assessments", tmp_path)),
        **{kind: run("import_evidence", kind, exported(kind, tmp_path)) for kind in KINDS},
    }

    assert {kind: (told.code, told.stderr) for kind, told in again.items()} == dict.fromkeys(again, (0, ""))
    changed = {kind: told.counts for kind, told in again.items() if told.counts[:2] != (0, 0)}
    assert changed == {}
    rows = {kind: told.counts[2] for kind, told in again.items()}
    assert rows == {
        "factories": 1,
        "assessments": 3,
        "visits": 2,
        "visit-findings": 1,
        "plan-items": 7,  # six of the file, and the one that the visit's finding opened
        "committees": 1,
        "systems": 2,
        "learning": 3,
        "zero-tolerance": 1,
        "sourcing": 2,  # one from the factory list, one from its own file
        "consents": 1,
    }


def test_from_exports_alone_the_verdict_is_the_same_in_an_empty_database(tmp_path: Path) -> None:
    take_in()
    before = evaluated()
    files = {kind: exported(kind, tmp_path) for kind in ("factories", "assessments", *KINDS)}
    # the two rows of the wide file are now a row for each answer
    assert files["assessments"].read_text(encoding="utf-8-sig").count(FACTORY) == 253 + 253 + 6
    connection.check_constraints()  # none is left pending: PostgreSQL would not empty its tables
    call_command("flush", interactive=False, verbosity=0)
    assert not Assessment.objects.exists()
    take_in_nothing_but_questions()

    assert run("import_factories", files["factories"]).code == 0
    assert run("import_assessments", files["assessments"]).code == 0
    refused = {
        kind: done.stderr for kind in KINDS if (done := run("import_evidence", kind, files[kind])).code
    }
    assert refused == {}

    assert before["eligible"] == 1
    assert evaluated() == before


def take_in_nothing_but_questions() -> None:
    """The questionnaire and the criteria, which come with the product."""
    make.questionnaire()
    call_command("load_criteria", stdout=StringIO())
