"""What a proposed recognition rests on, and whether it still holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.same_transaction.proposing import digest_shown
from recognition.models import Recognition

if TYPE_CHECKING:
    from criteria.models import Evaluation


def digest_proposed(verdict: Evaluation) -> str:
    """What a proposal on a verdict is about: criteria, outcome and every fact judged; not how old these are today."""
    shown = {
        "criteria": verdict.criteria.digest,
        "outcome": verdict.outcome,
        "evidence": verdict.evidence,
    }
    return digest_shown("recognition.confirm", f"factory:{verdict.factory_id}", {}, shown)


def is_stale(recognition: Recognition, verdict: Evaluation) -> bool:
    """Whether criteria or evidence changed after the recognition was proposed."""
    return digest_proposed(recognition.evaluation) != digest_proposed(verdict)
