"""What a phone shows whole: a review's answer of now, the headings by which cards are sorted."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests import make
from tests.browser.fixtures import NewPage
from tests.browser.people import sign_in
from tests.browser.test_inspectorate import programme

PHONE = {"width": 390, "height": 844}


def is_within(inner: Locator, outer: Locator) -> bool:
    here, there = inner.bounding_box(), outer.bounding_box()
    assert here is not None
    assert there is not None
    return all(
        there[side] <= here[side] and here[side] + here[size] <= there[side] + there[size]
        for side, size in (("x", "width"), ("y", "height"))
    )


def test_a_review_shows_the_answer_of_now_on_a_phone(live: str, new_page: NewPage) -> None:
    team, reviewer = make.user("adviser"), make.user("reviewer")
    found = make.assessment(
        make.factory(), state="submitted", findings={"OS-8-06": "Locked at noon."}, team=[team]
    )
    page = new_page(viewport=PHONE)
    sign_in(page, reviewer)
    page.goto(f"/assessments/{found.pk}/review/?show=found")
    answer = page.locator("#OS-8-06 td").last
    expect(answer).to_contain_text("Locked at noon.")
    assert is_within(answer, page.locator("main"))


def test_headings_that_sort_cards_are_within_their_panel(live: str, new_page: NewPage) -> None:
    _, manager, buyer = programme()
    for person, address in ((buyer, "/suppliers/"), (manager, "/factories/")):
        page = new_page(viewport=PHONE)
        sign_in(page, person)
        page.goto(address)
        headings = page.locator(".table-cards thead a")
        assert headings.count() > 2
        for heading in headings.all():
            box = heading.bounding_box()
            assert box is not None
            assert box["height"] >= 40
            assert is_within(heading, page.locator(".table-wrap").first)
            assert box["x"] >= page.locator(".table-wrap").first.bounding_box()["x"] + 8
        page.context.close()
