"""Groups of comparable factories, and the figures of each that may be shown to factories.

Factories are compared with those of the same country, size and product; where these are too few, of the same country
and size; where these are too few, of the same country. Groups that are shown contain one another, so a group less the
groups inside it is a group as well: `shown_groups` sees to it that none of these is small. See docs/decisions/0048.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor

from sector_tables.domain.sector import SMALL_GROUP

Key = tuple[str, ...]
"""() the whole country; (size,); (size, product)."""
Share = tuple[int, int]
"""Questions found non-compliant, applicable questions."""
Quartiles = tuple[int, int, int]
"""Lower quartile, median and upper quartile in whole per cents."""
NOBODY = ""


@dataclass(frozen=True, slots=True)
class PeerFactory:
    """One factory by its latest full assessment of a year.

    Attributes:
        id: of the factory.
        owner: its manufacturer group; "" where it has none.
        size, product: what it is compared by; "" where it is not known.
        rate: over all questions.
        clusters: by code.
    """

    id: int
    owner: str
    size: str
    product: str
    rate: Share
    clusters: Mapping[str, Share]


@dataclass(frozen=True, slots=True)
class PeerGroup:
    """A group that is shown, with its members."""

    key: Key
    members: tuple[PeerFactory, ...]


@dataclass(slots=True)
class _NestedGroup:
    """A group with all that is inside it. It has either groups that are shown, or `rest`: all of its members."""

    key: Key
    members: list[PeerFactory] = field(default_factory=list)
    groups: list[PeerGroup] = field(default_factory=list)
    rest: list[PeerFactory] = field(default_factory=list)


def is_safe(members: Iterable[PeerFactory]) -> bool:
    """Whether for every owner at least five factories are other people's. A factory of no group is its own owner."""
    owned = Counter(member.owner or f"factory {member.id}" for member in members)
    return owned.total() - max(owned.values(), default=0) >= SMALL_GROUP


def shown_groups(factories: Sequence[PeerFactory]) -> tuple[PeerGroup, ...]:
    """The groups of one country that are shown, the narrow ones before those that contain them.

    Whatever is made of them by adding and subtracting has no factory or is safe. Which groups are shown rests on the
    factories' owners, sizes and products alone, not on what was found in them.
    """
    by_size: dict[str, dict[str, list[PeerFactory]]] = defaultdict(lambda: defaultdict(list))
    for factory in sorted(factories, key=lambda factory: factory.id):
        by_size[factory.size][factory.product if factory.size else NOBODY].append(factory)
    sizes = [
        _part(
            (size,), [_narrowest((size, product), members) for product, members in sorted(products.items())]
        )
        for size, products in sorted(by_size.items())
    ]
    return tuple(_part((), sizes).groups)


def _narrowest(key: Key, members: list[PeerFactory]) -> _NestedGroup:
    if is_safe(members) and NOBODY not in key:
        return _NestedGroup(key, members, groups=[PeerGroup(key, tuple(members))])
    return _NestedGroup(key, members, rest=members)


def _part(key: Key, inside: Sequence[_NestedGroup]) -> _NestedGroup:
    """A group of the groups inside it. The smallest of these are dissolved until the rest is safe."""
    members = [member for part in inside for member in part.members]
    rest = [member for part in inside for member in part.rest]
    undissolved = sorted(
        (part for part in inside if part.groups), key=lambda part: (len(part.members), part.key)
    )
    while rest and undissolved and not is_safe(rest):
        rest += undissolved.pop(0).members
    groups = [group for part in sorted(undissolved, key=lambda part: part.key) for group in part.groups]
    if rest and is_safe(rest) and NOBODY not in key:
        return _NestedGroup(key, members, groups=[*groups, PeerGroup(key, tuple(members))])
    return _NestedGroup(key, members, groups=groups, rest=rest)


@dataclass(frozen=True, slots=True)
class PeerFigures:
    """What is shown of a group. `at_least`: its number of factories, rounded down to a multiple of five."""

    key: Key
    at_least: int
    rate: Quartiles
    clusters: Mapping[str, Quartiles]


def figures_of(group: PeerGroup) -> PeerFigures:
    """The figures of a group; of clusters those of which something was asked in every factory of the group."""
    codes = [code for code in group.members[0].clusters if _is_asked_everywhere(code, group.members)]
    return PeerFigures(
        key=group.key,
        at_least=len(group.members) // SMALL_GROUP * SMALL_GROUP,
        rate=quartiles([member.rate for member in group.members]),
        clusters={code: quartiles([member.clusters[code] for member in group.members]) for code in codes},
    )


def _is_asked_everywhere(code: str, members: Iterable[PeerFactory]) -> bool:
    return all(member.clusters.get(code, (0, 0))[1] for member in members)


def quartiles(shares: Iterable[Share]) -> Quartiles:
    """Lower quartile, median and upper quartile, between neighbours in proportion, in whole per cents, half up.

    Of six shares or more none is the smallest or the greatest.
    """
    ordered = sorted(Fraction(n, of) for n, of in shares)
    low, middle, high = (_at(ordered, Fraction(len(ordered) - 1) * quarter / 4) for quarter in (1, 2, 3))
    return low, middle, high


def _at(ordered: Sequence[Fraction], place: Fraction) -> int:
    below = floor(place)
    above = min(below + 1, len(ordered) - 1)
    value = ordered[below] + (ordered[above] - ordered[below]) * (place - below)
    return floor(value * 100 + Fraction(1, 2))


def narrowest(released: Mapping[Key, PeerFigures], *, size: str, product: str) -> PeerFigures | None:
    """The figures of the narrowest group that a factory fits into; None where there is none."""
    fits: tuple[Key, ...] = ((size, product), (size,), ())
    return next((released[key] for key in fits if key in released), None)
