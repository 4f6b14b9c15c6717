"""The rows ticked in a list, wherever in it: all of them, or a refusal that names those that there are not."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from journal.refusals import Refused

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from factories.models import Factory


MOST_NAMED = 20
"""Codes that a refusal repeats: whoever sends a hundred thousand reads no page of them."""


MOST_IN_A_STATEMENT = 50_000
"""Codes that are looked for one by one: a database takes no statement with any number of them."""


class NotAllThere(Refused):
    """Nothing is ticked, or something that is not among the reader's factories; the message names it."""


def codes_sent(request: HttpRequest) -> set[str]:
    """The codes of the rows ticked: a field each, or several in one field by lines; in the address for a single one."""
    sent = request.POST if request.method == "POST" else request.GET
    return {code for value in sent.getlist("factory") for code in value.splitlines()}


def ticked(factories: QuerySet[Factory], codes: Collection[str]) -> QuerySet[Factory]:
    """The factories of these codes. One statement.

    Args:
        factories: those that the reader may see.
        codes: as the boxes of the list sent them.

    Raises:
        NotAllThere: a code that does not exist reads as one that the reader may not see.
    """
    if not codes:
        raise NotAllThere(_("Nothing is chosen"))
    found = factories.filter(code__in=codes)
    there = found if len(codes) <= MOST_IN_A_STATEMENT else factories
    missing = sorted(set(codes).difference(there.values_list("code", flat=True)))
    if missing:
        words = _("No factory has this code. Look it up in the list of factories.")
        more = ", …" if len(missing) > MOST_NAMED else ""
        raise NotAllThere(f"{', '.join(missing[:MOST_NAMED])}{more}: {words}")
    return found
