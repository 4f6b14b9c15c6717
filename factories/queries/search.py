"""Factories by what a person types: name, address, code, and every name, address, code and identifier they ever had."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db.models import F, Q

from factories.models import Factory, FormerName, Identifier
from factories.queries.lookups import with_identifier
from files.domain.names import match_name, match_text

if TYPE_CHECKING:
    from django.db.models import QuerySet

SHORTEST_ADDRESS = 4  # letters; shorter texts are in every address


def matching(text: str) -> Q:
    """A condition on factories: part of a name or address, today's or a former one; a code; an identifier."""
    name, address = match_name(text), match_text(text)
    found = Q(code__istartswith=text.strip()) | Q(pk__in=with_identifier(text))
    if name:
        found |= Q(match_name__contains=name)
    former = _former(name, address)
    if former is not None:
        found |= Q(pk__in=former.values("factory_id"))
    if len(address) >= SHORTEST_ADDRESS:
        found |= Q(match_address__contains=address)
    return found


def named(text: str) -> QuerySet[Factory]:
    """The factories that `matching` finds, for `factory__in` of other tables."""
    return Factory.objects.filter(matching(text))


def _former(name: str, address: str) -> QuerySet[FormerName] | None:
    found = Q()
    if name:
        found |= Q(match_name__contains=name)
    if len(address) >= SHORTEST_ADDRESS:
        found |= Q(match_address__contains=address)
    return FormerName.objects.filter(found) if found else None


def led_on_to(code: str) -> str | None:
    """The current code of the factory that had this code before; None if there is none. One query."""
    held = Identifier.objects.filter(scheme=Identifier.Scheme.PROGRAMME, value__in={code, code.upper()})
    return held.order_by("-from_on", "-id").values_list("factory__code", flat=True).first()


def former_names_of(factory_id: int) -> list[str]:
    """Names that a factory had and has no longer, the latest first. One query."""
    rows = FormerName.objects.filter(factory_id=factory_id).exclude(name=F("factory__name"))
    return list(dict.fromkeys(rows.order_by("-until_on", "-id").values_list("name", flat=True)))


def former_match_names(factory_ids: Collection[int]) -> dict[int, list[str]]:
    """Normalised former names by factory id, the latest first. One query."""
    found: dict[int, list[str]] = {}
    rows = FormerName.objects.filter(factory_id__in=list(factory_ids)).order_by("-until_on", "-id")
    for factory_id, name in rows.values_list("factory_id", "match_name"):
        found.setdefault(factory_id, []).append(name)
    return found
