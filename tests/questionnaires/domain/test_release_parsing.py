from __future__ import annotations

import re

import pytest

from files.domain.faults import ReleaseFaulty
from questionnaires.domain.question_flags import parse_marks
from questionnaires.domain.questionnaire import questionnaire_digest
from questionnaires.domain.release_parsing import parse_release
from questionnaires.domain.translations import parse_texts
from questionnaires.workbook.release import QUESTIONNAIRES
from tests import make
from tests.questionnaires.released import cat, read_toml, texts_of_release

# file, what stands there, what somebody made of it, where the fault is told, what it says
FAULTS = [
    ("release.toml", 'version = "1.0"', "", "version", "it is missing"),
    ("clusters.toml", 'benchmark = "ils"', 'benchmark = "isl"', "clusters[0].benchmark", "did you mean ils?"),
    ("clusters/CL.toml", '"no"', '"maybe"', "points[0].questions[0].compliant_answer", '"maybe" is not known'),
    ("clusters/DI.toml", "Do race", "Do " + "very " * 40 + "race", "points[0].questions[0].text", "at most 160"),
    ("clusters/FL.toml", '"FL-1-02"', '"FL-1-01"', "points[0].questions[1].code", "comes twice"),
    ("clusters/FA.toml", "evidence =", "evidnce =", "points[0].questions[0].evidnce", "did you mean evidence?"),
    ("clusters/CO.toml", '"documents"', '"dreams"', "points[0].questions[0].evidence", '"dreams" is not known'),
    ("clusters/CH.toml", 'code = "CH-1-01"', 'code = "CH-2-09"', "points[0].questions[0].code", "does not fit"),
    ("countries/KH.toml", '["CO-7-07"]', '["CO-7-70"]', "omitted", '"CO-7-70" is not known'),
    ("countries/HT.toml", "{health_insurance_body}", "{nobody}", 'questions.CO-7-05.text', "{nobody} is no parameter"),
    ("countries/ID.toml", 'country = "ID"', 'country = "IN"', "country", "file's name"),
    ("countries/VN.toml", '_body = "workplace dialogue"', "_body = true", "parameters.bipartite_body", "or a text"),
    ("countries/JO.toml", '[questions."FA-1-04"]', '[questions."FA-9-04"]', "questions.FA-9-04", "no question has"),
]  # fmt: skip


def _with_fault(files: dict[str, str], file: str, was: str, now: str) -> dict[str, str]:
    assert was in files[file]
    return {**files, file: files[file].replace(was, now, 1)}


@pytest.mark.parametrize(("file", "was", "now", "place", "says"), FAULTS, ids=[fault[3] for fault in FAULTS])
def test_a_fault_is_told_with_file_line_place_and_mend(
    file: str, was: str, now: str, place: str, says: str
) -> None:
    files = _with_fault(texts_of_release(), file, was, now)

    with pytest.raises(ReleaseFaulty) as caught:
        parse_release(files)

    fault = next(fault for fault in caught.value.faults if fault.place == place)
    assert fault.file == file
    assert says in str(fault)
    assert "; " in str(fault)
    assert fault.line > 0 or now == ""


def test_thirteen_faults_in_as_many_files_are_told_at_once() -> None:
    files = dict(texts_of_release())
    for file, was, now, _, _ in FAULTS:
        files = _with_fault(files, file, was, now)

    with pytest.raises(ReleaseFaulty) as caught:
        parse_release(files)

    told = {(fault.file, fault.place) for fault in caught.value.faults}
    assert {(file, place) for file, _, _, place, _ in FAULTS} <= told
    assert len(str(caught.value).splitlines()) == len(caught.value.faults) >= 13


def test_ten_seeded_faults_give_ten_messages() -> None:
    files = dict(texts_of_release())
    seeded = FAULTS[:4] + FAULTS[5:7] + FAULTS[9:]  # none of these makes another one appear elsewhere
    for file, was, now, _, _ in seeded:
        files = _with_fault(files, file, was, now)

    with pytest.raises(ReleaseFaulty) as caught:
        parse_release(files)

    assert {(fault.file, fault.place) for fault in caught.value.faults} == {
        (f, p) for f, _, _, p, _ in seeded
    }
    assert len(caught.value.faults) == len(seeded) == 10


def test_the_line_of_a_fault_is_the_line_of_its_question() -> None:
    text = texts_of_release()["clusters/CL.toml"]
    files = {**texts_of_release(), "clusters/CL.toml": text.replace("CL-4-05", "CL-4-5")}

    with pytest.raises(ReleaseFaulty) as caught:
        parse_release(files)

    line = next(n for n, line in enumerate(text.splitlines(), start=1) if 'code = "CL-4-05"' in line)
    assert [fault.line for fault in caught.value.faults] == [line]


def test_broken_syntax_names_the_line() -> None:
    files = {**texts_of_release(), "release.toml": 'code = "cat"\nversion = 1.0.0\n'}

    with pytest.raises(ReleaseFaulty, match=r"release\.toml:2: not valid TOML"):
        parse_release(files)


def test_missing_and_stray_files_are_told() -> None:
    files = dict(texts_of_release())
    files["clusters/ZZ.toml"] = files.pop("clusters/WT.toml")

    with pytest.raises(ReleaseFaulty) as caught:
        parse_release(files)

    assert {fault.file for fault in caught.value.faults if not fault.place} == {
        "clusters/WT.toml",
        "clusters/ZZ.toml",
    }


