"""Judging: a history, a criteria version and a day in; verdicts out. Writes nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from hashlib import sha256
from typing import Any

from criteria.domain.engine import ELIGIBLE, INCOMPLETE, NOT_ELIGIBLE, Verdicts, judge
from criteria.domain.measures import MEASURES, EvidencePlace
from criteria.domain.vectors import Value, vectors, verdict_rows
from criteria.queries.criteria import Standard
from criteria.queries.history import LoadedHistory, load_history
from journal.chains.hashes import canonical


@dataclass(frozen=True, eq=False)
class Judgement:
    """Verdicts on some or all factories as of a day, with what they were judged on."""

    standard: Standard
    as_of: date
    loaded: LoadedHistory
    verdicts: Verdicts

    @cached_property
    def vectors(self) -> list[dict[str, Value]]:
        """Each factory's measures, in the order of `loaded.factories`."""
        return vectors(self.verdicts.matrix, self.standard.document)

    @cached_property
    def digests(self) -> list[str]:
        """Each factory's fingerprint of criteria and measures: equal where nothing that counts has changed."""
        return [
            inputs_digest(self.standard.digest, factory.country, vector)
            for factory, vector in zip(self.loaded.factories, self.vectors, strict=True)
        ]

    def standing_count(self, outcome: int) -> int:
        """How many factories have an outcome."""
        return int((self.verdicts.standing == outcome).sum())


def judge_factories(
    factories: Collection[int] | None = None,
    *,
    standard: Standard,
    as_of: date,
    known_at: datetime | None = None,
) -> Judgement:
    """Judge every factory open on a day, or those among some ids. Ten statements, however many factories."""
    loaded = load_history(factories, on=as_of, known_at=known_at)
    return Judgement(
        standard=standard,
        as_of=as_of,
        loaded=loaded,
        verdicts=judge(loaded.history, standard.document, as_of.toordinal()),
    )


RESTRICTED_MEASURES = frozenset(
    name for name, measure in MEASURES.items() if measure.place is EvidencePlace.CASES
)
"""What rests on zero-tolerance cases: only readers who may know of cases are shown criteria made of it."""


def inputs_digest(criteria_digest: str, country: str, vector: dict[str, Value]) -> str:
    """SHA-256 over what decides a verdict: the criteria, the country (overrides) and the measures."""
    return sha256(canonical([criteria_digest, country, vector]).encode()).hexdigest()


def digest_without_cases(criteria_digest: str, country: str, vector: dict[str, Value]) -> str:
    """The same over the measures that do not rest on zero-tolerance cases."""
    shown = {
        name: value for name, value in vector.items() if name.partition("@")[0] not in RESTRICTED_MEASURES
    }
    return inputs_digest(criteria_digest, country, shown)


def judgement_as_json(judgement: Judgement) -> dict[str, Any]:
    """The judgement as `evaluate --json` prints it."""
    standard, verdicts = judgement.standard, judgement.verdicts
    return {
        "as_of": judgement.as_of.isoformat(),
        "criteria": {"code": standard.code, "version": standard.version, "digest": standard.digest},
        "factories": len(judgement.loaded.factories),
        "eligible": judgement.standing_count(ELIGIBLE),
        "not_eligible": judgement.standing_count(NOT_ELIGIBLE),
        "incomplete": judgement.standing_count(INCOMPLETE),
        "close": int(verdicts.close.sum()),
        "verdicts": verdict_rows(verdicts),
    }
