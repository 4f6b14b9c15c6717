"""What a page needs whose forms work without a connection."""

from __future__ import annotations

from typing import Any

from django import template

from assessments.views.answering.labels import field_words
from assessments.views.answering.offline import FIELD_MODULES, build_of_scripts

register = template.Library()


@register.inclusion_tag("assessments/_field_scripts.html")
def field_scripts() -> dict[str, Any]:
    """Scripts, their words, and the release that they belong to."""
    return {"modules": FIELD_MODULES, "words": field_words(), "build": build_of_scripts()}
