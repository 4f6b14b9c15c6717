"""Approved criteria in plain words, once in every language."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.utils.translation import gettext, override

from criteria.domain.criteria import Criterion
from criteria.queries import PROGRAMME as RECOGNITION
from criteria.queries import Standard, versions
from portal.models import SchemeCriteria
from portal.projections.versions import PROGRAMME, rebuilding

WRITTEN = tuple(field.name for field in SchemeCriteria._meta.concrete_fields if not field.primary_key)


def refresh_scheme() -> int:
    """Copy every approved version of the recognition criteria; returns how many there are."""
    with rebuilding([PROGRAMME]):
        approved = versions(code=RECOGNITION)
        SchemeCriteria.objects.bulk_create(
            [_plain(version) for version in approved],
            update_conflicts=True,
            unique_fields=["name"],
            update_fields=WRITTEN,
        )
    return len(approved)


def _plain(standard: Standard) -> SchemeCriteria:
    document = standard.document
    return SchemeCriteria(
        name=standard.name,
        code=standard.code,
        version=standard.version,
        in_force_from=standard.in_force_from,
        pillars={
            pillar.value: _in_every_language(partial(gettext, name))
            for pillar, name in document.pillars.items()
        },
        criteria=[_criterion(criterion) for criterion in document.criteria],
    )


def _criterion(criterion: Criterion) -> dict[str, Any]:
    return {
        "code": criterion.code,
        "pillar": criterion.pillar.value,
        "comparison": criterion.comparison.value,
        "titles": _in_every_language(partial(gettext, criterion.title)),
        "sentences": _in_every_language(partial(criterion.rendered, "", gettext)),
        "overrides": {
            country: _in_every_language(partial(criterion.rendered, country, gettext))
            for country in criterion.overrides
        },
    }


def _in_every_language(render: Callable[[], str]) -> dict[str, str]:
    """What a text reads like, by language."""
    found = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found[language] = render()
    return found
