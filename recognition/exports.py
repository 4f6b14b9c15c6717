"""The judgement as files: recognitions, the worklist as it is seen, and the panels of the lab."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from countries.queries.country_settings import settings_by_country
from files.exports import ExportTable
from recognition.models import Recognition

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from criteria.models import Evaluation

RECOGNITION_HEAD = (
    "id", "factory", "state", "criteria", "proposed_on", "confirmed_on", "publish_on", "expires_on", "ended_on",
)  # fmt: skip
WORKLIST_HEAD = (
    "factory", "name", "country", "outcome", "close", "failed", "unknown", "distance", "as_of", "recognition",
)  # fmt: skip
MILLION = 1_000_000


def recognitions_table() -> ExportTable:
    """Every recognition there ever was, in order of factory and proposal, days as in its country. Two statements."""
    return ExportTable("recognitions", RECOGNITION_HEAD, _recognition_rows())


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


def worklist_table(rows: QuerySet[Evaluation]) -> ExportTable:
    """The rows of a worklist, the nearest first. One statement."""
    return ExportTable("verdicts", WORKLIST_HEAD, _worklist_rows(rows))


def _worklist_rows(rows: QuerySet[Evaluation]) -> Iterator[Sequence[Any]]:
    ordered: QuerySet[Any] = rows.order_by("distance", "factory__code")  # annotated with `live_state`
    values = ordered.values_list(
        "factory__code", "factory__name", "factory__country_id", "outcome", "close", "failed", "unknown", "distance",
        "as_of", "live_state",
    )  # fmt: skip
    for factory, name, country, outcome, close, failed, unknown, distance, as_of, state in values.iterator(
        2000
    ):
        yield (
            factory, name, country, outcome, "yes" if close else "no", "; ".join(failed), "; ".join(unknown),
            f"{distance / MILLION:.6f}", as_of, state or "",
        )  # fmt: skip
