"""All reads of criteria and verdicts that other apps ask for."""

from __future__ import annotations

from criteria.queries.criteria import PROGRAMME, NoCriteria, Standard, standard, standard_on, versions
from criteria.queries.guidance import course_names, guidance_for, sentence_of
from criteria.queries.verdicts import StoredVerdict, current_verdicts, verdict_of

__all__ = [
    "PROGRAMME",
    "NoCriteria",
    "Standard",
    "StoredVerdict",
    "course_names",
    "current_verdicts",
    "guidance_for",
    "sentence_of",
    "standard",
    "standard_on",
    "verdict_of",
    "versions",
]
