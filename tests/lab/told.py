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


def told(programme: LabHistory) -> dict[str, Any]:
    """Everything that is said of each factory: by every criterion, at the end of every year, and its groups."""
    lookback = programme.years.lookback
    codes = lookback.codes
    said: dict[str, Any] = {
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
        said[by] = sorted((grouping.names[group], codes[row]) for group, row in pairs)
    for year in programme.years.years:
        flags = lookback.assessed(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal())
        said[f"assessed {year}"] = by_code(codes, flags)
    for number, document in enumerate(documents()):
        verdicts = lookback.verdicts(document)
        said[f"close {number}"] = by_code(codes, lookback.close(document).T)
        said[f"standing {number}"] = by_code(codes, verdicts.standing)
        said[f"outcomes {number}"] = by_code(codes, verdicts.outcomes)
        said[f"counts {number}"] = sorted(map(repr, side(programme.years, document).by_country_year))
        for key in (use.key for use in document.readings()):
            column = verdicts.matrix.columns[key]
            said[f"n {key}"] = by_code(codes, column.n)
            said[f"of {key}"] = by_code(codes, column.n if column.of is None else column.of)
            said[f"known {key}"] = by_code(codes, column.known)
        for criterion in document.criteria:
            alone = replace(document, criteria=(criterion,))
            said[f"met {criterion.code} {number}"] = by_code(codes, lookback.eligible(alone).T)
    return said


def by_code(codes: tuple[str, ...], values: Any) -> dict[str, Any]:
    """Values by code, whatever order the factories stand in."""
    return dict(zip(codes, values.tolist(), strict=True))
