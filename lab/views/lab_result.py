"""What a trial means, as the panels of the lab show it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import pairwise
from operator import itemgetter
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from criteria.domain.criteria import Criterion
from factories.queries.size_words import size_in_words
from lab.domain.variation import bar_span, sensitivity
from lab.queries.programme import LabFactory, Tried
from lab.queries.simulation import Flags, Side

SHOWN = 15

Names = Mapping[str, str]


def answer(tried: Tried, *, look: str, countries: Names, recognised: Collection[str]) -> dict[str, Any]:
    """Everything beside the sliders.

    Args:
        look: code of the criterion whose bar the curve moves; another where it cannot be moved.
        countries: names by code.
        recognised: codes of the factories whose recognition is public.
    """
    before, after = tried.before, tried.after
    obstacles = [
        {"label": f"{criterion.code} {_(criterion.title)}", "value": number}
        for criterion, number in after.obstacles()
    ]
    close = after.verdicts.close
    return {
        "numbers": {
            "factories": len(close),
            "before": int(before.eligible.sum()),
            "after": int(after.eligible.sum()),
            "close": int(close.sum()),
            "alone": sum(row["value"] for row in obstacles),
        },
        "obstacles": obstacles,
        **_people(tried, recognised),
        "countries": _countries(before, after, countries),
        "curve": _curve(after, looked_at(after, look)),
        "fairness": fairness(tried, countries),
        "stability": [_stability(before.by_year), _stability(after.by_year)],
    }


def looked_at(after: Side, criterion_code: str) -> Criterion | None:
    """Whose bar the curve moves: the one asked for, else the one that binds most, else the first that can be moved."""
    movable = {criterion.code: criterion for criterion in _movable(after)}
    binding = [criterion.code for criterion, _number in after.obstacles()]
    return next((movable[code] for code in (criterion_code, *binding, *movable) if code in movable), None)


def _movable(after: Side) -> list[Criterion]:
    return [criterion for criterion in after.verdicts.document.criteria if bar_span(criterion) is not None]


def _people(tried: Tried, recognised: Collection[str]) -> dict[str, Any]:
    """Who enters, who leaves, and who of the recognised would not be eligible: the first of each, and how many."""
    public = tried.rows_of(recognised)
    codes = {
        "enters": tried.codes(tried.enters),
        "leaves": tried.codes(tried.leaves),
        "losing": tried.codes(public & ~tried.after.eligible),
    }
    known = tried.programme.named({code for every in codes.values() for code in every[:SHOWN]})
    return {what: _few(every, known) for what, every in codes.items()} | {"recognised": int(public.sum())}


def _few(codes: list[str], known: Mapping[str, LabFactory]) -> dict[str, Any]:
    return {"number": len(codes), "first": [known[code] for code in codes[:SHOWN] if code in known]}


def _countries(before: Side, after: Side, names: Names) -> dict[str, Any]:
    """A row a country, a cell a year: assessed, eligible before, eligible after."""
    old = {(group.country, group.year): group.eligible for group in before.by_country_year}
    cells: dict[str, dict[int, Any]] = {}
    for group in after.by_country_year:
        was = old.get((group.country, group.year), 0)
        cells.setdefault(group.country, {})[group.year] = {
            "assessed": group.assessed, "before": was, "after": group.eligible, "turned": was != group.eligible,
        }  # fmt: skip
    years = list(after.by_year)
    rows = [
        {"name": names.get(code, code), "cells": [cells[code].get(year) for year in years]} for code in cells
    ]
    return {"years": years, "rows": sorted(rows, key=lambda row: row["name"])}


def _curve(after: Side, chosen: Criterion | None) -> dict[str, Any] | None:
    """Qualifying factories by threshold."""
    if chosen is None:
        return None
    points = list(sensitivity(after.verdicts, chosen.code))
    return {
        "criterion": chosen,
        "title": _(chosen.title),
        "choices": [(criterion.code, _(criterion.title)) for criterion in _movable(after)],
        "points": [{"label": str(point.bar), "value": point.eligible} for point in points],
        "most": max(points, key=lambda point: point.eligible),
    }


def fairness(tried: Tried, countries: Names) -> list[dict[str, Any]]:
    """Shares that are eligible or close, by country, by size and by what is made."""
    groups = tried.groups()
    here = [(countries.get(group.name, group.name), group) for group in groups["country"]]
    sizes = [(size_in_words(group.name), group) for group in groups["workers_from"]]
    made = [(group.name, group) for group in groups["product"]]
    tables = (
        (_("By country"), sorted(here, key=itemgetter(0))),
        (_("By number of workers"), sizes),
        (_("By product"), sorted(made, key=lambda named: named[0].casefold())),
    )
    return [
        {
            "title": title,
            "rows": [
                {
                    "group": fairness_group,
                    "name": name,
                    "low": f"{fairness_group.low:.0%}",
                    "high": f"{fairness_group.high:.0%}",
                }
                for name, fairness_group in named
            ],
        }
        for title, named in tables
    ]


def _stability(by_year: Mapping[int, Flags]) -> dict[str, int]:
    """Of those eligible at the end of a year, how many were not a year later."""
    pairs = list(pairwise(by_year.values()))
    return {
        "of": sum(int(np.count_nonzero(earlier)) for earlier, _following in pairs),
        "n": sum(int(np.count_nonzero(earlier & ~following)) for earlier, following in pairs),
    }