def test_an_empty_release_is_faulty_and_not_a_crash() -> None:
    with pytest.raises(ReleaseFaulty) as caught:
        parse_release({})

    assert {fault.file for fault in caught.value.faults} == {"release.toml", "clusters.toml"}


def test_tables_of_the_wrong_shape_are_faults_and_not_crashes() -> None:
    files = dict(texts_of_release())
    files["clusters.toml"] = 'clusters = "eight"\n'
    files["release.toml"] = (
        "code = 1\nversion = []\ntitle = {}\nreleased_on = 2018-06-01T00:00:00\nvalid_from = 'x'\n"
    )

    with pytest.raises(ReleaseFaulty) as caught:
        parse_release(files)

    told = {fault.place for fault in caught.value.faults if fault.file in {"clusters.toml", "release.toml"}}
    assert told == {"clusters", "code", "version", "title", "released_on", "valid_from"}


def test_files_that_are_no_toml_do_not_matter() -> None:
    files = {**texts_of_release(), "DIGEST": "x", "README.md": "y"}

    assert parse_release(files) == cat().questionnaire
    assert questionnaire_digest(files) == cat().questionnaire.digest


@pytest.mark.parametrize("file", sorted(texts_of_release()))
def test_every_file_counts_in_the_digest(file: str) -> None:
    files = dict(texts_of_release())

    changed = {**files, file: files[file] + "\n"}
    without = {name: text for name, text in files.items() if name != file}

    assert len({questionnaire_digest(one) for one in (files, changed, without)}) == 3


MARK = '[[public]]\ntitle = "Some"\nfrom = 2020-01-01\nquestions = ["CL-1-01"]\n'


@pytest.mark.parametrize(
    ("file", "text", "says"),
    [
        ("KH.toml", MARK.replace("CL-1-01", "CL-1-91"), "did you mean"),
        ("KH.toml", MARK + "until = 2019-12-31\n", "is before 2020-01-01"),
        ("KH.toml", MARK + MARK.replace('"Some"', '"Others"'), "twice on one day"),
        ("KH.toml", MARK.replace("from = 2020-01-01\n", ""), "it is missing"),
        ("KH.toml", MARK.replace('questions = ["CL-1-01"]', "questions = []"), "no question is named"),
        ("KH.toml", MARK.replace("from = 2020-01-01", 'from = "2020-01-01"'), "without quotation marks"),
        ("KH.toml", MARK.replace("public", "publik"), "not known"),
        ("KH.toml", MARK.replace("[[public]]", '[[public]]\nset = "portals"'), "did you mean portal?"),
        ("Cambodia.toml", MARK, "the name is no country"),
    ],
)
def test_a_wrong_mark_is_told(file: str, text: str, says: str) -> None:
    files = {**read_toml(QUESTIONNAIRES / "marks"), file: f'questionnaire = "cat"\n\n{text}'}

    with pytest.raises(ReleaseFaulty) as caught:
        parse_marks(files, [cat().questionnaire])

    assert len(caught.value.faults) == 1
    assert says in str(caught.value)
    assert caught.value.faults[0].file == file


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('language = "xx"\n[points]\n"CL-9" = "x"', "no such code"),
        ('language = "xx"\n[points]\n"CL-1" = " "', "the text is empty"),
        ('language = "yy"\n', "file's name"),
        ('language = "xx"\n[points]\n"CL-1" = 3', "wrong kind"),
        ('language = "xx"\n[countries.XX.questions]', "no version has this country"),
        ('language = "xx"\n[countries.KH.questions]\n"OS-1-01" = "x"', "no such code"),
        ('language = "xx"\n[countries.KH.questions]\n"CL-1-01" = "{age}"', "{age} is no parameter of KH"),
        ('language = "xx"\n[pionts]\n"CL-1" = "x"', "did you mean points?"),
    ],
)
def test_a_wrong_translation_is_told(text: str, says: str) -> None:
    with pytest.raises(ReleaseFaulty) as caught:
        parse_texts({"xx.toml": text}, cat().questionnaire)

    assert says in str(caught.value)
    assert len(caught.value.faults) == 1


def test_a_country_s_wording_is_translated_with_the_numbers_of_its_law() -> None:
    text = 'language = "xx"\n[countries.KH.questions]\n"CL-1-01" = "Under {legal_working_age}?"'

    texts = parse_texts({"xx.toml": text}, cat().questionnaire)

    assert texts["xx"].countries == {"KH": {"CL-1-01": "Under 15?"}}


def test_every_wording_of_a_country_is_translated_in_every_language_with_latin_digits() -> None:
    release = make.cat()
    worded = {country: variant.texts.keys() for country, variant in release.questionnaire.variants.items()}

    for texts in release.texts.values():
        assert {country: own.keys() for country, own in texts.countries.items()} == worded
        every = [
            *texts.questions.values(),
            *(text for own in texts.countries.values() for text in own.values()),
        ]
        assert [text for text in every if re.search(r"[\u0660-\u0669\u09e6-\u09ef\u17e0-\u17e9]", text)] == []
