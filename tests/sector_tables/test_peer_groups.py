"""Figures of comparable factories: nobody reads from them what another factory's rate is, whatever is subtracted.

The attacker is an owner of one factory or several who reads every group of the country that is shown, knows which
factories are in which group, and knows the rates of the own factories.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sector_tables.domain.peer_groups import (
    PeerFactory,
    PeerFigures,
    PeerGroup,
    figures_of,
    narrowest,
    quartiles,
    shown_groups,
)

FEWEST = 5


def factory(
    number: int, size: str = "250", product: str = "shirts", owner: str = "", n: int = 10
) -> PeerFactory:
    return PeerFactory(number, owner, size, product, (n, 100), {"CO": (n, 50), "OS": (n // 2, 60)})


def many(numbers: Iterable[int], **said: str) -> list[PeerFactory]:
    return [factory(number, **said) for number in numbers]


@st.composite
def worlds(draw: st.DrawFn) -> list[PeerFactory]:
    number = draw(st.integers(0, 60))
    return [
        factory(
            number,
            draw(st.sampled_from(["", "0", "250", "1000"])),
            draw(st.sampled_from(["", "shirts", "trousers", "shoes"])),
            draw(st.sampled_from(["", "", "", "A", "B"])),
            draw(st.integers(0, 50)),
        )
        for number in range(number)
    ]


def parts(groups: Sequence[PeerGroup]) -> list[list[PeerFactory]]:
    """The smallest sets that can be told apart by the groups: every sum and difference of groups is made of these."""
    by_groups: dict[frozenset[tuple[str, ...]], dict[int, PeerFactory]] = defaultdict(dict)
    inside: dict[int, set[tuple[str, ...]]] = defaultdict(set)
    for group in groups:
        for member in group.members:
            inside[member.id].add(group.key)
    for member in chain.from_iterable(group.members for group in groups):
        by_groups[frozenset(inside[member.id])][member.id] = member
    return [list(members.values()) for members in by_groups.values()]


def strangers(part: Sequence[PeerFactory], attacker: PeerFactory) -> list[PeerFactory]:
    return [
        one for one in part if one.id != attacker.id and not (attacker.owner and one.owner == attacker.owner)
    ]


def published(world: Sequence[PeerFactory]) -> list[PeerFigures]:
    return [figures_of(group) for group in shown_groups(world)]


@settings(max_examples=400)
@given(worlds())
def test_whatever_is_subtracted_leaves_nobody_or_five_factories_of_others(world):
    for part in parts(shown_groups(world)):
        for attacker in world:
            assert len(strangers(part, attacker)) >= FEWEST


@settings(max_examples=200)
@given(worlds(), st.randoms(use_true_random=False))
def test_what_is_shown_is_the_same_whoever_of_five_strangers_has_which_rate(world, random):
    """So the figures, of all groups together, do not tell the attacker which of at least five rates a factory has."""
    before = published(world)
    attacker = random.choice(world) if world else None
    found = {one.id: one for one in world}
    for part in parts(shown_groups(world)):
        assert attacker is not None
        others = strangers(part, attacker)
        moved = random.sample(others, len(others))
        found |= {
            one.id: replace(one, rate=other.rate, clusters=other.clusters)
            for one, other in zip(others, moved, strict=True)
        }

    assert published(list(found.values())) == before


@settings(max_examples=200)
@given(worlds())
def test_every_factory_reads_the_narrowest_group_that_is_shown_or_none_when_its_country_has_too_few(world):
    groups = {group.key: group for group in shown_groups(world)}
    released = {group.key: figures_of(group) for group in groups.values()}
    members = Counter(one.id for group in groups.values() for one in group.members)
    for one in world:
        figures = narrowest(released, size=one.size, product=one.product)
        if figures is None:
            assert not members[one.id]
        else:
            assert one in groups[figures.key].members
    assert set(members) in ({one.id for one in world}, set())


@settings(max_examples=200)
@given(st.lists(st.integers(0, 100), min_size=6, max_size=30))
def test_no_figure_is_the_lowest_or_the_highest_rate(rates):
    """Even where the extremes move as far as they can, the figures stay."""
    ordered = sorted(rates)
    moved = [0, *ordered[1:-1], 100]

    assert quartiles((n, 100) for n in moved) == quartiles((n, 100) for n in rates)


def keys(world: Sequence[PeerFactory]) -> list[tuple[str, ...]]:
    return [group.key for group in shown_groups(world)]


def test_fewer_than_five_others_are_hidden_altogether():
    assert keys(many(range(5))) == []
    assert keys(many(range(6))) == [("250", "shirts")]


def test_product_is_dropped_first_and_then_size():
    shirts, trousers = many(range(6)), many(range(10, 16), product="trousers")
    few, other_size = many([20, 21], product="shoes"), many([30], size="1000")

    assert keys(shirts + trousers) == [("250", "shirts"), ("250", "trousers")]
    assert keys(many(range(3)) + many(range(10, 13), product="trousers")) == [("250",)]
    assert keys(many(range(3)) + many(range(30, 33), size="1000")) == [()]
    assert keys([*shirts, *few, *other_size]) == [()]


def test_a_wide_group_does_not_give_away_the_two_that_the_narrow_one_leaves_out():
    """All of a size, less those who make shirts, would be the two who make trousers."""
    world = many(range(8)) + many([10, 11], product="trousers")

    assert keys(world) == [("250",)]


def test_factories_of_one_owner_are_no_others_to_each_other():
    own = many(range(4), owner="A")

    assert keys(own + many(range(10, 14))) == []
    assert keys(own + many(range(10, 15))) == [("250", "shirts")]


def test_a_cluster_that_was_not_asked_everywhere_is_left_out():
    world = many(range(6))
    world[0] = replace(world[0], clusters={"CO": (0, 0), "OS": (1, 60)})

    (figures,) = published(world)

    assert set(figures.clusters) == {"OS"}


@pytest.mark.parametrize(
    ("rates", "expected"),
    [([1, 2, 3, 4, 5, 6], (2, 4, 5)), ([0, 0, 10, 10, 20, 20, 90], (5, 10, 20))],
)
def test_quartiles_are_whole_per_cents_between_neighbours(rates, expected):
    assert quartiles((n, 100) for n in rates) == expected
