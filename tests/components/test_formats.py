"""Days, moments and numbers as each language writes them, in Latin digits and hours of 24."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils import translation

MOMENT = datetime(2026, 11, 3, 15, 5, tzinfo=UTC)
WRITTEN = {
    "en": ("3 November 2026", "3 November 2026, 15:05", "12,345"),
    "km": ("3 ខែ វិច្ឆិកា ឆ្នាំ 2026", "3 ខែ វិច្ឆិកា ឆ្នាំ 2026, 15:05", "12.345"),
    "vi": ("ngày 3 tháng 11 năm 2026", "15:05 ngày 3 tháng 11 năm 2026", "12.345"),
    "bn": ("3 নভেম্বর 2026", "3 নভেম্বর 2026, 15:05", "12,345"),
    "id": ("3 November 2026", "3 November 2026, 15:05", "12.345"),
    "ar": ("3 نوفمبر 2026", "3 نوفمبر 2026، 15:05", "12.345"),
    "fr": ("3 novembre 2026", "3 novembre 2026 à 15:05", "12\xa0345"),
    "es": ("3 de noviembre de 2026", "3 de noviembre de 2026 a las 15:05", "12\xa0345"),
    "ht": ("3 novanm 2026", "3 novanm 2026, 15:05", "12,345"),
}


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_a_day_a_moment_and_a_number_are_written_as_the_language_does(language: str) -> None:
    page = Template('{% load ui %}{{ at|date:"DATE_FORMAT" }}|{{ at|date:"DATETIME_FORMAT" }}|{{ n|whole }}')
    with translation.override(language):
        assert tuple(page.render(Context({"at": MOMENT, "n": 12_345})).split("|")) == WRITTEN[language]
