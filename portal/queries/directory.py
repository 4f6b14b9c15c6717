"""What the directory tells of factories beyond the register: all of it is public."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count

from portal.models import PublicAssessment
from portal.queries.issues.published import IssueLine, latest_published
from portal.queries.issues.words import issue_title
from stories.queries import titles_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from stories.models import Story

MOST_PRODUCTS = 12


@dataclass(frozen=True, slots=True)
class DirectoryRow:
    """A factory of the directory: its latest published assessment and, while it is recognised, its story."""

    factory: Any  # annotated as `with_recognition` does
    published: PublicAssessment | None
    story: Story | None


def directory_rows(factories: Sequence[Any]) -> list[DirectoryRow]:
    """What is public of a page of factories. Two queries."""
    published = latest_published([factory.pk for factory in factories])
    stories = titles_of([factory.pk for factory in factories if factory.recognition_id])
    return [
        DirectoryRow(factory, published.get(factory.pk), stories.get(factory.pk)) for factory in factories
    ]


def product_counts(factories: QuerySet[Any]) -> list[tuple[str, int]]:
    """What most of the factories make, with how many make it. One query."""
    counts: Counter[str] = Counter()
    for products, number in factories.order_by().values_list("products").annotate(number=Count("pk")):
        for product in {part.strip().lower() for part in products.split(";")} - {""}:
            counts[product] += number
    return sorted(counts.items(), key=lambda count: (-count[1], count[0]))[:MOST_PRODUCTS]


def issues_side_by_side(rows: Sequence[DirectoryRow]) -> list[IssueLine]:
    """Every issue that was found at one of the factories, with how it came out at each; "" where it was not asked."""
    found = [_codes(row.published.found_questions if row.published else "") for row in rows]
    compliant = [_codes(row.published.compliant_questions if row.published else "") for row in rows]
    return [
        IssueLine(
            issue_title(code),
            [
                "not_met" if code in found_here else "met" if code in compliant_here else ""
                for found_here, compliant_here in zip(found, compliant, strict=True)
            ],
        )
        for code in sorted(set().union(*found))
    ]


def _codes(joined: str) -> set[str]:
    return {code for code in joined.split("|") if code}
