"""The evidence behind a criterion as links: items of its measure, each with its address and its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from advisory.queries.addresses import case_uids, course_titles, findings_of_visits
from criteria.domain.criteria import CriteriaDocument, Criterion
from criteria.domain.measures import (
    MEASURES,
    CountedItem,
    CountedItems,
    Direction,
    EvidencePlace,
    ItemKind,
    Snapshot,
    WindowKind,
)
from journal.wording import day_in_words

if TYPE_CHECKING:
    from criteria.queries.history import LoadedHistory
    from factories.models import Factory

MOST = 12
"""Findings of one assessment that are listed; a link to the assessment's page stands for the others."""


class Link(NamedTuple):
    """Where something can be looked at, and its name."""

    url: str
    words: str


NOWHERE = Link("", "")


@dataclass(frozen=True, slots=True)
class EvidenceLinks:
    """What a criterion was read from, and the single items to look at: those counted, or those missing."""

    read: Link = NOWHERE
    items: tuple[Link, ...] = ()


def evidence_links(
    loaded: LoadedHistory, factory: Factory, document: CriteriaDocument, as_of: date
) -> Mapping[str, EvidenceLinks]:
    """By code of a criterion, the evidence behind it. At most three statements, whatever the document.

    Args:
        loaded: the history of this factory alone, with its single findings; or of none, if it is closed.
        factory: the factory.
        document: its criteria are explained.
        as_of: the day of the verdict.
    """
    if not loaded.factories:
        return {}
    snapshot = Snapshot(loaded.history, as_of.toordinal())
    found = {
        criterion.code: MEASURES[criterion.measure].items(
            snapshot, criterion.reading_in(factory.country_id).window, 0
        )
        for criterion in document.criteria
    }
    names = _Names.read(factory, found.values(), items_of_plan=len(loaded.history.plan_items.day))
    return {
        criterion.code: names.links_of(criterion, found[criterion.code]) for criterion in document.criteria
    }


def links_of_items(
    factory: Factory, groups: Mapping[str, tuple[CountedItem, ...]]
) -> Mapping[str, tuple[tuple[CountedItem, Link], ...]]:
    """By name of a group, each of its items that has an address of its own. At most three statements."""
    found = [CountedItems(items) for items in groups.values()]
    names = _Names.read(factory, found, items_of_plan=0)
    return {
        name: tuple((item, link) for item in items if (link := names.link_of(item, dated=False)))
        for name, items in groups.items()
    }


