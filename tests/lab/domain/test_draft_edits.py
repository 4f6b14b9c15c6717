"""What a form changes is written into the text of a document, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.documents import text_of
from criteria.domain.criteria import Bar, Criterion
from criteria.domain.criteria_parsing import parse_criteria
from lab.domain.draft_edits import CountryNumbers, CriterionEdit, with_criterion

TEXT = text_of("high-performance", "1.0")
SHIPPED = parse_criteria(TEXT)


def as_it_is(criterion: Criterion) -> CriterionEdit:
    return CriterionEdit(criterion.title, criterion.sentence, criterion.bar, criterion.window)


@pytest.mark.parametrize("criterion", SHIPPED.criteria, ids=lambda one: one.code)
def test_an_edit_that_changes_nothing_leaves_the_text_word_for_word(criterion: Criterion) -> None:
    assert with_criterion(TEXT, criterion.code, as_it_is(criterion)) == TEXT


@pytest.mark.parametrize("criterion", SHIPPED.criteria, ids=lambda one: one.code)
def test_left_out_and_taken_back_it_is_as_it_was(criterion: Criterion) -> None:
    without = with_criterion(TEXT, criterion.code, replace(as_it_is(criterion), out=True))
    back = with_criterion(without, criterion.code, as_it_is(criterion), base_text=TEXT)

    assert {one.code for one in parse_criteria(without).criteria} == {
        one.code for one in SHIPPED.criteria
    } - {criterion.code}
    assert parse_criteria(back).criterion(criterion.code) == criterion


rates = [one for one in SHIPPED.criteria if one.meaning.is_rate and one.comparison != "equals"]
words = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="{}"), min_size=1)


@given(
    criterion=st.sampled_from(rates),
    part=st.integers(0, 100),
    countries=st.dictionaries(st.sampled_from(["HT", "KH", "VN"]), st.integers(0, 100)),
    title=words.map(str.strip).filter(bool),
    french=words.map(str.strip).filter(bool),
)
def test_whatever_is_entered_is_what_the_document_says(
    criterion: Criterion, part: int, countries: dict[str, int], title: str, french: str
) -> None:
    edit = replace(
        as_it_is(criterion),
        bar=Bar(part, 100),
        title=title,
        countries={code: CountryNumbers(bar=Bar(number, 100)) for code, number in countries.items()},
        translations={"fr": {"title": french, "sentence": ""}},
    )

    made = parse_criteria(with_criterion(TEXT, criterion.code, edit))

    found = made.criterion(criterion.code)
    assert (found.bar, found.title, found.translations) == (Bar(part, 100), title, {"fr": {"title": french}})
    assert {code: one.bar.n for code, one in found.overrides.items()} == countries
    assert [one for one in made.criteria if one.code != criterion.code] == [
        one for one in SHIPPED.criteria if one.code != criterion.code
    ]
    kept = [line for line in TEXT.splitlines() if line.startswith("#")]
    text = with_criterion(TEXT, criterion.code, edit)
    assert [line for line in text.splitlines() if line.startswith("#") and line in kept] == kept
