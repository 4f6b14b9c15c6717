"""The end of an entry and a second review by two people: checklist, return, answer in words, what changed, clusters."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from assessments.models import Assessment, ReviewComment
from reviews.models import ClusterReview
from tests import make
from tests.browser.axe import axe
from tests.browser.chromium import Troubles
from tests.browser.fixtures import NewPage
from tests.browser.people import sign_in
from tests.browser.tablets import SAVED, Tablet, tablet

pytestmark = [pytest.mark.looks, pytest.mark.django_db(transaction=True)]
OPEN, FOUND = "CL-1-01", "OS-8-06"


def check(page: Page, name: str):
    return page.locator(f"[data-check={name}]")


def counts(page: Page, name: str, number: int) -> None:
    expect(check(page, name).locator("[data-count]")).to_have_text(str(number))


def at_its_end(hands: Tablet) -> None:
    hands.page.locator("[data-checklist]").scroll_into_view_if_needed()


def test_the_end_of_an_entry_leads_to_what_is_missing_offline_too_and_submits(
    new_page: NewPage, troubles: Troubles
) -> None:
    troubles.allow_lost_network()
    troubles.allow("409")  # the refusal
    chea = make.user("adviser", name="Chea")
    mill = make.factory("KH-00012", name="Riverside Garments")
    make.assessment(mill, assessed_on=make.NOW.date().replace(year=2017))
    draft = make.assessment(mill, state="draft", findings=[FOUND], unanswered=[OPEN], team=[chea])
    hands = tablet(new_page, chea, draft)
    hands.open(kept=True)
    page = hands.page

    hands.offline()
    at_its_end(hands)
    for name, number in {"open": 1, "details": 1, "reason": 0, "changed": 1, "photo": 1}.items():
        counts(page, name, number)
    check(page, "open").locator("summary").click()
    check(page, "open").get_by_role("link", name=OPEN).click()
    expect(page.locator(f"#{OPEN}[data-here]")).to_be_in_viewport()
    hands.key("c")
    hands.shows(OPEN, "C")
    at_its_end(hands)
    counts(page, "open", 0)
    page.get_by_role("button", name="Submit for review").click()
    expect(page.locator("[data-not-submitted]")).to_contain_text("There is no connection")
    hands.online()
    hands.state(SAVED)

    page.get_by_role("button", name="Submit for review").click()
    page.get_by_role("link", name=FOUND).click()  # the refusal names it
    hands.ready()
    expect(page.locator(f"#{FOUND}[data-here]")).to_be_in_viewport()
    page.fill(f"#{FOUND} [data-field=details]", "Locked.")
    page.locator(f"#{FOUND} [data-field=details]").blur()
    hands.state(SAVED)
    at_its_end(hands)
    counts(page, "details", 0)
    check(page, "photo").locator("summary").click()
    assert axe(page) == []
    page.get_by_role("button", name="Submit for review").click()
    page.wait_for_url(f"**/assessments/{draft.pk}/")
    draft.refresh_from_db()
    assert draft.state == Assessment.State.SUBMITTED


def test_a_comment_is_answered_in_words_and_the_second_review_shows_what_changed(new_page: NewPage) -> None:
    chea, maly = make.user("adviser", name="Chea"), make.user("reviewer", name="Maly")
    mill = make.factory("KH-00012", name="Riverside Garments")
    made = make.assessment(mill, state="submitted", findings={FOUND: "Locked."}, team=[chea])

    reviewer = new_page(viewport={"width": 1180, "height": 820})
    sign_in(reviewer, maly)
    reviewer.goto(f"/assessments/{made.pk}/")
    main = reviewer.get_by_role("main")
    main.get_by_role("link", name="Review by cluster").click()
    main.get_by_role("link", name="Non-compliant", exact=False).first.click()
    main.get_by_role("link", name=f"Comment {FOUND}").click()
    reviewer.get_by_label("Your comment to the team").fill("Which exit?")
    main.get_by_role("button", name="Save").click()
    main.get_by_role("link", name="Return").click()
    main.get_by_role("button", name="Return").click()
    reviewer.wait_for_url(f"**/assessments/{made.pk}/")

    hands = tablet(new_page, chea, made)
    hands.open()
    page = hands.page
    expect(page.locator("[data-returned] [data-reason]")).to_contain_text(FOUND)
    page.locator("[data-next-comment]").click()
    expect(page.locator(f"#{FOUND}")).to_be_in_viewport()
    page.fill(f"#{FOUND} [data-field=details]", "The exit to the yard was locked.")
    page.locator(f"#{FOUND} [data-field=details]").blur()
    hands.state(SAVED)
    page.locator(f"#{FOUND} [data-comments] a").click()
    assert axe(page) == []
    page.get_by_label("Your answer").fill("The one to the yard.")
    page.get_by_role("main").get_by_role("button", name="Save").click()
    hands.ready()
    expect(page.locator(f"#{FOUND} [data-comments]")).to_contain_text("Chea: The one to the yard.")
    at_its_end(hands)
    page.get_by_role("button", name="Submit for review").click()
    page.wait_for_url(f"**/assessments/{made.pk}/")

    reviewer.goto(f"/assessments/{made.pk}/")
    main.get_by_role("link", name="Review by cluster").click()
    rows = main.locator("tr[id]")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("The exit to the yard was locked.")
    assert axe(reviewer) == []
    main.get_by_role("link", name=f"Comment {FOUND}").click()
    main.get_by_role("button", name="Resolve").click()
    assert ReviewComment.objects.get().resolved_by == maly
    for box in main.get_by_role("checkbox").all():
        box.check()  # saved by itself
    expect(main.get_by_text("Before you accept")).to_have_count(0)
    expect(main.get_by_role("button", name="Save what you have seen")).to_have_count(0)
    reviewer.reload()
    expect(main.get_by_text("Before you accept")).to_have_count(0)
    assert ClusterReview.objects.count() == main.get_by_role("checkbox").count()
    main.get_by_role("button", name="Accept").click()
    expect(main.get_by_text("in the factory's comment window").first).to_be_visible()
