"""A measure in percentage points says so wherever its value or its bar stands; one in per cent does not."""

from __future__ import annotations

import pytest
from django.utils import translation

from criteria.domain.measures import MEASURES
from criteria.views.criterion_row import criterion_row
from progress_reports.queries.criteria_table import value_in_words
from ui.templatetags.charts import score_bar

GAP = {
    "code": "D1-WOMEN",
    "outcome": "not_met",
    "unit": "percentage_points",
    "value": {"n": 25_000, "of": 100_000},
    "threshold": {"n": 20, "of": 100},
}
WORDS = {
    "en": "25 percentage points",
    "ar": "25 نقطة مئوية",
    "bn": "25 শতাংশ পয়েন্ট",
    "es": "25 puntos porcentuales",
    "fr": "25 points de pourcentage",
    "ht": "25 pwen pousantaj",
    "id": "25 poin persentase",
    "km": "25 ចំណុចភាគរយ",
    "vi": "25 điểm phần trăm",
}


@pytest.mark.parametrize("language", WORDS)
def test_a_value_in_percentage_points_says_so_in_every_language(language):
    with translation.override(language):
        row = criterion_row(GAP, sentence="", direction="at_most")
        bar = score_bar(row["value"], row["threshold"], unit=row["unit"])

        assert WORDS[language] in row["found"]
        assert value_in_words(GAP) == WORDS[language]
        assert WORDS[language] in bar["spoken"]
        assert "%" not in row["found"] + bar["spoken"] + bar["words"]


def test_one_point_is_singular():
    with translation.override("en"):
        assert value_in_words({**GAP, "value": {"n": 1, "of": 100}}) == "1 percentage point"


def test_only_a_difference_of_shares_is_counted_in_points():
    assert {m.name for m in MEASURES.values() if m.unit.code == "percentage_points"} == {
        "committee_women_gap"
    }
    assert MEASURES["committee_women_share"].unit.code == "per_cent"
