"""What factory lists are read by: registered codes, and how a source's earlier lists were read."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q

from accounts.models import Role
from factories.models import Factory, Membership
from factories.queries import countries_of
from factory_lists.models import ListLayout
from files.domain.names import match_text

if TYPE_CHECKING:
    from accounts.models import User

_CODES_PER_QUERY = 500  # codes in one statement
_LATEST = 10


class RememberedLayout(NamedTuple):
    """How a source's list of one head was last read; the fields are those of `ListLayout`."""

    source: str
    head_digest: str
    columns: dict[str, str]
    encoding: str
    separator: str
    sheet: str
    head_row: int


def source_key(source: str) -> str:
    """What a source of lists is found again by."""
    return match_text(source)[:120]


def known_codes(codes: Collection[str]) -> set[str]:
    """Those of at most 500 codes under which a factory is registered. One query, or none."""
    first_codes = sorted(codes)[:_CODES_PER_QUERY]
    return (
        set(Factory.objects.filter(code__in=first_codes).values_list("code", flat=True))
        if first_codes
        else set()
    )


def layouts_of(source: str, reader: User | None) -> list[RememberedLayout]:
    """How the last lists of a source were read by whom the reader follows, newest first. One query.

    Everybody follows the operator and the global team; a country manager also those of the same countries. What one
    country's manager chose never steers how another's lists, or everybody's, are read.
    """
    followed = Q(recorded_by__isnull=True) | Q(recorded_by__role=Role.GLOBAL)
    if reader is not None:
        followed |= Q(recorded_by=reader)
        if reader.role == Role.MANAGER:
            beside = Membership.objects.filter(country__in=countries_of(reader)).values("user")
            followed |= Q(recorded_by__role=Role.MANAGER, recorded_by__in=beside)
    rows = ListLayout.objects.filter(followed, match_source=source_key(source)).order_by(
        "-recorded_at", "-id"
    )
    return [RememberedLayout(*row) for row in rows.values_list(*RememberedLayout._fields)[:_LATEST]]


def list_sources() -> list[str]:
    """Names of the sources whose lists were read before, in order. One query."""
    return list(ListLayout.objects.order_by("source").values_list("source", flat=True).distinct())