@dataclass(frozen=True, slots=True)
class _Names:
    """What addresses and words need beside kind and id."""

    factory: Factory
    items_of_plan: int
    on_visits: Mapping[int, tuple[str, str]]  # id of a finding → uid of its visit, question
    cases: Mapping[int, str]
    courses: Mapping[int, str]

    @classmethod
    def read(cls, factory: Factory, found: Iterable[CountedItems], *, items_of_plan: int) -> _Names:
        items = {item for items in found for item in (*items.counted, *items.read[-1:])}
        ids: dict[str, list[int]] = {
            kind: [int(item.id) for item in items if item.kind is kind]
            for kind in (ItemKind.VISIT_FINDING, ItemKind.CASE, ItemKind.LEARNING)
        }
        return cls(
            factory,
            items_of_plan,
            findings_of_visits(ids[ItemKind.VISIT_FINDING]),
            case_uids(ids[ItemKind.CASE]),
            course_titles(ids[ItemKind.LEARNING]),
        )

    def links_of(self, criterion: Criterion, found: CountedItems) -> EvidenceLinks:
        """The evidence of one criterion."""
        measure = MEASURES[criterion.measure]
        window = criterion.reading_in(self.factory.country_id).window
        read = self._read(measure.place, found, before=window.kind is WindowKind.BACK)
        shown = found.counted if found.of is None or measure.direction is Direction.LESS else found.missing
        several = measure.place is EvidencePlace.FINDINGS or (
            window.kind is WindowKind.LAST and window.size > 1
        )
        links = (link for link in self._items(shown, dated=several) if link.url != read.url)
        return EvidenceLinks(read, tuple(links))

    def _read(self, place: EvidencePlace, found: CountedItems, *, before: bool) -> Link:
        if place is EvidencePlace.ASSESSMENT:
            words = _("Assessment before") if before else _("Latest assessment")
            return Link(_assessment(found.read[0].id), words) if found.read else NOWHERE
        if place is EvidencePlace.PLAN:
            return Link(reverse("advisory:plan", args=[self.factory.code]), self._plan(len(found.read)))
        page = reverse("factory", args=[self.factory.code])
        if place is EvidencePlace.CASES:
            return Link(page, _("Cases"))
        return Link(f"{page}#timeline", self._records(place, found.read))

    def _plan(self, due: int) -> str:
        words = ngettext(
            "Improvement plan, %(n)s item, %(due)s due",
            "Improvement plan, %(n)s items, %(due)s due",
            self.items_of_plan,
        )
        return words % {"n": self.items_of_plan, "due": due}

    def _records(self, place: EvidencePlace, read: tuple[CountedItem, ...]) -> str:
        """Words for records that stand in the factory's history."""
        day = _day(read[-1]) if read else ""
        if place is EvidencePlace.COMMITTEE:
            return _("Committee review of %(day)s") % {"day": day} if read else _("Committee reviews")
        if place is EvidencePlace.SYSTEMS:
            return _("System review of %(day)s") % {"day": day} if read else _("System reviews")
        if place is EvidencePlace.LEARNING:
            return self._learning(read, day) if read else _("Learning")
        return _("Assessments") if place is EvidencePlace.ASSESSMENTS else _("Assessments and visits")

    def _learning(self, read: tuple[CountedItem, ...], day: str) -> str:
        words = ngettext(
            "%(n)s learning record, %(day)s: %(course)s",
            "%(n)s learning records, the latest of %(day)s: %(course)s",
            len(read),
        )
        return words % {"n": len(read), "day": day, "course": self.courses.get(int(read[-1].id), "")}

    def _items(self, items: Iterable[CountedItem], *, dated: bool) -> Iterator[Link]:
        """Each item that has an address of its own; of one assessment's findings the first, then how many more."""
        for assessment, group in groupby(items, key=_assessment_of):
            links = [link for item in group if (link := self.link_of(item, dated=dated))]
            if not assessment or len(links) <= MOST:
                yield from links
                continue
            yield from links[:MOST]
            left = len(links) - MOST
            more = ngettext("%(n)s more", "%(n)s more", left) % {"n": left}
            yield Link(f"{_assessment(assessment)}#findings", more)

    def link_of(self, item: CountedItem, *, dated: bool) -> Link | None:
        """The address of an item; None where it has none of its own."""
        if item.kind is ItemKind.FINDING:
            assessment, _space, question = item.id.partition(" ")
            return Link(f"{_assessment(assessment)}#{question}", _finding(question, item, dated=dated))
        if item.kind is ItemKind.VISIT_FINDING and int(item.id) in self.on_visits:
            uid, question = self.on_visits[int(item.id)]
            return Link(
                f"{reverse('advisory:visit', args=[uid])}#{question}", _finding(question, item, dated=dated)
            )
        if item.kind is ItemKind.ASSESSMENT:
            return Link(_assessment(item.id), _("Assessment of %(day)s") % {"day": _day(item)})
        if item.kind is ItemKind.PLAN_ITEM:
            page = reverse("advisory:plan", args=[self.factory.code])
            return Link(f"{page}#item-{item.id}", _("Item due %(day)s") % {"day": _day(item)})
        if item.kind is ItemKind.CASE and int(item.id) in self.cases:
            page = reverse("advisory:case", args=[self.factory.code, self.cases[int(item.id)]])
            return Link(page, _("Case of %(day)s") % {"day": _day(item)})
        return None


def _assessment_of(item: CountedItem) -> str:
    return item.id.partition(" ")[0] if item.kind is ItemKind.FINDING else ""


def _assessment(key: str) -> str:
    return reverse("assessments:detail", args=[key])


def _finding(question: str, item: CountedItem, *, dated: bool) -> str:
    return f"{question}, {_day(item)}" if dated else question


def _day(item: CountedItem) -> str:
    return day_in_words(date.fromordinal(item.day))
