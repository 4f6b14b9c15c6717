"""A person's saved lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from django.conf import settings

from saved_lists.models import SavedList

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import QueryDict
    from django.utils.functional import Promise

MOST_VALUES, LONGEST_VALUE = 40, 200


class PageWithLists(NamedTuple):
    """A page whose lists can be saved, as `settings.LISTS_TO_SAVE` declares it."""

    label: str | Promise
    address: str  # name of its URL
    may: str  # policy: who has the page
    saved: tuple[str, ...]  # which parts of its address are saved
    shared_with: str | None = (
        None  # policy of user and owner's id; None: whoever has the page may open the list
    )


@dataclass(frozen=True, slots=True)
class ListsOfPage:
    """A reader's saved lists of one page, and what of the page's address would be saved now ("": nothing)."""

    page: str
    lists: QuerySet[SavedList]
    query: str


def list_pages() -> dict[str, PageWithLists]:
    """The pages whose lists can be saved, by their keys."""
    declared: dict[str, Any] = settings.LISTS_TO_SAVE
    return {key: PageWithLists(**page) for key, page in declared.items()}


def saved_lists_of(person_id: int) -> QuerySet[SavedList]:
    """All saved lists of a person, by name."""
    return SavedList.objects.filter(person=person_id).order_by("name", "pk")


def lists_of_page(person_id: int, page: str, parameters: QueryDict) -> ListsOfPage:
    """What a page shows of its saved lists. One query."""
    return ListsOfPage(page, saved_lists_of(person_id).filter(page=page), query_to_save(page, parameters))


def query_to_save(page: str, parameters: QueryDict) -> str:
    """What of a page's address is saved: filters, order and columns, never a place in the list.

    Its values are read by the page's own filters whenever the list is opened; their number and length are bounded here.
    """
    chosen = [
        (name, value)
        for name in sorted(list_pages()[page].saved)
        for value in list(dict.fromkeys(parameters.getlist(name)))[:MOST_VALUES]
        if value and len(value) <= LONGEST_VALUE
    ]
    return urlencode(chosen)
