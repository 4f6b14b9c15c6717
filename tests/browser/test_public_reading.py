"""A citizen looks for a factory and reads what was found there."""

from __future__ import annotations

from datetime import date

from playwright.sync_api import expect

from factories.projections import refresh_search_words
from portal.projections import refresh_reports
from tests import make
from tests.browser.axe import axe
from tests.browser.fixtures import NewPage

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
                assert page.evaluate("document.documentElement.scrollWidth") <= width
            page.context.close()
