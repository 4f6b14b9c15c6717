"""Every released folder is whole, sealed, and says what the programme's field says."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from shutil import copytree

import pytest

from questionnaires.domain.translations import TranslatedTexts
from questionnaires.workbook.release import (
    QUESTIONNAIRES,
    ReleaseAltered,
    ReleaseMissing,
    read_questionnaire,
    read_release,
    release_folders,
    seal_release,
)
from tests.questionnaires.released import FOLDER, cat

POINTS = {  # clusters and compliance points as the field knows them
    "CL": "Child Labourers|Unconditional Worst Forms|Hazardous Work and Other Worst Forms|"
    "Documentation and Protection of Young Workers",
    "DI": "Race and Origin|Religion and Political Opinion|Gender|Other Grounds",
    "FL": "Coercion|Bonded Labour|Forced Labour and Overtime|Prison Labour",
    "FA": "Freedom to Associate|Interference and Discrimination|Union Operations|Collective Bargaining|Strikes",
    "CO": "Minimum Wages|Overtime Wages|Premium Pay|Method of Payment|Wage Information, Use and Deduction|Paid Leave|"
    "Social Security and Other Benefits",
    "CH": "Employment Contracts|Contracting Procedures|Termination|Dialogue, Discipline and Disputes",
    "OS": "OSH Management Systems|Chemicals and Hazardous Substances|Worker Protection|Working Environment|"
    "Health Services and First Aid|Welfare Facilities|Worker Accommodation|Emergency Preparedness",
    "WT": "Regular Hours|Overtime|Leave",
}
CRITICAL_ISSUES = (
    "CL-1-01 FL-1-01 DI-4-06 DI-3-07 DI-3-08 DI-3-09 DI-3-04 FA-2-05 FA-1-01 FA-2-01 FA-1-02 FA-2-02 FA-1-03 "
    "OS-8-07 OS-8-06 OS-8-05 OS-3-03 OS-6-03 CO-1-01 CO-2-01 CO-7-08"
)
PORTAL_ISSUES = (
    "CL-1-01 DI-3-03 DI-3-07 DI-3-09 FL-1-01 FL-1-03 FL-1-04 FL-2-01 FA-1-01 FA-2-01 FA-2-02 FA-2-05 FA-2-06 FA-4-01 "
    "FA-4-03 FA-5-02 CO-1-01 CO-2-01 CO-5-01 CO-7-04 CH-1-01 CH-4-01 CH-4-03 OS-3-03 OS-6-03 OS-8-01 OS-8-05 OS-8-06 "
    "OS-8-07"
)
ZERO_TOLERANCE = "CL-1-01 CL-2-01 CL-2-02 CL-2-03 FL-1-01 FL-1-04 OS-3-07 DI-3-09 CH-4-02"


@pytest.mark.parametrize(
    "folder", release_folders(), ids=lambda path: path.relative_to(QUESTIONNAIRES).as_posix()
)
def test_a_released_folder_parses_and_gives_the_digest_it_was_sealed_with(folder: Path) -> None:
    release = read_release(folder)

    assert release.questionnaire.digest == (folder / "DIGEST").read_text(encoding="utf-8").strip()
    assert folder.parts[-2:] == (release.questionnaire.code, release.questionnaire.version)


def test_there_is_a_release_to_check() -> None:
    assert FOLDER in release_folders()


@pytest.mark.parametrize("cluster", POINTS)
def test_every_compliance_point_is_there_in_order(cluster: str) -> None:
    found = next(c for c in cat().questionnaire.clusters if c.code == cluster)

    assert [point.name for point in found.points] == POINTS[cluster].split("|")
    assert [point.code for point in found.points] == [
        f"{cluster}-{n}" for n in range(1, len(found.points) + 1)
    ]


def test_all_255_common_questions_are_there_with_39_points() -> None:
    common = [q for q in cat().questionnaire.questions if not q.code[-3].isalpha()]

    assert len(common) == 255
    assert len(cat().questionnaire.points) == 39
    assert {q.point for q in common} == {point.code for point in cat().questionnaire.points}


def test_no_question_runs_longer_than_160_characters_in_any_country() -> None:
    questionnaire = cat().questionnaire
    texts = [
        words.text
        for country in ("", *questionnaire.variants)
        for words in questionnaire.wording(country).values()
    ]

    assert max(map(len, texts)) <= 160
    assert not [text for text in texts if not text.endswith("?") or "{" in text]


def test_two_questions_of_a_country_never_read_alike() -> None:
    questionnaire = cat().questionnaire

    for country in ("", *questionnaire.variants):
        texts = [words.text for words in questionnaire.wording(country).values()]
        assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("country", ["KH", "VN", "HT", "JO", "ID", "NI", "BD"])
def test_every_programme_country_has_a_variant_with_legal_references_and_a_layout(country: str) -> None:
    release = cat()
    wording = release.questionnaire.wording(country)

    assert len(release.layouts[country]) >= 150
    assert all(words.legal_reference for words in wording.values())
    assert (
        f"under {release.questionnaire.variants[country].parameters['legal_working_age']}"
        in wording["CL-1-01"].text
    )


@pytest.mark.parametrize(
    ("country", "code", "says"),
    [
        ("KH", "WT-2-01", "2 hours a day"),
        ("KH", "OS-8-07", "every 6 months"),
        ("HT", "CO-7-05", "3% of basic wages paid to OFATMA"),
        ("HT", "CO-2-01", "50%"),
        ("VN", "FA-4-06", "more than 50%"),
        ("ID", "DI-4-01", "at least 1%"),
        ("NI", "WT-2-02", "ministry"),
    ],
)
def test_national_numbers_stand_in_the_question(country: str, code: str, says: str) -> None:
    assert says in cat().questionnaire.wording(country)[code].text


def test_findings_on_the_single_union_law_are_laid_to_the_law_in_jordan() -> None:
    assert cat().layouts["JO"].national_law == {"FA-1-01", "FA-1-04"}
    assert not cat().layouts["KH"].national_law


def test_the_unions_own_strike_procedure_is_asked_in_cambodia_alone_and_never_counts() -> None:
    asked = {country for country, layout in cat().layouts.items() if "FA-5-06" in layout.index}
    layout = cat().layouts["KH"]

    assert asked == {"KH"}
    assert not layout.scored[layout.index["FA-5-06"]]


def test_cambodia_reports_21_issues_from_17_march_2014() -> None:
    marks = cat().marks

    assert marks.public_on("KH", date(2014, 3, 17)) == set(CRITICAL_ISSUES.split())
    assert marks.public_on("KH", date(2014, 3, 16)) == set()
    assert len(CRITICAL_ISSUES.split()) == 21


@pytest.mark.parametrize("country", ["ID", "JO", "NI", "VN", "HT", "BD"])
def test_the_portal_reports_29_issues_from_july_2017(country: str) -> None:
    marks = cat().marks

    assert marks.public_on(country, date(2017, 7, 1)) == set(PORTAL_ISSUES.split())
    assert marks.public_on(country, date(2017, 6, 30)) == set()
    assert len(PORTAL_ISSUES.split()) == 29


def test_safety_and_health_becomes_core_on_10_june_2022() -> None:
    marks, questionnaire = cat().marks, cat().questionnaire

    before = {questionnaire.question(code).cluster for code in marks.core_on("VN", date(2022, 6, 9))}
    after = {questionnaire.question(code).cluster for code in marks.core_on("VN", date(2022, 6, 10))}

    assert before == {"CL", "DI", "FL", "FA"}
    assert after == before | {"OS"}


def test_every_mark_names_a_question_and_every_public_one_is_asked_where_it_is_public() -> None:
    release = cat()

    assert {mark.question for mark in release.marks.marks} <= release.questionnaire.question_codes
    for mark in release.marks.marks:
        if mark.country:
            assert mark.question in release.layouts[mark.country].index


def test_zero_tolerance_is_offered_for_child_labour_forced_labour_and_danger() -> None:
    assert cat().marks.zero_tolerance_on("BD", date(2018, 6, 1)) == set(ZERO_TOLERANCE.split())


@pytest.mark.parametrize("language", ["km", "vi", "bn", "id", "ar", "fr", "es", "ht"])
def test_every_language_names_all_clusters_points_and_answers(language: str) -> None:
    texts, questionnaire = cat().texts[language], cat().questionnaire

    assert set(texts.clusters) == {cluster.code for cluster in questionnaire.clusters}
    assert set(texts.points) == {point.code for point in questionnaire.points}
    assert (
        len(set(texts.points.values())) >= len(texts.points) - 1
    )  # strikes and the like never share a name by slip
    assert set(texts.answers) == {"compliant", "noncompliant", "not_applicable", "unanswered", "yes", "no"}


@pytest.mark.parametrize("language", ["km", "vi", "bn", "id", "ar", "fr", "es", "ht"])
def test_every_question_is_asked_in_every_language(language: str) -> None:
    texts, questionnaire = cat().texts[language], cat().questionnaire

    assert set(texts.questions) == questionnaire.question_codes
    assert len(set(texts.questions.values())) == len(texts.questions)  # no line twice by slip
    for code, text in texts.questions.items():
        assert text != questionnaire.question(code).text
        assert text.endswith(("?", "؟")), code
        # numbers stay, whatever the digits; a thirteenth month may become one
        assert _digits(questionnaire.question(code).text) in _digits(text), code


@pytest.mark.parametrize("language", ["km", "vi", "bn", "id", "ar", "fr", "es", "ht"])
def test_every_guidance_reads_in_every_language(language: str) -> None:
    texts, questionnaire = cat().texts[language], cat().questionnaire
    english = {question.code: question.guidance for question in questionnaire.questions if question.guidance}

    assert texts.guidance.keys() == english.keys()
    assert not [code for code, text in texts.guidance.items() if text == english[code] or len(text) > 400]


def _digits(text: str) -> str:
    return "".join(str(int(each)) for each in text if each.isdecimal())


def test_a_text_that_is_not_translated_reads_in_english() -> None:
    assert TranslatedTexts("fr", reviewed=False).question("CL-1-01", "Does anyone …?") == "Does anyone …?"
    assert cat().texts["fr"].point("FA-5", "Strikes") == "Grèves"


def test_one_changed_character_in_a_released_folder_is_noticed(tmp_path: Path) -> None:
    folder = copytree(FOLDER, tmp_path / "1.0")
    file = folder / "clusters" / "CL.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("forced", "Forced", 1), encoding="utf-8")

    with pytest.raises(ReleaseAltered, match="release the change as a new version"):
        read_questionnaire(folder)


def test_a_released_folder_cannot_be_sealed_anew(tmp_path: Path) -> None:
    folder = copytree(FOLDER, tmp_path / "1.0")
    with (folder / "release.toml").open("a", encoding="utf-8") as file:
        file.write("# a remark\n")

    with pytest.raises(ReleaseAltered):
        seal_release(folder)


def test_sealing_twice_changes_nothing_and_line_ends_do_not_count(tmp_path: Path) -> None:
    folder = copytree(FOLDER, tmp_path / "1.0")
    seal = (folder / "DIGEST").read_text(encoding="utf-8").strip()
    for path in folder.rglob("*.toml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    assert seal_release(folder) == seal
    assert read_questionnaire(folder).digest == seal


def test_an_unsealed_or_missing_folder_is_refused(tmp_path: Path) -> None:
    folder = copytree(FOLDER, tmp_path / "1.0")
    (folder / "DIGEST").unlink()

    with pytest.raises(ReleaseAltered, match="no DIGEST"):
        read_questionnaire(folder)
    with pytest.raises(ReleaseMissing):
        read_questionnaire(tmp_path / "nowhere")
