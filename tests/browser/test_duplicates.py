"""A manager meets a pair on a phone: compares, merges, takes it back; and the pages can be used by everybody."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from accounts.models import Role
from duplicates.models import FactoryMerge
from factories.models import Factory
from tests import make
from tests.browser.axe import axe
from tests.browser.fixtures import NewPage
from tests.browser.people import sign_in
from tests.browser.widths import fits
from tests.duplicates.merging import days, pair_of, twins

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}


def test_a_manager_merges_a_pair_on_a_phone_and_takes_it_back(new_page: NewPage) -> None:
    kept, dropped = twins()
    Factory.objects.filter(pk=kept.pk).update(latitude="11.556400", longitude="104.928200")
    Factory.objects.filter(pk=dropped.pk).update(latitude="11.560000", longitude="104.930000")
    make.assessment(kept, assessed_on=days(0))
    pair_of(kept, dropped)
    page = new_page(viewport=PHONE, has_touch=True)
    sign_in(page, make.user(Role.MANAGER, name="Dara Manager"))
    page.goto("/factories/")
    page.get_by_role("link", name=f"perhaps registered twice: {dropped.name}").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Compare possible duplicates")
    assert axe(page) == []
    assert fits(page)

    page.get_by_label("How do you know that they are one?").fill("I was at the gate")
    page.get_by_role("button", name="They are one factory").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(kept.name)
    page.get_by_role("link", name=dropped.code).click()
    page.get_by_label("Why are they two factories after all?").fill("Two gates")
    assert axe(page) == []
    page.get_by_role("button", name="Take the merge back").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(dropped.name)
    assert FactoryMerge.objects.get().split_reason == "Two gates"
    page.goto("/factories/duplicates/")
    expect(page.get_by_role("link", name=f"Compare {kept.code}")).to_be_visible()
    assert axe(page) == []
