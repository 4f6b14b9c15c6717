"""An adviser goes away, a colleague sees the work, and an account is closed: in the browser, by two people."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import ViewportSize, expect

from assessments.models import Assessment, TeamMember
from tests import make
from tests.browser.axe import axe
from tests.browser.chromium import Troubles
from tests.browser.fixtures import NewPage
from tests.browser.people import sign_in
from tests.make import NOW, TODAY
from tests.obligations.cast import Cast, cast

pytestmark = [pytest.mark.looks, pytest.mark.django_db(transaction=True)]
SIZES = [ViewportSize(width=width, height=900) for width in (390, 820, 1440)]
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(autouse=True)
def _june_2018(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def here() -> Cast:
    """A mill with late, urgent and ordinary work for its adviser."""
    made = cast()
    make.assessment(made.mill, team=[made["assessor"]])
    make.assessment(made.mill, assessed_on=date(2018, 5, 20), cycle=2, state="draft", team=[made["assessor"]])
    make.plan_item(
        made.mill, "1", issue="Unlock the exit at the east side of the sewing hall", due_on=date(2018, 5, 1)
    )
    make.plan_item(made.mill, "2", issue="Pay overtime at the legal rate", due_on=date(2018, 4, 2))
    make.plan_item(made.mill, "3", issue="Elect the committee", status="done", done_on=date(2018, 5, 20))
    make.case(made.mill)
    return made


def test_a_colleague_stands_in_from_the_account_page_to_the_list(here: Cast, new_page: NewPage) -> None:
    away, colleague = new_page(), new_page()
    sign_in(away, here["assessor"])
    sign_in(colleague, here["adviser"])

    colleague.goto("/desk/")
    expect(colleague.get_by_role("main")).not_to_contain_text("Unlock the exit")
    away.goto("/account/")
    away.get_by_role("link", name="Absence: who stands in for you").click()
    away.get_by_label("Colleague", exact=True).select_option(label=here["adviser"].name)
    away.get_by_label("From", exact=True).fill(TODAY.isoformat())
    away.get_by_label("Last day").fill((TODAY + timedelta(days=7)).isoformat())
    away.get_by_role("button", name="Save").click()
    expect(away.get_by_text("stands in from")).to_be_visible()

    colleague.goto("/desk/")
    colleague.get_by_role("banner").get_by_role("link", name="To do").click()
    expect(colleague.get_by_text(f"You stand in for {here['assessor'].name}")).to_be_visible()
    colleague.get_by_role("link", name="Unlock the exit").click()
    expect(colleague.get_by_role("heading", level=1)).to_contain_text("Unlock the exit")

    away.get_by_role("button", name="End the absence").click()
    colleague.goto("/to-do/")
    expect(colleague.get_by_role("main")).not_to_contain_text("Unlock the exit")


def test_what_a_leaver_had_open_has_a_new_owner_and_nothing_is_left(
    here: Cast, new_page: NewPage, troubles: Troubles
) -> None:
    """The manager closes the account and names who takes over, in one act; no address is typed."""
    troubles.allow("422")
    leaver, colleague = here["assessor"], here["adviser"]
    theirs, keeper = new_page(viewport=SIZES[0]), new_page(viewport=SIZES[0])
    sign_in(theirs, colleague)
    sign_in(keeper, here["manager"])
    theirs.goto("/to-do/")
    expect(theirs.get_by_role("main")).not_to_contain_text("Fill in")

    keeper.goto("/desk/")
    keeper.get_by_role("banner").locator("summary", has_text="Account").click()
    keeper.get_by_role("banner").get_by_role("link", name="People").click()
    keeper.get_by_role("link", name=leaver.name, exact=True).click()
    keeper.get_by_role("link", name="Close the account").click()
    assert axe(keeper) == []
    assert keeper.evaluate(WIDER) <= 0
    keeper.get_by_label("Reason").fill("Moves to another programme.")
    keeper.get_by_role("button", name="Close the account").click()
    leaver.refresh_from_db()
    assert leaver.is_active  # the work that is open needs a colleague first
    keeper.get_by_label("Open assessments in Cambodia").select_option(label=colleague.name)
    keeper.get_by_role("button", name="Close the account").click()
    expect(keeper.get_by_text(f"The account of {leaver.name} is closed.")).to_be_visible()

    theirs.reload()
    for waits in ("Unlock the exit", "Pay overtime", "Elect the committee"):
        expect(theirs.get_by_role("link", name=waits)).to_be_visible()
    assert Assessment.objects.get(state="draft").pk in TeamMember.objects.filter(
        user=colleague, left_at=None
    ).values_list("assessment", flat=True)
    leaver.refresh_from_db()
    assert not leaver.is_active


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size["width"]))
def test_work_is_accessible_fits_and_says_in_words_what_is_late(
    here: Cast, new_page: NewPage, size: ViewportSize
) -> None:
    page = new_page(viewport=size)
    for name, addresses in (
        ("assessor", ("/desk/", "/to-do/", "/inbox/", "/account/absence/")),
        ("factory", ("/to-do/",)),
        ("manager", ("/to-do/", "/account/absence/")),
        ("adviser abroad", ("/to-do/",)),
    ):
        sign_in(page, here[name])
        for address in addresses:
            page.goto(address)
            assert axe(page) == []
            assert page.evaluate(WIDER) <= 0, (name, address)
    sign_in(page, here["assessor"])
    page.goto("/to-do/")
    late = page.get_by_role("listitem").filter(has_text="Pay overtime at the legal rate")
    expect(late).to_contain_text("overdue, 2 months ago")
