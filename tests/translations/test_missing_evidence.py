"""What a factory does where evidence is missing reads in its own language, as the reports and pages print it."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.utils.translation import gettext, ngettext, override

from criteria.domain.measures import MEASURES
from criteria.domain.translations import Sentence

OTHERS = [code for code, _name in settings.LANGUAGES if code != "en"]


@pytest.mark.parametrize("language", OTHERS)
def test_what_a_measure_advises_is_translated(language):
    with override(language):
        english = {
            name: measure.advice
            for name, measure in MEASURES.items()
            if Sentence(measure.advice, measure.advice, 1).text(gettext, ngettext) == measure.advice
        }

    assert english == {}
