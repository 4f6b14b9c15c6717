"""Links and consents of two records that become one factory."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from duplicates.commands.moving_rows import Record, change
from factories.models import Consent, Factory, Sourcing
from journal.refusals import Refused


class Disagreeing(Refused):
    """One record lets a brand read its reports, the other took that back or shares less: its people say which holds."""


def check_consents(kept: Factory, dropped: Factory, today: date) -> None:
    """Refuse to widen a consent that one of the two took back, or gave in a narrower scope or for a shorter time.

    Raises:
        Disagreeing.
    """
    of_kept, of_dropped = _scopes(kept, today), _scopes(dropped, today)
    differing = {brand for brand in of_kept.keys() & of_dropped.keys() if of_kept[brand] != of_dropped[brand]}
    consent = (
        Consent.objects.filter(brand__in=differing).select_related("brand").order_by("brand__name").first()
    )
    if consent is not None:
        message = _(
            "The two share their reports differently with %(brand)s, or one took that back; let the factory settle it."
        )
        raise Disagreeing(message % {"brand": consent.brand.name})


def _scopes(factory: Factory, today: date) -> dict[int, tuple[str, date | None]]:
    """Brand id → the scope in which it reads the record beyond today ("" where that is over), and until when."""
    rows = Consent.objects.filter(factory=factory).order_by("from_on", "pk")
    found: dict[int, tuple[str, date | None]] = {}
    for brand, scope, until, ended in rows.values_list("brand_id", "scope", "until_on", "ended_at"):
        stands = ended is None and (until is None or until > today)
        found[brand] = (scope, until) if stands else found.get(brand, ("", None))
    return found


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
