"""A citizen looks for a factory and reads what was found there."""

from __future__ import annotations

import re
from datetime import date

from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

from accounts.models import User
from factories.projections import refresh_search_words
from portal.projections import refresh_reports
from tests import make
from tests.browser.axe import axe
from tests.browser.fixtures import NewPage
from tests.browser.people import sign_in
from tests.browser.widths import fits

WIDTHS = (390, 820, 1440)


def history() -> None:
    """A factory with three assessments and an answer, among others."""
    mill = make.factory("KH-00011", name="Mekong Dyeing")
    found = (["FA-1-01"], ["DI-3-09", "OS-8-06"], ["OS-8-06", "CO-2-01"], ["OS-8-06"])
    for cycle, questions in enumerate(found, start=1):
        made = make.assessment(mill, assessed_on=date(2014 + cycle, 3, 1), cycle=cycle, findings=questions)
    make.responded(make.finding(made, "OS-8-06"), "The gate has been unlocked since 12 March.")
    for number in range(5):
        other = make.factory(f"KH-0002{number}", name=f"Garment Works {number}")
        for cycle in (1, 2):
            make.assessment(
                other, assessed_on=date(2016 + cycle, 5, 1), cycle=cycle, findings=["CO-2-01"] * (number % 2)
            )
    refresh_reports()
    refresh_search_words()


def test_a_citizen_finds_what_was_found_at_a_factory(live: str, new_page: NewPage) -> None:
    history()
    page = new_page(viewport={"width": 390, "height": 844})

    page.goto("/recognised/")
    page.get_by_role("contentinfo").get_by_role("link", name="Publicly reported issues").click()
    page.get_by_role("searchbox").fill("mekong dieing")  # misspelt
    expect(page.locator("#results")).to_contain_text("Nothing has exactly this name.")
    page.get_by_role("link", name="Mekong Dyeing").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Mekong Dyeing")
    main = page.get_by_role("main")
    expect(main).to_contain_text("Found: blocked or locked exits")
    expect(main).to_contain_text("No sexual harassment found")
    expect(main).to_contain_text("The gate has been unlocked since 12 March.")
    row = page.get_by_role("row", name="Sexual harassment")
    assert row.get_by_role("cell").all_inner_texts() == ["none found", "none found", "found"]


def test_the_pages_of_public_issues_are_sound_at_every_width(live: str, new_page: NewPage) -> None:
    history()
    for width in WIDTHS:
        for language in ("en", "km", "ar"):
            page = new_page(viewport={"width": width, "height": 900}, locale=language)
            for address in ("/public-issues/", "/public-issues/KH-00011/"):
                page.goto(address)
                assert axe(page) == []
                assert fits(page)
            page.context.close()


def test_a_buyer_finds_compares_and_takes_the_list_along(live: str, new_page: NewPage) -> None:
    history()
    brand = make.brand("Northwind")
    page = new_page(viewport={"width": 1440, "height": 900})
    sign_in(page, make.user("brand", brand=brand))
    page.goto("/directory/")

    for name in ("Mekong Dyeing", "Garment Works 1"):
        page.get_by_role("checkbox", name=f"Compare {name}").check()
    expect(page.locator("[data-tray-count]")).to_have_text("2")
    page.get_by_label("Country", exact=True).select_option("KH")  # the list changes, the choice stays
    expect(page.locator("[data-tray-count]")).to_have_text("2")
    expect(page.get_by_role("checkbox", name="Compare Mekong Dyeing")).to_be_checked()
    page.get_by_role("button", name="Compare").click()
    page.wait_for_url("**/directory/compare/**")
    expect(page.get_by_role("columnheader", name="Mekong Dyeing")).to_be_visible()
    row = page.get_by_role("row", name="Blocked or locked exits")
    assert row.get_by_role("cell").all_inner_texts() == ["none found", "found"]

    another = new_page(viewport={"width": 1440, "height": 900})
    sign_in(another, make.user("brand", brand=brand))
    another.goto(page.url)  # handed on
    expect(another.get_by_role("columnheader", name="Garment Works 1")).to_be_visible()
    another.get_by_role("link", name="Directory", exact=True).last.click()
    expect(another.get_by_role("checkbox", name="Compare Garment Works 1")).to_be_checked()
    with another.expect_download() as taken:
        another.get_by_role("link", name="Download").click()
    rows = CalamineWorkbook.from_path(taken.value.path()).get_sheet_by_index(0).to_python()
    assert sorted(row[1] for row in rows[1:]) == sorted(another.locator(".card h3").all_inner_texts())


def test_counts_of_choices_follow_the_list_and_no_fifth_is_ticked(live: str, new_page: NewPage) -> None:
    brand = make.brand("Northwind")
    for number in range(1, 6):
        make.factory(f"KH-0003{number}", country="KH", name=f"Mill {number}")
    make.factory("VN-00031", country="VN", name="Loom")
    page = new_page(viewport={"width": 1440, "height": 900})
    sign_in(page, make.user("brand", brand=brand))
    page.goto("/directory/")
    country = page.get_by_label("Country", exact=True)
    cambodia, vietnam = country.locator("option[value=KH]"), country.locator("option[value=VN]")
    expect(vietnam).to_have_text(re.compile(r"\(1\)"))

    page.get_by_role("searchbox").fill("Mill")  # only the list is put in anew
    expect(vietnam).to_have_text(re.compile(r"\(0\)"))
    expect(cambodia).to_have_text(re.compile(r"\(5\)"))

    for number in range(1, 5):
        page.get_by_role("checkbox", name=f"Compare Mill {number}").check()
    expect(page.get_by_role("checkbox", name="Compare Mill 5")).to_be_disabled()
    page.reload()
    expect(page.get_by_role("checkbox", name="Compare Mill 5")).to_be_disabled()
    page.get_by_role("checkbox", name="Compare Mill 2").uncheck()
    page.get_by_role("checkbox", name="Compare Mill 5").check()
    expect(page.get_by_role("checkbox", name="Compare Mill 2")).to_be_disabled()


def test_directory_and_comparison_are_sound_at_every_width(live: str, new_page: NewPage) -> None:
    history()
    brand = make.brand("Northwind")
    for width in WIDTHS:
        for language in ("en", "km", "ar") if width == WIDTHS[0] else ("en",):
            page = new_page(viewport={"width": width, "height": 900})
            buyer = make.user("brand", brand=brand)
            User.objects.filter(pk=buyer.pk).update(language=language)
            sign_in(page, buyer)
            for address in ("/directory/", "/directory/compare/?compare=KH-00011&compare=KH-00021"):
                page.goto(address)
                assert axe(page) == []
                assert fits(page)
            page.context.close()
