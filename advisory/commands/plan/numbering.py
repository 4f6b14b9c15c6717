"""What stands of an item before it is changed: the number that a new one gets, the day that was agreed."""

from __future__ import annotations

from datetime import date

from advisory.models import PlanItem


def next_reference(factory_id: int) -> str:
    """The reference of a factory's next own item: one more than the highest whole number among all it ever had."""
    refs = PlanItem.objects.filter(factory_id=factory_id).values_list("ref", flat=True).distinct()
    return str(1 + max((int(ref) for ref in refs if ref.isascii() and ref.isdecimal()), default=0))


def agreed_day(factory_id: int, ref: str) -> date | None:
    """The day by which an item is due; None where it has none or is new."""
    item = PlanItem.objects.filter(factory_id=factory_id, ref=ref, superseded_at__isnull=True).first()
    return item.due_on if item else None
