"""Verdicts as lines of a list: a stored verdict never changes, so each process keeps what it worked out of one.

Guidance is worked out for the verdicts that this process has not listed before; its sentences are made at each reading.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from criteria.queries.verdicts import StoredVerdict, evaluations, read_verdicts
from criteria.views.wording import groups, in_sentences

MOST = 20_000  # lines: some 30 MB
NEAREST = 3


@dataclass(frozen=True, slots=True)
class VerdictLine:
    """Outcomes by pillar, and the nearest steps to what is missing."""

    strip: tuple[tuple[str, ...], ...]
    steps: tuple[dict[str, Any], ...]

    @property
    def missing(self) -> tuple[tuple[str, str], ...]:
        """What is missing, in the reader's language, with the criterion's code."""
        return tuple((str(words), str(code)) for words, code in in_sentences(self.steps))


_kept: dict[UUID, VerdictLine] = {}


def verdict_lines(evaluation_ids: Collection[UUID]) -> dict[UUID, VerdictLine]:
    """The line of each evaluation. Two statements, and none when all are kept."""
    found = {pk: _kept[pk] for pk in evaluation_ids if pk in _kept}
    if unknown := set(evaluation_ids) - set(found):
        new = {
            verdict.evaluation_id: _line(verdict)
            for verdict in read_verdicts(evaluations().filter(pk__in=unknown))
        }
        if len(_kept) > MOST:
            _kept.clear()
        _kept.update(new)
        found |= new
    return found


def forget_lines() -> None:
    """Work every line out anew."""
    _kept.clear()


def _line(verdict: StoredVerdict) -> VerdictLine:
    strip = groups(verdict.criteria_rows, verdict.standard.document)
    return VerdictLine(
        tuple(tuple(map(str, group["outcomes"])) for group in strip), verdict.next_steps[:NEAREST]
    )
