"""One factory's entry in the registry with everything it ever was, for its registry page."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, F, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from factories.domain.registry_events import EVERYTHING, REGISTRY
from factories.models import (
    Brand,
    Factory,
    FormerBrandName,
    FormerName,
    Group,
    GroupPeriod,
    Identifier,
    Sourcing,
    Workforce,
)
from factories.queries.visibility import visible_to
from journal.queries import Happened, event_lines, factory_events

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from factories.queries.visibility import Viewer

NEWER = 5
LABELS: dict[str, str | Promise] = {
    "name": _("name"),
    "address": _("address"),
    "latitude": _("latitude"),
    "longitude": _("longitude"),
    "products": _("products"),
    "joined_on": _("joined"),
    "from_on": _("first day"),
    "until_on": _("last day"),
    "workers": _("workers"),
    "women_workers": _("women"),
}
LATEST_FIRST = F("until_on").desc(nulls_first=True)


@dataclass(frozen=True, slots=True)
class RegistryRecord:
    """What is registered of a factory, the newest of everything first."""

    former_names: list[FormerName]
    identifiers: list[Identifier]
    head_counts: list[Workforce]
    groups: list[GroupPeriod]
    sourcing: list[Sourcing]
    predecessors: list[Factory]


def entry_of(factory_id: int) -> RegistryRecord:
    """Everything that the registry holds of a factory beside its row. Six queries."""
    identifiers = Identifier.objects.filter(factory_id=factory_id)
    counts = Workforce.objects.filter(factory_id=factory_id)
    groups = GroupPeriod.objects.filter(factory_id=factory_id).select_related("group")
    links = Sourcing.objects.filter(factory_id=factory_id).select_related("brand")
    return RegistryRecord(
        former_names=list(FormerName.objects.filter(factory_id=factory_id).order_by("-until_on", "-id")),
        identifiers=list(identifiers.order_by(LATEST_FIRST, "scheme", "-id")),
        head_counts=list(counts.order_by("-counted_on", F("superseded_at").desc(nulls_first=True), "-id")),
        groups=list(groups.order_by(LATEST_FIRST, "-from_on")),
        sourcing=list(links.order_by(LATEST_FIRST, "brand__name", "-from_on")),
        predecessors=list(Factory.objects.filter(successor_id=factory_id).order_by("code")),
    )


def registry_version(factory_id: int, kinds: Collection[str] = REGISTRY) -> int:
    """The number of the latest event that changed the entry: forms carry it, commands compare it. One query."""
    events = factory_events(factory_id).filter(kind__in=sorted(kinds))
    return events.aggregate(latest=Max("pk"))["latest"] or 0


def changes_since(factory_id: int, seen: int, kinds: Collection[str]) -> list[Happened]:
    """What changed the entry after a version, newest first, at most five. One query."""
    events = factory_events(factory_id).filter(kind__in=sorted(kinds), pk__gt=seen)
    return event_lines(list(events.order_by("-pk")[:NEWER]))


def registry_events(factory_id: int) -> list[Happened]:
    """Every change of the entry, newest first. One query."""
    events = factory_events(factory_id).filter(kind__in=sorted(EVERYTHING))
    found = list(events.order_by("-pk"))
    return [_with_details(line, event.data) for line, event in zip(event_lines(found), found, strict=True)]


def _with_details(line: Happened, data: Mapping[str, Any]) -> Happened:
    """The line of an event with old and new values of what was corrected and the reason."""
    parts = []
    old, new = data.get("old"), data.get("new")
    if isinstance(old, dict) and isinstance(new, dict):
        parts += [
            f"{LABELS.get(key, key)}: {_shown(old.get(key))} → {_shown(value)}" for key, value in new.items()
        ]
    elif isinstance(old, dict):
        parts += [
            f"{LABELS.get(key, key)}: {_shown(value)} → {_shown(data.get(key))}" for key, value in old.items()
        ]
    reason = data.get("reason")
    if reason and reason not in line.sentence:
        parts.append(reason)
    return replace(line, sentence="; ".join([line.sentence, *parts])) if parts else line


def _shown(value: object) -> str:
    return "–" if value in (None, "") else str(value)


def has_evidence(factory_id: int) -> bool:
    """Whether anything beside its entry is recorded of a factory: an assessment, a visit, a plan. One query."""
    return factory_events(factory_id).exclude(kind__in=sorted(EVERYTHING)).exists()


def groups_with_counts() -> QuerySet[Group]:
    """Every group in order of name, with how many open factories it has (`factories`)."""
    there = Factory.objects.filter(group=OuterRef("pk"), is_closed=False).order_by().values("group")
    number = Subquery(there.annotate(number=Count("pk")).values("number"))
    return Group.objects.annotate(factories=Coalesce(number, 0)).order_by("name")


def every_group() -> QuerySet[Group]:
    """Every group in order of name."""
    return Group.objects.order_by("name")


def live_brands() -> QuerySet[Brand]:
    """Brands that were not merged into another, in order of name."""
    return Brand.objects.filter(merged_into__isnull=True).order_by("name")


def former_brand_names() -> dict[int, list[str]]:
    """Names that brands had, or that were merged into them, by brand id. Two queries."""
    found: dict[int, list[str]] = {}
    renamed = FormerBrandName.objects.order_by("name").values_list("brand_id", "name")
    merged = (
        Brand.objects.filter(merged_into__isnull=False).order_by("name").values_list("merged_into_id", "name")
    )
    for brand_id, name in [*renamed, *merged]:
        if brand_id is not None:
            found.setdefault(brand_id, []).append(name)
    return found


def brands_known_to(user: Viewer) -> QuerySet[Brand]:
    """Brands that stand and buy, or bought, from a factory that the user works with, or from none yet; by name.

    `factories` is how many of those factories each has an open link to.
    """
    links = Sourcing.objects.filter(brand=OuterRef("pk"), factory__in=visible_to(user))
    live = links.filter(until_on__isnull=True).order_by().values("brand")
    number = Subquery(live.annotate(number=Count("factory", distinct=True)).values("number"))
    known = Exists(links) | ~Exists(Sourcing.objects.filter(brand=OuterRef("pk")))
    return live_brands().filter(known).annotate(factories=Coalesce(number, 0))
