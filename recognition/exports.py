"""The judgement as files: recognitions, the worklist as it is seen, and the panels of the lab."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from factories.exports import Table
from factories.queries.country_settings import settings_by_country
from recognition.domain.criteria import Criterion
from recognition.domain.variation import sensitivity
from recognition.models import Recognition
from recognition.queries.lab import Tried

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from recognition.models import Evaluation

RECOGNITION_HEAD = (
    "id", "factory", "state", "criteria", "proposed_on", "confirmed_on", "publish_on", "expires_on", "ended_on",
)  # fmt: skip
WORKLIST_HEAD = (
    "factory", "name", "country", "outcome", "close", "failed", "unknown", "distance", "as_of", "recognition",
)  # fmt: skip
MILLION = 1_000_000


def recognitions_table() -> Table:
    """Every recognition there ever was, in order of factory and proposal, days as in its country. Two statements."""
    return Table("recognitions", RECOGNITION_HEAD, _recognition_rows())


def _recognition_rows() -> Iterator[Sequence[Any]]:
    rows = Recognition.objects.order_by("factory__code", "proposed_at", "pk").values_list(
        "id", "factory__code", "state", "evaluation__criteria__code", "evaluation__criteria__version",
        "proposed_at", "confirmed_at", "publish_on", "expires_on", "ended_at", "factory__country_id",
    )  # fmt: skip
    known = settings_by_country()
    for (
        key,
        factory,
        state,
        code,
        version,
        proposed,
        confirmed,
        publish_on,
        expires_on,
        ended,
        country,
    ) in rows.iterator(2000):
        yield (
            str(key), factory, state, f"{code}/{version}", known.day(country, proposed),
            confirmed and known.day(country, confirmed), publish_on, expires_on, ended and known.day(country, ended),
        )  # fmt: skip


def worklist_table(rows: QuerySet[Evaluation]) -> Table:
    """The rows of a worklist, the nearest first. One statement."""
    return Table("verdicts", WORKLIST_HEAD, _worklist_rows(rows))


def _worklist_rows(rows: QuerySet[Evaluation]) -> Iterator[Sequence[Any]]:
    ordered: QuerySet[Any] = rows.order_by("distance", "factory__code")  # annotated with `live_state`
    said = ordered.values_list(
        "factory__code", "factory__name", "factory__country_id", "outcome", "close", "failed", "unknown", "distance",
        "as_of", "live_state",
    )  # fmt: skip
    for factory, name, country, outcome, close, failed, unknown, distance, as_of, state in said.iterator(
        2000
    ):
        yield (
            factory, name, country, outcome, "yes" if close else "no", "; ".join(failed), "; ".join(unknown),
            f"{distance / MILLION:.6f}", as_of, state or "",
        )  # fmt: skip


def _obstacles(tried: Tried, **_beside: object) -> Table:
    rows = [(one.code, one.title, number) for one, number in tried.after.obstacles()]
    return Table("lab-obstacles", ("criterion", "title", "near_factories_kept_out"), rows)


def _curve(tried: Tried, *, look: Criterion | None, **_beside: object) -> Table:
    points = sensitivity(tried.after.verdicts, look.code) if look else iter(())
    rows = [(look.code if look else "", point.bar, point.eligible, point.close) for point in points]
    return Table("lab-curve", ("criterion", "bar", "qualify", "close"), rows)


def _moves(tried: Tried, *, recognised: Collection[str], **_beside: object) -> Table:
    """Everybody who enters or leaves, and who of the recognised would not qualify."""
    groups = (
        ("enters", tried.enters),
        ("leaves", tried.leaves),
        ("recognised_and_would_not_qualify", tried.rows_of(recognised) & ~tried.after.eligible),
    )
    known = tried.programme.known
    rows = [
        (what, code, known[code].name, known[code].country)
        for what, chosen in groups
        for code in tried.codes(chosen)
    ]
    return Table("lab-moves", ("what", "factory", "name", "country"), rows)


def _years(tried: Tried, *, countries: Mapping[str, str], **_beside: object) -> Table:
    was = {(one.country, one.year): one.eligible for one in tried.before.by_country_year}
    rows = [
        (one.country, countries.get(one.country, ""), one.year, one.assessed, was[one.country, one.year], one.eligible)
        for one in tried.after.by_country_year
    ]  # fmt: skip
    head = ("country", "name", "year", "assessed", "qualify_by_the_version_compared_with", "qualify_as_tried")
    return Table("lab-years", head, rows)


def _fairness(tried: Tried, **_beside: object) -> Table:
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
    return Table("lab-fairness", head, rows)


def _yes(flag: bool) -> str:  # noqa: FBT001  # the flag is what is written
    return "yes" if flag else "no"


LAB_TABLES: Mapping[str, Callable[..., Table]] = {
    "obstacles": _obstacles,
    "curve": _curve,
    "moves": _moves,
    "years": _years,
    "fairness": _fairness,
}
"""The lab's panels. Each is given what is tried and, by name: `look` (whose bar the curve moves), `countries` (names
by code), `recognised` (codes of the factories whose recognition is public)."""
