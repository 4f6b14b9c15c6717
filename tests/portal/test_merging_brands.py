"""Two entries of a brand become one: what was given to the first is the second's, whatever happens at that moment."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Role
from benefits.models import Invitation
from factories.commands import give_consent, merge_brands, request_access
from factories.commands.links import start_sourcing
from factories.commands.membership import add_membership
from factories.models import AccessRequest, Brand, Consent, Membership, Sourcing
from factories.same_transaction.merged import BrandMergedAway
from journal.commands import Unchanged
from progress_reports.commands import make_summary
from progress_reports.models import ProgressReport
from tests import make
from tests.at_once import at_once
from tests.benefits import make as benefits
from tests.benefits.test_forums import answer
from tests.criteria.test_verify import verify
from tests.portal.world import world

NOW, TODAY = make.NOW, make.TODAY
YEAR = date(2019, 6, 1)
pytestmark = pytest.mark.django_db


def merged(brand, into):
    return merge_brands(brand.pk, into_id=into.pk, reason="One firm", actor=None, now=NOW)


def row_faults():
    """What verify says of rows that no event bears out; the scene itself is made without commands."""
    return {problem["id"] for problem in verify()["problems"] if problem["kind"] == "rows"}


def test_the_people_of_the_brand_that_stays_read_earlier_summaries_of_both(client):
    programme = world()
    (number,) = make_summary(
        programme.supplier.pk, brand_id=programme.brand.pk, language="en", actor=programme.linh, now=NOW
    )
    before = row_faults()
    address = reverse("progress_reports:report", args=[ProgressReport.objects.get(pk=number).printed_number])
    client.force_login(programme.karim)
    assert client.get(address).status_code == 404

    merged(programme.brand, Brand.objects.get(name="Southwind"))

    assert client.get(address).status_code == 200
    client.force_login(programme.linh)
    assert client.get(address).status_code == 200
    assert row_faults() <= before


@pytest.mark.parametrize(
    ("first", "second", "stays"),
    [(None, 0, 0), (0, None, 0), (0, 0, 0), (2, 0, 2), (2, 3, 3), (0, 3, 3)],
)
def test_one_invitation_to_a_forum_is_left(first, second, stays):
    forum, one, other = benefits.forum(), make.brand("Northwind"), make.brand("Southwind")
    buyer = {brand.pk: make.user("brand", brand=brand) for brand in (one, other)}
    for brand, people in ((one, first), (other, second)):
        if people is not None:
            invitation = benefits.invited(forum, brand)
            if people:
                answer(invitation, people, buyer[brand.pk])
    before = row_faults()

    merged(one, other)

    (left,) = Invitation.objects.exclude(state="withdrawn")
    assert (left.brand, left.people, left.state) == (other, stays, "registered" if stays else "invited")
    assert row_faults() <= before


WRITERS = ("consent", "request", "link", "place", "invitation")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("writer", WRITERS)
def test_what_is_written_for_a_brand_at_the_moment_of_its_merge_is_not_lost(writer):
    mill, one, other = make.factory("KH-00001"), make.brand("Northwind"), make.brand("Southwind")
    if writer != "link":
        make.sourcing(one, mill)
    buyer, manager, globe = (
        make.user("brand", brand=one),
        make.user("factory", factory=mill),
        make.user("global"),
    )
    forum = benefits.forum(by=globe)
    newcomer = make.user(Role.BRAND)
    acts = {
        "consent": lambda: give_consent(
            mill.pk, brand_id=one.pk, from_on=TODAY, scope="plan", until_on=YEAR, actor=manager, now=NOW
        ),
        "request": lambda: request_access(
            mill.pk, brand_id=one.pk, scope="plan", purpose="?", until_on=YEAR, actor=buyer, now=NOW
        ),
        "link": lambda: start_sourcing(mill.pk, brand=one.name, from_on=TODAY, actor=globe, now=NOW),
        "place": lambda: add_membership(newcomer.pk, brand_id=one.pk, actor=None, now=NOW),
        "invitation": lambda: benefits.invited(forum, one, by=globe),
    }

    written, _merged = at_once(acts[writer], lambda: merged(one, other))

    rows = {
        "consent": Consent, "request": AccessRequest, "link": Sourcing, "place": Membership,
        "invitation": Invitation,
    }[writer]._default_manager  # fmt: skip
    assert not rows.filter(brand=one).exists()
    refused = isinstance(written, BrandMergedAway)
    assert (
        refused or isinstance(written, Unchanged) or rows.filter(brand=other).exists() or writer == "request"
    )


def test_a_page_of_before_the_merge_says_which_brand_to_choose():
    mill, one, other = make.factory("KH-00001"), make.brand("Northwind"), make.brand("Southwind")
    make.sourcing(one, mill)
    manager = make.user("factory", factory=mill)
    merged(one, other)

    with pytest.raises(BrandMergedAway, match="Northwind became part of Southwind"):
        give_consent(
            mill.pk, brand_id=one.pk, from_on=TODAY, scope="plan", until_on=YEAR, actor=manager, now=NOW
        )
