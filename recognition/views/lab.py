"""The lab: move a bar, and see at once what it would have meant for everybody, in every year."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from factories.queries.countries import country_names
from recognition.domain.engine import sole_obstacles
from recognition.domain.fairness import groups
from recognition.domain.history import History
from recognition.domain.variation import bar_span, sensitivity
from recognition.policies import works_on_criteria
from recognition.queries.criteria import standard_or_none, versions
from recognition.queries.lab import Known, history_on, known_factories, recognised_codes
from recognition.queries.simulation import Flags, Side, side
from recognition.views.trial import Trial, trial_of

SHOWN = 15
SIZES = ((250, "–249"), (1000, "250–999"), (3000, "1,000–2,999"))
LARGEST = "3,000–"


@login_required
@require_safe
def lab(request: HttpRequest) -> HttpResponse:
    """The version in force (or another) beside the same with its numbers moved, over all of history."""
    if not works_on_criteria(request.user):
        raise Http404
    today = timezone.localdate()
    known = {one.version: one for one in versions(drafts=True)}
    base = known.get(request.GET.get("base", "")) or standard_or_none(today)
    if base is None:
        return render(request, "recognition/lab/lab.html", {"base": None})
    trial = trial_of(request.GET, known.get(request.GET.get("from", "")) or base)
    history = history_on(today)
    known_by_code = known_factories()
    before, after = side(history, base.document, today), side(history, trial.document, today)
    return render(
        request,
        "recognition/lab/lab.html",
        {
            "base": base,
            "trial": trial,
            "versions": list(known.values()),
            "pillars": _pillars(trial),
            "numbers": _numbers(before, after),
            **_people(before, after, known_by_code),
            "obstacles": _obstacles(after),
            "years": _years(before, after),
            "countries": _countries(before, after),
            "curve": _curve(after, trial, request.GET.get("look", "")),
            "fairness": _fairness(after, history, known_by_code),
            "stability": [_stability(before.by_year), _stability(after.by_year)],
        },
    )


def _pillars(trial: Trial) -> list[dict[str, Any]]:
    document = trial.start.document
    controls = list(trial.controls())
    return [
        {
            "id": pillar.value,
            "title": _(title),
            "controls": [one for one in controls if one.criterion.pillar is pillar],
        }
        for pillar, title in document.pillars.items()
    ]


def _numbers(before: Side, after: Side) -> dict[str, int]:
    alone = sole_obstacles(after.verdicts)
    close = after.verdicts.close
    return {
        "factories": len(after.verdicts.matrix.codes),
        "before": int(before.eligible.sum()),
        "after": int(after.eligible.sum()),
        "close": int(close.sum()),
        "alone": int((close & (alone >= 0)).sum()),
    }


def _people(before: Side, after: Side, known: dict[str, Known]) -> dict[str, Any]:
    """Who enters, who leaves, and who of the recognised would not be eligible: the first of each, and how many."""
    codes = np.asarray(after.verdicts.matrix.codes)
    recognised = np.isin(codes, list(recognised_codes()))
    return {
        "enters": _few(codes[after.eligible & ~before.eligible], known),
        "leaves": _few(codes[before.eligible & ~after.eligible], known),
        "losing": _few(codes[recognised & ~after.eligible], known),
        "recognised": int(recognised.sum()),
    }


def _few(codes: Any, known: dict[str, Known]) -> dict[str, Any]:
    return {"number": len(codes), "first": [known[code] for code in sorted(codes)[:SHOWN]]}


def _obstacles(after: Side) -> list[dict[str, Any]]:
    """Per criterion, how many near factories it alone keeps out; the one that binds most first."""
    alone = sole_obstacles(after.verdicts)
    criteria = after.verdicts.document.criteria
    counts = np.bincount(alone[after.verdicts.close & (alone >= 0)], minlength=len(criteria))
    rows = [
        {"label": f"{one.code} {_(one.title)}", "value": int(number)}
        for one, number in zip(criteria, counts, strict=True)
        if number
    ]
    return sorted(rows, key=lambda row: -row["value"])


def _years(before: Side, after: Side) -> list[dict[str, Any]]:
    return [
        {"label": str(year), "parts": [int(before.by_year[year].sum()), int(after.by_year[year].sum())]}
        for year in after.by_year
    ]


def _countries(before: Side, after: Side) -> dict[str, Any]:
    """A row a country, a cell a year: assessed, eligible before, eligible after."""
    names, old = country_names(), {(one.country, one.year): one.eligible for one in before.by_country_year}
    cells: dict[str, dict[int, Any]] = {}
    for one in after.by_country_year:
        was = old.get((one.country, one.year), 0)
        cells.setdefault(one.country, {})[one.year] = {
            "assessed": one.assessed, "before": was, "after": one.eligible, "turned": was != one.eligible,
        }  # fmt: skip
    years = list(after.by_year)
    rows = [
        {"name": names.get(code, code), "cells": [cells[code].get(year) for year in years]} for code in cells
    ]
    return {"years": years, "rows": sorted(rows, key=lambda row: row["name"])}


def _curve(after: Side, trial: Trial, asked: str) -> dict[str, Any] | None:
    """How many qualify as one bar moves: the one asked for, else the one that binds most."""
    movable = [one for one in trial.document.criteria if bar_span(one) is not None]
    binding = next((row["label"].partition(" ")[0] for row in _obstacles(after)), "")
    chosen = next((one for code in (asked, binding) for one in movable if one.code == code), None)
    chosen = chosen or (movable[0] if movable else None)
    if chosen is None:
        return None
    points = list(sensitivity(after.verdicts.matrix, trial.document, chosen.code))
    return {
        "criterion": chosen,
        "title": _(chosen.title),
        "choices": [(one.code, _(one.title)) for one in movable],
        "points": [{"label": str(point.bar), "value": point.eligible} for point in points],
        "most": max(points, key=lambda point: point.eligible),
    }


def _fairness(after: Side, history: History, known: dict[str, Known]) -> list[dict[str, Any]]:
    """Shares that are eligible or close, by country and by size."""
    passed: Flags = after.eligible | after.verdicts.close
    share = float(passed.mean()) if passed.size else 0.0
    places = country_names()
    countries = [places.get(history.countries[at], history.countries[at]) for at in history.country]
    by_size = [_size(known[code].workers) for code in history.codes]
    order = [*(label for _top, label in SIZES), LARGEST]
    return [
        {"title": _("By country"), "rows": _judged(groups(countries, passed), share)},
        {"title": _("By number of workers"), "rows": _judged(groups(by_size, passed, order=order), share)},
    ]


def _judged(found: Sequence[Any], share: float) -> list[dict[str, Any]]:
    return [
        {
            "group": one,
            "low": f"{one.low:.0%}",
            "high": f"{one.high:.0%}",
            "apart": one.differs_from(share),
        }
        for one in found
    ]


def _size(workers: int | None) -> str:
    if workers is None:
        return _("not counted")
    return next((label for top, label in SIZES if workers < top), LARGEST)


def _stability(by_year: Any) -> dict[str, int]:
    """Of those eligible at the end of a year, how many were not a year later."""
    years = list(by_year)
    pairs = [(by_year[one], by_year[following]) for one, following in pairwise(years)]
    return {
        "of": sum(int(one.sum()) for one, _following in pairs),
        "n": sum(int((one & ~following).sum()) for one, following in pairs),
    }
