"""Classes of factories by their number of workers, in words."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from factories.domain.sizes import size_bounds


def size_in_words(size: str) -> str:
    """A class by its numbers of workers: "250–999", "3,000 or more"."""
    if not size:
        return _("not counted")
    least, greatest = size_bounds(size)
    if greatest is None:
        return _("%(n)s or more") % {"n": _whole(least)}
    if not least:
        return _("fewer than %(n)s") % {"n": _whole(greatest + 1)}
    return f"{_whole(least)}–{_whole(greatest)}"


def _whole(number: int) -> str:
    return number_format(number, force_grouping=True)
