"""One criterion of a verdict in words and as a bar, for every page that shows verdicts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from criteria.domain.vectors import Value
from files.domain.shares import whole_per_cent, with_per_cent_sign

PER_CENT = 100


def criterion_row(
    row: Mapping[str, Any], *, sentence: str, direction: str, shortfall: str = "", last: Value = None
) -> dict[str, Any]:
    """What `components/criterion.html` takes, links aside.

    Args:
        row: as in `evaluate --json`.
        sentence: what is asked, translated.
        direction: `at_most` or `at_least`.
        shortfall: what is missing, translated.
        last: the value the time before.
    """
    return {
        "code": row["code"],
        "outcome": row["outcome"],
        "sentence": sentence,
        "found": _found(row),
        "shortfall": shortfall,
        "value": row["value"],
        "threshold": row["threshold"] if _has_bar(row) else None,
        "direction": direction,
        "last": last,
        "top": _top(row, last, at_most=direction == "at_most"),
        "unit": _bar_unit(row),
    }


def _bar_unit(row: Mapping[str, Any]) -> str:
    if row["unit"] == "percentage_points":
        return "points"
    return "%" if isinstance(row["threshold"], Mapping) else ""


def share_in_words(unit: str, value: Mapping[str, int]) -> str:
    """A part of a whole that is not nothing: "5 of 120 (4%)", "25 percentage points"."""
    share = whole_per_cent(value["n"], value["of"])
    if unit == "percentage_points":  # n and of are products of head counts
        return ngettext("%(n)s percentage point", "%(n)s percentage points", share) % {
            "n": number_format(share)
        }
    if unit == "per_cent":  # recorded as such
        return with_per_cent_sign(number_format(share), get_language())
    numbers = {
        "n": number_format(value["n"]),
        "of": number_format(value["of"]),
        "share": number_format(share),
    }
    return _("%(n)s of %(of)s (%(share)s%%)") % numbers


def _found(row: Mapping[str, Any]) -> str:
    """What was observed: "Found: 5 of 120 (4%)."."""
    value = row["value"]
    if value is None:
        return ""
    if row["unit"] == "yes_no":
        return _("Found: yes.") if value else _("Found: no.")
    if not isinstance(value, Mapping):
        return _("Found: %(n)s.") % {"n": number_format(value)}
    if not value["of"]:
        return _("Found: nothing to count.")
    return _("Found: %(n)s.") % {"n": share_in_words(row["unit"], value)}


def _has_bar(row: Mapping[str, Any]) -> bool:
    """Whether a bar says more than the words: not for yes or no, and not for nothing where nothing is asked."""
    return row["unit"] != "yes_no" and not (row["threshold"] == 0 and not row["value"])


def _top(row: Mapping[str, Any], last: Value, *, at_most: bool) -> int | None:
    """The end of a rate's bar: twice its threshold at least, so that small rates are seen; None for counts."""
    threshold = row["threshold"]
    if not isinstance(threshold, Mapping):
        return None
    if not at_most:
        return PER_CENT
    rates = [value for value in (row["value"], last) if isinstance(value, Mapping) and value["of"]]
    beyond = [-(-PER_CENT * value["n"] // value["of"]) + 5 for value in rates]
    return int(min(PER_CENT, max([PER_CENT * 2 * threshold["n"] // threshold["of"], 10, *beyond])))
