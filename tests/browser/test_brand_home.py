"""A brand's person watches, asks, is granted access, reads, commits, and loses what the factory withdraws."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from buyers.projections import set_watched
from portal.models import SupplierReport
from saved_lists.projections import save_list
from tests import make
from tests.browser.axe import axe
from tests.browser.people import sign_in
from tests.browser.widths import fits
from tests.portal.world import world

SHOTS = os.environ.get("SHOTS", "")  # a folder for pictures to be looked at
pytestmark = pytest.mark.django_db(transaction=True)


def report_done(brand):
    brand.get_by_text("Report back").click()
    brand.get_by_label("Is it done?").select_option("done")
    brand.get_by_role("button", name="Send").click()
    expect(brand.locator("#commitments")).to_contain_text("Done")


def test_watch_ask_be_granted_read_commit_and_lose_it(new_page):
    programme = world()
    brand, factory = new_page(), new_page(viewport={"width": 390, "height": 844})
    sign_in(brand, programme.linh)
    sign_in(factory, make.user("factory", factory=programme.quiet))

    brand.goto("/")
    expect(brand.get_by_role("heading", level=1)).to_have_text("What is new at your suppliers")
    assert axe(brand) == []
    brand.get_by_role("button", name="Mark as seen").click()
    expect(brand.get_by_text("Nothing has changed")).to_be_visible()

    brand.goto(f"/factories/{programme.quiet.code}/")
    brand.get_by_role("button", name="Watch").click()
    brand.get_by_role("link", name="Request access").click()
    brand.get_by_label("Summary: the verdict").check()
    brand.locator("[name=purpose]").fill("The yearly review of suppliers.")
    brand.get_by_role("button", name="Send the request").click()

    factory.goto(f"/factories/{programme.quiet.code}/access/")
    factory.get_by_role("link", name="Answer").click()
    factory.get_by_role("button", name="Give consent").click()
    expect(factory.get_by_role("heading", name="Brands that read your reports")).to_be_visible()

    brand.goto("/brand/")
    expect(brand.locator("#access_more")).to_contain_text(programme.quiet.name)
    brand.goto("/suppliers/?watched=yes")
    expect(brand.locator("tbody tr")).to_have_count(1)
    expect(brand.locator("tbody")).to_contain_text("criteri")

    brand.goto(f"/factories/{programme.quiet.code}/")
    assert axe(brand) == []
    brand.get_by_role("link", name="Commit to something").click()
    assert axe(brand) == []
    brand.get_by_label("What you commit to").fill("Paid within 30 days of delivery.")
    brand.get_by_label("Done by").fill((timezone.localdate() + timedelta(days=60)).isoformat())
    brand.get_by_role("button", name="Commit to it").click()
    expect(brand.locator("#commitments")).to_contain_text("Paid within 30 days")
    factory.goto(f"/factories/{programme.quiet.code}/")
    expect(factory.locator("#commitments")).to_contain_text("Northwind")
    assert axe(factory) == []
    for page, name in ((brand, "supplier"), (factory, "own")):
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)
    report_done(brand)
    factory.reload()
    expect(factory.locator("#commitments")).to_contain_text("Done")

    factory.goto(f"/factories/{programme.quiet.code}/access/")
    factory.get_by_role("link", name="Withdraw consent").click()
    factory.get_by_role("button", name="Withdraw consent").click()
    expect(factory.get_by_text("No brand reads your reports.")).to_be_visible()
    brand.goto("/suppliers/?watched=yes")
    expect(brand.locator("tbody")).to_contain_text("Not shared with you")
    brand.goto("/brand/")
    expect(brand.locator("#access_more")).to_have_count(0)


LOOKS = ((390, "en"), (820, "en"), (1440, "en"), (820, "ar"))


@pytest.mark.looks
@pytest.mark.parametrize("many", [False, True])
def test_it_looks_as_it_should_at_three_widths_and_right_to_left(new_page, many):
    programme = world()
    person = programme.linh if many else programme.karim
    if many:
        save_list(person.pk, "suppliers", name="Who shares, by rate", query="shared=yes&sort=-rate")
        set_watched(person.pk, programme.supplier.pk, watched=True)
        suppliers = [
            make.factory(f"KH-7{number:04}", name=f"Mill of the river {number}") for number in range(200)
        ]
        for number, factory in enumerate(suppliers):
            make.sourcing(programme.brand, factory)
            if number % 3:
                make.consent(programme.brand, factory)
                SupplierReport.objects.create(
                    factory=factory, alert=not number % 9, assessed_on=make.TODAY, noncompliant=9, applicable=99,
                    plan=[] if number % 2 else [{"ref": "1", "status": "in_progress", "due_on": "2018-03-01"}],
                )  # fmt: skip
    for width, language in LOOKS:
        person.language = language
        person.save()
        page = new_page(viewport={"width": width, "height": 1000})
        sign_in(page, person)
        for name, address in (
            ("home", "/brand/"),
            ("list", "/suppliers/?shared=yes"),
            ("lists", "/lists/"),
        ):
            page.goto(address)
            assert axe(page) == []
            assert fits(page)
            if SHOTS:
                page.screenshot(path=f"{SHOTS}/{name}-{many}-{width}-{language}.png", full_page=not many)
