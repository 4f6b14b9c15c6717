"""What goes out as a file comes in again: into the same database changing nothing, into an empty one as it was."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from advisory.models import PlanItem, ZeroToleranceCase
from assessments.models import AnswerNote, Assessment, Finding, SheetRevision
from evidence_files.exports import EXPORTS
from sector_tables.projections import refresh_sector_counts
from tests import make
from tests.assessments.files import run

pytestmark = pytest.mark.django_db
EVIDENCE = sorted(EXPORTS)


def export(kind, path):
    out = StringIO()
    call_command("export", kind, str(path), "--json", stdout=out)
    return json.loads(out.getvalue())["rows"]


@pytest.fixture
def mill():
    make.questionnaire()
    mill = make.factory("KH-00017")
    make.assessment(
        mill,
        assessed_on=date(2017, 3, 1),
        findings={"OS-8-06": "- One exit\n- and another", "FA-1-01": "By law"},
        national_law={"FA-1-01"},
        not_applicable=["OS-7-01"],
        notes={"CO-2-01": "Books seen,\nall"},
    )
    make.assessment(
        mill, assessed_on=date(2018, 3, 1), kind="partial", unanswered=["WT-1-01"], announced=True
    )
    make.assessment(mill, assessed_on=date(2018, 5, 1), state="draft", findings=["OS-8-06"])
    make.visit(mill, topics="Exits; drills")
    make.visit_finding(mill, "OS-8-06", details="Locked again")
    make.plan_item(mill, "2018-01", status="done", done_on=date(2018, 4, 1))
    make.committee(mill, minutes_12m=None)
    make.systems(mill)
    make.learning(mill)
    make.case(mill)
    return mill


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_exported_assessments_change_nothing_when_they_come_in_again(mill, tmp_path, suffix):
    file = tmp_path / f"assessments.{suffix}"

    rows = export("assessments", file)
    told = run("import_assessments", file)

    assert (told.code, told.counts) == (0, (0, 0, 3)), told.stderr
    assert told.document["rows"] == rows


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_what_an_assessment_holds_beside_its_answers_leaves_with_it_and_comes_back(mill, tmp_path, suffix):
    held = make.assessment(
        mill,
        assessed_on=date(2018, 6, 1),
        state="draft",
        findings={"OS-8-06": "Locked."},
        unanswered=["CL-1-01"],
        notes={"FGW-1": "Workers:\n=two asked", "CL-1-01": "Ask again"},
        note="Union present on both days",
        workers={"OS-8-06": 40},
    )
    file = tmp_path / f"assessments.{suffix}"

    export("assessments", file)
    said = dict(AnswerNote.objects.filter(assessment=held).values_list("question", "text"))
    assert run("import_assessments", file).counts == (0, 0, 4)
    Finding.objects.filter(assessment=held).delete()
    AnswerNote.objects.filter(assessment=held).delete()
    Assessment.objects.filter(pk=held.pk).update(note="")
    assert run("import_assessments", file).counts == (0, 1, 3)

    held.refresh_from_db()
    assert held.note == "Union present on both days"
    assert dict(AnswerNote.objects.filter(assessment=held).values_list("question", "text")) == said
    assert make.finding(held, "OS-8-06").workers_concerned == 40


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", EVIDENCE)
def test_exported_evidence_changes_nothing_when_it_comes_in_again(mill, tmp_path, kind, suffix):
    file = tmp_path / f"{kind}.{suffix}"

    rows = export(kind, file)
    told = run("import_evidence", kind, file)

    assert rows >= 1
    assert (told.code, told.counts) == (0, (0, 0, rows)), told.stderr


def test_into_an_empty_database_the_evidence_comes_as_it_was(mill, tmp_path):
    files = {kind: tmp_path / f"{kind}.csv" for kind in ["assessments", *EVIDENCE]}
    for kind, file in files.items():
        export(kind, file)
    digests = set(SheetRevision.objects.values_list("digest", flat=True))
    details = set(Finding.objects.values_list("question", "found_on", "details", "attribution"))
    items = set(PlanItem.objects.values_list("ref", "question", "status", "done_on"))
    PlanItem.objects.all().delete()
    Finding.objects.all().delete()
    SheetRevision.objects.all().delete()
    ZeroToleranceCase.objects.all().delete()
    Assessment.objects.all().delete()

    assert run("import_assessments", files["assessments"]).counts == (3, 0, 0)
    for kind in ("visits", "visit-findings", "plan-items", "zero-tolerance"):
        assert run("import_evidence", kind, files[kind]).code == 0

    assert set(SheetRevision.objects.values_list("digest", flat=True)) == digests
    assert set(Finding.objects.values_list("question", "found_on", "details", "attribution")) == details
    assert set(PlanItem.objects.values_list("ref", "question", "status", "done_on")) == items


def test_sector_tables_go_out_with_small_groups_hidden(mill, tmp_path):
    refresh_sector_counts(now=make.NOW)

    rows = export("sector-tables", tmp_path / "sector.csv")

    lines = (tmp_path / "sector.csv").read_text(encoding="utf-8-sig").splitlines()
    assert rows == len(lines) - 1
    assert "KH,2018,point,OS-8,,," in lines


def test_a_file_of_no_known_kind_is_refused_in_a_sentence(tmp_path):
    with pytest.raises(CommandError, match="csv or"):
        call_command("export", "visits", str(tmp_path / "visits.pdf"))
