"""The catalogue as shipped, and its titles in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from benefits.catalogue import catalogue_text
from benefits.domain.catalogue import BenefitGroup, BenefitKind, parse_catalogue

GROUPS = {
    BenefitGroup.VISIBILITY: gettext_lazy("Visibility"),
    BenefitGroup.LEARNING: gettext_lazy("Learning"),
    BenefitGroup.EVENTS: gettext_lazy("Events"),
    BenefitGroup.ASSESSMENT: gettext_lazy("Assessment"),
}


@lru_cache(maxsize=1)
def kinds() -> Mapping[str, BenefitKind]:
    """The kinds by code, in the order of the document."""
    return parse_catalogue(catalogue_text())


def title_of(code: str) -> str:
    """A kind's title in the reader's language; a kind that left the catalogue is called by its code."""
    kind = kinds().get(code)
    return _(kind.title) if kind else code


def addable() -> list[tuple[str, list[tuple[str, str]]]]:
    """Kinds that staff may add, by group: for a choice."""
    by_group: dict[BenefitGroup, list[tuple[str, str]]] = {}
    for kind in kinds().values():
        if kind.addable:
            by_group.setdefault(kind.group, []).append((kind.code, _(kind.title)))
    return [(str(GROUPS[group]), choices) for group, choices in by_group.items()]
