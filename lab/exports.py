"""The lab's panels as files."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from criteria.domain.criteria import Criterion
from files.exports import ExportTable
from lab.domain.variation import sensitivity
from lab.queries.programme import Tried


def _obstacles(tried: Tried, **_beside: object) -> ExportTable:
    rows = [(criterion.code, criterion.title, number) for criterion, number in tried.after.obstacles()]
    return ExportTable("lab-obstacles", ("criterion", "title", "near_factories_kept_out"), rows)


def _curve(tried: Tried, *, look: Criterion | None, **_beside: object) -> ExportTable:
    points = sensitivity(tried.after.verdicts, look.code) if look else iter(())
    rows = [(look.code if look else "", point.bar, point.eligible, point.close) for point in points]
    return ExportTable("lab-curve", ("criterion", "bar", "qualify", "close"), rows)


def _moves(tried: Tried, *, recognised: Collection[str], **_beside: object) -> ExportTable:
    """Everybody who enters or leaves, and who of the recognised would not qualify."""
    groups = (
        ("enters", tried.enters),
        ("leaves", tried.leaves),
        ("recognised_and_would_not_qualify", tried.rows_of(recognised) & ~tried.after.eligible),
    )
    moved = [(what, code) for what, chosen in groups for code in tried.codes(chosen)]
    known = tried.programme.named({code for _what, code in moved})
    rows = [(what, code, known[code].name, known[code].country) for what, code in moved if code in known]
    return ExportTable("lab-moves", ("what", "factory", "name", "country"), rows)


def _years(tried: Tried, *, countries: Mapping[str, str], **_beside: object) -> ExportTable:
    was = {(group.country, group.year): group.eligible for group in tried.before.by_country_year}
    rows = [
        (
            group.country, countries.get(group.country, ""), group.year, group.assessed,
            was[group.country, group.year], group.eligible,
        )
        for group in tried.after.by_country_year
    ]  # fmt: skip
    head = ("country", "name", "year", "assessed", "qualify_by_the_version_compared_with", "qualify_as_tried")
    return ExportTable("lab-years", head, rows)


def _fairness(tried: Tried, **_beside: object) -> ExportTable:
    rows = [
        (by, group.name, group.passed, group.of, f"{group.low:.4f}", f"{group.high:.4f}", _yes(group.small),
         f"{group.p:.4f}", _yes(group.apart))
        for by, groups in tried.groups().items()
        for group in groups
    ]  # fmt: skip
    head = (
        "by",
        "group",
        "qualify_or_close",
        "of",
        "low_95_percent",
        "high_95_percent",
        "few_factories",
        "p_against_the_rest_corrected",
        "apart_from_the_rest",
    )
    return ExportTable("lab-fairness", head, rows)


def _yes(flag: bool) -> str:  # noqa: FBT001  # the flag is what is written
    return "yes" if flag else "no"


LAB_TABLES: Mapping[str, Callable[..., ExportTable]] = {
    "obstacles": _obstacles,
    "curve": _curve,
    "moves": _moves,
    "years": _years,
    "fairness": _fairness,
}
"""The lab's panels. Each is given what is tried and, by name: `look` (whose bar the curve moves), `countries` (names
by code), `recognised` (codes of the factories whose recognition is public)."""
