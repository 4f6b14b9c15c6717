"""Files that are no forms, or forms made to do harm: always a sentence, never a crash, and nothing is written."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st

from assessments.models import Assessment, Finding
from journal.models import Event
from offline_workbook.workbook.preview import UnfitWorkbook, WorkbookPreview, preview_of
from tests import make
from tests.architecture.reading import ROOT
from tests.offline_workbook.form_files import ANSWERS, TECHNICAL, Formula, packed, parts_of, row_of, typed
from tests.offline_workbook.hostile_files import FILES, empty_form, standing

MOST_GROWTH = 300  # MB
SENTENCES = {
    "nothing": "empty",
    "text": "no workbook",
    "old or locked": "password",
    "half": "broken",
    "50 MB of noise": "smaller than 5 MB",
    "bomb": "once unpacked",
    "bomb of many files": "once unpacked",
    "macros": "macros",
    "for macros": "macros",
    "billion laughs": "broken",
    "far corner": "once unpacked",
    "unnumbered": "once unpacked",
    "half numbered": "once unpacked",
    "other encoding": "broken",
    "merged": "problems",
}


def read(content: bytes) -> WorkbookPreview | str:
    """The preview, or the sentence that refuses the file."""
    try:
        return preview_of(content, standing())
    except UnfitWorkbook as unfit:
        return str(unfit)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """Every hostile file, written once."""
    folder = tmp_path_factory.mktemp("hostile")
    for name, made in FILES.items():
        (folder / name).write_bytes(made())
    return folder


def test_every_file_has_its_sentence_and_none_takes_more_memory_than_a_process_has_to_spare(hostile):
    run = subprocess.run(
        [sys.executable, "-m", "tests.offline_workbook.reading_hostile", str(hostile)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stderr[-2000:]
    said = json.loads(run.stdout)
    assert said["grown"] <= MOST_GROWTH, said
    assert said["told"].keys() == said["tables"].keys() == FILES.keys()
    for name, sentence in SENTENCES.items():
        assert sentence in said["told"][name], name


@pytest.mark.django_db
def test_whatever_is_uploaded_there_is_a_sentence_and_nothing_is_written(client, hostile):
    adviser = make.user("adviser")
    draft = make.assessment(make.factory(), state="draft", team=[adviser], findings={"OS-8-06": "Locked."})
    client.force_login(adviser)
    before = written()

    answers = {}
    for file in sorted(hostile.iterdir()):
        upload = {"file": SimpleUploadedFile("form.xlsx", file.read_bytes())}
        answers[file.name] = client.post(reverse("offline_workbook:form_sheet", args=[draft.pk]), upload)

    assert {name: response.status_code for name, response in answers.items()} == dict.fromkeys(FILES, 422)
    assert all("field-error" in response.text for response in answers.values())
    assert written() == before


def written():
    return [
        *Assessment.objects.values_list("sheet", "answers_hash"),
        Finding.objects.count(),
        Event.objects.count(),
    ]


QUESTIONS = ("OS-8-01", "OS-8-06", "WT-2-01")
_typed = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**18), 10**18),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40),
    st.sampled_from(["Compliant", "មិនអនុលោម", "N", "x", "=1", "#REF!", "١٢", "12 000", "\u200fCompliant"]),
    st.sampled_from(["1+1", "HYPERLINK(1)", "A1"]).map(Formula),
)
_places = st.tuples(st.sampled_from(QUESTIONS), st.sampled_from("AEFGH"))


@given(st.dictionaries(_places, _typed, max_size=8))
@trying(max_examples=60)
def test_whatever_is_typed_each_problem_names_a_cell_that_was_typed_in(cells):
    rows = {code: row_of(empty_form(), code) for code in QUESTIONS}
    places = {f"{column}{rows[code]}": value for (code, column), value in cells.items()}

    preview = read(typed(empty_form(), places))

    assert isinstance(preview, WorkbookPreview)
    typed_rows = {rows[code] for code, _column in cells}
    assert {problem.row for problem in preview.checked.problems} <= {0, *typed_rows}
    assert {change.question for change in preview.checked.changes} <= {code for code, _column in cells}


_parts = st.sampled_from(
    [
        ANSWERS,
        TECHNICAL,
        "xl/workbook.xml",
        "xl/sharedStrings.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
    ]
)


@given(_parts, st.integers(0, 10_000), st.integers(0, 60), st.binary(max_size=30))
@trying(max_examples=80)
def test_whatever_is_broken_inside_there_is_an_answer(part, start, length, instead):
    parts = parts_of(empty_form())
    text = parts[part]
    at = start % len(text)

    assert read(packed(parts | {part: text[:at] + instead + text[at + length :]}))


@given(st.integers(0, 10**6), st.binary(min_size=1, max_size=8))
@trying(max_examples=80)
def test_whatever_bytes_of_the_file_are_changed_there_is_an_answer(start, instead):
    content = empty_form()
    at = start % len(content)

    assert read(content[:at] + instead + content[at + len(instead) :])
