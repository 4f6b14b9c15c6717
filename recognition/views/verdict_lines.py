"""Verdicts as lines of a list, kept by each process: a stored verdict never changes, and its words cost much.

Guidance is worked out for the verdicts that no reader of this process has seen in a list before, in their language.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import get_language

from criteria.queries.verdicts import StoredVerdict, evaluations, read_verdicts
from criteria.views.wording import groups, missing
from translations.queries.live import changes_shown

MOST = 20_000
_kept: dict[tuple[Any, ...], VerdictLine] = {}


@dataclass(frozen=True, slots=True)
class VerdictLine:
    """Outcomes by pillar, and what is missing: words with the criterion's code, the nearest first."""

    strip: tuple[tuple[str, ...], ...]
    missing: tuple[tuple[str, str], ...]


def verdict_lines(evaluation_ids: Collection[UUID]) -> dict[UUID, VerdictLine]:
    """The line of each evaluation. Two statements, and none when all are kept."""
    words = get_language(), changes_shown()
    unknown = [pk for pk in evaluation_ids if (pk, *words) not in _kept]
    found = {pk: _kept[pk, *words] for pk in evaluation_ids if (pk, *words) in _kept}
    if unknown:
        for verdict in read_verdicts(evaluations().filter(pk__in=unknown)):
            found[verdict.evaluation_id] = _line(verdict)
        if len(_kept) > MOST:
            _kept.clear()
        _kept.update({(pk, *words): found[pk] for pk in unknown})
    return found


def _line(verdict: StoredVerdict) -> VerdictLine:
    strip = groups(verdict.criteria_rows, verdict.standard.document)
    return VerdictLine(
        tuple(tuple(map(str, group["outcomes"])) for group in strip),
        tuple((str(words), str(code)) for words, code in missing(verdict)),
    )
