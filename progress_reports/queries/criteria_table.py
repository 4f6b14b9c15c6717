"""The criteria of a report, pillar by pillar, with their values of earlier years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from criteria.views.criterion_row import share_in_words
from portal.queries import PlainCriteria
from portal.templatetags.portal import PILLARS
from portal.templatetags.verdicts import next_step_text

Row = Mapping[str, Any]
NOTHING = "–"


def pillars_of(
    rows: Sequence[Row],
    steps: Sequence[Row],
    criteria: PlainCriteria | None,
    earlier: Mapping[str, Sequence[Row | None]],
    columns: Sequence[str],
) -> list[dict[str, Any]]:
    """Each pillar with its criteria: what is missing first.

    Args:
        rows: of a verdict, those that the reader is shown.
        steps: next steps, of which each names what is missing.
        criteria: the criteria in plain words.
        earlier: criterion → its rows of earlier years, None where nothing was known.
        columns: names of those years, and of now.
    """
    plain = criteria.sentences if criteria else {}
    missing = {step["criterion"]: next_step_text(step) for step in steps}
    found = []
    for pillar in dict.fromkeys(row["pillar"] for row in rows):
        of_pillar = [row for row in rows if row["pillar"] == pillar]
        met = sum(row["outcome"] == "met" for row in of_pillar)
        found.append(
            {
                "name": str(PILLARS.get(pillar, pillar)),
                "tally": _("%(met)s of %(total)s met")
                % {"met": number_format(met), "total": number_format(len(of_pillar))},
                "outcomes": [row["outcome"] for row in of_pillar],
                "criteria": [
                    {
                        "code": row["code"],
                        "outcome": row["outcome"],
                        "sentence": plain[row["code"]].sentence if row["code"] in plain else _(row["title"]),
                        "cells": _cells(earlier.get(row["code"]), row, columns),
                        "missing": missing.get(row["code"], ""),
                    }
                    for row in sorted(of_pillar, key=lambda row: row["outcome"] == "met")
                ],
            }
        )
    return found


def _cells(earlier: Sequence[Row | None] | None, now: Row, columns: Sequence[str]) -> list[list[str]]:
    """Value and column of each year and of now."""
    values = [*(earlier or [None] * (len(columns) - 1)), now]
    return [[value_in_words(value), column] for value, column in zip(values, columns, strict=True)]


def value_in_words(row: Row | None) -> str:
    """A value as people read it: "3", "5 of 120 (4%)", "yes"; a dash where nothing is known."""
    value = row["value"] if row else None
    if row is None or value is None:
        return NOTHING
    if row["unit"] == "yes_no":
        return pgettext("answer", "yes") if value else pgettext("answer", "no")
    if not isinstance(value, Mapping):
        return number_format(value)
    if not value["of"]:
        return NOTHING
    return share_in_words(row["unit"], value)
