"""Links and consents of two records that become one factory."""

from __future__ import annotations

from django.utils.translation import gettext as _

from duplicates.commands.moving_rows import Record, change
from factories.models import Consent, Factory, Sourcing
from journal.refusals import Refused


class Disagreeing(Refused):
    """One record lets a brand read its reports, and the other took that back: its people say which holds."""


def check_consents(kept: Factory, dropped: Factory) -> None:
    """Refuse to widen a consent that one of the two took back.

    Raises:
        Disagreeing.
    """
    consents: dict[int, dict[str, set[int]]] = {}
    for factory in (kept, dropped):
        rows = list(Consent.objects.filter(factory=factory).values_list("brand_id", "until_on"))
        given = {brand for brand, until in rows if until is None}
        consents[factory.pk] = {
            "open": given,
            "ended": {brand for brand, until in rows if until is not None} - given,
        }
    of_kept, of_dropped = consents[kept.pk], consents[dropped.pk]
    differing = (of_kept["open"] & of_dropped["ended"]) | (of_kept["ended"] & of_dropped["open"])
    consent = (
        Consent.objects.filter(brand__in=differing).select_related("brand").order_by("brand__name").first()
    )
    if consent is not None:
        message = _(
            "One of the two lets %(brand)s read its reports, the other took that back; let the factory settle it."
        )
        raise Disagreeing(message % {"brand": consent.brand.name})


def join_open_links(kept: Factory, dropped: Factory, record: Record) -> None:
    """Two open links of one brand are one: the dropped factory's ends on the day from which the other counts."""
    dropped_links = {
        row.brand_id: row for row in Sourcing.objects.filter(factory=dropped, until_on__isnull=True)
    }
    kept_links = Sourcing.objects.filter(
        factory=kept, until_on__isnull=True, brand__in=list(dropped_links)
    ).order_by("pk")
    for row in kept_links:
        other = dropped_links[row.brand_id]
        if other.from_on < row.from_on:
            change(record, other, until_on=row.from_on)
        else:
            change(record, other, until_on=other.from_on)
