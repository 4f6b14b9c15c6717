"""The release of comparable figures: once a year, from what was final, and the same ever after."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from factories.models import Factory
from journal.commands import Unchanged
from journal.models import Event
from sector_tables.commands import YearNotOver, release_peers
from sector_tables.models import PeerRelease
from sector_tables.projections import refresh_sector_counts
from sector_tables.queries.peer_releases import latest_releases, peers_of_year, released_peers
from sector_tables.tasks import release_due_peers
from tests import make

pytestmark = pytest.mark.django_db
MARCH = datetime(2018, 3, 1, 6, 0, tzinfo=UTC)
QUESTIONS = ["OS-8-06", "WT-2-01", "CO-1-02", "OS-1-01", "OS-1-02", "OS-2-01", "OS-3-01"]


def sewing(number: int, *, found: int = 1, day: date = date(2017, 5, 10), **said) -> Factory:
    factory = make.factory(
        f"KH-8{number:04}", workers=500, women_workers=None, products="Shirts; trousers", **said
    )
    make.assessment(factory, assessed_on=day, findings=QUESTIONS[:found], now=MARCH - timedelta(days=60))
    return factory


@pytest.fixture
def mills():
    return [sewing(number, found=number) for number in range(1, 7)]


def released(now: datetime = MARCH):
    return release_peers("KH", year=2017, actor=None, now=now)


def read(factory: Factory):
    return released_peers(factory, latest_releases([factory.country_id]).get(factory.country_id))


def test_a_factory_reads_the_group_of_its_country_size_and_main_product(mills):
    released()

    peers = read(mills[0])

    assert peers is not None
    assert (peers.year, peers.size, peers.product, peers.figures.at_least) == (2017, "250", True, 5)
    low, middle, high = peers.figures.rate
    assert 0 <= low <= middle <= high
    assert set(peers.figures.clusters) >= {"OS", "WT", "CO"}
    other = make.factory("KH-80900", workers=500, women_workers=None, products="Shoes")
    assert read(other) is None  # no group that it fits into is large enough
    assert read(make.factory("VN-80900", country="VN")) is None


def test_a_release_never_changes_whatever_becomes_of_the_facts(mills):
    released()
    before = PeerRelease.objects.values("groups").get()
    later = MARCH + timedelta(days=30)

    make.assessment(mills[0], assessed_on=date(2017, 12, 1), findings=QUESTIONS, now=later)
    Factory.objects.filter(pk=mills[1].pk).update(
        products="Shoes", workers=20, women_workers=None, is_closed=True
    )
    sewing(9, found=7)
    again = released(later)

    assert isinstance(again, Unchanged)
    assert PeerRelease.objects.values("groups").get() == before
    assert Event.objects.filter(kind="peers.released").count() == 1


def test_two_years_rest_on_no_assessment_in_common(mills):
    for mill in mills:
        make.assessment(mill, assessed_on=date(2018, 5, 10), findings=QUESTIONS[:2], now=make.NOW)

    first, second = peers_of_year("KH", 2017), peers_of_year("KH", 2018)

    assert {one.rate[0] for one in second} == {2}
    assert {one.rate[0] for one in first} == {1, 2, 3, 4, 5, 6}


def test_only_full_final_assessments_count_and_of_each_factory_the_latest(mills):
    draft = sewing(7)
    make.assessment(mills[5], assessed_on=date(2017, 11, 1), findings=[], now=MARCH - timedelta(days=30))
    make.assessment(
        draft,
        assessed_on=date(2017, 11, 1),
        findings=QUESTIONS,
        state="submitted",
        now=MARCH - timedelta(days=30),
    )
    make.assessment(
        mills[4],
        assessed_on=date(2017, 11, 1),
        findings=QUESTIONS,
        kind="partial",
        now=MARCH - timedelta(days=30),
    )

    rates = {one.id: one.rate[0] for one in peers_of_year("KH", 2017)}

    assert rates == {**{mill.pk: number for number, mill in enumerate(mills, 1)}, mills[5].pk: 0, draft.pk: 1}


def test_nothing_is_released_before_march(mills):
    with pytest.raises(YearNotOver):
        released(MARCH - timedelta(days=1))


def test_nothing_is_written_while_no_group_is_large_enough(mills):
    Factory.objects.filter(pk=mills[0].pk).update(group=make.group())
    Factory.objects.filter(pk=mills[1].pk).update(group=Factory.objects.get(pk=mills[0].pk).group)

    assert isinstance(released(), Unchanged)
    assert not PeerRelease.objects.exists()

    sewing(9)
    assert not isinstance(released(), Unchanged)


def test_the_nightly_task_releases_what_is_due_once(mills):
    refresh_sector_counts(now=MARCH)
    with time_machine.travel(MARCH - timedelta(days=1)):
        assert release_due_peers() == 0
    with time_machine.travel(MARCH):
        assert release_due_peers() == 1
        assert release_due_peers() == 0
