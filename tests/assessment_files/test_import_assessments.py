"""Files of assessments: compared first, then written whole or not at all."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.models import AnswerLog, AnswerNote, Assessment, Finding, Score, SheetRevision
from assessments.queries.verification import score_faults, sheet_faults
from countries.queries.local_time import today_in
from journal.models import Delivery, Event
from tests import make
from tests.assessments.files import long_rows, run, wide_row, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def mill():
    make.questionnaire()
    return make.factory("KH-00017")


@pytest.fixture
def long_file(tmp_path, mill):
    return write(tmp_path / "long.csv", long_rows(mill.code, findings={"OS-8-06": "One exit was locked."}))


def no_faults() -> bool:
    return [*sheet_faults(), *score_faults()] == []


def test_a_long_file_becomes_a_final_assessment_with_score_and_findings(mill, long_file):
    told = run("import_assessments", long_file)

    assert (told.code, told.counts) == (0, (1, 0, 0))
    assessment = Assessment.objects.get(factory=mill)
    assert (assessment.state, assessment.revision, assessment.cycle) == ("final", 1, 1)
    assert assessment.sheet == make.sheet("KH", findings=["OS-8-06"])
    assert Score.objects.get().noncompliant == 1
    assert make.finding(assessment, "OS-8-06").details == "One exit was locked."
    assert no_faults()


def test_rows_are_counted_in_lines_and_the_rest_in_assessments(long_file):
    assert run("import_assessments", long_file).document["rows"] == len(make.layout("KH").codes)


def test_long_and_wide_files_give_the_same_sheet(mill, tmp_path):
    other = make.factory("KH-00018")
    long = write(tmp_path / "long.csv", long_rows(mill.code, findings=["OS-8-06", "CO-2-01"]))
    wide = write(tmp_path / "wide.csv", [wide_row(other.code, findings=["OS-8-06", "CO-2-01"])])

    run("import_assessments", long)
    run("import_assessments", wide)

    first, second = Assessment.objects.order_by("factory__code")
    assert first.sheet == second.sheet
    assert set(Finding.objects.filter(factory=mill).values_list("question", "attribution")) == set(
        Finding.objects.filter(factory=other).values_list("question", "attribution")
    )


def test_the_programmes_own_export_gives_that_sheet_too(mill, tmp_path):
    rows = [
        {
            "Country": "Cambodia",
            "Factory.Assessed.ID": mill.code,
            "Factory.Assessed.Name": mill.name,
            "Quest.ID": "4711",
            "Cycle": "2",
            "Assesment.Start.Date": "01/03/2018",
            "TQ.Name": "cat@1.0",
            "Cluster": slot.cluster,
            "CP": slot.point,
            "Question.ID": slot.code,
            "Q.Label": "",
            "Question.type": "NCQ",
            "Finding": "1" if slot.code == "OS-8-06" else "0",
            "Tags": "",
        }
        for slot in make.layout("KH").slots
    ]
    rows.append(
        rows[0] | {"Question.ID": "FG-1", "Question.type": "FGW", "Q.Label": "Remark", "Finding": "polite"}
    )

    told = run("import_assessments", write(tmp_path / "export.csv", rows))

    assert told.code == 0, told.stderr
    assessment = Assessment.objects.get()
    assert (assessment.sheet, assessment.cycle) == (make.sheet("KH", findings=["OS-8-06"]), 2)
    assert AnswerNote.objects.get().text == "Remark: polite"


def test_the_same_file_again_changes_nothing(long_file):
    run("import_assessments", long_file)
    events = Event.objects.count()

    again = run("import_assessments", long_file)

    assert (again.code, again.counts) == (0, (0, 0, 1))
    assert Event.objects.count() == events


def test_each_changed_assessment_has_one_event_with_its_digest(mill, long_file):
    run("import_assessments", long_file)

    event = Event.objects.get(kind="assessment.finalised")
    assert event.subject == f"assessment:{Assessment.objects.get().pk}"
    assert event.factory_id == mill.pk
    assert event.data["digest"] == SheetRevision.objects.get().digest
    assert Delivery.objects.filter(reaction="criteria.evaluate_factories", factory_id=mill.pk).exists()


def test_a_dry_run_counts_and_writes_nothing(long_file):
    told = run("import_assessments", long_file, "--dry-run")

    assert told.counts == (1, 0, 0)
    assert not Assessment.objects.exists()
    assert not Event.objects.filter(kind__startswith="assessment").exists()


def test_one_bad_row_among_thousands_keeps_everything_out(mill, tmp_path):
    rows = [row for number in range(5) for row in long_rows(mill.code, assessed_on=f"2017-0{number + 1}-01")]
    rows[700]["answer"] = "maybe"
    file = write(tmp_path / "long.csv", rows)

    told = run("import_assessments", file)

    assert (told.code, told.counts) == (1, (0, 0, 0))
    assert 'long.csv:702:answer: "maybe" is no answer' in told.stderr
    assert not Assessment.objects.exists()


def test_every_problem_of_a_file_is_told_at_once(mill, tmp_path):
    rows = long_rows(mill.code)
    rows[0]["answer"] = "?"
    rows[1]["question"] = "ZZ-9-99"
    rows[2]["factory"] = "nobody"

    told = run("import_assessments", write(tmp_path / "long.csv", rows))

    assert {"bad_answer", "unknown_question", "unknown_factory"} <= set(told.codes)


def test_a_full_final_assessment_must_be_complete(mill, tmp_path):
    told = run("import_assessments", write(tmp_path / "long.csv", long_rows(mill.code)[:-3]))

    assert told.codes == ["incomplete"]


def test_a_partial_one_need_not_be(mill, tmp_path):
    rows = [row | {"kind": "partial"} for row in long_rows(mill.code)[:-3]]

    run("import_assessments", write(tmp_path / "long.csv", rows))

    assert Assessment.objects.get().sheet.endswith("---")


def test_a_draft_is_taken_in_its_state_and_counts_as_no_evidence(mill, tmp_path):
    rows = [row | {"state": "draft"} for row in long_rows(mill.code)[:-3]]

    run("import_assessments", write(tmp_path / "long.csv", rows))

    assert Assessment.objects.get().state == "draft"
    assert not SheetRevision.objects.exists()
    assert not Score.objects.exists()
    assert no_faults()


def test_other_answers_for_a_final_assessment_are_refused_and_nothing_is_written(mill, long_file, tmp_path):
    run("import_assessments", long_file)
    rows = long_rows(mill.code, findings=["OS-8-06", "CO-2-01"]) + long_rows(
        mill.code, assessed_on="2018-04-01"
    )

    told = run("import_assessments", write(tmp_path / "other.csv", rows))

    assert (told.code, told.codes) == (1, ["final_differs"])
    assert Assessment.objects.count() == 1


def test_with_a_reason_they_become_the_next_revision_and_the_old_one_stays_readable(
    mill, long_file, tmp_path
):
    run("import_assessments", long_file)
    other = write(tmp_path / "other.csv", long_rows(mill.code, findings=["CO-2-01"]))

    told = run("import_assessments", other, "--revision-reason", "Lock was on a cupboard")

    assert (told.code, told.counts) == (0, (0, 1, 0))
    old, new = SheetRevision.objects.order_by("revision")
    assert old.superseded_at is not None
    assert old.sheet == make.sheet("KH", findings=["OS-8-06"])
    assert (new.sheet, new.reason) == (make.sheet("KH", findings=["CO-2-01"]), "Lock was on a cupboard")
    assert Finding.objects.get(question="OS-8-06").withdrawn_at is not None
    assert Score.objects.get().revision == 2
    assert Event.objects.filter(kind="assessment.corrected").count() == 1
    assert no_faults()


def test_a_wide_file_leaves_details_and_attributions_of_a_long_one_alone(mill, tmp_path):
    rows = long_rows(mill.code, findings={"OS-8-06": "One exit was locked."})
    rows[[r["question"] for r in rows].index("OS-8-06")]["attribution"] = "national_law"
    run("import_assessments", write(tmp_path / "long.csv", rows))

    told = run(
        "import_assessments", write(tmp_path / "wide.csv", [wide_row(mill.code, findings=["OS-8-06"])])
    )

    assert told.counts == (0, 0, 1)
    assert SheetRevision.objects.get().national_law == "OS-8-06"


def test_a_finding_is_laid_to_national_law_where_the_countrys_variant_says_so(tmp_path):
    make.questionnaire()
    by_law = min(make.layout("JO").national_law)
    mill = make.factory("JO-00001", country="JO")

    run(
        "import_assessments",
        write(tmp_path / "wide.csv", [wide_row(mill.code, country="JO", findings=[by_law])]),
    )

    assert SheetRevision.objects.get().national_law == by_law


def test_cycles_are_counted_where_a_file_leaves_them_out(mill, tmp_path):
    rows = [wide_row(mill.code, assessed_on=day) for day in ("2018-03-01", "2016-03-01", "2017-03-01")]

    run("import_assessments", write(tmp_path / "wide.csv", rows))

    assert list(Assessment.objects.order_by("assessed_on").values_list("cycle", flat=True)) == [1, 2, 3]


def test_a_file_may_bring_a_draft_forward_but_not_a_final_one_back(mill, tmp_path):
    draft = write(tmp_path / "draft.csv", [wide_row(mill.code, state="draft", findings=["OS-8-06"])])
    final = write(tmp_path / "final.csv", [wide_row(mill.code, findings=["CO-2-01"])])
    run("import_assessments", draft)

    run("import_assessments", final)
    back = run("import_assessments", draft)

    assert Assessment.objects.get().state == "final"
    assert list(Finding.objects.values_list("question", flat=True)) == ["CO-2-01"]
    assert set(AnswerLog.objects.values_list("question", "old", "new")) == {
        ("OS-8-06", "N", "C"),
        ("CO-2-01", "C", "N"),
    }
    assert back.codes == ["state_backwards"]
    assert no_faults()


def test_a_correction_keeps_the_factorys_response_beside_what_is_still_found(mill, long_file, tmp_path):
    run("import_assessments", long_file)
    make.responded(Finding.objects.get(), "Opened the same day.")
    changed = write(
        tmp_path / "changed.csv", long_rows(mill.code, findings={"OS-8-06": "Two exits were locked."})
    )

    run("import_assessments", changed, "--revision-reason", "Second exit forgotten")

    live = Finding.objects.get(withdrawn_at=None)
    assert (live.details, live.response) == ("Two exits were locked.", "Opened the same day.")


def test_many_assessments_cost_a_few_statements_each_hundred_not_each(tmp_path):
    make.questionnaire()

    def statements(count: int) -> int:
        factories = [make.factory() for _ in range(count)]
        rows = [wide_row(factory.code, findings=["OS-8-06"]) for factory in factories]
        file = write(tmp_path / f"{count}.csv", rows)
        with CaptureQueriesContext(connection) as caught:
            assert run("import_assessments", file).counts == (count, 0, 0)
        return len(caught)

    few, many = statements(5), statements(50)

    assert many - few <= 12  # 45 more assessments: only longer batches


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_stands_in_a_file_it_is_taken_whole_or_refused_with_places(data, mill, tmp_path):
    cells = st.one_of(
        st.sampled_from(
            ["KH-00017", "2018-03-01", "cat", "cat@1.0", "OS-8-06", "C", "N", "X", "", "yes", "full"]
        ),
        st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=12),
    )
    columns = ["factory", "assessed_on", "cycle", "questionnaire", "question", "answer", "kind", "state"]
    rows = data.draw(st.lists(st.fixed_dictionaries(dict.fromkeys(columns, cells)), max_size=6))
    before = (Assessment.objects.count(), Finding.objects.count(), Event.objects.count())

    told = run("import_assessments", write(tmp_path / "fuzz.csv", rows, columns))

    if told.document["problems"]:
        assert told.code == 1
        assert (Assessment.objects.count(), Finding.objects.count(), Event.objects.count()) == before
        assert all(problem["message"].strip() for problem in told.document["problems"])
    else:
        assert told.code == 0


def test_a_window_opens_for_an_assessment_that_comes_in_the_comment_window(mill, tmp_path):
    run("import_assessments", write(tmp_path / "wide.csv", [wide_row(mill.code, state="comment_window")]))

    assessment = Assessment.objects.get()
    opened_on = today_in(mill.country_id, assessment.reviewed_at)
    assert assessment.window_closes_on == opened_on + timedelta(days=14)
    assert assessment.assessed_on == date(2018, 3, 1)
