"""The kinds of evidence, each declared once: how a field is added is told in docs/evidence.md.

Sourcing and consents, which come by files too, belong to the registry.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from advisory.kinds.committees import COMMITTEES
from advisory.kinds.declaration import EvidenceKind
from advisory.kinds.learning import LEARNING
from advisory.kinds.plan_items import PLAN_ITEMS
from advisory.kinds.systems import SYSTEMS
from advisory.kinds.visit_findings import VISIT_FINDINGS
from advisory.kinds.visits import VISITS
from advisory.kinds.zero_tolerance import CASES

__all__ = [
    "CASES",
    "COMMITTEES",
    "KINDS",
    "LEARNING",
    "PLAN_ITEMS",
    "SYSTEMS",
    "VISITS",
    "VISIT_FINDINGS",
    "EvidenceKind",
]

KINDS: Mapping[str, EvidenceKind] = MappingProxyType(
    {kind.name: kind for kind in (VISITS, VISIT_FINDINGS, PLAN_ITEMS, COMMITTEES, SYSTEMS, LEARNING, CASES)}
)
