"""Who is listed: published recognitions, from the publication to the moment they end."""

from __future__ import annotations

import pytest

from factories.commands import close_factory, correct_factory
from journal.models import Delivery
from portal.models import FormerListing, Listing, ProjectionVersion
from portal.projections import ReadBehind, refresh_listings
from recognition.commands import lifecycle
from tests import make
from tests.portal.world import NOW
from tests.recognition.make import eligible_factory, recognition

pytestmark = pytest.mark.django_db


def decider():
    return make.user("global")


def published(code="VN-00001", **said):
    factory = eligible_factory(code, country="VN")
    return factory, recognition(factory, "published", **said)


def test_a_published_recognition_is_listed_with_what_the_world_may_know():
    factory, found = published()

    refresh_listings([factory.pk])

    listing = Listing.objects.get()
    assert listing.recognition_id == found.pk
    assert (listing.code, listing.country, listing.workers) == ("VN-00001", "VN", 800)
    assert listing.recognised_on == found.publish_on
    assert listing.criteria == "high-performance/1.0"
    assert {one["pillar"] for one in listing.strengths} == {
        "compliance", "management_systems", "social_dialogue", "learning",
    }  # fmt: skip
    assert all(one["met"] == one["of"] > 0 for one in listing.strengths)


@pytest.mark.parametrize("state", ["proposed", "deferred", "declined", "confirmed"])
def test_a_recognition_in_progress_is_not_listed(state):
    factory = eligible_factory()
    recognition(factory, state)

    refresh_listings()

    assert not Listing.objects.exists()
    assert not FormerListing.objects.exists()


@pytest.mark.parametrize("act", ["withdraw_recognition", "suspend_recognition"])
def test_what_takes_a_recognition_away_takes_it_from_every_window_at_once(act):
    _factory, found = published()
    refresh_listings()

    getattr(lifecycle, act)(found.pk, reason="No longer so.", actor=decider(), now=NOW)

    assert not Listing.objects.exists()
    assert FormerListing.objects.filter(pk=found.pk).exists()


def test_a_zero_tolerance_case_takes_the_listing_away_with_its_opening():
    factory, _found = published()
    refresh_listings()

    make.case(factory)

    assert not Listing.objects.exists()


def test_a_closed_factory_is_not_listed_from_the_closing_on():
    factory, _found = published()
    refresh_listings()

    close_factory(factory.pk, closed_on=NOW.date(), actor=None, now=NOW)
    assert not Listing.objects.exists()

    refresh_listings()
    assert not Listing.objects.exists()


def test_reinstating_lists_again():
    factory, found = published()
    lifecycle.suspend_recognition(found.pk, reason="While we look.", actor=decider(), now=NOW)

    lifecycle.reinstate_recognition(found.pk, reason="Nothing was found.", actor=decider(), now=NOW)
    refresh_listings([factory.pk])

    assert Listing.objects.filter(pk=found.pk).exists()


def test_a_corrected_name_reaches_the_listing():
    factory, _found = published()
    refresh_listings()

    correct_factory(factory.pk, name="Another Name Ltd", actor=None, now=NOW)
    refresh_listings([factory.pk])

    assert Listing.objects.get().name == "Another Name Ltd"


def test_refreshing_twice_changes_nothing():
    published()
    refresh_listings()
    before = list(Listing.objects.values())

    assert refresh_listings() == 1

    assert list(Listing.objects.values()) == before


def test_a_listing_whose_recognition_is_gone_is_swept_by_a_rebuild():
    _factory, found = published()
    refresh_listings()
    type(found).objects.filter(pk=found.pk).update(state="withdrawn", ended_at=NOW)

    refresh_listings()

    assert not Listing.objects.exists()


def test_a_rebuild_that_read_an_older_state_writes_nothing():
    factory, _found = published()
    ProjectionVersion.objects.create(factory_id=factory.pk, version=10**12)

    with pytest.raises(ReadBehind):
        refresh_listings([factory.pk])

    assert not Listing.objects.exists()


def test_a_removal_leaves_older_rebuilds_behind():
    factory, found = published()
    refresh_listings()
    before = ProjectionVersion.objects.get(factory_id=factory.pk).version

    lifecycle.withdraw_recognition(found.pk, reason="No longer so.", actor=decider(), now=NOW)

    assert ProjectionVersion.objects.get(factory_id=factory.pk).version > before


def test_publication_owes_the_listing_to_a_worker():
    published()

    assert Delivery.objects.filter(
        event__kind="recognition.published", reaction="portal.show_recognised"
    ).exists()


def test_a_recognition_that_ended_before_it_was_ever_listed_keeps_its_address():
    _factory, found = published()
    lifecycle.withdraw_recognition(found.pk, reason="No longer so.", actor=decider(), now=NOW)

    refresh_listings()

    assert FormerListing.objects.filter(pk=found.pk).exists()
