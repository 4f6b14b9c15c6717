"""What the lab can know of a programme, as plain values by code: equal where nobody could tell two programmes apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from criteria.domain.criteria import CriteriaDocument
from criteria.projections import standard_or_shipped
from lab.domain.variation import Variation, varied
from lab.queries.programme import LabHistory
from lab.queries.simulation import side
from tests.make import NOW, TODAY


def documents() -> list[CriteriaDocument]:
    """Criteria as shipped, and with a window moved that nobody measured beforehand."""
    shipped = standard_or_shipped(TODAY, now=NOW).document
    return [shipped, varied(shipped, {"L1-COURSES": Variation(window=17), "C2-LATEST": Variation(bar=3)})]


def values_of(programme: LabHistory) -> dict[str, Any]:
    """Everything that is said of each factory: by every criterion, at the end of every year, and its groups."""
    lookback = programme.years.lookback
    codes = lookback.codes
    values: dict[str, Any] = {
        "years": programme.years.years,
        "days": list(lookback.days),
        "countries": {
            code: lookback.countries[at] for code, at in zip(codes, lookback.country.tolist(), strict=True)
        },
        "named": dict(programme.named(codes)),
    }
    for by in ("by_country", "by_size", "by_product"):
        grouping = getattr(programme, by)
        pairs = zip(grouping.group.tolist(), grouping.row.tolist(), strict=True)
        values[by] = sorted((grouping.names[group], codes[row]) for group, row in pairs)
    for year in programme.years.years:
        flags = lookback.assessed(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal())
        values[f"assessed {year}"] = by_code(codes, flags)
    for number, document in enumerate(documents()):
        verdicts = lookback.verdicts(document)
        values[f"close {number}"] = by_code(codes, lookback.close(document).T)
        values[f"standing {number}"] = by_code(codes, verdicts.standing)
        values[f"outcomes {number}"] = by_code(codes, verdicts.outcomes)
        values[f"counts {number}"] = sorted(map(repr, side(programme.years, document).by_country_year))
        for key in (use.key for use in document.readings()):
            column = verdicts.matrix.columns[key]
            values[f"n {key}"] = by_code(codes, column.n)
            values[f"of {key}"] = by_code(codes, column.n if column.of is None else column.of)
            values[f"known {key}"] = by_code(codes, column.known)
        for criterion in document.criteria:
            alone = replace(document, criteria=(criterion,))
            values[f"met {criterion.code} {number}"] = by_code(codes, lookback.eligible(alone).T)
    return values


def by_code(codes: tuple[str, ...], values: Any) -> dict[str, Any]:
    """Values by code, whatever order the factories stand in."""
    return dict(zip(codes, values.tolist(), strict=True))
