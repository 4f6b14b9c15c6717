"""All reads of the judgement that other apps ask for."""

from __future__ import annotations

from recognition.queries.appeals import FactoryDecision, decisions_for_factory
from recognition.queries.criteria import PROGRAMME, NoCriteria, Standard, standard, standard_on, versions
from recognition.queries.guidance import course_names, guidance_for, sentence_of
from recognition.queries.priority import PriorityFactory, priority_factories
from recognition.queries.recognitions import (
    LIVE,
    PublishedRow,
    once_published,
    published,
    recognitions_visible_to,
)
from recognition.queries.verdicts import StoredVerdict, current_verdicts, verdict_of

__all__ = [
    "LIVE",
    "PROGRAMME",
    "FactoryDecision",
    "NoCriteria",
    "PriorityFactory",
    "PublishedRow",
    "Standard",
    "StoredVerdict",
    "course_names",
    "current_verdicts",
    "decisions_for_factory",
    "guidance_for",
    "once_published",
    "priority_factories",
    "published",
    "recognitions_visible_to",
    "sentence_of",
    "standard",
    "standard_on",
    "verdict_of",
    "versions",
]
