"""Next steps: the nearest first, the shortfall in words, and something that helps with each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from criteria.documents import guidance_text
from criteria.domain.criteria import CriteriaDocument
from criteria.domain.engine import Verdicts
from criteria.domain.guidance import (
    NextStep,
    missing_evidence,
    next_steps,
    parse_catalogue,
    shortfall_in_words,
)
from criteria.domain.measures import MEASURES
from criteria.domain.translations import Sentence, in_words
from tests.criteria.domain.judging import judge_vector
from tests.criteria.domain.strategies import SHIPPED

CATALOGUE = parse_catalogue(guidance_text())
MET = {
    "full_assessments@all": 3, "months_since_assessment@all": 3, "noncompliance_rate@last=1": {"n": 2, "of": 180},
    "noncompliance_rate@back=1": {"n": 5, "of": 180}, "public_noncompliances@last=1": 0, "unfixed_public_issues@all": 0,
    "core_noncompliances@last=2": 0, "open_cases@all": 0, "cases_opened@months=24": 0, "weak_points@last=1": 0,
    "systems_score_osh@months=12": 5, "systems_score_hr@months=12": 4, "repeat_rate@last=1": {"n": 0, "of": 2},
    "committee_imbalance@months=12": 0, "committee_elected@months=12": 1, "committee_meetings@months=12": 12,
    "committee_women_gap@months=12": {"n": 0, "of": 90000}, "plan_items_done@all": {"n": 5, "of": 5},
    "plan_items_verified@all": {"n": 5, "of": 5}, "courses_attended@months=12": 4,
    "manager_participants@months=12": 3, "worker_participants@months=12": 40,
}  # fmt: skip


def steps(document: CriteriaDocument = SHIPPED, **changed: object) -> tuple[NextStep, ...]:
    """The steps of a factory that meets all but what is changed (measure → value)."""
    vector = {key: changed.get(key.split("@")[0], value) for key, value in MET.items()}
    return next_steps(judged(vector, document), 0, CATALOGUE)


def judged(vector: dict[str, object], document: CriteriaDocument) -> Verdicts:
    return judge_vector(vector, document, "KH")  # type: ignore[arg-type]


def test_who_meets_everything_has_nothing_to_do():
    assert steps() == ()


def test_the_nearest_comes_first_and_missing_evidence_last():
    found = steps(
        committee_meetings=5,
        systems_score_hr=None,
        courses_attended=2,
        committee_women_gap={"n": 18900, "of": 90000},
    )

    assert [step.criterion.code for step in found] == ["D1-WOMEN", "L1-COURSES", "D1-MEETINGS", "S1-HR"]
    assert [step.sentence.text() for step in found] == [
        "one percentage point more women on the worker side",
        "one more course or seminar",
        "five more meetings with minutes",
        "ask your adviser to review the management system",
    ]
    assert [step.shortfall for step in found] == [1, 1, 5, None]
    assert [step.outcome for step in found] == ["not_met", "not_met", "not_met", "unknown"]
    assert found[0].millionths < found[1].millionths < found[2].millionths


def test_the_shortfall_reads_in_words():
    document = replace(SHIPPED, criteria=(SHIPPED.criterion("C2-LATEST"),))

    (step,) = next_steps(judged({"noncompliance_rate@last=1": {"n": 20, "of": 180}}, document), 0, CATALOGUE)

    assert step.sentence.text() == "two findings fewer"


def test_each_step_comes_with_what_helps():
    (step,) = steps(systems_score_osh=3)

    assert [course.title for course in step.courses] == [
        "OSH awareness",
        "Industry seminar: emergency preparedness",
    ]
    assert step.practices


@pytest.mark.parametrize("name", MEASURES)
def test_every_measure_has_words_and_a_practice(name: str):
    measure = MEASURES[name]
    criterion = replace(SHIPPED.criteria[0], measure=name, unit=measure.unit.code)

    assert "%" not in shortfall_in_words(criterion, 1).text()
    assert "%" not in shortfall_in_words(criterion, 30).text()
    assert missing_evidence(criterion).text()
    assert measure.practice


def test_the_catalogue_speaks_of_measures_that_there_are():
    assert CATALOGUE.courses_for.keys() <= MEASURES.keys()
    assert len({course.code for course in CATALOGUE.courses}) == len(CATALOGUE.courses)


def test_numbers_are_words_up_to_twelve():
    assert [in_words(number) for number in (0, 1, 12, 13, 40)] == ["no", "one", "twelve", "13", "40"]


def test_a_sentence_can_be_told_in_another_language():
    sentence = Sentence("%(count)s finding fewer", "%(count)s findings fewer", 2)

    told = sentence.text(
        {"two": "twee"}.__getitem__, lambda singular, plural, count: f"%(count)s {'bevindingen'} minder"
    )

    assert told == "twee bevindingen minder"
