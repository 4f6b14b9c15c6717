"""Finding factories by what others call them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factories.models import Factory

if TYPE_CHECKING:
    from django.db.models import QuerySet


from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from factories.domain import os_id
from factories.models import Identifier

if TYPE_CHECKING:
    from django.db.models import QuerySet

MANY = 500
"""How many ids one statement takes."""


@dataclass(frozen=True, slots=True)
class Named:
    """A factory as other apps name it."""

    id: int
    code: str
    country: str
    name: str


def factories_by_name(names: Collection[str] | None = None) -> dict[str, Named]:
    """Factories by code, those of records merged into them too, by current OS ID or earlier code.

    `names` (codes or OS IDs, any number) narrows it. Two queries.
    """
    rows = Factory.every.order_by("id").values_list("id", "code", "country_id", "name", "merged_into_id")
    by_id: dict[int, Named] = {}
    into: dict[int, int] = {}
    for pk, code, country, name, merged_into in rows.iterator(chunk_size=5000):
        by_id[pk] = Named(pk, code, country, name)
        if merged_into is not None:
            into[pk] = merged_into
    found = {named.code: by_id[survivor_of(pk, into)] for pk, named in by_id.items()}
    current = Q(scheme=Identifier.Scheme.OS_ID, until_on__isnull=True)
    identifiers = Identifier.objects.filter(current | Q(scheme=Identifier.Scheme.PROGRAMME))
    for factory_id, value in identifiers.values_list("factory_id", "value"):
        found.setdefault(value, by_id[survivor_of(factory_id, into)])
    return found if names is None else {name: found[name] for name in names if name in found}


def survivor_of(factory_id: int, into: Mapping[int, int]) -> int:
    """The factory that a record is part of now; `into`: merged record → the one that it became part of."""
    while factory_id in into:
        factory_id = into[factory_id]
    return factory_id


def by_code(code: str) -> Factory | None:
    """The factory of a code, with its country and successor. One query."""
    return Factory.objects.select_related("country", "successor").filter(code=code).first()


def os_ids_of(factory_ids: Collection[int]) -> dict[int, str]:
    """Current OS ID by factory id, for at most 500 factories. One query."""
    if len(factory_ids) > MANY:
        raise ValueError(f"at most {MANY} factories at once, or `current_os_ids` for all of them")
    rows = Identifier.objects.filter(
        factory_id__in=list(factory_ids), scheme=Identifier.Scheme.OS_ID, until_on__isnull=True
    )
    return dict(rows.values_list("factory_id", "value"))


def current_os_ids() -> dict[int, str]:
    """Current OS ID by factory id, of every factory. One query."""
    rows = Identifier.objects.filter(scheme=Identifier.Scheme.OS_ID, until_on__isnull=True)
    return dict(rows.values_list("factory_id", "value"))


def with_identifier(text: str) -> QuerySet[Identifier, Any]:
    """Ids of factories that had this OS ID, GLN or earlier code at any time, as a subquery."""
    sought = Identifier.objects.filter(value__in={text.strip(), text.strip().upper(), os_id.normalised(text)})
    return sought.values("factory_id")


def any_registered() -> bool:
    """Whether there is any factory at all. One query."""
    return Factory.objects.exists()


def first_of(country: str | None = None, *, most: int = 1) -> list[Factory]:
    """The first factories by code, of a country or of all. One query."""
    rows = Factory.objects.all() if country is None else Factory.objects.filter(country=country)
    return list(rows.order_by("code")[:most])


def ids_of_codes(codes: Collection[str]) -> list[int]:
    """Ids of the factories with these codes, at most 500. One query."""
    return list(Factory.every.filter(code__in=codes).values_list("pk", flat=True))


def parts_of(factory_id: int) -> list[int]:
    """Ids of the records that became part of a factory, and of those that became part of them. One query."""
    into = dict(Factory.every.filter(merged_into__isnull=False).values_list("pk", "merged_into_id"))
    return sorted(pk for pk in into if survivor_of(pk, into) == factory_id)
