"""The overview and the list of items of improvement plans as files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from files.exports import ExportColumn, ExportTable

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from advisory.models import PlanItem
    from overview.queries.shown import OverviewNumbers

CLUSTER = "cluster_"
ITEM_HEAD = (
    "factory", "name", "country", "item", "question", "issue", "status", "due_on", "done_on", "verified_on",
)  # fmt: skip


def overview_table(numbers: OverviewNumbers, labels: Mapping[str, str], *, source: str) -> ExportTable:
    """A row a country, year and figure, then a row a cluster and year. `labels`: of the figures shown, in order."""
    columns = [
        ExportColumn("country", _("The country's code; empty: the whole programme"), width=10),
        ExportColumn("year", _("The calendar year"), width=8),
        ExportColumn("figure", _("The figure's code; of clusters the code of the cluster"), width=18),
        ExportColumn("name", _("What the figure is called"), width=36),
        ExportColumn(
            "number",
            _("How many: at the end of the year, of the running year today; of what happens, in the year"),
        ),
        ExportColumn("of", _("Of how many factories assessed; for clusters only")),
    ]
    return ExportTable(
        "overview", [column.name for column in columns], _rows(numbers, labels), columns, source
    )


def _rows(numbers: OverviewNumbers, labels: Mapping[str, str]) -> Iterator[Sequence[Any]]:
    for country in numbers.countries:
        for year in numbers.years:
            for name, label in labels.items():
                yield country, year, name, label, numbers.of(name, year, country), None
    scope = numbers.countries[0] if len(numbers.countries) == 1 else ""
    for cluster in numbers.clusters or []:
        for year, line in zip(numbers.years, cluster.lines, strict=True):
            if line is not None:
                yield scope, year, CLUSTER + cluster.code, cluster.name, line.noncompliant, line.assessed


def plan_items_table(rows: QuerySet[PlanItem]) -> ExportTable:
    """A row an item."""
    return ExportTable("plan-items", ITEM_HEAD, _item_rows(rows))


def _item_rows(rows: QuerySet[PlanItem]) -> Iterator[Sequence[Any]]:
    for item in rows.order_by("factory__name", "factory_id", "due_on", "pk").iterator(chunk_size=2000):
        yield (
            item.factory.code, item.factory.name, item.factory.country_id, item.ref, item.question, item.issue,
            item.status, item.due_on, item.done_on, item.verified_on,
        )  # fmt: skip
